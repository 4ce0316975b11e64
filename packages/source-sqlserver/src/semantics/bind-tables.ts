import type { ApplyTable, FunctionTable, Identifier, JoinedTable, NamedTable, OpenJsonTable, PivotTable, RowsetColumn, TableReference, UnpivotTable } from '../syntax';
import { findRoutine, isElsewhere, noteCall } from './bind-calls';
import { bindEmbedded } from './bind-calls';
import { bindAll, bindExpression, partsOf } from './bind-expressions';
import { bindQuery, nullable } from './bind-queries';
import { changeColumns, edgeColumns, fullTextColumns } from './bind-rowsets';
import { namedType } from './binding';
import type { Binding, UseKind } from './binding';
import { builtInTable, systemView } from './built-ins';
import { bindStatement } from './bind-statements';
import { implicit } from './catalog-index';
import { findCte, innerScope, tableKey } from './scope';
import type { RowSource, Scope } from './scope';
import { scalar, unknownBecause, unknownType, withoutCollation } from './sql-type';
import type { ShapeColumn, SqlType } from './sql-type';

type Shape = readonly ShapeColumn[] | undefined;

const renamed = (columns: readonly Identifier[], shape: Shape): Shape => (columns.length === 0 ? shape : columns.map((c, i) => ({ name: c.name, type: shape === undefined ? unknownBecause('missing') : (shape[i]?.type ?? unknownType) })));

function add(binding: Binding, node: TableReference, source: RowSource, scope: Scope): void {
  scope.sources.push(source);
  binding.sources.set(node, source);
}

/** What belongs to the session or the statement alone: a CTE, `inserted`, a temporary table. */
function localSource(name: string, alias: string, plain: boolean, scope: Scope): RowSource | undefined {
  const { environment, fold } = scope;
  if (plain) {
    const cte = findCte(scope, name);
    if (cte !== undefined) return { alias, name, columns: cte.columns, origin: 'cte' };
    const transition = name.toLowerCase();
    if (environment.transition.has(transition)) return { alias, name, columns: environment.transition.get(transition), origin: transition === 'inserted' ? 'inserted' : 'deleted' };
  }
  if (!name.startsWith('#')) return undefined;
  const folded = fold(name);
  if (environment.tables.has(folded)) return { alias, name, columns: environment.tables.get(folded), origin: 'temp' };
  const outer = environment.outer?.temporaryTable(name);
  return outer === undefined ? undefined : { alias, name, columns: outer.columns, origin: 'unknown' };
}

/** What a table's name stands for: a CTE, `inserted`, a temporary table, a table or view of the catalogue or of the system. */
export function namedSource(binding: Binding, node: NamedTable, scope: Scope, kind: UseKind = 'reads'): RowSource {
  const parts = partsOf(node.name);
  const name = parts[parts.length - 1] ?? '';
  const alias = node.alias?.name ?? name;
  const local = localSource(name, alias, parts.length === 1, scope);
  if (local !== undefined) return local;
  const { index } = binding;
  const note = (where: 'catalog' | 'system' | 'made' | 'elsewhere' | 'missing', object?: RowSource['object']): void =>
    void binding.uses.push({ kind, name: parts, node, where, ...(object === undefined ? {} : { object }) });
  const schema = parts.length > 1 ? (parts[parts.length - 2] ?? '') : '';
  const unknown: RowSource = { alias, name, columns: undefined, origin: 'unknown', ...(schema === '' ? {} : { schema }) };
  const system = parts.length > 3 && parts[0] !== '' ? undefined : systemView(schema, name);
  if (isElsewhere(binding, parts)) {
    note(system === undefined ? 'elsewhere' : 'system');
    return system === undefined ? unknown : { ...unknown, columns: system.columns };
  }
  const found = schema !== '' ? index.relation(schema, name) : (index.relation(scope.environment.schema, name) ?? index.relation('dbo', name));
  if (found !== undefined) {
    note('catalog', found.object);
    return { alias, schema: found.object.schema, name: found.object.name, columns: found.columns, object: found.object, origin: found.object.kind === 'TABLE' ? 'table' : 'view' };
  }
  if (system !== undefined) {
    note('system');
    return { alias, schema: system.schema, name: system.name, columns: system.columns, origin: 'system' };
  }
  const key = tableKey(node.name, scope.environment, scope.fold);
  if (scope.environment.tables.has(key)) {
    note('made');
    return { ...unknown, columns: scope.environment.tables.get(key) };
  }
  const made = index.made(schema === '' ? scope.environment.schema : schema, name);
  note(made === undefined ? 'missing' : 'made');
  return made === undefined ? unknown : { ...unknown, columns: made.columns };
}

