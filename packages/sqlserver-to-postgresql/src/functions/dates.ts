import type { SqlType } from '@ferry/source-sqlserver';
import { familyOf, isScalar, scalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { integerOf } from '../lower/literals';
import { atLeast, bare, cast, castTo, note } from '../lower/lowering';
import { askOffset, inZone, localTime, noteOffset, offsetArgument, offsetOf, shownZone, zoneOfText } from '../lower/offsets';
import { typeItems } from '../action-items/types';
import { support } from '../lower/support-call';
import { datePart } from './date-styles';
import type { CallSite, FunctionTable } from './call-site';
import { nameOf } from './call-site';
import { isDate, offsetName, toTicks } from './texts-to-values';

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
  millisecond: { unit: 'millisecond', argument: '', times: 1 }, microsecond: { unit: 'microsecond', argument: '', times: 1 }, nanosecond: { unit: 'microsecond', argument: '', times: 0.001 },
};

/** DATEADD: whole parts are added, days cut to the month's end, as PostgreSQL's intervals do. */
function dateAdd(site: CallSite): Expression {
  const part = partOf(site);
  const unit = part === undefined ? undefined : units[part];
  if (part === undefined || unit === undefined) return site.refuse('the date part is not known');
  const type = site.type(2);
  if (base(type) === 'time' && ['year', 'quarter', 'month', 'dayofyear', 'day', 'weekday', 'week'].includes(part)) return site.refuse(`the part ${part} of a time`);
  const value = site.date(2);
  zoned(site, 2);
  const count = integerOf(site.args[1]);
  const isDate = base(type) === 'date';
  if (isDate && unit.unit === 'day') return plus(value, count === undefined ? site.int(1) : pg.number(Math.abs(count)), count);
  if (isDate && unit.unit === 'week' && count !== undefined) return plus(value, pg.number(Math.abs(count * 7)), count);
  const added = plus(value, interval(site, unit, count), count);
  // date + interval is a timestamp in PostgreSQL.
  if (isDate) return castTo(added, 'date');
  const stepped = base(type) === 'datetime' && (unit.unit === 'millisecond' || unit.unit === 'microsecond') ? support(site.low, toTicks, [added]) : added;
  return stepped;
}

const plus = (value: Expression, amount: Expression, sign: number | undefined): Expression => (sign !== undefined && sign < 0 ? pg.subtract(value, amount) : pg.add(value, amount));

