import type { CommonTable, Expression, GroupingItem, OrderItem, Query, QueryExpression, SelectItem, SelectQuery, SelectStar, SetOperation } from '../syntax';
import { bindExpression, bindOver, partsOf } from './bind-expressions';
import { bindTable } from './bind-tables';
import type { Binding, StarColumn } from './binding';
import { innerScope } from './scope';
import type { Scope } from './scope';
import { unknownBecause, unknownType, withNull, withoutLiteral } from './sql-type';
import type { ShapeColumn, SqlType } from './sql-type';
import { commonType } from './type-rules';

type Shape = readonly ShapeColumn[] | undefined;

/** Binds a query with all it holds. @returns its columns, or undefined when they cannot be told */
export function bindQuery(binding: Binding, query: Query, parent: Scope): Shape {
  const scope = query.with === undefined ? parent : innerScope(parent);
  for (const table of query.with?.tables ?? []) bindCte(binding, table, scope);
  const shape = bindQueryExpression(binding, query.body, scope);
  const inner = selectOf(query.body);
  const orderScope = (inner === undefined ? undefined : binding.scopes.get(inner)) ?? scope;
  for (const item of query.orderBy) if (query.body.kind !== 'SetOperation' || !bindOrderOfSet(binding, item, query.body, shape)) bindOrderItem(binding, item, inner, shape, orderScope);
  if (query.offset) {
    bindExpression(binding, query.offset.offset, scope);
    if (query.offset.fetch) bindExpression(binding, query.offset.fetch, scope);
  }
  const result: Shape = query.for === undefined || query.for.kind === 'ForBrowse' ? shape : [{ name: '', type: forType(query) }];
  binding.shapes.set(query, result);
  return result;
}

/** FOR XML gives nvarchar(max), with TYPE xml; FOR JSON gives nvarchar(max). */
function forType(query: Query): SqlType {
  const typed = query.for?.kind === 'ForXml' && query.for.options.some((o) => o.name === 'TYPE');
  return typed ? { kind: 'scalar', base: 'xml', nullable: true } : { kind: 'scalar', base: 'nvarchar', length: 'max', nullable: true };
}

/** The SELECT whose list ORDER BY may name. */
export function selectOf(body: QueryExpression): SelectQuery | undefined {
  if (body.kind === 'SelectQuery') return body;
  if (body.kind === 'ParenthesizedQuery') return selectOf(body.query.body);
  return undefined;
}

/** The table that SELECT ... INTO makes; with UNION it stands in the first SELECT. */
export function intoOf(query: Query): SelectQuery['into'] {
  let { body } = query;
  while (body.kind !== 'SelectQuery') {
    if (body.kind === 'ValuesQuery') return undefined;
    body = body.kind === 'SetOperation' ? body.left : body.query.body;
  }
  return body.into;
}

/** ORDER BY looks at the names of the list first, then at the columns of FROM. */
function bindOrderItem(binding: Binding, item: OrderItem, select: SelectQuery | undefined, shape: Shape, scope: Scope): void {
  const { expression } = item;
  if (expression.kind === 'ColumnReference' && expression.name.parts.length === 1) {
    const name = scope.fold(partsOf(expression.name)[0] ?? '');
    const named = select === undefined ? shape?.findIndex((c) => scope.fold(c.name) === name) : select.items.findIndex((i) => i.kind === 'SelectExpression' && i.alias !== undefined && scope.fold(i.alias.name) === name);
    if (named !== undefined && named >= 0) {
      const type = select === undefined ? shape?.[named]?.type : binding.types.get((select.items[named] as Extract<SelectItem, { kind: 'SelectExpression' }>).expression);
      binding.types.set(expression, type ?? unknownType);
      binding.symbols.set(expression, { kind: 'alias', name: select === undefined ? (shape?.[named]?.name ?? '') : ((select.items[named] as Extract<SelectItem, { kind: 'SelectExpression' }>).alias?.name ?? '') });
      return;
    }
  }
  bindExpression(binding, expression, scope);
}

/** What an expression says, whatever its place and the case of its names. */
const saying = (expression: Expression): string => JSON.stringify(expression, (key, value: unknown) => (key === 'span' ? undefined : value)).toLowerCase();

