import type { CommonTable, Expression as SourceExpression, GroupByClause, GroupingItem, OrderItem, Query as SourceQuery, QueryExpression, SelectExpression, SelectItem as SourceItem, SelectQuery, ShapeColumn, SqlType, TopClause, ValuesQuery, WithClause } from '@ferry/source-sqlserver';
import { familyOf, isScalar, partsOf, scalar, selectOf, shapeOf, starOf, symbolOf, walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Cte, Expression, GroupItem, Query, QueryTail, Select, SelectItem, With } from '@ferry/target-postgresql';
import { columnItems } from '../action-items/columns';
import { expressionItems } from '../action-items/expressions';
import { queryItems } from '../action-items/queries';
import { isAggregate } from '../functions/aggregates';
import { bearing, sortable } from './collation';
import { columnOf } from './columns';
import { convert } from './convert';
import { coerce, lowerNode } from './expressions';
import { integerOf } from './literals';
import { bare, castTo, note, openType, pgType, refuse, refuseSyntax, sqlTypeOf } from './lowering';
import type { Lowering } from './lowering';
import { lowerCondition } from './predicates';
import { lowerForJson } from './for-json';
import { lowerForXml } from './for-xml';
import { rowLocks } from './row-locks';
import { lowerFrom } from './tables';
import { lowerOrder, lowerOver } from './windows';

export interface QueryOptions {
  /** The columns get types of their own, as those of a view: a bare NULL is an int. */
  readonly stored?: boolean;
  /** Only whether there are rows matters. */
  readonly exists?: boolean;
  /** Names of the columns, in the target's spelling. */
  readonly names?: readonly string[];
  /** Types that the columns must have; `exact` casts whatever is not surely of its type. */
  readonly types?: readonly SqlType[];
  readonly exact?: boolean | 'result';
  /** The values are stored in columns, or assigned to variables, of these types. */
  readonly assign?: 'assign' | 'store';
  /** The statement around takes care of INTO. */
  readonly into?: boolean;
  /** Rows are compared with each other: DISTINCT, UNION. */
  readonly compared?: boolean;
  /** The query as the source has it, where the columns are written by somebody else. */
  readonly written?: SourceQuery;
  /** The order of the rows is not seen. */
  readonly unordered?: boolean;
}

/** A query with its CTEs, order and limit. What cannot be converted is refused on `low`. */
export function lowerQuery(low: Lowering, query: SourceQuery, options: QueryOptions = {}): Query {
  const before = low.namespaces;
  if (query.with !== undefined && query.with.xmlNamespaces.length > 0) low.namespaces = [...before, ...query.with.xmlNamespaces.map((n) => [n.prefix?.name ?? '', n.uri] as const)];
  const lowered = lowerWhole(low, query, options);
  low.namespaces = before;
  return lowered;
}

function lowerWhole(low: Lowering, query: SourceQuery, options: QueryOptions): Query {
  if (query.for !== undefined && query.for.kind !== 'ForBrowse') {
    const document = query.for.kind === 'ForJson' ? lowerForJson(low, query, query.for) : lowerForXml(low, query, query.for);
    if (document !== undefined) return renamed(document, options.names?.[0]);
    if (query.for.kind === 'ForXml') refuse(low, query, queryItems.forXml, { mode: query.for.mode });
    else refuse(low, query, queryItems.json, { mode: query.for.mode });
  }
  for (const clause of query.compute) refuseSyntax(low, clause, 'COMPUTE');
  const own = lowerWith(low, query.with);
  const locking = rowLocks(low, options.written ?? query);
  const body = lowerBody(low, query.body, options);
  const tail = withShare(low, query, body, { ...inGroups(low, query.body, lowerTail(low, query, options)), ...(locking === undefined ? {} : { locking }) });
  if (own === undefined) return withTail(body, tail);
  return withTail(body, { ...tail, with: { ...own, ctes: [...own.ctes, ...(body.with?.ctes ?? [])] } });
}

/** The only column of a document under the name that is wanted. */
const renamed = (document: Query, name: string | undefined): Query => (document.kind === 'Select' && name !== undefined ? { ...document, items: document.items.map((item) => ({ ...item, alias: name })) } : document);