function interval(site: CallSite, unit: { unit: string; argument: string; times: number }, count: number | undefined): Expression {
  // Steps below a microsecond are lost; the type says so.
  if (unit.times < 1) return pg.multiply(castTo(site.int(1), 'double precision'), pg.interval('0.001 microseconds'));
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
function boundaries(unit: string, seconds: number, wide: 'integer' | 'bigint', from: Expression, to: Expression): Expression {
  const distance = pg.extract('epoch', pg.subtract(pg.call('date_trunc', pg.text(unit), to), pg.call('date_trunc', pg.text(unit), from)));
  const count = seconds === 1 ? distance : seconds < 1 ? pg.multiply(distance, pg.number(Math.round(1 / seconds))) : pg.divide(distance, pg.number(seconds));
  return castTo(count, wide);
}

/** Weeks begin on Sunday whatever DATEFIRST says; 0001-01-07 was one. */
const weekNumber = (day: Expression): Expression => pg.divide(pg.add(pg.subtract(day, { kind: 'TypedLiteral', type: pg.type('date'), value: '0001-01-01' }), pg.number(1)), pg.number(7));

/** DATEDIFF counts the boundaries that are crossed, not the time that passes. */
function dateDiff(site: CallSite): Expression {
  const [from, to] = [site.date(1), site.date(2)];
  zoned(site, 1);
  zoned(site, 2);
  return difference(site, [inUtc(onDay(from, site.type(1)), site.type(1)), inUtc(onDay(to, site.type(2)), site.type(2))], [isTime(site.type(1)) || isZoned(site.type(1)) ? moment : site.type(1), isTime(site.type(2)) || isZoned(site.type(2)) ? moment : site.type(2)]);
}

const moment: SqlType = { kind: 'scalar', base: 'datetime2', scale: 7, nullable: true };
const isTime = (type: SqlType): boolean => base(type) === 'time';
const isZoned = (type: SqlType): boolean => base(type) === 'datetimeoffset';
/** A time of day is on 1900-01-01. */
const onDay = (value: Expression, type: SqlType): Expression => (isTime(type) ? pg.add({ kind: 'TypedLiteral', type: pg.type('date'), value: '1900-01-01' }, castTo(value, 'time')) : value);
const inUtc = (value: Expression, type: SqlType): Expression => (isZoned(type) ? pg.call('timezone', pg.text('UTC'), value) : value);

/** An argument as a local time: that of a datetimeoffset in its own offset where it is known, else in UTC. */
function asLocal(site: CallSite, index: number, value: Expression): Expression {
  const node = site.args[index];
  if (!isZoned(site.type(index)) || node === undefined) return value;
  const local = localTime(site.low, node, value);
  if (local === undefined) note(site.low, site.node, typeItems.datetimeoffset, { to: 'timestamptz' });
  return local ?? inUtc(value, site.type(index));
}

/** An argument of a type with an offset, which whoever asks takes along. */
function offsetDate(site: CallSite, index: number): Expression {
  const node = site.args[index];
  if (node !== undefined) askOffset(node);
  return site.date(index);
}

/** DATEPART(tzoffset): minutes. */
function offsetMinutes(site: CallSite, index: number): Expression {
  const node = site.args[index];
  const type = site.type(index);
  if (node === undefined || type.kind === 'null') return castTo(pg.null, 'integer');
  if (!isZoned(type) && familyOf(type) !== 'string') return pg.number(0);
  // A text is read as a datetimeoffset.
  const away = isZoned(type) ? offsetOf(site.low, node, offsetDate(site, index)) : zoneOfText(site.low, node);
  if (away === undefined) return site.refuse('the offset is not kept');
  return whole(pg.divide(pg.extract('epoch', away), pg.number(60)));
}

const datetimeoffset = scalar('datetimeoffset', { scale: 7 });

/** SWITCHOFFSET: the same moment. */
function switchOffset(site: CallSite): Expression {
  const [value, offset] = site.args;
  if (value === undefined || offset === undefined || site.type(1).kind === 'null') return castTo(pg.null, 'timestamptz');
  if (offsetArgument(site.low, offset) === undefined) return site.refuse('the offset is none');
  noteOffset(site.low, site.node);
  askOffset(value);
  return site.as(0, datetimeoffset);
}

/** TODATETIMEOFFSET: the moment of a local time. */
function toOffset(site: CallSite): Expression {
  const [value, offset] = site.args;
  if (value === undefined || offset === undefined || site.type(1).kind === 'null') return castTo(pg.null, 'timestamptz');
  const zone = offsetArgument(site.low, offset);
  if (zone === undefined) return site.refuse('the offset is none');
  noteOffset(site.low, site.node);
  return inZone(base(site.type(0)) === 'datetime2' && familyOf(site.type(0)) === 'date-time' ? site.value(0) : site.as(0, scalar('datetime2', { scale: 7 }), 'explicit'), zone);
}

function difference(site: CallSite, [from, to]: readonly [Expression, Expression], types: readonly [SqlType, SqlType]): Expression {
  const moments = (): [Expression, Expression] => [toTimestamp(from, types[0]), toTimestamp(to, types[1])];
  const wide = nameOf(site.node) === 'DATEDIFF_BIG' ? 'bigint' : 'integer';
  const years = (): Expression => pg.subtract(extracted('year', to), extracted('year', from));
  const part = partOf(site);
  switch (part) {
    case 'year': return years();
    case 'quarter': return pg.add(pg.multiply(years(), pg.number(4)), pg.subtract(extracted('quarter', to), extracted('quarter', from)));
    case 'month': return pg.add(pg.multiply(years(), pg.number(12)), pg.subtract(extracted('month', to), extracted('month', from)));
    case 'day': case 'dayofyear': case 'weekday': return pg.subtract(toDate(to, types[1]), toDate(from, types[0]));
    case 'week': return pg.subtract(weekNumber(toDate(to, types[1])), weekNumber(toDate(from, types[0])));
    case 'hour': return boundaries('hour', 3600, wide, ...moments());
    case 'minute': return boundaries('minute', 60, wide, ...moments());
    case 'second': return boundaries('second', 1, wide, ...moments());
    case 'microsecond': return boundaries('microseconds', 0.000001, wide, ...moments());
    case 'nanosecond': return boundaries('microseconds', 0.000000001, wide, ...moments());
    case 'millisecond': return boundaries('milliseconds', 0.001, wide, ...moments());
    default: return site.refuse(part === undefined ? 'the date part is not known' : `the part ${part}`);
  }
}

/** The number of a first day of the week (Monday is 1) that is known when the code is converted. */
const knownDay = (first: Expression): number | undefined => (first.kind === 'NumberLiteral' ? Number(first.text) : undefined);

/** The days from the first day of the week to the Sunday after it. */
function daysFrom(first: Expression): Expression {
  const known = knownDay(first);
  return known === undefined ? pg.subtract(pg.number(7), pg.modulo(first, pg.number(7))) : pg.number(7 - (known % 7));
}

/** The time that a moment moves on by, to have its week begin on Monday. */
function toMonday(first: Expression): Expression {
  const known = knownDay(first);
  return known === undefined ? pg.multiply(pg.interval('1 day'), pg.modulo(pg.subtract(pg.number(8), first), pg.number(7))) : pg.interval(`${(8 - known) % 7} day`);
}

/** SQL Server's week of the year: weeks begin on Sunday (DATEFIRST 7), the first holds the first of January. */
function weekOfYear(site: CallSite, value: Expression): Expression {
  const first = site.low.globalVariable('@@DATEFIRST OF ANOTHER DAY');
  const sunday = extracted('dow', pg.call('date_trunc', pg.text('year'), value));
  const start = first === undefined ? sunday : pg.modulo(pg.add(sunday, daysFrom(first)), pg.number(7));
  return pg.add(pg.divide(pg.add(pg.subtract(extracted('doy', value), pg.number(1)), start), pg.number(7)), pg.number(1));
}

function partNumber(site: CallSite, part: string | undefined, index: number): Expression {
  if (part === 'tzoffset') return offsetMinutes(site, index);
  const given = offsetDate(site, index);
  const type = site.type(index);
  zoned(site, index);
  if (isTime(type) && ['year', 'quarter', 'month', 'day', 'dayofyear', 'week', 'weekday', 'iso_week'].includes(part ?? '')) return site.refuse(`the part ${part ?? ''} of a time`);
  const value = asLocal(site, index, onDay(given, type));
  switch (part) {
    case 'year': case 'quarter': case 'month': case 'day': case 'hour': case 'minute': return extracted(part, value);
    case 'dayofyear': return extracted('doy', value);
    case 'second': return whole(pg.call('trunc', pg.extract('second', value)));
    case 'millisecond': return pg.modulo(whole(pg.call('trunc', pg.extract('milliseconds', value))), pg.number(1000));
    case 'microsecond': return pg.modulo(whole(pg.extract('microseconds', value)), pg.number(1000000));
    case 'nanosecond': return pg.multiply(pg.modulo(whole(pg.extract('microseconds', value)), pg.number(1000000)), pg.number(1000));
    case 'weekday': {
      const first = site.low.globalVariable('@@DATEFIRST OF ANOTHER DAY');
      if (first !== undefined && knownDay(first) === 1) return extracted('isodow', value);
      return first === undefined ? pg.add(extracted('dow', value), pg.number(1)) : pg.add(pg.modulo(pg.add(extracted('dow', value), daysFrom(first)), pg.number(7)), pg.number(1));
    }
    case 'week': return weekOfYear(site, value);
    case 'iso_week': return extracted('week', value);
    default: return site.refuse(part === undefined ? 'the date part is not known' : `the part ${part}`);
  }
}

function dateName(site: CallSite): Expression {
  const part = partOf(site);
  atLeast(site.low, 'stable');
  const named = (mask: string): Expression => pg.call('to_char', asLocal(site, 1, offsetDate(site, 1)), pg.text(mask));
  if (part === 'month' && !isTime(site.type(1))) return named('FMMonth');
  if (part === 'weekday' && !isTime(site.type(1))) return named('FMDay');
  // https://learn.microsoft.com/sql/t-sql/functions/datename-transact-sql: the offset as +hh:mm
  if (part === 'tzoffset') {
    if (!isZoned(site.type(1)) && familyOf(site.type(1)) !== 'string') return pg.text('+00:00');
    return support(site.low, offsetName, [partNumber(site, part, 1)]);
  }
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
  const unit = { year: 'year', quarter: 'quarter', month: 'month', day: 'day', dayofyear: 'day', week: 'week', hour: 'hour', minute: 'minute', second: 'second', iso_week: 'week', millisecond: 'milliseconds', microsecond: 'microseconds' }[part ?? ''];
  if (unit === undefined) return site.refuse('the date part is not known');
  const type = site.type(1);
  const given = offsetDate(site, 1);
  if (isTime(type)) {
    if (!['hour', 'minute', 'second', 'millisecond', 'microsecond'].includes(part ?? '')) return site.refuse(`the part ${part ?? ''} of a time`);
    return castTo(pg.call('date_trunc', pg.text(unit), onDay(given, type)), 'time');
  }
  const zone = isZoned(type) && site.args[1] !== undefined ? shownZone(site.low, site.args[1]) : undefined;
  if (isZoned(type) && zone === undefined) return site.refuse('the offset is not kept');
  if (zone !== undefined) noteOffset(site.low, site.node);
  const moment = zone === undefined ? toTimestamp(given, type) : inZone(given, zone);
  // Weeks of DATETRUNC begin on the day that DATEFIRST says, Sunday; those of PostgreSQL on Monday.
  const first = part === 'week' ? site.low.globalVariable('@@DATEFIRST OF ANOTHER DAY') : undefined;
  const day = first === undefined ? pg.interval('1 day') : toMonday(first);
  const value = part === 'week' && (first === undefined || knownDay(first) !== 1) ? pg.subtract(pg.call('date_trunc', pg.text('week'), pg.add(moment, day)), day) : pg.call('date_trunc', pg.text(unit), moment);
  if (zone !== undefined) return inZone(value, zone);
  if (isScalar(type) && type.base === 'date') return cast(site.low, value, type);
  return base(type) === 'datetime' && familyOf(type) === 'date-time' && (part === 'millisecond' || part === 'microsecond') ? support(site.low, toTicks, [value]) : value;
}

/** https://learn.microsoft.com/sql/t-sql/functions/date-bucket-transact-sql: buckets count from 1900-01-01 unless an origin is given. */
function dateBucket(site: CallSite): Expression {
  const part = partOf(site);
  const width = integerOf(site.args[1]);
  const type = site.type(2);
  const unit = { day: 'day', dayofyear: 'day', week: 'week', hour: 'hour', minute: 'minute', second: 'second', millisecond: 'millisecond' }[part ?? ''];
  if (part === undefined || (width !== undefined && width < 1) || isTime(type) || isZoned(type) || (isScalar(type) && familyOf(type) === 'string')) return site.refuse('this form');
  const given = toTimestamp(site.date(2), type);
  const origin = site.args.length > 3 ? toTimestamp(site.date(3), site.type(3)) : ({ kind: 'TypedLiteral', type: pg.type('timestamp'), value: '1900-01-01' } as const);
  const back = (value: Expression): Expression => (base(type) === 'date' ? castTo(value, 'date') : value);
  const count = width === undefined ? site.int(1) : pg.number(width);
  if (unit !== undefined) return back(pg.call('date_bin', width === undefined ? pg.multiply(castTo(count, 'double precision'), pg.interval(`1 ${unit}`)) : pg.interval(`${width} ${unit}`), given, origin));
  const months = { month: 1, quarter: 3, year: 12 }[part];
  if (months === undefined) return site.refuse('this form');
  // Months since the origin, cut to whole buckets.
  const since = pg.add(pg.multiply(pg.subtract(extracted('year', given), extracted('year', origin)), pg.number(12)), pg.subtract(extracted('month', given), extracted('month', origin)));
  const size = pg.multiply(count, pg.number(months));
  const steps = pg.multiply(castTo(pg.call('floor', pg.divide(castTo(since, 'numeric'), castTo(size, 'numeric'))), 'integer'), size);
  return back(pg.add(origin, pg.call('make_interval', pg.named('months', steps))));
}

/** The fraction of DATETIMEFROMPARTS is in milliseconds. */
const fromParts = (site: CallSite, milliseconds: boolean): Expression => {
  const seconds = milliseconds ? pg.add(castTo(site.int(5), 'double precision'), pg.divide(site.int(6), pg.number('1000.0'))) : pg.number(0);
  const made = pg.call('make_timestamp', site.int(0), site.int(1), site.int(2), site.int(3), site.int(4), seconds);
  return milliseconds ? support(site.low, toTicks, [made]) : made;
};

/** Seconds with a fraction that is counted in units of its last digit: 5 with a precision of 3 is .005. */
function fineSeconds(site: CallSite, at: number): Expression | undefined {
  const digits = integerOf(site.args[site.args.length - 1]);
  if (digits === undefined || digits < 0 || digits > 7) return undefined;
  const seconds = castTo(site.int(at), 'double precision');
  return digits === 0 ? seconds : pg.add(seconds, pg.divide(site.int(at + 1), pg.number(`${10 ** digits}.0`)));
}

function dateTime2FromParts(site: CallSite): Expression {
  const seconds = fineSeconds(site, 5);
  if (seconds === undefined) return site.refuse('the precision is known at run time only');
  return castTo(pg.call('make_timestamp', site.int(0), site.int(1), site.int(2), site.int(3), site.int(4), seconds), 'timestamp', Math.min(6, integerOf(site.args[7]) ?? 6));
}

function timeFromParts(site: CallSite): Expression {
  const seconds = fineSeconds(site, 2);
  if (seconds === undefined) return site.refuse('the precision is known at run time only');
  return castTo(pg.call('make_time', site.int(0), site.int(1), seconds), 'time', Math.min(6, integerOf(site.args[4]) ?? 6));
}

/** The moment is kept, the offset is not. */
function offsetFromParts(site: CallSite): Expression {
  const digits = integerOf(site.args[9]);
  if (digits === undefined) return site.refuse('the precision is known at run time only');
  const seconds = digits === 0 ? castTo(site.int(5), 'double precision') : pg.add(castTo(site.int(5), 'double precision'), pg.divide(site.int(6), pg.number(`${10 ** digits}.0`)));
  const local = pg.call('make_timestamp', site.int(0), site.int(1), site.int(2), site.int(3), site.int(4), seconds);
  const away = pg.call('make_interval', pg.named('hours', site.int(7)), pg.named('mins', site.int(8)));
  return pg.call('timezone', pg.text('UTC'), pg.subtract(local, away));
}

export const dateFunctions: FunctionTable = {
  GETDATE: clock(3, false),
  CURRENT_TIMESTAMP: clock(3, false),
  GETUTCDATE: clock(3, true),
  SYSDATETIME: clock(6, false),
  SYSUTCDATETIME: clock(6, true),
  SYSDATETIMEOFFSET: { args: [0, 0], volatility: 'volatile', build: now },
  CURRENT_DATE: { args: [0, 0], volatility: 'stable', build: () => pg.special('CURRENT_DATE') },
  SWITCHOFFSET: { args: [2, 2], volatility: 'immutable', build: switchOffset },
  TODATETIMEOFFSET: { args: [2, 2], volatility: 'immutable', build: toOffset },
  DATEADD: { args: [3, 3], volatility: 'immutable', build: dateAdd },
  DATEDIFF: { args: [3, 3], volatility: 'immutable', build: dateDiff },
  DATEDIFF_BIG: { args: [3, 3], volatility: 'immutable', build: (s) => castTo(dateDiff(s), 'bigint') },
  DATEPART: { args: [2, 2], volatility: 'immutable', build: (s) => partNumber(s, partOf(s), 1) },
  DATENAME: { args: [2, 2], volatility: 'stable', build: dateName },
  DATE_BUCKET: { args: [3, 4], volatility: 'immutable', build: dateBucket },
  DATETRUNC: { args: [2, 2], volatility: 'immutable', build: dateTrunc },
  ISDATE: { args: [1, 1], volatility: 'stable', build: (s) => (s.type(0).kind === 'null' ? pg.number(0) : familyOf(s.type(0)) === 'string' ? support(s.low, isDate, [s.text(0)]) : s.refuse('its argument is no text')) },
  YEAR: simple('year'),
  MONTH: simple('month'),
  DAY: simple('day'),
  EOMONTH: { args: [1, 2], volatility: 'immutable', build: endOfMonth },
  DATEFROMPARTS: { args: [3, 3], volatility: 'immutable', build: (s) => pg.call('make_date', s.int(0), s.int(1), s.int(2)) },
  DATETIMEFROMPARTS: { args: [7, 7], volatility: 'immutable', build: (s) => fromParts(s, true) },
  DATETIME2FROMPARTS: { args: [8, 8], volatility: 'immutable', build: dateTime2FromParts },
  TIMEFROMPARTS: { args: [5, 5], volatility: 'immutable', build: timeFromParts },
  DATETIMEOFFSETFROMPARTS: { args: [10, 10], volatility: 'immutable', build: offsetFromParts },
  SMALLDATETIMEFROMPARTS: { args: [5, 5], volatility: 'immutable', build: (s) => fromParts(s, false) },
};

