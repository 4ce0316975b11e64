import type { FunctionTable, Identifier, NamedTable, OpenJsonTable, PivotTable, RowsetColumn, TableReference, UnpivotTable } from '../syntax';
import { bindExpression, partsOf } from './bind-expressions';
import { bindQuery, nullable } from './bind-queries';
import type { Binding } from './binding';
import { bindStatement } from './bind-statements';
import { findCte, innerScope } from './scope';
import type { RowSource, Scope } from './scope';
import { scalar, unknownType, withoutCollation } from './sql-type';
import type { ShapeColumn } from './sql-type';

type Shape = readonly ShapeColumn[] | undefined;

const renamed = (columns: readonly Identifier[], shape: Shape): Shape => (columns.length === 0 ? shape : columns.map((c, i) => ({ name: c.name, type: shape?.[i]?.type ?? unknownType })));

function add(binding: Binding, node: TableReference, source: RowSource, scope: Scope): void {
  scope.sources.push(source);
  binding.sources.set(node, source);
}

/** What a table's name stands for: a CTE, `inserted`, a temporary table, a table or view of the catalogue. */
export function namedSource(binding: Binding, node: NamedTable, scope: Scope): RowSource {
  const parts = partsOf(node.name);
  const name = parts[parts.length - 1] ?? '';
  const alias = node.alias?.name ?? name;
  const { environment, fold } = scope;
  if (parts.length === 1) {
    const cte = findCte(scope, name);
    if (cte !== undefined) return { alias, name, columns: cte.columns, origin: 'cte' };
    const folded = fold(name);
    const transition = name.toLowerCase();
    if (environment.transition.has(transition)) return { alias, name, columns: environment.transition.get(transition), origin: transition === 'inserted' ? 'inserted' : 'deleted' };
    if (name.startsWith('#')) return { alias, name, columns: environment.tables.get(folded), origin: environment.tables.has(folded) ? 'temp' : 'unknown' };
  }
  const database = parts.length > 2 ? (parts[parts.length - 3] ?? '') : '';
  const local = parts.length <= 2 || (parts.length === 3 && (database === '' || database.toLowerCase() === binding.index.catalog.database.name.toLowerCase()));
  const schema = parts.length > 1 ? (parts[parts.length - 2] ?? '') : '';
  const found = !local ? undefined : schema !== '' ? binding.index.relation(schema, name) : (binding.index.relation(environment.schema, name) ?? binding.index.relation('dbo', name));
  if (found === undefined) return { alias, name, columns: undefined, origin: 'unknown', ...(schema === '' ? {} : { schema }) };
  return { alias, schema: found.object.schema, name: found.object.name, columns: found.columns, object: found.object, origin: found.object.kind === 'TABLE' ? 'table' : 'view' };
}

/** Adds the sources of a table reference to a scope, binding all expressions in it. */
export function bindTable(binding: Binding, node: TableReference, scope: Scope): void {
  const outer = scope.parent ?? scope;
  switch (node.kind) {
    case 'NamedTable': return add(binding, node, namedSource(binding, node, scope), scope);
    case 'DerivedTable': return add(binding, node, { alias: node.alias?.name ?? '', columns: renamed(node.columns, bindQuery(binding, node.query, scope)), origin: node.query.body.kind === 'ValuesQuery' ? 'values' : 'derived' }, scope);
    case 'FunctionTable': return bindFunctionTable(binding, node, scope);
    case 'VariableTable': {
      const columns = scope.environment.tables.get(scope.fold(node.variable.name));
      return add(binding, node, { alias: node.alias?.name ?? node.variable.name, name: node.variable.name, columns, origin: 'variable' }, scope);
    }
    case 'MethodTable':
      bindExpression(binding, node.call.target, scope);
      return add(binding, node, { alias: node.alias?.name ?? '', columns: node.columns.map((c) => ({ name: c.name, type: scalar('xml') })), origin: 'function' }, scope);
    case 'JoinedTable': return bindJoin(binding, node, scope);
    case 'ApplyTable': {
      bindTable(binding, node.left, scope);
      const before = scope.sources.length;
      bindTable(binding, node.right, scope);
      if (node.apply === 'OUTER') makeNullable(scope, before, scope.sources.length);
      return;
    }
    case 'ParenthesizedTable': return bindTable(binding, node.table, scope);
    case 'PivotTable': return bindPivot(binding, node, scope);
    case 'UnpivotTable': return bindUnpivot(binding, node, scope);
    case 'OpenJsonTable': return bindOpenJson(binding, node, scope);
    case 'OpenXmlTable':
      bindExpression(binding, node.document, outer);
      return add(binding, node, { alias: node.alias?.name ?? '', columns: node.columns.length === 0 ? undefined : node.columns.map((c) => rowset(binding, c)), origin: 'function' }, scope);
    case 'OpenRowsetTable': case 'OpenQueryTable': case 'OpenDataSourceTable':
      return add(binding, node, { alias: node.alias?.name ?? '', columns: undefined, origin: 'unknown' }, scope);
    case 'FullTextTable': {
      const columns: ShapeColumn[] = [{ name: 'KEY', type: unknownType }, { name: 'RANK', type: scalar('int', { nullable: false }) }];
      return add(binding, node, { alias: node.alias?.name ?? '', columns, origin: 'function' }, scope);
    }
    case 'ChangeTable': return add(binding, node, { alias: node.alias?.name ?? '', columns: undefined, origin: 'unknown' }, scope);
    case 'DmlTable':
      bindStatement(binding, node.statement, scope.environment);
      return add(binding, node, { alias: node.alias?.name ?? '', columns: renamed(node.columns, binding.shapes.get(node.statement)), origin: 'derived' }, scope);
  }
}

