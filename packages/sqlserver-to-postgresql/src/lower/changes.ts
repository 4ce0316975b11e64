import type { ColumnReference, DeleteStatement, Expression as SourceExpression, NamedTable, RowSource, SetClause, TableReference, TopClause, TruncateTableStatement, UpdateStatement, Variable } from '@ferry/source-sqlserver';
import { isScalar, partsOf, scalar, sourceOf, symbolOf, walk } from '@ferry/source-sqlserver';
import { targetKey } from '@ferry/conversion';
import { pg } from '@ferry/target-postgresql';
import type { Expression, FromItem, Locking, PlStatement, QualifiedName, Select, SetItem, Update } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { columnName, qualifierOf } from './columns';
import { temporaryName } from './temporary-names';
import { coerce } from './expressions';
import { refuse, refuseSyntax } from './lowering';
import type { Lowering } from './lowering';
import { assignedValue } from './set-clauses';
import { throughCte } from './common-table-changes';
import { withOutput } from './outputs';
import { lowerCondition } from './predicates';
import { lowerWith } from './queries';
import { addressColumns, rowAddress } from './row-address';
import { freshName, rowCountVariable } from './routine-state';
import type { RoutineState } from './routine-state';
import { lowerTable, madeName } from './tables';
import { nameOf } from './assignments';
import { modifiedXml } from './xml';

/** The table that a statement changes, and the name under which its columns are spoken of. */
export interface ChangedTable {
  readonly source: RowSource;
  readonly name: QualifiedName;
  readonly alias: string | undefined;
  readonly qualifier: string;
}

export function changedTable(low: Lowering, node: TableReference): ChangedTable | undefined {
  const source = sourceOf(low.binding, node);
  if (source?.columns !== undefined && source.origin === 'unknown' && node.kind === 'NamedTable') {
    const name = madeName(low, node);
    const own = qualifierOf(low, source);
    return { source, name, alias: own === name.name ? undefined : own, qualifier: own };
  }
  if (source?.columns === undefined || !['table', 'view', 'temp', 'variable'].includes(source.origin)) {
    refuse(low, node, expressionItems.unresolved, { name: node.kind === 'NamedTable' ? partsOf(node.name).join('.') : 'the changed table' });
    return undefined;
  }
  const qualifier = qualifierOf(low, source);
  if (source.object !== undefined) {
    const target = low.ctx.names.relation(source.object.schema, source.object.name);
    low.ctx.need(targetKey({ kind: 'TABLE', ...target }));
    return { source, name: pg.name(target.schema, target.name), alias: qualifier === target.name ? undefined : qualifier, qualifier };
  }
  const name = temporaryName(low, source.name ?? source.alias);
  return { source, name: pg.name(name), alias: qualifier === name ? undefined : qualifier, qualifier };
}

interface Flat {
  readonly others: readonly TableReference[];
  readonly conditions: readonly SourceExpression[];
}

/** FROM without the changed table, when it is joined by inner joins only; undefined when an outer join needs it in its place. */
function withoutTarget(low: Lowering, from: readonly TableReference[], target: RowSource): Flat | undefined {
  const others: TableReference[] = [];
  const conditions: SourceExpression[] = [];
  let found = 0;
  const isTarget = (node: TableReference): boolean => (node.kind === 'NamedTable' || node.kind === 'VariableTable') && low.binding.index.fold(sourceOf(low.binding, node)?.alias ?? '') === low.binding.index.fold(target.alias);
  const holds = (node: TableReference): boolean => {
    if (isTarget(node)) return true;
    if (node.kind === 'JoinedTable' || node.kind === 'ApplyTable') return holds(node.left) || holds(node.right);
    return node.kind === 'ParenthesizedTable' && holds(node.table);
  };
  const visit = (node: TableReference): boolean => {
    if (isTarget(node)) {
      found++;
      return true;
    }
    if (node.kind === 'ParenthesizedTable' && holds(node.table)) return visit(node.table);
    if (node.kind === 'JoinedTable' && holds(node)) {
      if (node.join !== 'INNER' && node.join !== 'CROSS') return false;
      if (!visit(node.left) || !visit(node.right)) return false;
      if (node.on !== undefined) conditions.push(node.on);
      return true;
    }
    if (node.kind === 'ApplyTable') return false;
    others.push(node);
    return true;
  };
  return from.every(visit) && found <= 1 ? { others, conditions } : undefined;
}

