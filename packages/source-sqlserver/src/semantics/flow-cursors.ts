import { walk } from '../syntax';
import type { CloseCursorStatement, CursorReference, DeallocateCursorStatement, Expression, FetchCursorStatement, Node, OpenCursorStatement, Statement, WhileStatement } from '../syntax';

/** `OPEN c; FETCH NEXT FROM c INTO @a; WHILE @@FETCH_STATUS = 0 BEGIN ...; FETCH NEXT FROM c INTO @a END; CLOSE c; DEALLOCATE c`. */
export interface FetchLoop {
  readonly open: OpenCursorStatement;
  readonly fetch: FetchCursorStatement;
  readonly loop: WhileStatement;
  /** The statements of the loop without the FETCH at their end. */
  readonly body: readonly Statement[];
  /** Index, in the list, of the last statement that belongs to it: the loop, or CLOSE and DEALLOCATE right behind it. */
  readonly last: number;
}

type CursorStatement = OpenCursorStatement | FetchCursorStatement | CloseCursorStatement | DeallocateCursorStatement;

const cursorKinds = new Set<Node['kind']>(['OpenCursorStatement', 'FetchCursorStatement', 'CloseCursorStatement', 'DeallocateCursorStatement']);
const isCursorStatement = (node: Node): node is CursorStatement => cursorKinds.has(node.kind);

/** A cursor's name or variable, in lower case. */
export const cursorKey = ({ cursor }: CursorReference): string => cursor.name.toLowerCase();

const bare = (node: Expression): Expression => (node.kind === 'ParenthesizedExpression' ? bare(node.expression) : node);

const numberOf = (node: Expression): number | undefined => {
  const plain = bare(node);
  if (plain.kind === 'IntegerLiteral') return Number(plain.value);
  return plain.kind === 'UnaryExpression' && plain.operator === '-' ? -(numberOf(plain.operand) ?? NaN) : undefined;
};

const isStatus = (node: Node): boolean => node.kind === 'GlobalVariable' && (node as Extract<Expression, { kind: 'GlobalVariable' }>).name.toUpperCase() === '@@FETCH_STATUS';

/** `@@FETCH_STATUS = 0`, `<> -1`, `> -1`. A status of -2 (the row is gone) is only of keyset cursors. */
function testsStatus(condition: Expression): boolean {
  const test = bare(condition);
  if (test.kind !== 'ComparisonExpression') return false;
  const { operator, left, right } = test;
  if (operator === '=') return (isStatus(bare(left)) && numberOf(right) === 0) || (isStatus(bare(right)) && numberOf(left) === 0);
  return isStatus(bare(left)) && numberOf(right) === -1 && (operator === '<>' || operator === '!=' || operator === '>');
}

const takesNext = (node: Statement | undefined, key: string): node is FetchCursorStatement =>
  node?.kind === 'FetchCursorStatement' && cursorKey(node.cursor) === key && (node.direction === undefined || node.direction === 'NEXT') && node.into.length > 0;

/** Whether statements do something with the cursor that a loop over its rows could not: move it, update its row, skip the FETCH. */
function disturbs(body: readonly Statement[], key: string): boolean {
  let found = false;
  for (const statement of body)
    walk(statement, (node) => {
      if (node.kind === 'ContinueStatement' || node.kind === 'CurrentOfPredicate' || (isCursorStatement(node) && cursorKey(node.cursor) === key)) found = true;
    });
  return found || readsStatus(body);
}

/** A loop inside that fetches from its own cursor reads its own status. */
function readsStatus(body: readonly Statement[]): boolean {
  let found = false;
  for (const statement of body)
    walk(statement, (node) => {
      if (node.kind === 'WhileStatement') return false;
      if (isStatus(node)) found = true;
      return true;
    });
  return found;
}

/** The FETCH loop whose OPEN is the statement at an index of a list; undefined when there is none, or it does more than go through the rows. */
export function fetchLoopAt(statements: readonly Statement[], at: number): FetchLoop | undefined {
  const [open, fetch, loop] = statements.slice(at, at + 3);
  if (open?.kind !== 'OpenCursorStatement' || loop?.kind !== 'WhileStatement' || loop.body.kind !== 'BlockStatement' || !testsStatus(loop.condition)) return undefined;
  const key = cursorKey(open.cursor);
  const inside = loop.body.statements;
  const next = inside.at(-1);
  if (!takesNext(fetch, key) || !takesNext(next, key)) return undefined;
  if (next.into.length !== fetch.into.length || next.into.some((v, i) => v.name.toLowerCase() !== fetch.into[i]?.name.toLowerCase())) return undefined;
  const body = inside.slice(0, -1);
  if (disturbs(body, key)) return undefined;
  let last = at + 2;
  for (let behind = statements[last + 1]; behind !== undefined && (behind.kind === 'CloseCursorStatement' || behind.kind === 'DeallocateCursorStatement') && cursorKey(behind.cursor) === key; behind = statements[last + 1]) last++;
  return { open, fetch, loop, body, last };
}