/** TOP n PERCENT: that share of the rows, rounded up. The query stands twice, once to be counted. */
function withShare(low: Lowering, query: SourceQuery, body: Query, tail: QueryTail): QueryTail {
  const top = query.body.kind === 'SelectQuery' ? query.body.top : undefined;
  if (top === undefined || !top.percent || integerOf(top.count) === 100 || query.offset !== undefined) return tail;
  const share = pg.divide(pg.multiply(pg.call('count', pg.star()), castTo(coerce(low, top.count, scalar('float')), 'double precision')), pg.number(100));
  const rows = castTo(pg.call('ceil', share), 'bigint');
  return { ...tail, limit: pg.subquery(pg.select([pg.item(rows)], { from: [{ kind: 'FromSubquery', query: { ...body, with: undefined }, alias: low.ctx.names.local('all_rows') }] })) };
}

/** The CTEs in front of a query or a change. PostgreSQL wants to be told when one reads itself. */
export function lowerWith(low: Lowering, clause: WithClause | undefined): With | undefined {
  if (clause === undefined || clause.tables.length === 0) return undefined;
  const recursive = clause.tables.some((t) => readsItself(low, t));
  return { kind: 'With', recursive: recursive ? true : undefined, ctes: clause.tables.map((t) => lowerCte(low, t)) };
}

/** What a column without a name is called where it needs one. */
export const namelessColumn = (index: number): string => `column_${index + 1}`;

const withTail = (query: Query, tail: QueryTail): Query => {
  const given = Object.fromEntries(Object.entries(tail).filter(([, v]) => v !== undefined)) as QueryTail;
  return Object.keys(given).length === 0 ? query : { ...query, ...given };
};

const readsItself = (low: Lowering, table: CommonTable): boolean => {
  const { fold } = low.binding.index;
  const name = fold(table.name.name);
  let found = false;
  walk(table.query, (node) => {
    if (node.kind === 'NamedTable') {
      const parts = partsOf((node as unknown as { name: Parameters<typeof partsOf>[0] }).name);
      if (parts.length === 1 && fold(parts[0] ?? '') === name) found = true;
    }
  });
  return found;
};

function lowerCte(low: Lowering, table: CommonTable): Cte {
  const recursive = readsItself(low, table);
  const names = table.columns.map((c) => low.ctx.names.local(c.name));
  const shape = shapeOf(low.binding, table.query);
  const options: QueryOptions = recursive && shape !== undefined ? { types: shape.map((c) => c.type), exact: true } : {};
  return { kind: 'Cte', name: low.ctx.names.local(table.name.name), columns: names.length === 0 ? undefined : names, query: lowerQuery(low, table.query, names.length === 0 && shape !== undefined ? { ...options, names: shape.map((c) => low.ctx.names.local(c.name)) } : options) };
}

/** ORDER BY, OFFSET, TOP. A TOP 100 PERCENT and its ORDER BY mean nothing. */
function lowerTail(low: Lowering, query: SourceQuery, options: QueryOptions): QueryTail {
  const select = selectOf(query.body);
  const top = query.body.kind === 'SelectQuery' ? select?.top : undefined;
  const all = top?.percent === true && integerOf(top.count) === 100;
  const anyRow = options.exists === true && query.offset === undefined && (top === undefined || (integerOf(top.count) ?? 0) > 0);
  if (all || anyRow || (options.unordered === true && top === undefined && query.offset === undefined)) return {};
  const items = repeatedItems(low, query);
  const orderBy = items.length === 0 ? undefined : lowerOrder(low, options.names === undefined ? items : underOtherNames(low, query, items));
  const tail: QueryTail = { orderBy: orderBy?.length === 0 ? undefined : orderBy };
  if (query.offset !== undefined) {
    const limit = query.offset.fetch === undefined ? undefined : coerce(low, query.offset.fetch, scalar('bigint'));
    return { ...tail, offset: coerce(low, query.offset.offset, scalar('bigint')), limit };
  }
  return top === undefined ? tail : { ...tail, ...lowerTop(low, top, query.orderBy.length > 0, true) };
}

const placeLiteral = (place: number, span: OrderItem['span']): OrderItem['expression'] => ({ kind: 'IntegerLiteral', value: String(place + 1), raw: String(place + 1), span });

