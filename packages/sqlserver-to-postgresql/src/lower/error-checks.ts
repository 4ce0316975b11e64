import type { Expression as SourceExpression, IfStatement, Node as SourceNode, SelectAssignment, Statement, Variable, VariableDeclaration } from '@ferry/source-sqlserver';
import { walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, PlStatement } from '@ferry/target-postgresql';
import { routineItems } from '../action-items/routines';
import { errorNumber } from '../functions/support';
import { integerOf } from './literals';
import { bare, note } from './lowering';
import { helperVariable, mentions } from './routine-state';
import type { RoutineState } from './routine-state';
import { support } from './support-call';

/**
 * @@ERROR. In SQL Server a statement that fails sends its error to the client, and the batch goes on: code looks at @@ERROR and
 * nearly always leaves, with a ROLLBACK or a return code. In PostgreSQL the error ends the routine, undoes its work and reaches the
 * client by itself, so such a check has nothing to do. Where the code goes on after an error, the statement gets a handler.
 */

const isErrorNumber = (node: SourceExpression): boolean => {
  const inner = bare(node);
  return inner.kind === 'GlobalVariable' && inner.name.toUpperCase() === '@@ERROR';
};

/** `@@ERROR <> 0` gives true (an error is asked for), `@@ERROR = 0` false. */
function asksForError(condition: SourceExpression, isNumber: (node: SourceExpression) => boolean): boolean | undefined {
  const inner = bare(condition);
  if (inner.kind !== 'ComparisonExpression' || integerOf(inner.right) !== 0 || !isNumber(inner.left)) return undefined;
  if (inner.operator === '<>' || inner.operator === '!=' || inner.operator === '>') return true;
  return inner.operator === '=' ? false : undefined;
}

const mild = new Set<Statement['kind']>(['SetVariableStatement', 'PrintStatement', 'SetOptionStatement', 'RollbackTransactionStatement', 'CloseCursorStatement', 'DeallocateCursorStatement', 'RaiserrorStatement']);
const assigns = (s: Statement): boolean => s.kind === 'SelectStatement' && s.query.body.kind === 'SelectQuery' && s.query.body.from.length === 0 && s.query.body.items.every((i) => i.kind === 'SelectAssignment');

/** A branch that does nothing but leave: what it says on the way is said by the error. */
function onlyLeaves(body: Statement): boolean {
  const list = body.kind === 'BlockStatement' ? body.statements : [body];
  const last = list[list.length - 1];
  if (last === undefined) return false;
  const all = list.every((s) => mild.has(s.kind) || assigns(s) || s.kind === 'ReturnStatement' || s.kind === 'GotoStatement' || s.kind === 'ThrowStatement' || (s.kind === 'IfStatement' && [s.then, ...(s.otherwise ? [s.otherwise] : [])].every((b) => (b.kind === 'BlockStatement' ? b.statements : [b]).every((i) => mild.has(i.kind) || assigns(i)))));
  return all && (last.kind === 'ReturnStatement' || last.kind === 'GotoStatement' || last.kind === 'ThrowStatement' || last.kind === 'RaiserrorStatement' || last.kind === 'RollbackTransactionStatement');
}

/** `IF @@ERROR <> 0 <leave>`: the branch that is left when nothing fails; undefined when it is no such check. */
export function errorCheck(node: IfStatement): { readonly goesOn: Statement | undefined; readonly left: Statement | undefined } | undefined {
  const asks = asksForError(node.condition, isErrorNumber);
  if (asks === undefined) return undefined;
  const [left, goesOn] = asks ? [node.then, node.otherwise] : [node.otherwise, node.then];
  return left === undefined || onlyLeaves(left) ? { goesOn, left } : undefined;
}

export const textOfNode = (state: RoutineState, node: SourceNode): string => {
  const text = state.routine.parsed.tokens.text.slice(node.span.start, node.span.end).replace(/\s+/g, ' ');
  return text.length > 1000 ? `${text.slice(0, 1000)}...` : text;
};

/** Says that a check of @@ERROR was left out. */
export const noteErrorCheck = (state: RoutineState, node: SourceNode): void => note(state.low, node, routineItems.errorNumber, { text: textOfNode(state, node) });

/** Variables that take @@ERROR. */
function holdersOf(node: Statement): readonly string[] {
  const found: string[] = [];
  walk(node, (n) => {
    const { variable, value, expression } = n as unknown as { variable?: Variable; value?: SourceExpression; expression?: SourceExpression };
    if ((n.kind === 'SetVariableStatement' || n.kind === 'VariableDeclaration') && variable !== undefined && value !== undefined && isErrorNumber(value)) found.push((n as VariableDeclaration).variable.name.toLowerCase());
    if (n.kind === 'SelectAssignment' && expression !== undefined && isErrorNumber(expression)) found.push((n as SelectAssignment).variable.name.toLowerCase());
  });
  return found;
}

/** Whether every test of a variable that holds @@ERROR only leaves. */
function everyTestLeaves(state: RoutineState, holder: string): boolean {
  const isHolder = (node: SourceExpression): boolean => {
    const inner = bare(node);
    return inner.kind === 'Variable' && inner.name.toLowerCase() === holder;
  };
  let all = true;
  for (const s of state.routine.body)
    walk(s, (n) => {
      if (n.kind !== 'IfStatement') return;
      const step = n as IfStatement;
      let reads = false;
      walk(step.condition, (m) => {
        if (m.kind === 'Variable' && (m as Variable).name.toLowerCase() === holder) reads = true;
      });
      if (!reads) return;
      const asks = asksForError(step.condition, isHolder);
      const left = asks === true ? step.then : asks === false ? step.otherwise : step.then;
      if (left !== undefined && !onlyLeaves(left)) all = false;
    });
  return all;
}

/** Whether what comes next goes on after an error, so that the statement before it needs a handler. */
export function goesOnAfterError(state: RoutineState, looks: readonly SourceNode[], next: Statement | undefined): boolean {
  if (next === undefined || !looks.some((n) => mentions(n, '@@ERROR', walk))) return false;
  if (next.kind === 'IfStatement') return asksForError(next.condition, isErrorNumber) !== undefined && errorCheck(next) === undefined;
  const holders = holdersOf(next);
  return holders.length > 0 && !holders.every((h) => everyTestLeaves(state, h));
}

const variableOf = (state: RoutineState): string => helperVariable(state, '@@ERROR', 'error_number', pg.type('integer'));
export const errorVariable = (state: RoutineState): Expression => pg.variable(variableOf(state));

/** A statement whose error is remembered and does not end the routine. */
export function catching(state: RoutineState, node: SourceNode, statements: readonly PlStatement[]): readonly PlStatement[] {
  note(state.low, node, routineItems.errorKept);
  const [first, ...rest] = statements;
  const { leadingComments, ...plain } = first ?? { kind: 'NullStatement' as const };
  return [{
    kind: 'Block', body: [plain as PlStatement, ...rest, pg.assign(variableOf(state), pg.number(0))], ...(leadingComments === undefined ? {} : { leadingComments }),
    handlers: [{ kind: 'ExceptionHandler', conditions: [{ name: 'feature_not_supported' }], body: [{ kind: 'Raise' }] }, { kind: 'ExceptionHandler', conditions: [{ name: 'others' }], body: [pg.assign(variableOf(state), support(state.low, errorNumber, [pg.variable('sqlstate')]))] }],
  }];
}