const rowset = (binding: Binding, column: RowsetColumn): ShapeColumn => ({ name: column.name.name, type: binding.index.dataType(column.type, { nullable: true }) });

function makeNullable(scope: Scope, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const source = scope.sources[i];
    if (source !== undefined) scope.sources[i] = { ...source, columns: nullable(source.columns) };
  }
}

function bindJoin(binding: Binding, node: Extract<TableReference, { kind: 'JoinedTable' }>, scope: Scope): void {
  const start = scope.sources.length;
  bindTable(binding, node.left, scope);
  const middle = scope.sources.length;
  bindTable(binding, node.right, scope);
  const end = scope.sources.length;
  if (node.join === 'LEFT' || node.join === 'FULL') makeNullable(scope, middle, end);
  if (node.join === 'RIGHT' || node.join === 'FULL') makeNullable(scope, start, middle);
  if (node.on) bindExpression(binding, node.on, scope);
}

/** The columns that a function returns are declared with a type only. */
const results = (columns: Shape): Shape => columns?.map((c) => ({ ...c, type: withoutCollation(c.type) }));

function bindFunctionTable(binding: Binding, node: FunctionTable, scope: Scope): void {
  for (const arg of node.call.args) bindExpression(binding, arg, scope);
  const parts = partsOf(node.call.name);
  const name = parts[parts.length - 1] ?? '';
  const alias = node.alias?.name ?? name;
  const routine = binding.index.routine(parts.length > 1 ? (parts[parts.length - 2] ?? '') : scope.environment.schema, name);
  const builtIn: Shape = parts.length === 1 && name.toUpperCase() === 'STRING_SPLIT'
    ? [{ name: 'value', type: scalar('nvarchar', { length: 4000 }) }, ...(node.call.args.length > 2 ? [{ name: 'ordinal', type: scalar('bigint') }] : [])]
    : parts.length === 1 && name.toUpperCase() === 'GENERATE_SERIES' ? [{ name: 'value', type: binding.types.get(node.call.args[0] ?? node.call) ?? unknownType }] : undefined;
  add(binding, node, { alias, name, columns: renamed(node.columns, builtIn ?? results(routine?.table?.columns)), origin: 'function', ...(routine === undefined ? {} : { object: routine.object, schema: routine.object.schema }) }, scope);
}

/** The rest of the source's columns, then one column for each value. */
function bindPivot(binding: Binding, node: PivotTable, scope: Scope): void {
  const inner = innerScope(scope);
  bindTable(binding, node.source, inner);
  binding.scopes.set(node, inner);
  const result = bindExpression(binding, node.aggregate, inner);
  bindExpression(binding, node.column, inner);
  const used = new Set([node.column, ...node.aggregate.args].flatMap((e) => (e.kind === 'ColumnReference' ? [scope.fold(partsOf(e.name).pop() ?? '')] : [])));
  const rest = inner.sources.some((s) => s.columns === undefined) ? undefined : inner.sources.flatMap((s) => s.columns ?? []).filter((c) => !used.has(scope.fold(c.name)));
  const columns = rest === undefined ? undefined : [...rest, ...node.values.map((v) => ({ name: v.name, type: result }))];
  add(binding, node, { alias: node.alias?.name ?? '', columns, origin: 'derived' }, scope);
}

function bindUnpivot(binding: Binding, node: UnpivotTable, scope: Scope): void {
  const inner = innerScope(scope);
  bindTable(binding, node.source, inner);
  binding.scopes.set(node, inner);
  const types = node.columns.map((c) => bindExpression(binding, c, inner));
  const used = new Set(node.columns.map((c) => scope.fold(partsOf(c.name).pop() ?? '')));
  const rest = inner.sources.some((s) => s.columns === undefined) ? undefined : inner.sources.flatMap((s) => s.columns ?? []).filter((c) => !used.has(scope.fold(c.name)));
  const columns = rest === undefined ? undefined : [...rest, { name: node.value.name, type: types[0] ?? unknownType }, { name: node.column.name, type: scalar('nvarchar', { length: 128 }) }];
  add(binding, node, { alias: node.alias?.name ?? '', columns, origin: 'derived' }, scope);
}

function bindOpenJson(binding: Binding, node: OpenJsonTable, scope: Scope): void {
  bindExpression(binding, node.document, scope);
  if (node.path) bindExpression(binding, node.path, scope);
  const plain: ShapeColumn[] = [{ name: 'key', type: scalar('nvarchar', { length: 4000 }) }, { name: 'value', type: scalar('nvarchar', { length: 'max' }) }, { name: 'type', type: scalar('int') }];
  add(binding, node, { alias: node.alias?.name ?? 'openjson', columns: node.columns.length === 0 ? plain : node.columns.map((c) => rowset(binding, c)), origin: 'function' }, scope);
}