/**
 * ORDER BY of a UNION may repeat an expression of a list, and that of any query say the name of a column as a text
 * (`SELECT x AS 'To Date' ... ORDER BY 'To Date'`); PostgreSQL wants the name or the place of the column. Beside DISTINCT it wants the
 * column as it is given, which may be a cast of what the source names.
 */
const repeatedItems = (low: Lowering, query: SourceQuery): readonly OrderItem[] =>
  query.orderBy.map((item) => {
    const place = placeOf(low, query, item.expression);
    return place === undefined ? item : { ...item, expression: placeLiteral(place, item.expression.span) };
  });

function placeOf(low: Lowering, query: SourceQuery, node: SourceExpression): number | undefined {
  const symbol = symbolOf(low.binding, node);
  if (symbol?.kind === 'alias') return symbol.place;
  const { fold } = low.binding.index;
  const found = (place: number | undefined): number | undefined => (place === undefined || place < 0 ? undefined : place);
  if (node.kind === 'StringLiteral') return found(shapeOf(low.binding, query)?.findIndex((c) => fold(c.name) === fold(node.value)));
  if (query.body.kind !== 'SelectQuery' || query.body.quantifier !== 'DISTINCT' || integerOf(node) !== undefined) return undefined;
  const { items } = query.body;
  if (items.some((i) => i.kind !== 'SelectExpression')) return undefined;
  return found(items.findIndex((i) => i.kind === 'SelectExpression' && sameExpression(low, i.expression, node)));
}

/** Whether two expressions of one query say the same: the same words, and the same columns however they are written. */
function sameExpression(low: Lowering, a: SourceExpression, b: SourceExpression): boolean {
  const { fold } = low.binding.index;
  const same = (x: unknown, y: unknown): boolean => {
    if (typeof x === 'string' && typeof y === 'string') return fold(x) === fold(y);
    if (typeof x !== 'object' || typeof y !== 'object' || x === null || y === null) return x === y;
    const [left, right] = ['kind' in x ? bare(x as SourceExpression) : x, 'kind' in y ? bare(y as SourceExpression) : y];
    const [one, two] = [symbolOf(low.binding, left as SourceExpression), symbolOf(low.binding, right as SourceExpression)];
    if (one?.kind === 'column' || two?.kind === 'column') return one?.kind === 'column' && two?.kind === 'column' && one.source === two.source && fold(one.name) === fold(two.name);
    if ('kind' in left && left.kind === 'StringLiteral') return 'kind' in right && right.kind === 'StringLiteral' && 'value' in left && 'value' in right && left.value === right.value;
    const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
    keys.delete('span');
    return [...keys].every((k) => same(left[k as keyof typeof left], right[k as keyof typeof right]));
  };
  return same(a, b);
}

/**
 * ORDER BY may name a column of the result. Where the columns get other names it is sorted by the expression behind the name; rows that
 * are compared with each other (UNION, DISTINCT) have only the place of the column.
 */
function underOtherNames(low: Lowering, query: SourceQuery, items: readonly OrderItem[]): readonly OrderItem[] {
  const { fold } = low.binding.index;
  const columns = shapeOf(low.binding, query)?.map((c) => fold(c.name)) ?? [];
  const plain = query.body.kind === 'SelectQuery' && query.body.quantifier !== 'DISTINCT' ? query.body : undefined;
  return items.map((item) => {
    const named = bare(item.expression);
    const parts = named.kind === 'ColumnReference' ? partsOf(named.name) : [];
    const place = parts.length === 1 ? columns.indexOf(fold(parts[0] ?? '')) : -1;
    if (place < 0) return item;
    if (plain === undefined) return { ...item, expression: placeLiteral(place, named.span) };
    const behind = plain.items.find((i): i is SelectExpression => i.kind === 'SelectExpression' && i.alias !== undefined && fold(i.alias.name) === columns[place]);
    return behind === undefined ? item : { ...item, expression: behind.expression };
  });
}

