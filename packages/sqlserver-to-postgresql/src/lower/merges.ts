import type { ColumnReference, MergeClause, MergeStatement, RowsOfTable, ShapeColumn, Statement } from '@ferry/source-sqlserver';
import { isScalar, mergedThrough, partsOf, sourceOf, walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, Merge, MergeAction, MergeWhen, PlStatement } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { routineItems } from '../action-items/routines';
import { changedTable, lowerSet } from './changes';
import type { ChangedTable } from './changes';
import { columnName } from './columns';
import { coerce } from './expressions';
import { refuse } from './lowering';
import type { Lowering } from './lowering';
import { lowerMergeRows } from './merge-rows';
import { withOutput } from './outputs';
import { lowerCondition } from './predicates';
import { lowerWith } from './queries';
import { helperVariable, rowCountVariable } from './routine-state';
import type { RoutineState } from './routine-state';
import { lowerHints, lowerTable } from './tables';

const matches = { MATCHED: 'MATCHED', 'NOT MATCHED BY TARGET': 'NOT MATCHED', 'NOT MATCHED BY SOURCE': 'NOT MATCHED BY SOURCE' } as const;

function insertAction(low: Lowering, table: ChangedTable, action: Extract<MergeClause['action'], { kind: 'MergeInsert' }>): MergeAction {
  if (action.values === undefined) return { do: 'INSERT' };
  const all = table.source.columns ?? [];
  const nameOf = (c: (typeof action.columns)[number]): string => (c.kind === 'Identifier' ? c.name : (partsOf(c).pop() ?? ''));
  const listed = action.columns.map((c) => all.find((a) => low.binding.index.fold(a.name) === low.binding.index.fold(nameOf(c))));
  const columns = listed.length > 0 ? listed : all.filter((c) => c.identity !== true && c.readonly !== true && c.hidden !== true);
  if (columns.length !== action.values.values.length || columns.some((c) => c === undefined || !isScalar(c.type))) refuse(low, action, expressionItems.unresolved, { name: 'a column of INSERT' });
  const known = columns.filter((c): c is ShapeColumn => c !== undefined);
  const values = action.values.values.map((v, i): Expression => {
    const type = known[i]?.type ?? { kind: 'unknown' as const };
    if (v.kind === 'DefaultValue') return pg.default;
    return isScalar(type) ? coerce(low, v, type, 'store') : refuse(low, v, expressionItems.unknownType, { what: 'A value of INSERT' });
  });
  return { do: 'INSERT', columns: known.map((c) => columnName(low, table.source, c.name)), values };
}

/** Which rows of the table a CTE lets a MERGE see that names it as its target. */
function visible(low: Lowering, through: RowsOfTable, table: ChangedTable): Expression | undefined {
  const { where } = through.select;
  if (where === undefined) return undefined;
  const outside = low.records;
  low.records = new Map([...outside, [through.table, table.qualifier]]);
  const filter = lowerCondition(low, where);
  low.records = outside;
  return filter;
}

/** A MERGE without the CTE that is only its target. */
function withoutTarget(low: Lowering, node: MergeStatement, through: RowsOfTable): MergeStatement {
  const { fold } = low.binding.index;
  const others = node.with?.tables.filter((t) => t !== through.cte) ?? [];
  let read = false;
  for (const part of [...others, node.using, ...node.clauses]) walk(part, (n) => {
    const source = low.binding.sources.get(n as never);
    if (source?.origin === 'cte' && fold(source.name ?? source.alias) === fold(through.cte.name.name)) read = true;
  });
  return read || node.with === undefined ? node : { ...node, with: { ...node.with, tables: others } };
}

function lowerClause(low: Lowering, table: ChangedTable, clause: MergeClause, only: Expression | undefined): MergeWhen {
  const { action } = clause;
  const lowered: MergeAction = action.kind === 'MergeDelete' ? { do: 'DELETE' } : action.kind === 'MergeUpdate' ? { do: 'UPDATE', set: lowerSet(low, action.set, table.source) } : insertAction(low, table, action);
  const conditions = [clause.when === 'NOT MATCHED BY SOURCE' ? only : undefined, clause.condition === undefined ? undefined : lowerCondition(low, clause.condition)].filter((e) => e !== undefined);
  return { kind: 'MergeWhen', match: matches[clause.when], and: conditions.length === 0 ? undefined : pg.and(...conditions), action: lowered };
}

