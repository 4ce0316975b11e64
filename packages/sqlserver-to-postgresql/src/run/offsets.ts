import type { Query as SourceQuery } from '@ferry/source-sqlserver';
import { isScalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Query } from '@ferry/target-postgresql';
import { offsetText } from '../functions/texts-to-values';
import type { Lowering } from '../lower/lowering';
import { sqlTypeOf } from '../lower/lowering';
import { askOffset, offsetOf } from '../lower/offsets';
import { support } from '../lower/support-call';

/** The expressions that a query sends, where nothing hangs on their form: no DISTINCT, GROUP BY or ORDER BY. */
function sent(source: SourceQuery): readonly (Parameters<typeof askOffset>[0] | undefined)[] {
  const { body } = source;
  if (body.kind !== 'SelectQuery' || source.orderBy.length > 0 || body.quantifier === 'DISTINCT' || body.groupBy !== undefined || source.for !== undefined) return [];
  return body.items.map((item) => (item.kind === 'SelectExpression' ? item.expression : undefined));
}

/** Before a query is lowered: offsets that are known are shown, so nothing is lost. */
export const expectOffsets = (source: SourceQuery): void => sent(source).forEach((e) => e !== undefined && askOffset(e));

/** A client of SQL Server gets a datetimeoffset with its offset: where the text tells it, it is written beside the moment. */
export function showOffsets(low: Lowering, source: SourceQuery, query: Query): Query {
  const expressions = sent(source);
  if (query.kind !== 'Select' || query.items.length !== expressions.length) return query;
  return {
    ...query,
    items: query.items.map((item, i) => {
      const expression = expressions[i];
      const type = expression === undefined ? undefined : sqlTypeOf(low, expression);
      if (expression === undefined || type === undefined || !isScalar(type) || type.base !== 'datetimeoffset') return item;
      const away = offsetOf(low, expression, item.expression);
      return away === undefined ? item : { ...item, expression: support(low, offsetText, [item.expression, away, pg.number(type.scale ?? 7)]) };
    }),
  };
}