/** Adds the sources of a table reference to a scope, binding all expressions in it. */
export function bindTable(binding: Binding, node: TableReference, scope: Scope): void {
  const outer = scope.parent ?? scope;
  const aliasOf = (table: { readonly alias: Identifier | undefined }): string => table.alias?.name ?? '';
  switch (node.kind) {
    case 'NamedTable':
      if (node.temporal) bindAll(binding, [node.temporal.start, node.temporal.end].filter((e) => e !== undefined), outer);
      if (node.sample) bindExpression(binding, node.sample.amount, outer);
      return add(binding, node, namedSource(binding, node, scope), scope);
    case 'DerivedTable': return add(binding, node, { alias: aliasOf(node), columns: renamed(node.columns, bindQuery(binding, node.query, scope)), origin: node.query.body.kind === 'ValuesQuery' ? 'values' : 'derived' }, scope);
    case 'FunctionTable': return bindFunctionTable(binding, node, scope);
    case 'VariableTable': return add(binding, node, variableSource(binding, node, scope), scope);
    case 'MethodTable':
      bindExpression(binding, node.call.target, scope);
      bindAll(binding, node.call.args, scope);
      bindEmbedded(binding, node.call, scope);
      return add(binding, node, { alias: aliasOf(node), columns: node.columns.map((c) => ({ name: c.name, type: scalar('xml') })), origin: 'function' }, scope);
    case 'JoinedTable': case 'ApplyTable': return bindJoins(binding, node, scope);
    case 'ParenthesizedTable': return bindTable(binding, node.table, scope);
    case 'PivotTable': return bindPivot(binding, node, scope);
    case 'UnpivotTable': return bindUnpivot(binding, node, scope);
    case 'OpenJsonTable': return bindOpenJson(binding, node, scope);
    case 'OpenXmlTable': {
      bindAll(binding, [node.document, node.path, ...(node.flags ? [node.flags] : [])], outer);
      const like = node.schemaTable === undefined ? undefined : partsOf(node.schemaTable);
      const columns = like !== undefined ? (binding.index.relation(like[like.length - 2] ?? scope.environment.schema, like[like.length - 1] ?? '')?.columns ?? scope.environment.tables.get(scope.fold(like[like.length - 1] ?? ''))) : node.columns.length === 0 ? edgeColumns : rowsetColumns(binding, node.columns);
      return add(binding, node, { alias: node.alias?.name ?? 'OPENXML', columns, origin: 'function' }, scope);
    }
    case 'OpenRowsetTable': {
      const columns = node.withColumns.length > 0 ? rowsetColumns(binding, node.withColumns) : node.bulk ? bulkColumns(node.options.map((o) => o.name)) : undefined;
      return add(binding, node, { alias: aliasOf(node), columns: renamed(node.columns, columns), origin: 'unknown' }, scope);
    }
    case 'OpenQueryTable': return add(binding, node, { alias: aliasOf(node), columns: renamed(node.columns, undefined), origin: 'unknown' }, scope);
    case 'OpenDataSourceTable': return add(binding, node, { alias: aliasOf(node), columns: undefined, origin: 'unknown' }, scope);
    case 'FullTextTable': {
      bindAll(binding, [node.condition, node.language, node.topN].filter((e) => e !== undefined), outer);
      const columns = fullTextColumns(binding, partsOf(node.table), node, scope);
      return add(binding, node, { alias: node.alias?.name ?? node.function, columns: renamed(node.columnAliases, columns), origin: 'function' }, scope);
    }
    case 'ChangeTable': {
      bindAll(binding, node.args, outer);
      return add(binding, node, { alias: aliasOf(node), columns: renamed(node.columns, changeColumns(binding, partsOf(node.table), node, scope)), origin: 'unknown' }, scope);
    }
    case 'DmlTable':
      bindStatement(binding, node.statement, scope.environment);
      return add(binding, node, { alias: aliasOf(node), columns: renamed(node.columns, binding.shapes.get(node.statement)), origin: 'derived' }, scope);
  }
}