function lowerTop(low: Lowering, top: TopClause, ordered: boolean, whole = false): QueryTail {
  if (top.percent) {
    // A part of a whole query is counted where the query is known: see `withShare`.
    if (integerOf(top.count) !== 100 && (top.withTies || !whole)) refuseSyntax(low, top, 'TOP with PERCENT');
    return {};
  }
  if (!ordered) note(low, top, queryItems.topWithoutOrder);
  const count = coerce(low, top.count, scalar('bigint'));
  return top.withTies ? { fetchWithTies: count } : { limit: count };
}

function lowerBody(low: Lowering, body: QueryExpression, options: QueryOptions): Query {
  switch (body.kind) {
    case 'SelectQuery': return lowerSelect(low, body, options);
    case 'ParenthesizedQuery': return lowerQuery(low, body.query, options);
    case 'ValuesQuery': return lowerValues(low, body, options);
    case 'SetOperation': {
      const types = options.types ?? shapeOf(low.binding, body)?.map((c) => c.type);
      if (types === undefined) refuse(low, body, expressionItems.unresolved, { name: 'the columns of a UNION' });
      // What EXCEPT and INTERSECT leave depends on every column, EXISTS or not.
      const { exists, ...rest } = options;
      const inner: QueryOptions = { ...rest, ...(exists === true && body.operator === 'UNION' ? { exists } : {}), ...(types === undefined ? {} : { types }), ...(body.all ? {} : { compared: true }) };
      return { kind: 'SetOperation', operator: body.operator, all: body.all, left: lowerBranch(low, body.left, inner), right: lowerBranch(low, body.right, inner) };
    }
  }
}

/** One side of a UNION, with the TOP of its own. */
function lowerBranch(low: Lowering, body: QueryExpression, options: QueryOptions): Query {
  const query = lowerBody(low, body, options);
  return body.kind === 'SelectQuery' && body.top !== undefined ? withTail(query, lowerTop(low, body.top, false)) : query;
}

export function lowerValues(low: Lowering, body: ValuesQuery, options: QueryOptions): Query {
  const types = shapeOf(low.binding, body)?.map((c) => c.type) ?? [];
  return { kind: 'Values', rows: body.rows.map((row) => row.values.map((v, i) => output(low, v, options.types?.[i] ?? types[i], options))) };
}

/** A column of the result in the type that the result has. */
function output(low: Lowering, node: SourceExpression, type: SqlType | undefined, options: QueryOptions): Expression {
  if (options.stored === true && (type ?? sqlTypeOf(low, node)).kind === 'null') return castTo(lowerNode(low, node), 'integer');
  if (type === undefined) return options.compared === true ? sortable(low, node, lowerNode(low, node)) : lowerNode(low, node);
  if (!isScalar(type)) return type.kind === 'null' ? lowerNode(low, node) : refuse(low, node, expressionItems.unknownType, { what: 'A column of a combined result' });
  const own = sqlTypeOf(low, node);
  const value = coerce(low, node, type, own.kind === 'null' ? 'explicit' : (options.assign ?? (options.exact === 'result' ? 'assign' : 'implicit')));
  if (options.exact === 'result') return resultColumn(low, node, value, own, type);
  if (options.exact === true) return bearing(low, node, exactly(low, value, own, type));
  return options.compared === true ? sortable(low, node, value) : value;
}

/** A column of the rows that a function returns: plpgsql compares types to the letter. Columns of tables have the type that was declared. */
function resultColumn(low: Lowering, node: SourceExpression, value: Expression, own: SqlType, type: Extract<SqlType, { kind: 'scalar' }>): Expression {
  const inner = bare(node);
  const symbol = inner.kind === 'ColumnReference' ? low.binding.symbols.get(inner) : undefined;
  const stored = symbol?.kind === 'column' && symbol.source.origin === 'table';
  return stored && sameTarget(low, own, type) && value.kind === 'ColumnRef' ? value : pg.cast(value, openType(low, type));
}

/** Under citext a column is not of the type that a result is declared with. */
const sameTarget = (low: Lowering, own: SqlType, type: Extract<SqlType, { kind: 'scalar' }>): boolean => (familyOf(type) !== 'string' || low.ctx.choices.collation !== 'citext') && isScalar(own) && own.alias === undefined && pgType(low, own).name === pgType(low, type).name;