interface Where {
  readonly from: readonly FromItem[];
  readonly where: Expression | undefined;
  readonly alias: string | undefined;
}

/**
 * FROM and WHERE of a change. PostgreSQL takes the changed table out of FROM; where an outer join needs it there, the table is
 * joined to itself by the address of the row.
 */
function lowerWhere(low: Lowering, table: ChangedTable, from: readonly TableReference[], where: SourceExpression | undefined): Where {
  const condition = where === undefined ? [] : [lowerCondition(low, where)];
  const flat = withoutTarget(low, from, table.source);
  const all = (list: readonly Expression[]): Expression | undefined => (list.length === 0 ? undefined : list.length === 1 ? list[0] : pg.and(...list));
  if (flat !== undefined) return { from: flat.others.map((t) => lowerTable(low, t)), where: all([...flat.conditions.map((c) => lowerCondition(low, c)), ...condition]), alias: table.alias };
  const alias = `changed_${table.qualifier}`;
  return { from: from.map((t) => lowerTable(low, t)), where: all([pg.eq(rowAddress(low, table.source, alias), rowAddress(low, table.source, table.qualifier)), ...condition]), alias };
}

interface Joined {
  readonly target: TableReference;
  readonly from: readonly TableReference[];
  readonly where: SourceExpression | undefined;
}

function hintsOf(low: Lowering, table: ChangedTable, joined: Joined): readonly string[] {
  const found: string[] = [];
  for (const root of [joined.target, ...joined.from])
    walk(root, (n) => {
      if (n.kind === 'NamedTable' && (n === joined.target || low.binding.sources.get(n) === table.source)) found.push(...(n as NamedTable).hints.map((h) => h.name));
    });
  return found;
}

/**
 * TOP of a change: that many rows, whichever the server finds first. READPAST leaves out what others have locked, so that workers
 * that take rows from one table do not wait for each other.
 */
function limited(low: Lowering, table: ChangedTable, top: TopClause | undefined, where: Where, joined: Joined): Where {
  if (top === undefined) return where;
  if (top.percent || top.withTies) {
    refuseSyntax(low, top, 'TOP with PERCENT of a change');
    return where;
  }
  const limit = coerce(low, top.count, scalar('bigint'));
  const all = joined.from.length > 0;
  const pastLocked = hintsOf(low, table, joined).includes('READPAST');
  const locking: readonly Locking[] | undefined = pastLocked ? [{ strength: 'UPDATE', of: [table.qualifier], wait: 'SKIP LOCKED' }] : undefined;
  const condition = all ? (joined.where === undefined ? undefined : lowerCondition(low, joined.where)) : where.where;
  const from = all ? joined.from.map((t) => lowerTable(low, t)) : [pg.table(table.name, table.alias)];
  // Each row once, however often a join finds it.
  const rows: Select = { ...pg.select(addressColumns(low, table.source, table.qualifier).map((c) => pg.item(c)), { ...(all && !pastLocked ? { distinct: true } : {}), from, ...(condition === undefined ? {} : { where: condition }), limit }), ...(locking === undefined ? {} : { locking }) };
  const chosen: Expression = { kind: 'InSubquery', operand: rowAddress(low, table.source, table.qualifier), query: rows };
  if (where.from.length === 0) return { from: [], where: chosen, alias: table.alias };
  // The values may come from the joined tables.
  return { ...where, where: where.where === undefined ? chosen : pg.and(chosen, where.where) };
}

/** Assignments of UPDATE and MERGE: each value in the type of its column. */
export function lowerSet(low: Lowering, set: readonly SetClause[], target: RowSource): readonly SetItem[] {
  return set.flatMap((clause): SetItem[] => {
    // Variables are assigned from the rows that the statement returns.
    if (clause.kind === 'VariableAssignment') return [];
    if (clause.kind === 'MutatorCall') return mutated(low, clause, target);
    const name = partsOf(clause.column).pop() ?? '';
    const column = target.columns?.find((c) => low.binding.index.fold(c.name) === low.binding.index.fold(name));
    if (column === undefined || !isScalar(column.type)) {
      refuse(low, clause, expressionItems.unresolved, { name });
      return [];
    }
    const value = clause.value.kind === 'DefaultValue' ? pg.default : coerce(low, assignedValue(low, clause, target, column), column.type, 'store');
    return [{ kind: 'SetItem', columns: [columnName(low, target, column.name)], value }];
  });
}

