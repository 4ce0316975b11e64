import { group, hardline, indent, join, line, softline } from '@ferry/kernel';
import type { Doc } from '@ferry/kernel';
import type { Expression, FromItem, FrameBound, GroupItem, Locking, OrderItem, Query, QueryTail, Select, SelectItem, WindowSpec, With } from '../syntax';
import { inline } from './comments';
import { dmlDoc } from './dml';
import { call, expression, expressionList, narrow, primary, windowSpec } from './expressions';
import { quoteIdentifier } from './identifiers';
import { brackets, commaList, commas, leading, link, onOwnLines, within, words } from './layout';
import { nameText, typeText } from './names';
import { literalDoc } from './text';

/** What PL/pgSQL changes in a query: INTO after the select list, and PERFORM in the place of SELECT. */
export interface QueryVariant {
  readonly into?: Doc;
  readonly perform?: boolean;
}

export const columnNames = (columns: readonly string[]): Doc => brackets(commas(columns.map(quoteIdentifier)));

export const orderItem = (o: OrderItem): Doc =>
  within(o, [expression(o.expression), o.direction === undefined || o.direction === 'ASC' ? '' : ' DESC', o.nulls === undefined ? '' : ` NULLS ${o.nulls}`]);

const bound = (b: FrameBound): Doc => ('offset' in b ? [expression(b.offset), ` ${b.at}`] : b.at);

export const frameText = (f: NonNullable<WindowSpec['frame']>): Doc => [
  `${f.mode} `,
  f.end ? ['BETWEEN ', bound(f.start), ' AND ', bound(f.end)] : bound(f.start),
  f.exclude === undefined ? '' : ` EXCLUDE ${f.exclude}`,
];

/** `(query)`: on one line if it fits. */
export const queryInBrackets = (q: Query): Doc => brackets(query(q));

const asAlias = (alias: string | undefined, columns: readonly string[] | undefined): Doc =>
  alias === undefined ? '' : [` AS ${quoteIdentifier(alias)}`, columns && columns.length > 0 ? [' ', columnNames(columns)] : ''];

const selectItemBody = (i: SelectItem): Doc => [expression(i.expression), i.alias === undefined ? '' : ` AS ${quoteIdentifier(i.alias)}`];

/** A list after a keyword: on the keyword's line if it fits, else indented below. */
const listAfter = (keyword: Doc, list: Doc): Doc => [keyword, group(indent(line, list))];

export const selectList = (keyword: Doc, items: readonly SelectItem[]): Doc => (items.length === 0 ? keyword : listAfter(keyword, commaList(items, selectItemBody)));

function groupItem(g: GroupItem): Doc {
  if (g.kind === 'GroupingSets') return within(g, [`${g.of} `, brackets(commas(g.items.map(groupItem)))]);
  if (g.kind === 'GroupingList') return within(g, g.items.length === 0 ? '()' : brackets(expressionList(g.items)));
  // ROLLUP and CUBE as names of a user's functions would be read as grouping sets; an expression in brackets is not.
  return expression(g);
}

type FromPrinters = { readonly [K in FromItem['kind']]: (node: Extract<FromItem, { readonly kind: K }>) => Doc };

export function fromItem(f: FromItem): Doc {
  return within(f, (fromPrinters[f.kind] as (node: FromItem) => Doc)(f));
}

const lateral = (is: boolean | undefined): string => (is === true ? 'LATERAL ' : '');

const joinWords = { INNER: 'JOIN', LEFT: 'LEFT JOIN', RIGHT: 'RIGHT JOIN', FULL: 'FULL JOIN', CROSS: 'CROSS JOIN' } as const;