/** Recursive queries and results of functions need the very type: lengths and precisions are left open. */
export function exactly(low: Lowering, value: Expression, own: SqlType, type: Extract<SqlType, { kind: 'scalar' }>): Expression {
  const open = familyOf(type) === 'string' ? pg.type('text') : familyOf(type) === 'decimal' || familyOf(type) === 'money' ? pg.type('numeric') : pgType(low, type);
  if (familyOf(type) !== 'string' && familyOf(type) !== 'decimal' && isScalar(own) && own.base === type.base && (value.kind === 'ColumnRef' || value.kind === 'VariableRef')) return value;
  return pg.cast(value, open);
}

/** Whether a SELECT without GROUP BY gives one row of all rows, even of none. */
function aggregates(select: SelectQuery): boolean {
  let found = false;
  for (const item of select.items) walk(item, (n) => void (isAggregate(n) && n.over === undefined && (found = true)));
  return found;
}

function lowerSelect(low: Lowering, select: SelectQuery, options: QueryOptions): Select {
  if (select.into !== undefined && options.into !== true) refuseSyntax(low, select, 'SELECT ... INTO');
  const from = lowerFrom(low, select.from);
  const grouped = select.groupBy === undefined ? undefined : groupedTexts(low, select.groupBy);
  const star = options.exists === true && select.groupBy === undefined && select.having === undefined && select.top === undefined && select.quantifier !== 'DISTINCT' && !aggregates(select);
  const items = star ? [pg.item(pg.number(1))] : lowerItems(low, select.items, select.quantifier === 'DISTINCT' ? { ...options, compared: true } : options);
  const whole: Select = {
    kind: 'Select',
    items,
    ...(select.quantifier === 'DISTINCT' ? { distinct: true } : {}),
    ...(from.length === 0 ? {} : { from }),
    ...(select.where === undefined ? {} : { where: lowerCondition(low, select.where) }),
    ...(select.groupBy === undefined ? {} : { groupBy: lowerGroupBy(low, select.groupBy) }),
    ...(select.having === undefined ? {} : { having: lowerCondition(low, select.having) }),
    ...(select.windows.length === 0 ? {} : { windows: select.windows.flatMap((w) => namedWindow(low, low.ctx.names.local(w.name.name), lowerOver(low, w.over))) }),
  };
  if (grouped === undefined || grouped.size === 0) return whole;
  // Whoever leaves the list out writes it himself, and would not know.
  if (select.items.length === 0) note(low, select, columnItems.caseSensitive, { columns: [...grouped.values()].length === 1 ? 'a text in GROUP BY' : 'texts in GROUP BY' });
  return select.items.length === 0 ? whole : { ...whole, ...withCollations({ items: whole.items, groupBy: whole.groupBy, having: whole.having }, grouped) };
}

/** Texts that rows are grouped by and that come without the collation of the source, as they are written with it. */
function groupedTexts(low: Lowering, clause: GroupByClause): ReadonlyMap<string, Expression> {
  const changed = new Map<string, Expression>();
  const visit = (item: GroupingItem): void => {
    if (item.kind === 'GroupingOperation') return item.items.forEach(visit);
    for (const node of item.kind === 'GroupingTuple' ? item.items : [item]) {
      const plain = lowerNode(low, node);
      // As text: a cast that an operator asks for would go below COLLATE, and PostgreSQL would not find the same expression.
      if (sortable(low, node, plain) !== plain) changed.set(JSON.stringify(plain), sortable(low, node, castTo(plain, 'text')));
    }
  };
  clause.items.forEach(visit);
  return changed;
}

/** What rows are sorted by, when they are groups. */
function inGroups(low: Lowering, body: QueryExpression, tail: QueryTail): QueryTail {
  if (body.kind !== 'SelectQuery' || body.groupBy === undefined || body.items.length === 0 || tail.orderBy === undefined) return tail;
  const grouped = groupedTexts(low, body.groupBy);
  return grouped.size === 0 ? tail : { ...tail, orderBy: withCollations(tail.orderBy, grouped) };
}

