import type { SqlType } from '@ferry/source-sqlserver';
import { familyOf, isScalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { integerOf } from '../lower/literals';
import { atLeast, bare, cast, castTo } from '../lower/lowering';
import { datePart } from './date-styles';
import type { CallSite, FunctionTable } from './call-site';

const base = (type: SqlType): string => (isScalar(type) && familyOf(type) === 'date-time' ? type.base : 'datetime');
const whole = (value: Expression): Expression => castTo(value, 'integer');
const extracted = (field: string, value: Expression): Expression => whole(pg.extract(field, value));
const toDate = (value: Expression, type: SqlType): Expression => (base(type) === 'date' ? value : castTo(value, 'date'));

/** The part that a call names with a bare word. */
function partOf(site: CallSite): string | undefined {
  const node = site.args[0] === undefined ? undefined : bare(site.args[0]);
  if (node?.kind !== 'ColumnReference' || node.name.parts.length !== 1) return undefined;
  return datePart(node.name.parts[0]?.name ?? '');
}

const zoned = (site: CallSite, index: number): void => {
  if (base(site.type(index)) === 'datetimeoffset') atLeast(site.low, 'stable');
};

/** Units that an interval is made of, and how many of them one part is. */
const units: Readonly<Record<string, { readonly unit: string; readonly argument: string; readonly times: number }>> = {
  year: { unit: 'year', argument: 'years', times: 1 }, quarter: { unit: 'month', argument: 'months', times: 3 }, month: { unit: 'month', argument: 'months', times: 1 },
  dayofyear: { unit: 'day', argument: 'days', times: 1 }, day: { unit: 'day', argument: 'days', times: 1 }, weekday: { unit: 'day', argument: 'days', times: 1 }, week: { unit: 'week', argument: 'weeks', times: 1 },
  hour: { unit: 'hour', argument: 'hours', times: 1 }, minute: { unit: 'minute', argument: 'mins', times: 1 }, second: { unit: 'second', argument: 'secs', times: 1 },
  millisecond: { unit: 'millisecond', argument: '', times: 1 }, microsecond: { unit: 'microsecond', argument: '', times: 1 },
};

/** DATEADD: whole parts are added, days cut to the month's end, as PostgreSQL's intervals do. */
function dateAdd(site: CallSite): Expression {
  const part = partOf(site);
  const unit = part === undefined ? undefined : units[part];
  if (part === undefined || unit === undefined) return site.refuse('the date part is not known');
  const type = site.type(2);
  const value = site.date(2);
  zoned(site, 2);
  const count = integerOf(site.args[1]);
  const isDate = base(type) === 'date';
  if (isDate && unit.unit === 'day') return plus(value, count === undefined ? site.int(1) : pg.number(Math.abs(count)), count);
  if (isDate && unit.unit === 'week' && count !== undefined) return plus(value, pg.number(Math.abs(count * 7)), count);
  const added = plus(value, interval(site, unit, count), count);
  // date + interval is a timestamp in PostgreSQL.
  return isDate ? castTo(added, 'date') : added;
}

const plus = (value: Expression, amount: Expression, sign: number | undefined): Expression => (sign !== undefined && sign < 0 ? pg.subtract(value, amount) : pg.add(value, amount));

function interval(site: CallSite, unit: { unit: string; argument: string; times: number }, count: number | undefined): Expression {
  if (count !== undefined) {
    const size = Math.abs(count) * unit.times;
    return pg.interval(`${size} ${unit.unit}${size === 1 ? '' : 's'}`);
  }
  const amount = unit.times === 1 ? site.int(1) : pg.multiply(site.int(1), pg.number(unit.times));
  if (unit.argument === '') return pg.multiply(castTo(amount, 'double precision'), pg.interval(`1 ${unit.unit}`));
  return pg.call('make_interval', pg.named(unit.argument, amount));
}

/** A date without a time zone: date_trunc would take it for a timestamptz, whose days are not all of 24 hours. */
const toTimestamp = (value: Expression, type: SqlType): Expression => (base(type) === 'date' ? castTo(value, 'timestamp') : value);

/** Whole units between the starts of the units that two moments lie in. */
function boundaries(unit: string, seconds: number, from: Expression, to: Expression): Expression {
  const distance = pg.extract('epoch', pg.subtract(pg.call('date_trunc', pg.text(unit), to), pg.call('date_trunc', pg.text(unit), from)));
  return whole(seconds === 1 ? distance : pg.divide(distance, pg.number(seconds)));
}

/** Weeks begin on Sunday whatever DATEFIRST says; 0001-01-07 was one. */
const weekNumber = (day: Expression): Expression => pg.divide(pg.add(pg.subtract(day, { kind: 'TypedLiteral', type: pg.type('date'), value: '0001-01-01' }), pg.number(1)), pg.number(7));

/** DATEDIFF counts the boundaries that are crossed, not the time that passes. */
function dateDiff(site: CallSite): Expression {
  const [from, to] = [site.date(1), site.date(2)];
  zoned(site, 1);
  zoned(site, 2);
  const timeOnly = base(site.type(1)) === 'time' || base(site.type(2)) === 'time';
  const moments = (): [Expression, Expression] => [toTimestamp(from, site.type(1)), toTimestamp(to, site.type(2))];
  const years = (): Expression => pg.subtract(extracted('year', to), extracted('year', from));
  const part = partOf(site);
  if (timeOnly && !['hour', 'minute', 'second'].includes(part ?? '')) return site.refuse('of times of day');
  switch (part) {
    case 'year': return years();
    case 'quarter': return pg.add(pg.multiply(years(), pg.number(4)), pg.subtract(extracted('quarter', to), extracted('quarter', from)));
    case 'month': return pg.add(pg.multiply(years(), pg.number(12)), pg.subtract(extracted('month', to), extracted('month', from)));
    case 'day': case 'dayofyear': case 'weekday': return pg.subtract(toDate(to, site.type(2)), toDate(from, site.type(1)));
    case 'week': return pg.subtract(weekNumber(toDate(to, site.type(2))), weekNumber(toDate(from, site.type(1))));
    case 'hour': return boundaries('hour', 3600, ...moments());
    case 'minute': return boundaries('minute', 60, ...moments());
    case 'second': return boundaries('second', 1, ...moments());
    case 'millisecond': {
      const [start, end] = moments();
      return castTo(pg.multiply(pg.extract('epoch', pg.subtract(pg.call('date_trunc', pg.text('milliseconds'), end), pg.call('date_trunc', pg.text('milliseconds'), start))), pg.number(1000)), 'bigint');
    }
    default: return site.refuse(part === undefined ? 'the date part is not known' : `the part ${part}`);
  }
}

/** SQL Server's week of the year: weeks begin on Sunday (DATEFIRST 7), the first holds the first of January. */
const weekOfYear = (value: Expression): Expression =>
  pg.add(pg.divide(pg.add(pg.subtract(extracted('doy', value), pg.number(1)), extracted('dow', pg.call('date_trunc', pg.text('year'), value))), pg.number(7)), pg.number(1));

function partNumber(site: CallSite, part: string | undefined, index: number): Expression {
  const value = site.date(index);
  zoned(site, index);
  switch (part) {
    case 'year': case 'quarter': case 'month': case 'day': case 'hour': case 'minute': return extracted(part, value);
    case 'dayofyear': return extracted('doy', value);
    case 'second': return whole(pg.call('trunc', pg.extract('second', value)));
    case 'millisecond': return pg.modulo(whole(pg.call('trunc', pg.extract('milliseconds', value))), pg.number(1000));
    case 'microsecond': return pg.modulo(whole(pg.extract('microseconds', value)), pg.number(1000000));
    case 'weekday': return pg.add(extracted('dow', value), pg.number(1));
    case 'week': return weekOfYear(value);
    case 'iso_week': return extracted('week', value);
    default: return site.refuse(part === undefined ? 'the date part is not known' : `the part ${part}`);
  }
}

function dateName(site: CallSite): Expression {
  const part = partOf(site);
  atLeast(site.low, 'stable');
  if (part === 'month') return pg.call('to_char', site.date(1), pg.text('FMMonth'));
  if (part === 'weekday') return pg.call('to_char', site.date(1), pg.text('FMDay'));
  return castTo(partNumber(site, part, 1), 'text');
}

const simple = (part: string): FunctionTable[string] => ({ args: [1, 1], volatility: 'immutable', build: (s) => partNumber(s, part, 0) });

/** A view reads the clock once for a statement, as SQL Server does; elsewhere a statement of the client may hold many of ours. */
const now = (site: CallSite): Expression => pg.call(site.low.place === 'view' ? 'statement_timestamp' : 'clock_timestamp');
const clock = (digits: number, utc: boolean): FunctionTable[string] => ({
  args: [0, 0],
  volatility: 'volatile',
  build: (s) => castTo(utc ? pg.call('timezone', pg.text('UTC'), now(s)) : now(s), 'timestamp', digits),
});

/** EOMONTH(date[, months]). */
function endOfMonth(site: CallSite): Expression {
  const first = pg.call('date_trunc', pg.text('month'), castTo(site.date(0), 'timestamp'));
  const shift = site.args.length > 1 ? integerOf(site.args[1]) : 0;
  if (shift !== undefined) return castTo(pg.add(first, pg.interval(`${shift + 1} months -1 days`)), 'date');
  return castTo(pg.add(first, pg.call('make_interval', pg.named('months', pg.add(site.int(1), pg.number(1))), pg.named('days', pg.number(-1)))), 'date');
}

function dateTrunc(site: CallSite): Expression {
  const part = partOf(site);
  const unit = { year: 'year', quarter: 'quarter', month: 'month', day: 'day', dayofyear: 'day', hour: 'hour', minute: 'minute', second: 'second', iso_week: 'week', millisecond: 'milliseconds' }[part ?? ''];
  if (unit === undefined) return site.refuse('the date part is not known');
  const value = pg.call('date_trunc', pg.text(unit), site.date(1));
  const type = site.type(1);
  return isScalar(type) && type.base === 'date' ? cast(site.low, value, type) : value;
}

/** The fraction of DATETIMEFROMPARTS is in milliseconds. */
const fromParts = (site: CallSite, milliseconds: boolean): Expression => {
  const seconds = milliseconds ? pg.add(castTo(site.int(5), 'double precision'), pg.divide(site.int(6), pg.number('1000.0'))) : pg.number(0);
  return pg.call('make_timestamp', site.int(0), site.int(1), site.int(2), site.int(3), site.int(4), seconds);
};

export const dateFunctions: FunctionTable = {
  GETDATE: clock(3, false),
  CURRENT_TIMESTAMP: clock(3, false),
  GETUTCDATE: clock(3, true),
  SYSDATETIME: clock(6, false),
  SYSUTCDATETIME: clock(6, true),
  SYSDATETIMEOFFSET: { args: [0, 0], volatility: 'volatile', build: now },
  CURRENT_DATE: { args: [0, 0], volatility: 'stable', build: () => pg.special('CURRENT_DATE') },
  DATEADD: { args: [3, 3], volatility: 'immutable', build: dateAdd },
  DATEDIFF: { args: [3, 3], volatility: 'immutable', build: dateDiff },
  DATEDIFF_BIG: { args: [3, 3], volatility: 'immutable', build: (s) => castTo(dateDiff(s), 'bigint') },
  DATEPART: { args: [2, 2], volatility: 'immutable', build: (s) => partNumber(s, partOf(s), 1) },
  DATENAME: { args: [2, 2], volatility: 'stable', build: dateName },
  DATETRUNC: { args: [2, 2], volatility: 'immutable', build: dateTrunc },
  YEAR: simple('year'),
  MONTH: simple('month'),
  DAY: simple('day'),
  EOMONTH: { args: [1, 2], volatility: 'immutable', build: endOfMonth },
  DATEFROMPARTS: { args: [3, 3], volatility: 'immutable', build: (s) => pg.call('make_date', s.int(0), s.int(1), s.int(2)) },
  DATETIMEFROMPARTS: { args: [7, 7], volatility: 'immutable', build: (s) => fromParts(s, true) },
  SMALLDATETIMEFROMPARTS: { args: [5, 5], volatility: 'immutable', build: (s) => fromParts(s, false) },
};