const fromPrinters: FromPrinters = {
  TableRef: (n) => [
    n.only === true ? 'ONLY ' : '',
    nameText(n.name),
    asAlias(n.alias, n.columns),
    n.sample
      ? [` TABLESAMPLE ${quoteIdentifier(n.sample.method)} `, brackets(expressionList(n.sample.args)), n.sample.repeatable ? [' REPEATABLE ', brackets(expression(n.sample.repeatable))] : '']
      : '',
  ],
  FromSubquery: (n) => [lateral(n.lateral), queryInBrackets(n.query), asAlias(n.alias, n.columns)],
  FromFunction: (n) => [
    lateral(n.lateral),
    within(n.call, call(n.call)),
    n.ordinality === true ? ' WITH ORDINALITY' : '',
    n.definitions && n.definitions.length > 0
      ? [n.alias === undefined ? ' AS ' : ` AS ${quoteIdentifier(n.alias)} `, brackets(commas(n.definitions.map((d) => `${quoteIdentifier(d.name)} ${typeText(d.type)}`)))]
      : asAlias(n.alias, n.columns),
  ],
  FromXmlTable: (n) => [
    `${lateral(n.lateral)}xmltable`,
    brackets([
      n.namespaces && n.namespaces.length > 0
        ? ['xmlnamespaces', brackets(commas(n.namespaces.map((s) => (s.name === undefined ? ['DEFAULT ', literalDoc(s.uri)] : [literalDoc(s.uri), ` AS ${quoteIdentifier(s.name)}`])))), ',', line]
        : '',
      primary(n.row),
      ' PASSING ',
      primary(n.document),
      line,
      'COLUMNS ',
      commas(
        n.outputs.map((o) =>
          words(
            quoteIdentifier(o.name),
            o.type === undefined ? 'FOR ORDINALITY' : typeText(o.type),
            o.path && ['PATH ', narrow(o.path)],
            o.default && ['DEFAULT ', narrow(o.default)],
            o.notNull === true && 'NOT NULL',
          ),
        ),
      ),
    ]),
    asAlias(n.alias, undefined),
  ],
  Join: (n) => [
    fromItem(n.left),
    line,
    `${n.natural === true ? 'NATURAL ' : ''}${joinWords[n.type]} `,
    n.right.kind === 'Join' ? brackets(fromItem(n.right)) : fromItem(n.right),
    n.on ? [' ON ', indent(expression(n.on))] : '',
    n.using && n.using.length > 0 ? [' USING ', columnNames(n.using)] : '',
  ],
};

/** The items of FROM or USING, one line if they fit; joins begin lines of their own. */
export const fromList = (keyword: string, items: readonly FromItem[] | undefined): Doc =>
  items && items.length > 0 ? [line, `${keyword} `, items.length === 1 ? fromItem(items[0] as FromItem) : indent(join([',', line], items.map(fromItem)))] : '';

export const whereClause = (keyword: string, condition: Expression | undefined): Doc => (condition ? [line, `${keyword} `, indent(expression(condition))] : '');

const lockingText = (l: Locking): string =>
  `FOR ${l.strength}${l.of && l.of.length > 0 ? ` OF ${l.of.map(quoteIdentifier).join(', ')}` : ''}${l.wait === undefined ? '' : ` ${l.wait}`}`;

function tail(t: QueryTail): Doc {
  return [
    t.orderBy && t.orderBy.length > 0 ? [line, 'ORDER BY ', group(indent(commas(t.orderBy.map(orderItem))))] : '',
    t.limit ? [line, 'LIMIT ', expression(t.limit)] : '',
    t.offset ? [line, 'OFFSET ', expression(t.offset)] : '',
    t.fetchWithTies ? [line, 'FETCH FIRST ', primary(t.fetchWithTies), ' ROWS WITH TIES'] : '',
    (t.locking ?? []).map((l) => [line, lockingText(l)]),
  ];
}

/** `WITH a AS (...), b AS (...)` and the line break after it. */
export function withClause(w: With | undefined): Doc {
  if (w === undefined || w.ctes.length === 0) return '';
  const ctes = w.ctes.map((c) =>
    [
      leading(c.leadingComments),
      link(c.source, [
        quoteIdentifier(c.name),
        c.columns && c.columns.length > 0 ? [' ', columnNames(c.columns)] : '',
        ` AS ${c.materialized === undefined ? '' : c.materialized ? 'MATERIALIZED ' : 'NOT MATERIALIZED '}(`,
        indent(hardline, isQuery(c.query) ? query(c.query) : dmlDoc(c.query)),
        hardline,
        ')',
      ]),
      c.trailingComment === undefined ? '' : [' ', inline(c.trailingComment)],
    ],
  );
  const commented = w.ctes.some((c) => (c.leadingComments?.length ?? 0) > 0);
  return [onOwnLines(w, [`WITH${w.recursive === true ? ' RECURSIVE' : ''}`, commented ? hardline : ' ', join([',', hardline], ctes)], ''), hardline];
}

