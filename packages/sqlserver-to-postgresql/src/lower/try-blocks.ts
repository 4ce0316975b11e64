import type { SetOptionStatement, Statement, TryCatchStatement } from '@ferry/source-sqlserver';
import { walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { ExceptionHandler, Expression, PlStatement } from '@ferry/target-postgresql';
import { routineItems } from '../action-items/routines';
import { rememberError } from '../functions/support';
import { holdsKind, isErrorLevel, keepingParts, keptBySource } from './kept-changes';
import { rolledBack } from '../rules/transactions';
import { note, refuse } from './lowering';
import { contextVariable, helperVariable, mentions } from './routine-state';
import type { RoutineState } from './routine-state';
import { lowerStatements } from './statements';

/** A handler that ends with an error: then the caller sees a failure, as after any statement that fails halfway through a routine. */
function raisesAgain(handler: readonly Statement[]): boolean {
  const last = handler[handler.length - 1];
  if (last?.kind === 'BlockStatement') return raisesAgain(last.statements);
  return last?.kind === 'ThrowStatement' || (last?.kind === 'RaiserrorStatement' && isErrorLevel(last));
}

const raises = (s: PlStatement | undefined): boolean => s?.kind === 'Raise' && (s.level === undefined || s.level === 'EXCEPTION');

/** Code that was not converted must not pass for a failure that somebody foresaw. */
const passOn = (state: RoutineState): ExceptionHandler => ({ kind: 'ExceptionHandler', conditions: [{ name: 'feature_not_supported' }, ...(state.unwinding > 0 ? [{ sqlstate: rolledBack }] : [])], body: [{ kind: 'Raise' }] });

/** TRY ... CATCH is a block with a handler: what the block did is undone before the handler runs. */
export function lowerTry(state: RoutineState, node: TryCatchStatement): readonly PlStatement[] {
  note(state.low, node, routineItems.error);
  const handlerRollsBack = holdsKind(node.handler, 'RollbackTransactionStatement');
  const transaction = holdsKind(node.attempt, 'BeginTransactionStatement');
  const keeps = keptBySource(state, node, handlerRollsBack) && !raisesAgain(node.handler);
  const parts = keeps ? keepingParts(state, node) : undefined;
  if (keeps && parts === undefined) note(state.low, node, routineItems.tryData);
  if (!transaction && handlerRollsBack && state.kind !== 'trigger' && holdsKind(state.routine.body, 'BeginTransactionStatement') && !precedesDirectly(state, node) && !rollbacksKnown(state, node.handler)) refuse(state.low, node, routineItems.transaction, { statement: 'A transaction that begins before the TRY block' });
  const { begun } = state;
  state.tries++;
  const { before, body } = parts === undefined ? { before: [], body: lowerStatements(state, node.attempt) } : lowerParts(state, parts);
  state.tries--;
  state.handlers++;
  state.endsInError = false;
  const calls = holdsKind(node.handler, 'ExecuteStatement');
  state.begun = begun || transaction;
  const handler = [...lowerStatements(state, node.handler)];
  state.begun = begun && !handlerRollsBack;
  state.handlers--;
  if (state.endsInError) {
    // After a ROLLBACK in a trigger SQL Server ends the batch with an error; what the handler wrote afterwards is lost here.
    note(state.low, node, routineItems.triggerRollback);
    state.endsInError = false;
    handler.push({ kind: 'Raise' });
  }
  else if (dooms(state, node) && !raises(handler[handler.length - 1])) {
    note(state.low, node, routineItems.triggerCatch);
    handler.push({ kind: 'Raise' });
  }
  const context: PlStatement[] = calls || node.handler.some((s) => mentions(s, 'ERROR_LINE', walk)) ? [{ kind: 'GetStackedDiagnostics', items: [{ target: pg.target(contextVariable(state)), item: 'PG_EXCEPTION_CONTEXT' }] }] : [];
  const remember = calls ? [rememberCall(state, [pg.variable('sqlstate'), pg.variable('sqlerrm'), pg.text(state.routine.object.name), pg.variable(contextVariable(state))])] : [];
  const forget = calls && !raises(handler[handler.length - 1]) && handler[handler.length - 1]?.kind !== 'Return' ? [rememberCall(state, [pg.null, pg.null, pg.null, pg.null])] : [];
  return [...before, { kind: 'Block', body: body.length === 0 ? [{ kind: 'NullStatement' }] : body, handlers: [passOn(state), { kind: 'ExceptionHandler', conditions: [{ name: 'others' }], body: [...context, ...remember, ...handler, ...forget, ...(handler.length === 0 ? [{ kind: 'NullStatement' as const }] : [])] }] }];
}

/**
 * The parts of a TRY block before the last are blocks of their own. One that fails leaves its error behind: the parts after it are
 * passed over, and the last one raises the error again for the handler.
 */
function lowerParts(state: RoutineState, parts: readonly (readonly Statement[])[]): { readonly before: readonly PlStatement[]; readonly body: readonly PlStatement[] } {
  const code = helperVariable(state, 'state of a failed part', 'failed_state', pg.type('text'));
  const message = helperVariable(state, 'message of a failed part', 'failed_message', pg.type('text'));
  const caught: ExceptionHandler = { kind: 'ExceptionHandler', conditions: [{ name: 'others' }], body: [{ kind: 'GetStackedDiagnostics', items: [{ target: pg.target(code), item: 'RETURNED_SQLSTATE' }, { target: pg.target(message), item: 'MESSAGE_TEXT' }] }] };
  const before = parts.slice(0, -1).map((statements, i): PlStatement => {
    const block: PlStatement = { kind: 'Block', body: lowerStatements(state, statements, parts[i + 1]?.[0]), handlers: [passOn(state), caught] };
    return i === 0 ? block : { kind: 'If', branches: [{ condition: pg.isNull(pg.variable(code)), body: [block] }] };
  });
  const again: PlStatement = { kind: 'If', branches: [{ condition: pg.isNotNull(pg.variable(code)), body: [{ kind: 'Raise', level: 'EXCEPTION', format: '%', args: [pg.variable(message)], using: [{ option: 'ERRCODE', value: pg.variable(code) }] }] }] };
  return { before: [pg.assign(code, pg.null), ...before], body: [again, ...lowerStatements(state, parts[parts.length - 1] ?? [])] };
}

/**
 * In a trigger XACT_ABORT is ON unless it says otherwise: an error that its TRY block catches dooms the transaction, and the statement
 * fails when the trigger ends (https://learn.microsoft.com/sql/t-sql/statements/set-xact-abort-transact-sql). Errors of RAISERROR do not.
 */
function dooms(state: RoutineState, node: TryCatchStatement): boolean {
  if (state.kind !== 'trigger' || holdsKind(node.attempt, 'RaiserrorStatement') || holdsKind(node.attempt, 'ExecuteStatement')) return false;
  let off = false;
  for (const statement of state.routine.body) walk(statement, (n) => {
    if (n.kind === 'SetOptionStatement' && (n as SetOptionStatement).names.includes('XACT_ABORT') && /off/i.test((n as SetOptionStatement).value)) off = true;
  });
  return !off;
}

function rememberCall(state: RoutineState, args: readonly Expression[]): PlStatement {
  state.ctx.requireSupport(rememberError.piece).forEach(state.ctx.need);
  return { kind: 'Perform', query: pg.select([pg.item(pg.callIn(state.ctx.choices.supportSchema, rememberError.name, ...args))]) };
}

/** Whether the rule of transactions found every ROLLBACK of a handler. */
function rollbacksKnown(state: RoutineState, nodes: readonly Statement[]): boolean {
  let all = true;
  for (const node of nodes) walk(node, (n) => {
    if (n.kind === 'RollbackTransactionStatement' && !state.rollbacks.has(n as Statement)) all = false;
  });
  return all;
}

/** BEGIN TRANSACTION right before the TRY block, with nothing but declarations between. */
function precedesDirectly(state: RoutineState, node: TryCatchStatement): boolean {
  let result = false;
  const look = (statements: readonly Statement[]): void => {
    const at = statements.indexOf(node);
    for (let i = at - 1; i >= 0; i--) {
      const kind = statements[i]?.kind;
      if (kind === 'BeginTransactionStatement') result = true;
      if (kind !== 'SetOptionStatement' && kind !== 'DeclareStatement' && kind !== 'SetVariableStatement') break;
    }
  };
  look(state.routine.body);
  for (const s of state.routine.body) walk(s, (n) => {
    if (n.kind === 'BlockStatement') look((n as unknown as { statements: readonly Statement[] }).statements);
  });
  return result;
}