/** MERGE is the same in PostgreSQL, except that it acts on rows that the source lacks from version 17 on, and returns old and new values from 18 on. */
export function lowerMerge(state: RoutineState, given: MergeStatement, counted = false): readonly PlStatement[] {
  const { low } = state;
  const through = sourceOf(low.binding, given.target)?.origin === 'cte' ? undefined : mergedThrough(low.binding, given, low.binding.index.fold);
  const node = through === undefined ? given : withoutTarget(low, given, through);
  const no = (reason: string): readonly PlStatement[] => (refuse(low, node, routineItems.merge, { reason }), []);
  if (node.top !== undefined) return no('it has a TOP clause');
  const alone = apart(low, node);
  const table = changedTable(low, node.target);
  if (table === undefined) return [];
  if (table.source.object !== undefined && table.source.object.kind !== 'TABLE') return no('its target is no table');
  lowerHints(low, node.target, node.target.hints.filter((h) => h.name !== 'HOLDLOCK' && h.name !== 'SERIALIZABLE'));
  const ctes = lowerWith(low, node.with);
  const using = lowerTable(low, node.using);
  const only = through === undefined ? undefined : visible(low, through, table);
  const on = only === undefined ? lowerCondition(low, node.on) : pg.and(only, lowerCondition(low, node.on));
  if (alone.length > 0 && (readsTarget(low, node, table) || setsMatched(low, node, alone))) return no('NOT MATCHED BY SOURCE needs PostgreSQL 17 here');
  // Before version 17 rows that the source lacks are a statement of their own, before the others: it cannot make a row match.
  const lacking = pg.not({ kind: 'Exists', query: pg.select([], { from: [using], where: on }) });
  const first = alone.map((clause, i): PlStatement => {
    const before = alone.slice(0, i).flatMap((c): Expression[] => (c.condition === undefined ? [pg.boolean(true)] : [lowerCondition(low, c.condition)]));
    const where = pg.and(...(only === undefined ? [] : [only]), lacking, ...before.map((e): Expression => ({ kind: 'IsTest', operand: e, test: 'TRUE', negated: true })), ...(clause.condition === undefined ? [] : [lowerCondition(low, clause.condition)]));
    if (clause.action.kind === 'MergeUpdate') return { kind: 'SqlStatement', statement: { kind: 'Update', with: ctes, table: table.name, alias: table.alias, set: lowerSet(low, clause.action.set, table.source), where } };
    return { kind: 'SqlStatement', statement: { kind: 'Delete', with: ctes, table: table.name, alias: table.alias, where } };
  });
  // Before version 18 MERGE gives no old values back, and before 17 nothing at all.
  if (node.outputs.length > 0 && low.ctx.targetVersion < 18) return lowerMergeRows(state, node, table, { ctes, using, on, only, bySource: alone, insert: (action) => insertAction(low, table, action), counted }) ?? no('its OUTPUT needs PostgreSQL 18 here');
  const rest = node.clauses.filter((c) => !alone.includes(c));
  const whole: Merge = { kind: 'Merge', with: ctes, into: table.name, alias: table.alias, using, on, whens: rest.map((c) => lowerClause(low, table, c, only)) };
  if (node.outputs.length > 0) return withOutput(state, node, whole, table.qualifier);
  const merge: PlStatement = { kind: 'SqlStatement', statement: whole };
  const statements = rest.length === 0 ? first : [...first, merge];
  return counted && alone.length > 0 ? summed(state, statements) : statements;
}

/** Before version 17 rows that the source lacks are changed by statements of their own. */
const apart = (low: Lowering, node: MergeStatement): readonly MergeClause[] => (low.ctx.targetVersion < (node.outputs.length > 0 ? 18 : 17) ? node.clauses.filter((c) => c.when === 'NOT MATCHED BY SOURCE') : []);

/** Whether a MERGE leaves the number of its rows in the variable for it. */
export const mergeCountsItself = (low: Lowering, node: Statement): boolean => node.kind === 'MergeStatement' && (apart(low, node).length > 0 || (node.outputs.length > 0 && low.ctx.targetVersion < 18));

/** Statements that count their rows together. */
function summed(state: RoutineState, statements: readonly PlStatement[]): readonly PlStatement[] {
  const [total, own] = [rowCountVariable(state), helperVariable(state, 'rows of a part', 'part_count', pg.type('bigint'))];
  return [pg.assign(total, pg.number(0)), ...statements.flatMap((s): PlStatement[] => [s, { kind: 'GetDiagnostics', items: [{ target: pg.target(own), item: 'ROW_COUNT' }] }, pg.assign(total, pg.add(pg.variable(total), pg.variable(own)))])];
}

/** Whether the rows to merge are read from the table that changes. */
function readsTarget(low: Lowering, node: MergeStatement, table: ChangedTable): boolean {
  let found = false;
  for (const part of [node.using, ...(node.with === undefined ? [] : [node.with])]) walk(part, (n) => {
    const source = low.binding.sources.get(n as never);
    if (source?.object !== undefined && (source.object.kind !== 'TABLE' || source.object === table.source.object)) found = true;
  });
  return found;
}

/** Whether rows that the source lacks are changed in columns that decide what matches, or twice. */
function setsMatched(low: Lowering, node: MergeStatement, clauses: readonly MergeClause[]): boolean {
  if (clauses.filter((c) => c.action.kind === 'MergeUpdate').length > 1 || (clauses.length > 1 && clauses[0]?.action.kind === 'MergeUpdate')) return true;
  const asked = new Set<string>();
  walk(node.on, (n) => void (n.kind === 'ColumnReference' && asked.add(low.binding.index.fold(partsOf((n as ColumnReference).name).pop() ?? ''))));
  return clauses.some((c) => c.action.kind === 'MergeUpdate' && c.action.set.some((s) => s.kind !== 'ColumnAssignment' || asked.has(low.binding.index.fold(partsOf(s.column).pop() ?? ''))));
}