/** What is grouped by has to be written the same way wherever it stands. */
function withCollations<T>(tree: T, changed: ReadonlyMap<string, Expression>): T {
  if (Array.isArray(tree)) return tree.map((t: unknown) => withCollations(t, changed)) as T;
  if (typeof tree !== 'object' || tree === null) return tree;
  const found = 'kind' in tree ? changed.get(JSON.stringify(tree.kind === 'Collate' && 'operand' in tree ? tree.operand : tree)) : undefined;
  if (found !== undefined) return found as T;
  // A cast goes below COLLATE too, unless something stands between them.
  const cast = 'kind' in tree && tree.kind === 'Cast' && 'operand' in tree ? changed.get(JSON.stringify(tree.operand)) : undefined;
  if (cast !== undefined) return { ...tree, operand: pg.concat(cast, pg.text('')) };
  return Object.fromEntries(Object.entries(tree).map(([k, v]) => [k, withCollations(v, changed)])) as T;
}

const namedWindow = (low: Lowering, name: string, spec: ReturnType<typeof lowerOver>): { name: string; spec: Exclude<ReturnType<typeof lowerOver>, string> }[] => (typeof spec === 'string' ? [{ name, spec: { kind: 'WindowSpec', base: spec } }] : [{ name, spec }]);

/** A SELECT list: `*` is written out, every column has its name. */
export function lowerItems(low: Lowering, items: readonly SourceItem[], options: QueryOptions = {}): readonly SelectItem[] {
  const out: SelectItem[] = [];
  const push = (value: Expression, name: string): void => {
    const wanted = options.names?.[out.length] ?? (name === '' ? '' : low.ctx.names.local(name));
    const alias = wanted === '' ? undefined : wanted;
    const own = value.kind === 'ColumnRef' ? value.parts[value.parts.length - 1] : undefined;
    out.push(pg.item(value, alias === undefined || alias === own ? undefined : alias));
  };
  for (const item of items) {
    if (item.kind === 'SelectStar') {
      const columns = starOf(low.binding, item);
      if (columns === undefined) {
        refuse(low, item, expressionItems.unresolved, { name: '*', reason: 'the columns of a table are not known' });
        continue;
      }
      for (const { source, column } of columns) {
        const value = columnOf(low, source, column.name === '' ? namelessColumn(source.columns?.indexOf(column) ?? 0) : column.name);
        const type = options.types?.[out.length];
        push(starColumn(low, options.assign !== undefined && type !== undefined ? convert(low, { kind: 'ColumnReference', span: item.span, name: { kind: 'QualifiedName', span: item.span, parts: [] } }, value, column.type, type, options.assign) : value, source.origin === 'table', column.type, type, options), column.name);
      }
    } else if (item.kind === 'SelectAssignment') {
      refuseSyntax(low, item, 'An assignment in a SELECT list');
    } else {
      push(output(low, item.expression, options.types?.[out.length], options), item.alias?.name ?? ownName(item));
    }
  }
  return out;
}

function starColumn(low: Lowering, value: Expression, stored: boolean, own: SqlType, type: SqlType | undefined, options: QueryOptions): Expression {
  if (type === undefined || !isScalar(type)) return value;
  if (options.exact === 'result') return stored && sameTarget(low, own, type) ? value : pg.cast(value, openType(low, type));
  return options.exact === true ? exactly(low, value, own, type) : value;
}

function ownName(item: SelectExpression): string {
  const inner = bare(item.expression);
  return inner.kind === 'ColumnReference' ? (partsOf(inner.name).pop() ?? '') : '';
}

function lowerGroupBy(low: Lowering, clause: GroupByClause): readonly GroupItem[] {
  if (clause.all) refuseSyntax(low, clause, 'GROUP BY ALL');
  const items = clause.items.map((i) => lowerGrouping(low, i));
  return clause.with === undefined ? items : [{ kind: 'GroupingSets', of: clause.with, items }];
}

function lowerGrouping(low: Lowering, item: GroupingItem): GroupItem {
  if (item.kind === 'GroupingOperation') return { kind: 'GroupingSets', of: item.operation, items: item.items.map((i) => lowerGrouping(low, i)) };
  if (item.kind === 'GroupingTuple') return { kind: 'GroupingList', items: item.items.map((i) => lowerNode(low, i)) };
  return lowerNode(low, item);
}

/** Names of a query's columns in the target's spelling. */
export const localNames = (low: Lowering, shape: readonly ShapeColumn[]): readonly string[] => shape.map((c) => low.ctx.names.local(c.name));