/** `SET document.modify('...')`: the column is set to what the method makes of it. */
function mutated(low: Lowering, clause: Extract<SetClause, { kind: 'MutatorCall' }>, target: RowSource): SetItem[] {
  const { call } = clause;
  const name = call.target.kind === 'ColumnReference' ? (partsOf(call.target.name).pop() ?? '') : '';
  const column = target.columns?.find((c) => low.binding.index.fold(c.name) === low.binding.index.fold(name));
  const isXml = column !== undefined && isScalar(column.type) && column.type.base === 'xml';
  const value = isXml ? modifiedXml(low, call, pg.column(qualifierOf(low, target), columnName(low, target, column.name))) : undefined;
  if (column === undefined || value === undefined) return (refuseSyntax(low, clause, `The method ${call.method.name} in SET`), []);
  return [{ kind: 'SetItem', columns: [columnName(low, target, column.name)], value }];
}

/** Which columns of the changed table an expression reads that the statement writes: SQL Server gives a variable their old values. */
function readsWritten(low: Lowering, node: UpdateStatement, value: SourceExpression, table: ChangedTable): readonly ColumnReference[] {
  const { fold } = low.binding.index;
  const written = new Set(node.set.flatMap((c) => (c.kind === 'ColumnAssignment' ? [fold(partsOf(c.column).pop() ?? '')] : [])));
  const found: ColumnReference[] = [];
  walk(value, (n) => {
    const symbol = n.kind === 'ColumnReference' ? symbolOf(low.binding, n as ColumnReference) : undefined;
    if (symbol?.kind === 'column' && symbol.source === table.source && written.has(fold(symbol.name))) found.push(n as ColumnReference);
  });
  return found;
}

/**
 * `UPDATE ... SET @v = column, @w = column2 = value`: the variables have the values of the last row, and keep their own when there is
 * none. So the rows that UPDATE returns are walked.
 */
function assigning(state: RoutineState, node: UpdateStatement, change: Update, table: ChangedTable, qualifier: string, counted: boolean): readonly PlStatement[] {
  const { low } = state;
  const targets = new Set(node.set.flatMap((c) => (c.kind !== 'MutatorCall' && c.variable !== undefined ? [c.variable.name.toLowerCase()] : [])));
  const before = low.fields;
  const fields = new Map(before);
  let old = false;
  const items: { readonly variable: Variable; readonly value: Expression }[] = [];
  for (const clause of node.set) {
    if (clause.kind === 'MutatorCall' || clause.variable === undefined) continue;
    const { variable } = clause;
    const type = low.binding.types.get(variable) ?? { kind: 'unknown' as const };
    let own = clause.operator !== '=' && clause.kind === 'VariableAssignment';
    walk(clause.value, (n) => {
      if (n.kind === 'Variable' && targets.has((n as Variable).name.toLowerCase())) own = true;
    });
    if (own || !isScalar(type)) {
      refuseSyntax(low, clause, 'A variable that is built up from row to row in UPDATE', 'use a window function');
      continue;
    }
    if (clause.kind === 'ColumnAssignment') {
      const column = table.source.columns?.find((c) => low.binding.index.fold(c.name) === low.binding.index.fold(partsOf(clause.column).pop() ?? ''));
      if (column === undefined || !isScalar(column.type)) continue;
      const read: ColumnReference = { kind: 'ColumnReference', span: clause.column.span, name: clause.column };
      low.binding.types.set(read, column.type);
      low.binding.symbols.set(read, { kind: 'column', source: table.source, column, name: column.name });
      fields.set(read, pg.column(qualifier, columnName(low, table.source, column.name)));
      low.fields = fields;
      items.push({ variable, value: coerce(low, read, type, 'assign') });
    } else {
      for (const read of readsWritten(low, node, clause.value, table)) {
        old = true;
        fields.set(read, pg.column('old_row', columnName(low, table.source, partsOf(read.name).pop() ?? '')));
      }
      low.fields = fields;
      items.push({ variable, value: coerce(low, clause.value, type, 'assign') });
    }
  }
  low.fields = before;
  const row = freshName(state, 'changed_row');
  state.declarations.set(row, { kind: 'DeclareVariable', name: row, type: pg.type('record') });
  const meet = pg.eq(rowAddress(low, table.source, qualifier), rowAddress(low, table.source, 'old_row'));
  const joined: Update = !old ? change : { ...change, from: [...(change.from ?? []), pg.table(table.name, 'old_row')], where: change.where === undefined ? meet : pg.and(meet, change.where) };
  const returned: Update = { ...joined, returning: { items: items.map((item, i) => pg.item(item.value, `value_${i + 1}`)) } };
  const body = items.map((item, i): PlStatement => pg.assign(nameOf(state, item.variable), pg.variable(row, `value_${i + 1}`)));
  const loop = (more: readonly PlStatement[]): PlStatement => ({ kind: 'ForQuery', targets: [pg.target(row)], in: { query: returned }, body: [...body, ...more] });
  if (!counted) return [loop([])];
  const count = rowCountVariable(state);
  return [pg.assign(count, pg.number(0)), loop([pg.assign(count, pg.add(pg.variable(count), pg.number(1)))])];
}