/** The SELECTs of a set operation, first to last. */
function selectsOf(body: SetOperation): SelectQuery[] {
  const found: SelectQuery[] = [];
  let first: QueryExpression = body;
  for (; first.kind === 'SetOperation'; first = first.left) found.push(...[selectOf(first.right)].filter((s) => s !== undefined));
  found.push(...[selectOf(first)].filter((s) => s !== undefined));
  return found.reverse();
}

/**
 * ORDER BY of a UNION may repeat an expression of a list, `a.Name` or `LEN(a.Name)`: it stands for that column of the result. Plain names
 * are names of the result. @returns whether that is what the item does
 */
function bindOrderOfSet(binding: Binding, item: OrderItem, body: SetOperation, shape: Shape): boolean {
  const { expression } = item;
  if (shape === undefined || expression.kind === 'IntegerLiteral' || (expression.kind === 'ColumnReference' && expression.name.parts.length === 1)) return false;
  const said = saying(expression);
  for (const select of selectsOf(body)) {
    const place = select.items.findIndex((i) => i.kind === 'SelectExpression' && saying(i.expression) === said);
    const column = shape[place];
    const scope = binding.scopes.get(select);
    if (column === undefined || scope === undefined || select.items.some((i) => i.kind === 'SelectStar')) continue;
    bindExpression(binding, expression, scope);
    binding.symbols.set(expression, { kind: 'alias', name: column.name, place });
    return true;
  }
  return false;
}

const noColumns = (table: CommonTable, shape: Shape): Shape => {
  if (table.columns.length === 0) return shape;
  return table.columns.map((c, i) => ({ name: c.name, type: shape?.[i]?.type ?? (shape === undefined ? unknownBecause('missing') : unknownType) }));
};

/** Binds a common table; one that reads itself has the columns of its first part while the rest is bound. */
export function bindCte(binding: Binding, table: CommonTable, scope: Scope): Shape {
  const key = scope.fold(table.name.name);
  if (table.query.body.kind === 'SetOperation') anchors.set(table.query.body, (shape) => scope.ctes.set(key, noColumns(table, shape)));
  const shape = noColumns(table, bindQuery(binding, table.query, scope));
  scope.ctes.set(key, shape);
  return shape;
}

/** What waits for the first part of a UNION, by the UNION. */
const anchors = new WeakMap<QueryExpression, (shape: Shape) => void>();

export function bindQueryExpression(binding: Binding, body: QueryExpression, scope: Scope): Shape {
  const shape = body.kind === 'SetOperation' ? bindSetOperation(binding, body, scope) : bindBody(binding, body, scope);
  binding.shapes.set(body, shape);
  return shape;
}

/** `a UNION b UNION c ...` leans to the left: no recursion along it. */
function bindSetOperation(binding: Binding, body: SetOperation, scope: Scope): Shape {
  const chain: SetOperation[] = [];
  let first: QueryExpression = body;
  for (; first.kind === 'SetOperation'; first = first.left) chain.push(first);
  let shape = bindQueryExpression(binding, first, scope);
  anchors.get(body)?.(shape);
  anchors.delete(body);
  for (let i = chain.length - 1; i >= 0; i--) {
    const each = chain[i] as SetOperation;
    const right = bindQueryExpression(binding, each.right, scope);
    shape = shape?.map((column, at) => ({ name: column.name, type: commonType([column.type, right === undefined ? unknownBecause('missing') : (right[at]?.type ?? unknownType)]) }));
    binding.shapes.set(each, shape);
  }
  return shape;
}

function bindBody(binding: Binding, body: Exclude<QueryExpression, SetOperation>, scope: Scope): Shape {
  switch (body.kind) {
    case 'SelectQuery': return bindSelect(binding, body, scope);
    case 'ParenthesizedQuery': return bindQuery(binding, body.query, scope);
    case 'ValuesQuery': {
      const rows = body.rows.map((row) => row.values.map((v) => bindExpression(binding, v, scope)));
      return rows[0]?.map((_, i) => ({ name: '', type: commonType(rows.map((r) => r[i] ?? unknownType)) }));
    }
  }
}

