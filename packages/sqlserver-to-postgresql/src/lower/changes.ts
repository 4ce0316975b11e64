import type { DeleteStatement, Expression as SourceExpression, RowSource, ScalarType, SetClause, TableReference, TopClause, TruncateTableStatement, UpdateStatement } from '@ferry/source-sqlserver';
import { arithmeticType, isScalar, partsOf, scalar, sourceOf } from '@ferry/source-sqlserver';
import { targetKey } from '@ferry/conversion';
import { pg } from '@ferry/target-postgresql';
import type { Expression, FromItem, PlStatement, QualifiedName, SetItem } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { columnName, qualifierOf } from './columns';
import { temporaryName } from './temporary-names';
import { coerce } from './expressions';
import { refuse, refuseSyntax, sqlTypeOf } from './lowering';
import type { Lowering } from './lowering';
import { throughCte } from './common-table-changes';
import { withOutput } from './outputs';
import { lowerCondition } from './predicates';
import { lowerWith } from './queries';
import type { RoutineState } from './routine-state';
import { lowerTable } from './tables';

/** The table that a statement changes, and the name under which its columns are spoken of. */
export interface ChangedTable {
  readonly source: RowSource;
  readonly name: QualifiedName;
  readonly alias: string | undefined;
  readonly qualifier: string;
}

export function changedTable(low: Lowering, node: TableReference): ChangedTable | undefined {
  const source = sourceOf(low.binding, node);
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

const rowId = (qualifier: string): Expression => pg.column(qualifier, 'ctid');

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
  return { from: from.map((t) => lowerTable(low, t)), where: all([pg.eq(rowId(alias), rowId(table.qualifier)), ...condition]), alias };
}

/** TOP of a change: that many rows, whichever the server finds first. */
function limited(low: Lowering, table: ChangedTable, top: TopClause | undefined, where: Where, joined?: { readonly from: readonly TableReference[]; readonly where: SourceExpression | undefined }): Where {
  if (top === undefined) return where;
  if (joined !== undefined && joined.from.length > 0 && !top.percent) {
    // Each row once, however often the join finds it.
    const rows = pg.select([pg.item(rowId(table.qualifier))], { distinct: true, from: joined.from.map((t) => lowerTable(low, t)), ...(joined.where === undefined ? {} : { where: lowerCondition(low, joined.where) }), limit: coerce(low, top.count, scalar('bigint')) });
    const outer = `changed_${table.qualifier}`;
    return { from: [], where: { kind: 'InSubquery', operand: rowId(outer), query: rows }, alias: outer };
  }
  if (top.percent || top.withTies || where.from.length > 0) {
    refuseSyntax(low, top, 'TOP of a change over several tables');
    return where;
  }
  const rows = pg.select([pg.item(rowId(table.qualifier))], { from: [pg.table(table.name, table.alias)], ...(where.where === undefined ? {} : { where: where.where }), limit: coerce(low, top.count, scalar('bigint')) });
  const outer = `changed_${table.qualifier}`;
  return { from: [], where: { kind: 'InSubquery', operand: rowId(outer), query: rows }, alias: outer };
}

/** Assignments of UPDATE and MERGE: each value in the type of its column. */
export function lowerSet(low: Lowering, set: readonly SetClause[], target: RowSource): readonly SetItem[] {
  return set.flatMap((clause): SetItem[] => {
    if (clause.kind !== 'ColumnAssignment' || clause.variable !== undefined) {
      refuseSyntax(low, clause, clause.kind === 'MutatorCall' ? `The method ${clause.call.method.name} in SET` : 'An assignment of a variable in SET');
      return [];
    }
    const name = partsOf(clause.column).pop() ?? '';
    const column = target.columns?.find((c) => low.binding.index.fold(c.name) === low.binding.index.fold(name));
    if (column === undefined || !isScalar(column.type)) {
      refuse(low, clause, expressionItems.unresolved, { name });
      return [];
    }
    const value = clause.value.kind === 'DefaultValue' ? pg.default : coerce(low, compound(low, clause, column.type), column.type, 'store');
    return [{ kind: 'SetItem', columns: [columnName(low, target, column.name)], value }];
  });
}

/** `column += value`. */
function compound(low: Lowering, clause: Extract<SetClause, { kind: 'ColumnAssignment' }>, type: ScalarType): SourceExpression {
  if (clause.operator === '=') return clause.value;
  const { binding } = low;
  const left: SourceExpression = { kind: 'ColumnReference', span: clause.column.span, name: clause.column };
  const right: SourceExpression = { kind: 'ParenthesizedExpression', span: clause.value.span, expression: clause.value };
  const node: SourceExpression = { kind: 'BinaryExpression', span: clause.span, operator: clause.operator.slice(0, -1) as '+', left, right };
  const own = sqlTypeOf(low, clause.value);
  binding.types.set(left, type);
  binding.types.set(right, own);
  binding.types.set(node, arithmeticType(node.operator, type, own));
  const name = partsOf(clause.column).pop() ?? '';
  const source = compoundSources.get(clause);
  if (source !== undefined) binding.symbols.set(left, { kind: 'column', source, column: source.columns?.find((c) => binding.index.fold(c.name) === binding.index.fold(name)), name });
  return node;
}

/** The changed table of compound assignments, which are no part of the bound tree. */
const compoundSources = new WeakMap<SetClause, RowSource>();

export function lowerUpdate(state: RoutineState, node: UpdateStatement): readonly PlStatement[] {
  const { low } = state;
  const through = throughCte(low, node);
  if (through !== undefined) return [{ kind: 'SqlStatement', statement: { kind: 'Update', with: through.with, table: through.table, alias: through.alias, set: through.set(node.set), from: [through.rows], where: through.where } }];
  const ctes = lowerWith(low, node.with);
  const table = changedTable(low, node.target);
  if (table === undefined) return [];
  for (const clause of node.set) compoundSources.set(clause, table.source);
  const where = limited(low, table, node.top, lowerWhere(low, table, node.from, node.where));
  return withOutput(state, node, { kind: 'Update', with: ctes, table: table.name, alias: where.alias, set: lowerSet(low, node.set, table.source), from: where.from.length === 0 ? undefined : where.from, where: where.where }, where.alias ?? table.name.name);
}

export function lowerDelete(state: RoutineState, node: DeleteStatement): readonly PlStatement[] {
  const { low } = state;
  const through = throughCte(low, node);
  if (through !== undefined) return [{ kind: 'SqlStatement', statement: { kind: 'Delete', with: through.with, table: through.table, alias: through.alias, using: [through.rows], where: through.where } }];
  const ctes = lowerWith(low, node.with);
  const table = changedTable(low, node.target);
  if (table === undefined) return [];
  const where = limited(low, table, node.top, lowerWhere(low, table, node.from, node.where), { from: node.from, where: node.where });
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