/** Whether a statement counts its rows itself, because it walks them. */
export const countsItself = (node: { readonly kind: string; readonly set?: readonly SetClause[] }): boolean => node.kind === 'UpdateStatement' && node.set?.some((c) => c.kind !== 'MutatorCall' && c.variable !== undefined) === true;

export function lowerUpdate(state: RoutineState, node: UpdateStatement, counted = false): readonly PlStatement[] {
  const { low } = state;
  const through = throughCte(low, node);
  if (through !== undefined) return withOutput(state, node, { kind: 'Update', with: through.with, table: through.table, alias: through.alias, set: through.set(node.set), from: through.rows, where: through.where }, through.alias, through);
  const ctes = lowerWith(low, node.with);
  const table = changedTable(low, node.target);
  if (table === undefined) return [];
  const where = limited(low, table, node.top, lowerWhere(low, table, node.from, node.where), node);
  const qualifier = where.alias ?? table.name.name;
  const update: Update = { kind: 'Update', with: ctes, table: table.name, alias: where.alias, set: lowerSet(low, node.set, table.source), from: where.from.length === 0 ? undefined : where.from, where: where.where };
  if (!countsItself(node)) return withOutput(state, node, update, qualifier);
  if (node.outputs.length > 0) refuseSyntax(low, node, 'OUTPUT of an UPDATE that assigns variables');
  return update.set.length === 0 ? (refuseSyntax(low, node, 'An UPDATE that only assigns variables'), []) : assigning(state, node, update, table, qualifier, counted);
}

export function lowerDelete(state: RoutineState, node: DeleteStatement): readonly PlStatement[] {
  const { low } = state;
  const through = throughCte(low, node);
  if (through !== undefined) return withOutput(state, node, { kind: 'Delete', with: through.with, table: through.table, alias: through.alias, using: through.rows, where: through.where }, through.alias, through);
  const ctes = lowerWith(low, node.with);
  const table = changedTable(low, node.target);
  if (table === undefined) return [];
  const where = limited(low, table, node.top, lowerWhere(low, table, node.from, node.where), node);
  return withOutput(state, node, { kind: 'Delete', with: ctes, table: table.name, alias: where.alias, using: where.from.length === 0 ? undefined : where.from, where: where.where }, where.alias ?? table.name.name);
}

export function lowerTruncate(state: RoutineState, node: TruncateTableStatement): readonly PlStatement[] {
  const { low } = state;
  const parts = partsOf(node.table);
  const name = parts[parts.length - 1] ?? '';
  if (node.partitions !== undefined) return (refuseSyntax(low, node, 'TRUNCATE of partitions'), []);
  // TRUNCATE of SQL Server starts identities again.
  if (name.startsWith('#')) return [{ kind: 'SqlStatement', statement: { kind: 'Truncate', tables: [pg.name(temporaryName(low, name))], restartIdentity: true } }];
  const found = low.ctx.lookup.relation(parts[parts.length - 2] ?? state.routine.object.schema, name);
  if (found?.kind !== 'TABLE') return (refuse(low, node, expressionItems.unresolved, { name: parts.join('.') }), []);
  const target = low.ctx.names.relation(found.schema, found.name);
  return [{ kind: 'SqlStatement', statement: { kind: 'Truncate', tables: [pg.name(target.schema, target.name)], restartIdentity: true } }];
}
