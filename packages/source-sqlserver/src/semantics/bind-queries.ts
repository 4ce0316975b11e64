import type { CommonTable, Expression, GroupingItem, OrderItem, Query, QueryExpression, SelectItem, SelectQuery, SelectStar } from '../syntax';
import { bindExpression, bindOver, partsOf } from './bind-expressions';
import { bindTable } from './bind-tables';
import type { Binding, StarColumn } from './binding';
import { innerScope } from './scope';
import type { Scope } from './scope';
import { unknownType, withNull, withoutLiteral } from './sql-type';
import type { ShapeColumn, SqlType } from './sql-type';
import { commonType } from './type-rules';

type Shape = readonly ShapeColumn[] | undefined;

/** Binds a query with all it holds. @returns its columns, or undefined when they cannot be told */
export function bindQuery(binding: Binding, query: Query, parent: Scope): Shape {
  const scope = query.with === undefined ? parent : innerScope(parent);
  for (const table of query.with?.tables ?? []) scope.ctes.set(scope.fold(table.name.name), bindCte(binding, table, scope));
  const shape = bindQueryExpression(binding, query.body, scope);
  const inner = selectOf(query.body);
  const orderScope = (inner === undefined ? undefined : binding.scopes.get(inner)) ?? scope;
  for (const item of query.orderBy) bindOrderItem(binding, item, inner, shape, orderScope);
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

function bindCte(binding: Binding, table: CommonTable, scope: Scope): Shape {
  const rename = (shape: Shape): Shape => {
    if (table.columns.length === 0) return shape;
    return table.columns.map((c, i) => ({ name: c.name, type: shape?.[i]?.type ?? unknownType }));
  };
  const { body } = table.query;
  // A CTE that reads itself has the columns of its first part.
  if (body.kind === 'SetOperation') scope.ctes.set(scope.fold(table.name.name), rename(bindQueryExpression(binding, anchorOf(body), scope)));
  return rename(bindQuery(binding, table.query, scope));
}

const anchorOf = (body: QueryExpression): QueryExpression => (body.kind === 'SetOperation' ? anchorOf(body.left) : body);

export function bindQueryExpression(binding: Binding, body: QueryExpression, scope: Scope): Shape {
  const shape = workBody(binding, body, scope);
  binding.shapes.set(body, shape);
  return shape;
}

function workBody(binding: Binding, body: QueryExpression, scope: Scope): Shape {
  switch (body.kind) {
    case 'SelectQuery': return bindSelect(binding, body, scope);
    case 'ParenthesizedQuery': return bindQuery(binding, body.query, scope);
    case 'SetOperation': {
      const left = bindQueryExpression(binding, body.left, scope);
      const right = bindQueryExpression(binding, body.right, scope);
      return left?.map((column, i) => ({ name: column.name, type: commonType([column.type, right?.[i]?.type ?? unknownType]) }));
    }
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
      else shape.push(...columns.map(({ column }) => ({ name: column.name, type: withoutLiteral(column.type), ...(column.identity ? { identity: true } : {}) })));
    } else if (item.kind === 'SelectAssignment') {
      bindExpression(binding, item.variable, scope);
      bindExpression(binding, item.expression, scope);
    } else {
      const type = bindExpression(binding, item.expression, scope);
      shape.push({ name: item.alias?.name ?? columnName(binding, item.expression), type: type.kind === 'null' ? type : withoutLiteral(type) });
    }
  }
  return known ? shape : undefined;
}

function columnName(binding: Binding, expression: Expression): string {
  if (expression.kind === 'ParenthesizedExpression') return columnName(binding, expression.expression);
  if (expression.kind !== 'ColumnReference') return '';
  const parts = partsOf(expression.name);
  return parts[parts.length - 1] ?? '';
}

function expandStar(binding: Binding, star: SelectStar, scope: Scope): readonly StarColumn[] | undefined {
  const wanted = star.qualifier === undefined ? undefined : partsOf(star.qualifier);
  const last = wanted?.[wanted.length - 1];
  const sources = last === undefined ? scope.sources : scope.sources.filter((s) => scope.fold(s.alias) === scope.fold(last));
  const columns = sources.length === 0 || sources.some((s) => s.columns === undefined) ? undefined : sources.flatMap((source) => (source.columns ?? []).map((column) => ({ source, column })));
  binding.stars.set(star, columns);
  return columns;
}

/** The same columns, of the side of an outer join that may be missing. */
export const nullable = (columns: Shape): Shape => columns?.map((c) => ({ ...c, type: withNull(c.type, true) }));
