import type { Table } from '@ferry/catalog';
import type { FullTextPredicate, FullTextTable, Expression as SourceExpression } from '@ferry/source-sqlserver';
import { isScalar, isString, partsOf, scalar, symbolOf } from '@ferry/source-sqlserver';
import { targetKey } from '@ferry/conversion';
import { pg } from '@ferry/target-postgresql';
import type { Expression, FromItem } from '@ferry/target-postgresql';
import { queryItems } from '../action-items/queries';
import { containsQuery, freetextQuery, searchDictionary } from '../functions/full-text-support';
import { columnOf } from './columns';
import { coerce } from './expressions';
import { atLeast, castTo, note, refuse, sqlTypeOf } from './lowering';
import type { Lowering } from './lowering';
import { support } from './support-call';

/**
 * The words of columns, written the same in the index and in searches: only so is the index used
 * (https://www.postgresql.org/docs/current/textsearch-tables.html).
 */
export function wordsOf(columns: readonly Expression[]): Expression | undefined {
  const texts = columns.map((column): Expression => pg.call('coalesce', column, pg.text('')));
  const all = texts.reduce<Expression | undefined>((a, b) => (a === undefined ? b : pg.concat(pg.concat(a, pg.text(' ')), b)), undefined);
  return all === undefined ? undefined : pg.call('to_tsvector', pg.text(searchDictionary), all);
}

const indexOf = (table: Table): Table['indexes'][number] | undefined => table.indexes.find((i) => i.kind === 'FULLTEXT_INDEX');

/** Columns of a table in the order of its full-text index, when they are all that it has. */
function inOrder(low: Lowering, table: Table, names: readonly string[]): readonly string[] {
  const { fold } = low.ctx.lookup;
  const keys = indexOf(table)?.keys.map((k) => k.name) ?? [];
  const wanted = new Set(names.map(fold));
  return keys.length === wanted.size && keys.every((k) => wanted.has(fold(k))) ? keys : names;
}

/** The search condition as a tsquery. */
function queryOf(low: Lowering, name: string, condition: SourceExpression): Expression {
  atLeast(low, 'stable');
  return support(low, name.startsWith('CONTAINS') ? containsQuery : freetextQuery, [coerce(low, condition, scalar('nvarchar', { length: 'max' }))]);
}

/** CONTAINS and FREETEXT: the words of the columns match the condition. */
export function lowerFullText(low: Lowering, node: FullTextPredicate): Expression {
  const no = (): Expression => refuse(low, node, node.function === 'CONTAINS' ? queryItems.contains : queryItems.freetext, { what: node.function });
  const columns = node.property === undefined ? searched(low, node) : undefined;
  const words = columns === undefined ? undefined : wordsOf(columns);
  if (words === undefined) return no();
  note(low, node, queryItems.fullText, { what: node.function });
  return pg.binary('@@', words, queryOf(low, node.function, node.condition));
}

/** Words of xml are those of its text: the parser of PostgreSQL leaves tags out. */
function readable(low: Lowering, table: Table, name: string, column: Expression): Expression {
  const type = table.columns.find((c) => low.ctx.lookup.fold(c.name) === low.ctx.lookup.fold(name))?.type;
  return type !== undefined && low.ctx.mapType(type, 'cast').base.name === 'xml' ? castTo(column, 'text') : column;
}

/** The columns of a predicate: those it names, or for `*` all of the full-text index of the only table that has one. */
function searched(low: Lowering, node: FullTextPredicate): readonly Expression[] | undefined {
  const [first] = node.columns;
  if (first?.kind === 'StarExpression') {
    const qualifier = first.qualifier === undefined ? undefined : low.binding.index.fold(partsOf(first.qualifier).pop() ?? '');
    const sources = [...new Set(low.binding.sources.values())].filter((s) => s.object?.kind === 'TABLE' && indexOf(s.object) !== undefined && (qualifier === undefined || low.binding.index.fold(s.alias) === qualifier));
    const [source] = sources;
    if (source?.object?.kind !== 'TABLE' || sources.length !== 1) return undefined;
    const { object: table } = source;
    return indexOf(table)?.keys.map((k) => readable(low, table, k.name, columnOf(low, source, k.name)));
  }
  const symbols = node.columns.map((c) => (c.kind === 'ColumnReference' ? symbolOf(low.binding, c) : undefined));
  const [symbol] = symbols;
  if (symbol?.kind !== 'column' || symbol.source.object?.kind !== 'TABLE') return undefined;
  const { source } = symbol;
  const { object } = symbol.source;
  if (!symbols.every((s) => s?.kind === 'column' && s.source === source) || node.columns.some((c) => { const type = sqlTypeOf(low, c); return !isScalar(type) || !isString(type); })) return undefined;
  return inOrder(low, object, symbols.flatMap((s) => (s?.kind === 'column' ? [s.name] : []))).map((name) => columnOf(low, source, name));
}

/** CONTAINSTABLE and FREETEXTTABLE: keys of the rows that match, and a rank from 0 to 1000. @returns undefined for forms without a counterpart */
export function lowerFullTextTable(low: Lowering, node: FullTextTable): FromItem | undefined {
  const parts = partsOf(node.table);
  const table = low.ctx.lookup.relation(parts[parts.length - 2], parts[parts.length - 1] ?? '');
  const key = table?.kind === 'TABLE' ? table.constraints.find((c) => c.kind === 'PRIMARY_KEY') : undefined;
  if ((node.function !== 'CONTAINSTABLE' && node.function !== 'FREETEXTTABLE') || table?.kind !== 'TABLE' || key?.kind !== 'PRIMARY_KEY' || key.columns.length !== 1 || node.condition === undefined) return undefined;
  const named = node.columns.flatMap((c) => (c.kind === 'ColumnReference' ? [partsOf(c.name).pop() ?? ''] : []));
  const wanted = node.columns.some((c) => c.kind === 'StarExpression') ? indexOf(table)?.keys.map((k) => k.name) : named.length === node.columns.length ? inOrder(low, table, named) : undefined;
  const alias = 'searched';
  const column = (name: string): Expression => readable(low, table, name, pg.column(alias, low.ctx.names.column(table.schema, table.name, name)));
  const words = wanted === undefined ? undefined : wordsOf(wanted.map(column));
  if (words === undefined) return undefined;
  note(low, node, queryItems.fullText, { what: node.function });
  const target = low.ctx.names.relation(table.schema, table.name);
  low.ctx.need(targetKey({ kind: 'TABLE', ...target }));
  const query = queryOf(low, node.function, node.condition);
  const [keyName, rankName] = ['KEY', 'RANK'].map((name, i) => low.ctx.names.local(node.columnAliases[i]?.name ?? name));
  const rank = pg.cast(pg.multiply(pg.call('ts_rank', words, query), pg.number(1000)), pg.type('integer'));
  const best = node.topN === undefined ? {} : { orderBy: [{ kind: 'OrderItem' as const, expression: rank, direction: 'DESC' as const }], limit: coerce(low, node.topN, scalar('int')) };
  const rows = pg.select([pg.item(column(key.columns[0]?.name ?? ''), keyName), pg.item(rank, rankName)], { from: [pg.table(pg.name(target.schema, target.name), alias)], where: pg.binary('@@', words, query), ...best });
  return { kind: 'FromSubquery', query: rows, alias: low.ctx.names.local(node.alias?.name ?? node.function) };
}
