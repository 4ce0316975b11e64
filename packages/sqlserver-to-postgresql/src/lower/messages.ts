import type { Expression as SourceExpression } from '@ferry/source-sqlserver';
import { scalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { coerce } from './expressions';
import type { Lowering } from './lowering';

/** What printf means by its conversions, as far as it only says where an argument goes. */
const conversion = /%(%|[sdiu])/g;
const text = scalar('nvarchar', { length: 'max' });

/** A format of RAISERROR and FORMATMESSAGE with its arguments. @returns undefined for widths, and when arguments and places differ */
export function formatted(low: Lowering, format: string, args: readonly SourceExpression[]): Expression | undefined {
  const places = [...format.matchAll(conversion)].filter((m) => m[1] !== '%').length;
  const percents = (format.match(/%/g) ?? []).length;
  const doubled = [...format.matchAll(conversion)].filter((m) => m[1] === '%').length;
  if (places !== args.length || percents !== places + 2 * doubled) return undefined;
  if (args.length === 0) return pg.text(format.replaceAll('%%', '%'));
  const values = args.map((a) => pg.call('coalesce', coerce(low, a, text), pg.text('(null)')));
  return pg.call('format', pg.text(format.replace(conversion, (_, c: string) => (c === '%' ? '%%' : '%s'))), ...values);
}
