import type { CodeObject } from '@ferry/catalog';
import type { ShapeColumn } from '@ferry/source-sqlserver';
import { isScalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Query, TypeName } from '@ferry/target-postgresql';
import type { ObjectContext } from '../context';
import { notConvertedFunction } from '../functions/support';
import { typeName } from '../storage/parts';

/** SQLSTATE feature_not_supported. */
export const notSupported = '0A000';

/** What a stand-in says when it is used. */
export const stubMessage = (object: CodeObject): string => `${object.schema}.${object.name} was not converted from SQL Server; see its action items`;

const columnType = (ctx: ObjectContext, column: ShapeColumn): TypeName => {
  const { type } = column;
  if (!isScalar(type)) return pg.type('text');
  const args: (number | 'max')[] = type.length !== undefined && type.base !== 'rowversion' ? [type.length] : type.precision !== undefined ? [type.precision, type.scale ?? 0] : [];
  return typeName(ctx.mapType({ name: type.base, args, raw: type.base }, 'cast').base);
};

/**
 * A query with the right columns that raises feature_not_supported as soon as a row is asked for. OFFSET keeps the planner from looking
 * into it: it would find that a condition on NULL is never true, and not ask.
 */
export function failingQuery(ctx: ObjectContext, object: CodeObject, shape: readonly ShapeColumn[], names: readonly string[]): Query {
  ctx.requireSupport(notConvertedFunction.piece).forEach(ctx.need);
  const items = shape.map((column, i) => pg.item(pg.cast(pg.null, columnType(ctx, column)), names[i] ?? ctx.names.local(column.name)));
  const call = pg.callIn(ctx.choices.supportSchema, notConvertedFunction.name, pg.text(stubMessage(object)));
  return pg.select(items.length === 0 ? [pg.item(pg.cast(pg.null, pg.type('text')), 'not_converted')] : items, { from: [{ kind: 'FromFunction', call, alias: 'stub' }], offset: pg.number(0) });
}