function bindSelect(binding: Binding, select: SelectQuery, parent: Scope): Shape {
  const scope = innerScope(parent);
  for (const table of select.from) bindTable(binding, table, scope);
  binding.scopes.set(select, scope);
  const bind = (e: Expression | undefined): void => {
    if (e !== undefined) bindExpression(binding, e, scope);
  };
  bind(select.where);
  for (const item of select.groupBy?.items ?? []) bindGrouping(binding, item, scope);
  bind(select.having);
  for (const window of select.windows) bindOver(binding, window.over, scope);
  bind(select.top?.count);
  return bindItems(binding, select.items, scope);
}

function bindGrouping(binding: Binding, item: GroupingItem, scope: Scope): void {
  if (item.kind === 'GroupingOperation' || item.kind === 'GroupingTuple') for (const inner of item.items) bindGrouping(binding, inner, scope);
  else bindExpression(binding, item, scope);
}

/** Binds a SELECT or OUTPUT list. */
export function bindItems(binding: Binding, items: readonly SelectItem[], scope: Scope): Shape {
  const shape: ShapeColumn[] = [];
  let known = true;
  for (const item of items) {
    if (item.kind === 'SelectStar') {
      const columns = expandStar(binding, item, scope);
      if (columns === undefined) known = false;
      else for (const { column } of columns) shape.push({ name: column.name, type: withoutLiteral(column.type), ...(column.identity ? { identity: true } : {}) });
    } else if (item.kind === 'SelectAssignment') {
      bindExpression(binding, item.variable, scope);
      bindExpression(binding, item.expression, scope);
    } else {
      const type = bindExpression(binding, item.expression, scope);
      shape.push({ name: item.alias?.name ?? columnName(binding, item.expression), type: asColumn(type), ...(isIdentity(binding, item.expression) ? { identity: true } : {}) });
    }
  }
  return known ? shape : undefined;
}

/** The type of a column that holds a value: no constant any more, and its collation is implicit. */
const asColumn = (type: SqlType): SqlType => {
  const plain = withoutLiteral(type);
  return plain.kind === 'scalar' && plain.label === 'explicit' ? { ...plain, label: 'implicit' } : plain;
};

const unwrapped = (expression: Expression): Expression => {
  let inner = expression;
  while (inner.kind === 'ParenthesizedExpression') inner = inner.expression;
  return inner;
};

/** The name that a column has without an alias: only a plain column has one. */
function columnName(binding: Binding, expression: Expression): string {
  const inner = unwrapped(expression);
  if (inner.kind !== 'ColumnReference') return '';
  const symbol = binding.symbols.get(inner);
  const written = partsOf(inner.name).pop() ?? '';
  return symbol?.kind === 'column' && symbol.column !== undefined && binding.index.fold(symbol.name) !== binding.index.fold(written) ? '' : written;
}

/** `IDENTITY(int, 1, 1)` and a plain identity column, of which SELECT INTO makes an identity column. */
function isIdentity(binding: Binding, expression: Expression): boolean {
  const inner = unwrapped(expression);
  if (inner.kind === 'FunctionCall') return partsOf(inner.name).join('.').toUpperCase() === 'IDENTITY';
  if (inner.kind !== 'ColumnReference') return false;
  const symbol = binding.symbols.get(inner);
  return symbol?.kind === 'column' && symbol.column?.identity === true;
}

function expandStar(binding: Binding, star: SelectStar, scope: Scope): readonly StarColumn[] | undefined {
  const wanted = star.qualifier === undefined ? undefined : partsOf(star.qualifier);
  const last = wanted?.[wanted.length - 1];
  const sources = last === undefined ? scope.sources : scope.sources.filter((s) => scope.fold(s.alias) === scope.fold(last));
  const columns = sources.length === 0 || sources.some((s) => s.columns === undefined) ? undefined : sources.flatMap((source) => (source.columns ?? []).flatMap((column) => (column.hidden === true ? [] : [{ source, column }])));
  binding.stars.set(star, columns);
  return columns;
}

const nullables = new WeakMap<readonly ShapeColumn[], readonly ShapeColumn[]>();

/** The same columns, of the side of an outer join that may be missing; made once for each shape. */
export function nullable(columns: Shape): Shape {
  if (columns === undefined) return undefined;
  let made = nullables.get(columns);
  if (made === undefined) {
    made = columns.map((c) => ({ ...c, type: withNull(c.type, true) }));
    nullables.set(columns, made);
    nullables.set(made, made);
  }
  return made;
}
