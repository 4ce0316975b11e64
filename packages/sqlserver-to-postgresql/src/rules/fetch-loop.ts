import type { Expression as SourceExpression, FetchCursorStatement, OpenCursorStatement, Query as SourceQuery, Statement, WhileStatement } from '@ferry/source-sqlserver';
import { isScalar, shapeOf, walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { PlStatement } from '@ferry/target-postgresql';
import { cursorName, declaredCursor, readsChanged } from '../lower/cursors';
import { integerOf } from '../lower/literals';
import { bare, fragmentOf, refuseSyntax } from '../lower/lowering';
import { lowerQuery } from '../lower/queries';
import { freshName } from '../lower/routine-state';
import type { RoutineState } from '../lower/routine-state';
import { lowerStatements, takeComments } from '../lower/statements';

interface Loop {
  readonly open: OpenCursorStatement;
  readonly fetch: FetchCursorStatement;
  readonly loop: WhileStatement;
  readonly body: readonly Statement[];
}

const usesCursor = (nodes: readonly Statement[], name: string): boolean => {
  let found = false;
  for (const node of nodes)
    walk(node, (n) => {
      if ((n.kind === 'FetchCursorStatement' || n.kind === 'OpenCursorStatement' || n.kind === 'CloseCursorStatement' || n.kind === 'DeallocateCursorStatement') && cursorName(n as FetchCursorStatement) === name) found = true;
      if (n.kind === 'ContinueStatement') found = true;
      if (n.kind === 'CurrentOfPredicate') found = true;
    });
  return found;
};

const isStatus = (node: SourceExpression): boolean => node.kind === 'GlobalVariable' && node.name.toUpperCase() === '@@FETCH_STATUS';

/** `WHILE @@FETCH_STATUS = 0`, `<> -1`, `> -1`: a status of -2 (the row is gone) cannot be, because rows of PostgreSQL's cursors stay. */
const testsStatus = (node: WhileStatement): boolean => {
  const condition = bare(node.condition);
  if (condition.kind !== 'ComparisonExpression') return false;
  const { operator, left, right } = condition;
  if (operator === '=') return (isStatus(left) && integerOf(right) === 0) || (isStatus(right) && integerOf(left) === 0);
  return isStatus(left) && integerOf(right) === -1 && (operator === '<>' || operator === '!=' || operator === '>');
};

const plainFetch = (node: Statement | undefined, name: string): node is FetchCursorStatement => node?.kind === 'FetchCursorStatement' && cursorName(node) === name && (node.direction === undefined || node.direction === 'NEXT') && node.into.length > 0;

function match(statements: readonly Statement[], at: number): Loop | undefined {
  const [open, fetch, loop] = statements.slice(at, at + 3);
  if (open?.kind !== 'OpenCursorStatement' || loop?.kind !== 'WhileStatement' || !testsStatus(loop) || loop.body.kind !== 'BlockStatement') return undefined;
  const name = cursorName(open);
  if (!plainFetch(fetch, name)) return undefined;
  const inside = loop.body.statements;
  const last = inside[inside.length - 1];
  const body = inside.slice(0, -1);
  if (!plainFetch(last, name) || last.into.length !== fetch.into.length || last.into.some((v, i) => v.name.toLowerCase() !== fetch.into[i]?.name.toLowerCase())) return undefined;
  return usesCursor(body, name) || readsStatus(body) ? undefined : { open, fetch, loop, body };
}

function readsStatus(nodes: readonly Statement[]): boolean {
  // A loop inside that has its own FETCH loop reads the status of its own cursor.
  let found = false;
  for (const node of nodes)
    walk(node, (n) => {
      if (n.kind === 'WhileStatement') return false;
      if (n.kind === 'GlobalVariable' && (n as unknown as { name: string }).name.toUpperCase() === '@@FETCH_STATUS') found = true;
      return true;
    });
  return found;
}

/**
 * The FETCH loop: `OPEN c; FETCH NEXT FROM c INTO @a; WHILE @@FETCH_STATUS = 0 BEGIN ...; FETCH NEXT FROM c INTO @a; END; CLOSE c`.
 *
 * SQL Server fetches before the test and again at the end of each round, and a FETCH past the end leaves the variables as they are.
 * PL/pgSQL's FOR over a query does the same with its own record, from which the variables are filled; a cursor of PL/pgSQL would set
 * them to NULL at the end. Rows that other statements change while the loop runs are not seen: PostgreSQL's cursors never do.
 */
export function lowerCursorLoop(state: RoutineState, statements: readonly Statement[], at: number): { readonly statements: readonly PlStatement[]; readonly last: number } | undefined {
  const found = match(statements, at);
  const { low } = state;
  if (found === undefined) return undefined;
  const name = cursorName(found.open);
  const declared = declaredCursor(state, found.open);
  if (declared === undefined || readsChanged(state, declared, found.open)) return undefined;
  state.fetchLoops++;
  const query: SourceQuery = declared.cursor.query;
  const shape = shapeOf(low.binding, query);
  const variables = found.fetch.into.map((v) => state.routine.environment.variables.get(v.name.toLowerCase()));
  const before = low.failures;
  if (shape === undefined || shape.length !== variables.length) refuseSyntax(low, found.fetch, 'FETCH into another number of variables than the cursor has columns');
  const rows = lowerQuery(low, query, { names: variables.map((_, i) => `value_${i + 1}`), types: variables.map((v) => v?.type ?? { kind: 'unknown' as const }), assign: 'assign' });
  if (low.failures > before || variables.some((v) => v === undefined || !isScalar(v.type))) return undefined;
  const record = freshName(state, 'fetched_row');
  state.declarations.set(record, { kind: 'DeclareVariable', name: record, type: pg.type('record') });
  const fill = found.fetch.into.map((v, i): PlStatement => ({ kind: 'Assign', target: pg.target(state.names.get(v.name.toLowerCase()) ?? ''), value: pg.variable(record, `value_${i + 1}`) }));
  state.loops++;
  const lowered = lowerStatements(state, found.body);
  const closing = takeComments(state, found.loop.span.end);
  const body: readonly PlStatement[] = closing.length === 0 ? lowered : [...lowered, { kind: 'NullStatement', leadingComments: closing }];
  state.loops--;
  let last = at + 2;
  for (let next = statements[last + 1]; next !== undefined && (next.kind === 'CloseCursorStatement' || next.kind === 'DeallocateCursorStatement') && cursorName(next) === name; next = statements[last + 1]) last++;
  return { statements: [{ kind: 'ForQuery', targets: [pg.target(record)], in: { query: rows }, body: [...fill, ...body], source: fragmentOf(low, found.open) }], last };
}
