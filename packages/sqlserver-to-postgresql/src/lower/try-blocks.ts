import type { CreateTableStatement, InsertStatement, NamedTable, Node as SourceNode, QualifiedName, RaiserrorStatement, SelectQuery, SetOptionStatement, Statement, TableVariableDeclaration, TryCatchStatement, VariableTable, WhileStatement } from '@ferry/source-sqlserver';
import { partsOf, sourceOf, walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { ExceptionHandler, Expression, PlStatement } from '@ferry/target-postgresql';
import { routineItems } from '../action-items/routines';
import { rememberError } from '../functions/support';
import { integerOf } from './literals';
import { rolledBack } from '../rules/transactions';
import { note, refuse } from './lowering';
import { contextVariable, mentions } from './routine-state';
import type { RoutineState } from './routine-state';
import { lowerStatements } from './statements';

/** How much a node changes: what PostgreSQL undoes when a later change of the block fails. */
export function changesIn(node: SourceNode): number {
  let count = 0;
  walk(node, (n) => {
    if (n.kind === 'InsertStatement' || n.kind === 'UpdateStatement' || n.kind === 'DeleteStatement' || n.kind === 'MergeStatement' || n.kind === 'TruncateTableStatement') count++;
    // A procedure may change more than once, and so may a loop.
    if (n.kind === 'ExecuteStatement' || n.kind === 'WhileStatement') count += 2;
  });
  return count;
}

/** The name of a table that lives no longer than the routine, `@rows` or `#rows`. */
function passingName(state: RoutineState, table: SourceNode): string | undefined {
  if (table.kind === 'VariableTable') return (table as VariableTable).variable.name.toLowerCase();
  const source = table.kind === 'NamedTable' ? sourceOf(state.low.binding, table as NamedTable) : undefined;
  const name = source?.origin === 'temp' ? (source.name ?? source.alias).toLowerCase() : undefined;
  return name?.startsWith('##') === true ? undefined : name;
}

/** Tables that the routine makes itself and that only the TRY block uses: what they hold when it fails is never seen. */
function ownTables(state: RoutineState, node: TryCatchStatement): ReadonlySet<string> {
  const made = new Set<string>();
  const used = new Set<string>();
  // What one round of a loop left there the next one finds.
  if (state.loops > 0) return made;
  const attempt = new Set<SourceNode>(node.attempt);
  const add = (name: QualifiedName | undefined): void => void (name !== undefined && made.add((partsOf(name).pop() ?? '').toLowerCase()));
  const make = (n: SourceNode): void => {
    if (n.kind === 'TableVariableDeclaration') made.add((n as TableVariableDeclaration).variable.name.toLowerCase());
    if (n.kind === 'CreateTableStatement') add((n as CreateTableStatement).name);
    if (n.kind === 'SelectQuery') add((n as SelectQuery).into);
  };
  for (const statement of state.routine.body) {
    walk(statement, make);
    walk(statement, (n) => {
      if (attempt.has(n)) return false;
      const name = n.kind === 'NamedTable' || n.kind === 'VariableTable' ? passingName(state, n) : undefined;
      if (name !== undefined) used.add(name);
      return true;
    });
  }
  return new Set([...made].filter((name) => !used.has(name)));
}

/** The changes of a node that are seen after the routine, at most; those of a loop count twice. */
function lastingChanges(state: RoutineState, node: SourceNode, own: ReadonlySet<string>): number {
  let count = 0;
  walk(node, (n) => {
    if (n.kind === 'ExecuteStatement') count += 2;
    if (n.kind === 'WhileStatement') {
      count += 2 * lastingChanges(state, (n as WhileStatement).body, own);
      return false;
    }
    if (n.kind === 'TruncateTableStatement') count++;
    if (n.kind !== 'InsertStatement' && n.kind !== 'UpdateStatement' && n.kind !== 'DeleteStatement' && n.kind !== 'MergeStatement') return true;
    const name = passingName(state, (n as InsertStatement).target);
    if (name === undefined || !own.has(name)) count++;
    return true;
  });
  return count;
}

/** Whether the block changes something and then raises an error itself. */
function raisesAfterChange(attempt: readonly Statement[], changes: (statement: SourceNode) => number): boolean {
  let changed = false;
  const look = (statements: readonly Statement[]): boolean =>
    statements.some((s) => {
      if (s.kind === 'BlockStatement') return look(s.statements);
      if (changed && raisesError(s)) return true;
      changed ||= changes(s) > 0;
      return false;
    });
  return look(attempt);
}

function raisesError(node: SourceNode): boolean {
  let found = false;
  walk(node, (n) => void (found ||= n.kind === 'ThrowStatement' || (n.kind === 'RaiserrorStatement' && isErrorLevel(n as RaiserrorStatement))));
  return found;
}

const isErrorLevel = (node: RaiserrorStatement): boolean => node.legacy || (integerOf(node.severity) ?? 16) > 10;

/** What SQL Server keeps of a TRY block that fails, as far as it is not in a transaction that the block begins itself. */
function keptBySource(state: RoutineState, node: TryCatchStatement, handlerRollsBack: boolean): boolean {
  const { attempt } = node;
  const own = ownTables(state, node);
  const changes = (statement: SourceNode): number => lastingChanges(state, statement, own);
  const begins = holdsKind(attempt, 'BeginTransactionStatement');
  if (!begins) return !handlerRollsBack && (attempt.reduce((n, s) => n + changes(s), 0) > 1 || raisesAfterChange(attempt, changes));
  let open = false;
  let committed = false;
  for (const statement of attempt) {
    if (statement.kind === 'BeginTransactionStatement') open = true;
    else if (statement.kind === 'CommitTransactionStatement') [open, committed] = [false, true];
    // Transactions of a part of the block, of each round of a loop, after another that was committed.
    else if (!open && (changes(statement) > 0 || holdsKind([statement], 'BeginTransactionStatement'))) return true;
    else if (committed && (statement.kind === 'RaiserrorStatement' || statement.kind === 'ThrowStatement' || open)) return true;
  }
  return false;
}

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
  if (keptBySource(state, node, handlerRollsBack) && !raisesAgain(node.handler)) note(state.low, node, routineItems.tryData);
  if (!transaction && handlerRollsBack && state.kind !== 'trigger' && holdsKind(state.routine.body, 'BeginTransactionStatement') && !precedesDirectly(state, node) && !rollbacksKnown(state, node.handler)) refuse(state.low, node, routineItems.transaction, { statement: 'A transaction that begins before the TRY block' });
  const { begun } = state;
  state.tries++;
  const body = [...lowerStatements(state, node.attempt)];
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
  return [{ kind: 'Block', body: body.length === 0 ? [{ kind: 'NullStatement' }] : body, handlers: [passOn(state), { kind: 'ExceptionHandler', conditions: [{ name: 'others' }], body: [...context, ...remember, ...handler, ...forget, ...(handler.length === 0 ? [{ kind: 'NullStatement' as const }] : [])] }] }];
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

function holdsKind(nodes: readonly SourceNode[], kind: string): boolean {
  let found = false;
  for (const node of nodes) walk(node, (n) => {
    if (n.kind === kind) found = true;
  });
  return found;
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