function variableSource(binding: Binding, node: Extract<TableReference, { kind: 'VariableTable' }>, scope: Scope): RowSource {
  const columns = scope.environment.tables.get(scope.fold(node.variable.name));
  bindExpression(binding, node.variable, scope);
  return { alias: node.alias?.name ?? node.variable.name, name: node.variable.name, columns, origin: 'variable' };
}

const rowsetColumns = (binding: Binding, columns: readonly RowsetColumn[]): readonly ShapeColumn[] => columns.map((c) => ({ name: c.name.name, type: (c.collation === undefined ? namedType(binding, c.type, { nullable: true }) : implicit(namedType(binding, c.type, { nullable: true }), c.collation.name)) }));

/** `OPENROWSET(BULK ..., SINGLE_CLOB)` gives one column. */
const bulkColumns = (options: readonly string[]): Shape => {
  const single = options.find((o) => o.startsWith('SINGLE_'));
  if (single === undefined) return undefined;
  return [{ name: 'BulkColumn', type: single === 'SINGLE_BLOB' ? scalar('varbinary', { length: 'max' }) : scalar(single === 'SINGLE_CLOB' ? 'varchar' : 'nvarchar', { length: 'max' }) }];
};

function makeNullable(scope: Scope, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const source = scope.sources[i];
    if (source?.columns !== undefined) scope.sources[i] = { ...source, columns: nullable(source.columns) };
  }
}

/** `a JOIN b ... JOIN c ...` leans to the left: no recursion along it. */
function bindJoins(binding: Binding, node: JoinedTable | ApplyTable, scope: Scope): void {
  const chain: (JoinedTable | ApplyTable)[] = [];
  let first: TableReference = node;
  for (; first.kind === 'JoinedTable' || first.kind === 'ApplyTable'; first = first.left) chain.push(first);
  const start = scope.sources.length;
  bindTable(binding, first, scope);
  for (let i = chain.length - 1; i >= 0; i--) {
    const each = chain[i] as JoinedTable | ApplyTable;
    const middle = scope.sources.length;
    bindTable(binding, each.right, scope);
    const end = scope.sources.length;
    if (each.kind === 'ApplyTable') {
      if (each.apply === 'OUTER') makeNullable(scope, middle, end);
      continue;
    }
    if (each.join === 'LEFT' || each.join === 'FULL') makeNullable(scope, middle, end);
    if (each.join === 'RIGHT' || each.join === 'FULL') makeNullable(scope, start, middle);
    if (each.on) bindExpression(binding, each.on, scope);
  }
}

/** The columns that a function returns are declared with a type only. */
const results = (columns: Shape): Shape => columns?.map((c) => ({ ...c, type: withoutCollation(c.type) }));

