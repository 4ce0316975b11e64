import type { CreateTableStatement, IfStatement, InsertStatement, NamedTable, Node as SourceNode, QualifiedName, RaiserrorStatement, SelectQuery, Statement, TableVariableDeclaration, TryCatchStatement, VariableTable, WhileStatement } from '@ferry/source-sqlserver';
import { partsOf, sourceOf, walk } from '@ferry/source-sqlserver';
import { integerOf } from './literals';
import type { RoutineState } from './routine-state';

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

export function holdsKind(nodes: readonly SourceNode[], kind: string): boolean {
  let found = false;
  for (const node of nodes) walk(node, (n) => {
    if (n.kind === kind) found = true;
  });
  return found;
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
    // Only one of the branches runs.
    if (n.kind === 'IfStatement') {
      const { condition, then, otherwise } = n as IfStatement;
      count += lastingChanges(state, condition, own) + Math.max(lastingChanges(state, then, own), otherwise === undefined ? 0 : lastingChanges(state, otherwise, own));
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
      if (s.kind === 'IfStatement' && [s.then, ...(s.otherwise === undefined ? [] : [s.otherwise])].some((branch) => raisesAfterChange([branch], changes))) return true;
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

export const isErrorLevel = (node: RaiserrorStatement): boolean => node.legacy || (integerOf(node.severity) ?? 16) > 10;

/** What SQL Server keeps of a TRY block that fails, as far as it is not in a transaction that the block begins itself. */
export function keptBySource(state: RoutineState, node: TryCatchStatement, handlerRollsBack: boolean): boolean {
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

/** Most parts that a TRY block is written in: more would hide what the code does. */
const mostParts = 6;
const jumps = ['BeginTransactionStatement', 'CommitTransactionStatement', 'RollbackTransactionStatement', 'SaveTransactionStatement', 'GotoStatement', 'LabelStatement'] as const;

/**
 * A TRY block in parts that can each be undone alone, so that what SQL Server keeps is kept: a part ends before a statement that may
 * fail, once something has been changed.
 * @returns undefined where parts would not do: for loops and calls that change more than once, jumps, transactions
 */
export function keepingParts(state: RoutineState, node: TryCatchStatement): readonly (readonly Statement[])[] | undefined {
  if (state.kind === 'trigger' || state.unwinding > 0 || jumps.some((kind) => holdsKind(node.attempt, kind))) return undefined;
  const own = ownTables(state, node);
  const changes = (statement: SourceNode): number => lastingChanges(state, statement, own);
  const parts: Statement[][] = [[]];
  let changed = false;
  for (const statement of unwrapped(node.attempt)) {
    const count = changes(statement);
    if (changed && (count > 0 || raisesError(statement))) {
      parts.push([]);
      changed = false;
    }
    if (count > 1 || raisesAfterChange([statement], changes)) return undefined;
    parts[parts.length - 1]?.push(statement);
    changed ||= count > 0;
  }
  return parts.length === 1 || parts.length > mostParts ? undefined : parts;
}

/** BEGIN ... END around all that a TRY block holds. */
const unwrapped = (statements: readonly Statement[]): readonly Statement[] => (statements.length === 1 && statements[0]?.kind === 'BlockStatement' ? unwrapped(statements[0].statements) : statements);