export const isQuery = (node: { readonly kind: string }): node is Query => node.kind === 'Select' || node.kind === 'SetOperation' || node.kind === 'Values';

function selectDoc(n: Select, variant: QueryVariant): Doc {
  const distinct = n.distinct === true ? ' DISTINCT' : n.distinct ? [' DISTINCT ON ', brackets(expressionList(n.distinct.on))] : '';
  return [
    selectList([variant.perform === true ? 'PERFORM' : 'SELECT', distinct], n.items),
    variant.into === undefined ? '' : [line, variant.into],
    fromList('FROM', n.from),
    whereClause('WHERE', n.where),
    n.groupBy && n.groupBy.length > 0 ? [line, 'GROUP BY ', group(indent(commas(n.groupBy.map(groupItem))))] : '',
    whereClause('HAVING', n.having),
    n.windows && n.windows.length > 0 ? [line, 'WINDOW ', commas(n.windows.map((w) => [`${quoteIdentifier(w.name)} AS `, windowSpec(w.spec)]))] : '',
  ];
}

const hasTail = (q: Query): boolean => q.with !== undefined || (q.orderBy?.length ?? 0) > 0 || q.limit !== undefined || q.offset !== undefined || q.fetchWithTies !== undefined || (q.locking?.length ?? 0) > 0;

/** An arm of a set operation: brackets where it has a tail of its own or binds less tightly than the operation around it. */
function arm(q: Query, outer: Extract<Query, { kind: 'SetOperation' }>, side: 'left' | 'right', variant: QueryVariant): Doc {
  const binds = (o: { readonly operator: string }): number => (o.operator === 'INTERSECT' ? 2 : 1);
  const looser = q.kind === 'SetOperation' && (side === 'right' ? binds(q) <= binds(outer) : binds(q) < binds(outer));
  return hasTail(q) || looser ? ['(', indent(softline, query(q, variant)), softline, ')'] : within(q, core(q, variant));
}

/** One row stays on the line of its keyword. */
const valuesDoc = (rows: readonly Doc[]): Doc => (rows.length === 1 ? ['VALUES ', rows[0] as Doc] : listAfter('VALUES', commas(rows)));

function core(q: Query, variant: QueryVariant): Doc {
  switch (q.kind) {
    case 'Select':
      return selectDoc(q, variant);
    case 'Values':
      return [valuesDoc(q.rows.map((r) => brackets(expressionList(r)))), variant.into === undefined ? '' : [line, variant.into]];
    case 'SetOperation':
      // A long chain of unions is left-deep: walk it instead of recursing.
      return setOperation(q, variant);
  }
}

function setOperation(q: Extract<Query, { kind: 'SetOperation' }>, variant: QueryVariant): Doc {
  const rest: Doc[] = [];
  let current = q;
  for (;;) {
    rest.push([line, `${current.operator}${current.all === true ? ' ALL' : ''}`, line, arm(current.right, current, 'right', {})]);
    const left = current.left;
    const chains = left.kind === 'SetOperation' && !hasTail(left) && left.source === undefined && left.leadingComments === undefined && left.trailingComment === undefined && (left.operator === 'INTERSECT') === (current.operator === 'INTERSECT');
    if (!chains) return [arm(left, current, 'left', variant), rest.reverse()];
    current = left;
  }
}

/** A whole query: on one line if it fits, else a line for each clause. */
export function query(q: Query, variant: QueryVariant = {}): Doc {
  return within(q, queryBody(q, variant));
}

/** The query without its comments, for statements that print them on lines of their own. */
export const queryBody = (q: Query, variant: QueryVariant = {}): Doc => [withClause(q.with), group(core(q, variant), tail(q))];
