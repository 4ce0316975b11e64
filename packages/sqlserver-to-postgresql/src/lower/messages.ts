import type { Expression as SourceExpression } from '@ferry/source-sqlserver';
import { scalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { coerce } from './expressions';
import type { Lowering } from './lowering';

/** A conversion of printf: https://learn.microsoft.com/sql/t-sql/language-elements/raiserror-transact-sql#msg_str. `format` of PostgreSQL knows the minus and the width. */
const conversion = /%(?:%|(-?)([1-9]\d*)?(?:\.(\d+))?(?:h|l|I64)?([sdiuxX]))/g;
const text = scalar('nvarchar', { length: 'max' });

/**
 * A format of RAISERROR and FORMATMESSAGE with its arguments: those that have no place are left out, a place without one shows (null).
 * @returns undefined for other flags, and for widths that are arguments themselves
 */
export function formatted(low: Lowering, format: string, args: readonly SourceExpression[]): Expression | undefined {
  const other = format.replace(conversion, (whole: string, _: string, __: string, precision: string | undefined, type: string | undefined) => (precision === undefined || type === 's' ? '' : whole));
  if (other.includes('%')) return undefined;
  const values: Expression[] = [];
  const put = (_: string, minus: string | undefined, width: string | undefined, precision: string | undefined, type: string | undefined): string => {
    if (type === undefined) return '%%';
    const argument = args[values.length];
    values.push(argument === undefined ? nothing : shown(low, argument, type, precision));
    return `%${minus ?? ''}${width ?? ''}s`;
  };
  const written = format.replace(conversion, put);
  return values.length === 0 ? pg.text(written.replaceAll('%%', '%')) : pg.call('format', pg.text(written), ...values);
}

const nothing = pg.text('(null)');

function shown(low: Lowering, argument: SourceExpression, type: string, precision: string | undefined): Expression {
  const value = type === 'x' || type === 'X' ? pg.call('to_hex', coerce(low, argument, scalar('int'))) : coerce(low, argument, text);
  const whole = pg.call('coalesce', type === 'X' ? pg.call('upper', value) : value, nothing);
  return precision === undefined ? whole : pg.call('left', whole, pg.number(precision));
}
