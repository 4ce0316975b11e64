import type { Query as SourceQuery, SelectQuery } from '@ferry/source-sqlserver';
import { isString, scalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, Query } from '@ferry/target-postgresql';
import { queryItems } from '../action-items/queries';
import { coerce } from '../lower/expressions';
import { note, sqlTypeOf } from '../lower/lowering';
import type { Lowering } from '../lower/lowering';
import { lowerQuery } from '../lower/queries';
import { lowerOrder } from '../lower/windows';

const named = (name: string): boolean => name !== '' && name.toLowerCase() !== 'text()';

/** The SELECT of `FOR XML PATH('')` with one text and no name: nothing but the texts is in the document. */
function textsOf(low: Lowering, query: SourceQuery): SelectQuery | undefined {
  const { for: clause, body } = query;
  if (clause?.kind !== 'ForXml' || clause.mode !== 'PATH' || clause.element !== '' || clause.options.some((o) => o.name !== 'TYPE') || body.kind !== 'SelectQuery' || query.with !== undefined || query.offset !== undefined) return undefined;
  const [item, ...others] = body.items;
  if (item?.kind !== 'SelectExpression' || others.length > 0 || body.into !== undefined || !isString(sqlTypeOf(low, item.expression))) return undefined;
  const inner = item.expression.kind === 'ColumnReference' && item.alias === undefined ? 'column' : (item.alias?.name ?? '');
  return named(inner) ? undefined : body;
}

/**
 * The idiom for joining texts before STRING_AGG: `SELECT ',' + Name FROM ... FOR XML PATH('')`.
 *
 * SQL Server writes the values one after the other, NULLs left out; no row gives NULL. string_agg does the same. Without
 * `TYPE).value(...)` SQL Server also writes `&`, `<` and `>` as entities, which hardly anybody wants: an item says that they are gone.
 * @param plain the entities are undone by `.value()`
 */
export function joinedTexts(low: Lowering, query: SourceQuery, plain: boolean): Expression | undefined {
  const select = textsOf(low, query);
  const item = select?.items[0];
  if (select === undefined || item?.kind !== 'SelectExpression') return undefined;
  if (!plain) note(low, query, queryItems.escaped);
  const text = (): Expression => coerce(low, item.expression, scalar('nvarchar', { length: 'max' }));
  const simple = select.quantifier !== 'DISTINCT' && select.top === undefined && select.groupBy === undefined && select.having === undefined;
  const inner: SourceQuery = { ...query, for: undefined };
  if (simple) {
    const shell = lowerQuery(low, { ...inner, orderBy: [], body: { ...select, items: [] } });
    const order = lowerOrder(low, query.orderBy);
    const joined: Expression = { ...pg.call('string_agg', text(), pg.text('')), ...(order.length === 0 ? {} : { orderBy: order }) };
    if (shell.kind === 'Select') return pg.subquery({ ...shell, items: [pg.item(joined)] });
  }
  const rows: Query = lowerQuery(low, inner, { names: ['value'] });
  return pg.subquery(pg.select([pg.item(pg.call('string_agg', pg.column('texts', 'value'), pg.text('')))], { from: [{ kind: 'FromSubquery', query: rows, alias: 'texts' }] }));
}