function bindFunctionTable(binding: Binding, node: FunctionTable, scope: Scope): void {
  const parts = partsOf(node.call.name);
  const name = parts[parts.length - 1] ?? '';
  const alias = node.alias?.name ?? name;
  const args = node.call.args.map((arg) => (arg.kind === 'KeyValueArgument' ? unknownBecause('no-value') : bindExpression(binding, arg, scope)));
  const builtIn = builtInTable(parts.length === 1 ? '' : (parts[parts.length - 2] ?? ''), name);
  if (builtIn !== undefined) return add(binding, node, { alias, name, columns: renamed(node.columns, builtIn.columns(args)), origin: 'function' }, scope);
  const routine = findRoutine(binding, parts, scope);
  noteCall(binding, node.call, parts, routine?.object);
  add(binding, node, { alias, name, columns: renamed(node.columns, results(routine?.table?.columns)), origin: 'function', ...(routine === undefined ? {} : { object: routine.object, schema: routine.object.schema }) }, scope);
}

/** The columns that PIVOT and UNPIVOT leave as they are. */
function untouched(inner: Scope, used: ReadonlySet<string>): ShapeColumn[] | undefined {
  if (inner.sources.some((s) => s.columns === undefined)) return undefined;
  return inner.sources.flatMap((s) => s.columns ?? []).filter((c) => !used.has(inner.fold(c.name)));
}

/** The rest of the source's columns, then one column for each value. */
function bindPivot(binding: Binding, node: PivotTable, scope: Scope): void {
  const inner = innerScope(scope);
  bindTable(binding, node.source, inner);
  binding.scopes.set(node, inner);
  const result = bindExpression(binding, node.aggregate, inner);
  bindExpression(binding, node.column, inner);
  const used = new Set([node.column, ...node.aggregate.args].flatMap((e) => (e.kind === 'ColumnReference' ? [scope.fold(partsOf(e.name).pop() ?? '')] : [])));
  const rest = untouched(inner, used);
  const columns = rest === undefined ? undefined : [...rest, ...node.values.map((v) => ({ name: v.name, type: result }))];
  add(binding, node, { alias: node.alias?.name ?? '', columns, origin: 'derived' }, scope);
}

/** https://learn.microsoft.com/sql/t-sql/queries/from-using-pivot-and-unpivot: all columns have one type; NULLs give no row. */
function bindUnpivot(binding: Binding, node: UnpivotTable, scope: Scope): void {
  const inner = innerScope(scope);
  bindTable(binding, node.source, inner);
  binding.scopes.set(node, inner);
  const types: SqlType[] = bindAll(binding, node.columns, inner);
  const rest = untouched(inner, new Set(node.columns.map((c) => scope.fold(partsOf(c.name).pop() ?? ''))));
  const columns = rest === undefined ? undefined : [...rest, { name: node.value.name, type: types[0] ?? unknownType }, { name: node.column.name, type: scalar('nvarchar', { length: 128 }) }];
  add(binding, node, { alias: node.alias?.name ?? '', columns, origin: 'derived' }, scope);
}

/** https://learn.microsoft.com/sql/t-sql/functions/openjson-transact-sql */
const openJsonColumns: readonly ShapeColumn[] = [{ name: 'key', type: scalar('nvarchar', { length: 4000 }) }, { name: 'value', type: scalar('nvarchar', { length: 'max' }) }, { name: 'type', type: scalar('int') }];

/** Rows without a name may stand twice in a FROM; each has a name of its own all the same. */
function unnamed(scope: Scope, name: string): string {
  const before = scope.sources.filter((s) => s.alias === name || s.alias.startsWith(`${name}_`)).length;
  return before === 0 ? name : `${name}_${before + 1}`;
}

function bindOpenJson(binding: Binding, node: OpenJsonTable, scope: Scope): void {
  bindExpression(binding, node.document, scope);
  if (node.path) bindExpression(binding, node.path, scope);
  add(binding, node, { alias: node.alias?.name ?? unnamed(scope, 'openjson'), columns: node.columns.length === 0 ? openJsonColumns : rowsetColumns(binding, node.columns), origin: 'function' }, scope);
}
