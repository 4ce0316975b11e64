import type { Expression as SourceExpression, ScalarType, SqlType } from '@ferry/source-sqlserver';
import { familyOf, isNational, isPadded, isScalar, scalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { typeItems } from '../action-items/types';
import { dateToTextMask } from '../functions/date-styles';
import { floatText } from '../functions/style-support';
import { datetimeText } from '../functions/support';
import { bytesToGuid, bytesToNumber, guidToBytes, numberToBytes, offsetText, readMoment, readMoney, readOffset, toTicks } from '../functions/texts-to-values';
import { shortInteger, toTinyint } from '../functions/string-support';
import { textToUtf16, utf16ToText } from '../functions/utf16';
import { searchable } from './collation';
import { localTime, offsetOf } from './offsets';
import { support } from './support-call';
import { atLeast, cast, castTo, note, pgType, refuse, typeWords } from './lowering';
import type { Lowering } from './lowering';

/**
 * Why a value changes its type. `implicit`: an operand meets one of a stronger type. `assign`: a variable, parameter or result takes
 * it, which cuts a text that is too long. `store`: a column takes it, where such a text is an error. `explicit`: CAST and CONVERT,
 * which also cut to length and fix precision.
 */
export type ConversionMode = 'implicit' | 'assign' | 'store' | 'explicit';

interface Work {
  readonly low: Lowering;
  readonly node: SourceExpression;
  readonly value: Expression;
  readonly from: ScalarType;
  readonly to: ScalarType;
  readonly mode: ConversionMode;
}

export const epoch: Expression = { kind: 'TypedLiteral', type: pg.type('timestamp'), value: '1900-01-01' };

/** A fixed-length text with its padding: casts of PostgreSQL's char drop it. */
export function padded(value: Expression, type: SqlType): Expression {
  if (!isScalar(type) || !isPadded(type) || typeof type.length !== 'number' || type.length === 1) return value;
  return pg.call('rpad', value, pg.number(type.length));
}

/** Tells that a char which becomes another text loses the blanks that fill it up. */
export function notePadding(low: Lowering, node: SourceExpression, from: SqlType, to: SqlType): void {
  if (isScalar(from) && isScalar(to) && isPadded(from) && from.length !== 1 && familyOf(to) === 'string' && !isPadded(to)) note(low, node, typeItems.padding, { from: typeWords(from), to: typeWords(to) });
}

/** Converts a value that is already written in PostgreSQL's words from one SQL Server type to another. */
export function convert(low: Lowering, node: SourceExpression, value: Expression, from: SqlType, to: SqlType, mode: ConversionMode): Expression {
  if (!isScalar(to)) return value;
  if (from.kind === 'null') return mode === 'implicit' ? value : pg.cast(value, pgType(low, to));
  if (!isScalar(from)) return refuse(low, node, expressionItems.unknownType, { what: `A conversion to ${typeWords(to)}` });
  if (mode !== 'explicit' && sameInTarget(from, to)) return value;
  const work: Work = { low, node, value, from, to, mode };
  // A sql_variant is kept as the text of its value: out of it the text is read again.
  if (from.base === 'sql_variant' && to.base !== 'sql_variant' && familyOf(to) !== 'binary') return convert(low, node, value, scalar('nvarchar', { length: 'max' }), to, 'explicit');
  switch (familyOf(to)) {
    case 'string': return toText(work);
    case 'integer': return toInteger(work);
    case 'bit': return toBit(work);
    case 'decimal': case 'money': case 'float': return toNumber(work);
    case 'date-time': return toDate(work);
    case 'guid': return familyOf(from) === 'guid' ? value : familyOf(from) === 'string' ? cast(low, value, to) : familyOf(from) === 'binary' && from.base !== 'rowversion' ? support(low, bytesToGuid, [value]) : cannot(work);
    case 'xml': return familyOf(from) === 'xml' ? value : familyOf(from) === 'string' ? (atLeast(low, 'stable'), castTo(value, 'xml')) : cannot(work);
    case 'binary': return toBinary(work);
    case 'other': return from.base === to.base ? value : to.base === 'sql_variant' ? toVariant(work) : cannot(work);
  }
}

/** The same base, or two that PostgreSQL mixes by itself. */
function sameInTarget(from: ScalarType, to: ScalarType): boolean {
  if (from.base === to.base) return familyOf(to) !== 'string' && familyOf(to) !== 'binary';
  const [a, b] = [familyOf(from), familyOf(to)];
  if (a === 'bit' || b === 'bit' || a !== b) return false;
  return a === 'integer';
}

const cannot = ({ low, node, from, to }: Work, reason?: string): Expression => refuse(low, node, expressionItems.conversion, { from: typeWords(from), to: typeWords(to), ...(reason === undefined ? {} : { reason }) });

/** The value as a text that reads back as the same value. */
function toVariant(work: Work): Expression {
  const { low, value, from } = work;
  switch (familyOf(from)) {
    case 'string': return value;
    case 'bit': return castTo(asInteger(work), 'text');
    case 'integer': case 'decimal': case 'money': return castTo(value, 'text');
    case 'float': return castTo(castTo(value, 'double precision'), 'text');
    case 'guid': return pg.call('upper', castTo(value, 'text'));
    case 'date-time': return from.base === 'datetimeoffset' ? cannot(work) : (atLeast(low, 'stable'), castTo(value, 'text'));
    default: return cannot(work);
  }
}

const asInteger = ({ low, value }: Work): Expression => (low.bitIsBoolean ? castTo(value, 'integer') : value);

function toText(work: Work): Expression {
  const { low, value, from, to, mode } = work;
  const finish = (text: Expression): Expression => (mode === 'explicit' && typeof to.length === 'number' ? cast(low, text, to) : text);
  switch (familyOf(from)) {
    case 'string': {
      if (mode === 'assign' || mode === 'store') notePadding(low, work.node, from, to);
      if (mode === 'implicit' || mode === 'store') return value;
      const text = padded(value, from);
      if (mode === 'assign') return shorter(from, to) ? cast(low, text, to) : value;
      return from.base === to.base && from.length === to.length ? value : cast(low, text, to);
    }
    case 'integer':
      // What does not fit becomes an asterisk; a bigint is an error then.
      if (mode === 'explicit' && typeof to.length === 'number' && to.length < (digitsOf[from.base] ?? 0)) return cast(low, support(low, shortInteger, [value, pg.number(to.length)]), to);
      return mode === 'explicit' ? cast(low, value, to) : castTo(value, 'text');
    case 'bit': return finish(castTo(asInteger(work), 'text'));
    case 'decimal': return finish(castTo(value.kind === 'ColumnRef' || value.kind === 'VariableRef' || value.kind === 'Cast' ? value : cast(low, value, from), 'text'));
    case 'float': return finish(support(low, floatText, [castTo(value, 'double precision'), pg.number(0)]));
    case 'money': return finish(castTo(pg.call('round', value, pg.number(2)), 'text'));
    case 'date-time': return mode === 'assign' && typeof to.length === 'number' ? cast(low, dateText(work), to) : finish(dateText(work));
    case 'guid': return finish(pg.call('upper', castTo(value, 'text')));
    case 'xml': return finish(castTo(value, 'text'));
    case 'binary': return from.base === 'rowversion' ? cannot(work) : finish(isNational(to) ? support(low, utf16ToText, [value]) : pg.call('convert_from', value, pg.text('LATIN1')));
    default: return from.base === 'hierarchyid' || from.base === 'sql_variant' ? finish(value) : cannot(work);
  }
}

/** Digits of the largest number of a type. */
const digitsOf: Readonly<Record<string, number>> = { tinyint: 3, smallint: 5, int: 10 };
const shorter = (from: ScalarType, to: ScalarType): boolean => typeof to.length === 'number' && (typeof from.length !== 'number' || from.length > to.length);

/** What a date prints without a style: https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql#date-and-time-styles */
function dateText(work: Work): Expression {
  const { low, value, from } = work;
  atLeast(low, 'stable');
  const style = from.base === 'datetime' || from.base === 'smalldatetime' ? 0 : 121;
  if (style === 0) return support(low, datetimeText, [value]);
  const kind = from.base === 'date' ? 'date' : from.base === 'time' ? 'time' : 'timestamp';
  if (from.base === 'datetimeoffset') {
    const zone = offsetOf(low, work.node, value);
    return zone === undefined ? cannot(work, 'PostgreSQL does not keep the offset') : support(low, offsetText, [value, zone, pg.number(from.scale ?? 7)]);
  }
  const mask = dateToTextMask(121, kind, Math.min(from.scale ?? 0, 6));
  if (mask === undefined) return cannot(work);
  const written = pg.call('to_char', value, pg.text(mask));
  // The seventh digit is not kept.
  return (from.scale ?? 0) > 6 ? (note(low, work.node, typeItems.accuracy, { from: typeWords(from), to: 'a text' }), pg.concat(written, pg.text('0'))) : written;
}

const isWide = (from: ScalarType, to: ScalarType): boolean => from.base === to.base || (to.base === 'bigint' && familyOf(from) === 'integer') || (to.base === 'int' && (from.base === 'smallint' || from.base === 'tinyint')) || (to.base === 'smallint' && from.base === 'tinyint');

function toInteger(work: Work): Expression {
  const { low, to, mode, from } = work;
  const whole = toWhole(work);
  // PostgreSQL has no type of one byte.
  return mode === 'explicit' && to.base === 'tinyint' && from.base !== 'tinyint' && familyOf(from) !== 'bit' && !low.ctx.object.kind.startsWith('TABLE') ? support(low, toTinyint, [castTo(whole, 'bigint')]) : whole;
}

function toWhole(work: Work): Expression {
  const { low, value, from, mode } = work;
  // A tinyint is checked when it is whole.
  const to: ScalarType = work.to.base === 'tinyint' && mode === 'explicit' ? { ...work.to, base: 'bigint' } : work.to;
  switch (familyOf(from)) {
    case 'integer': return mode === 'explicit' && !isWide(from, to) ? cast(low, value, to) : mode === 'explicit' && from.base !== to.base ? cast(low, value, to) : value;
    case 'bit': return low.bitIsBoolean ? bitAs(low, value, to) : cast(low, value, to);
    // SQL Server cuts the fraction of decimals and floats, and rounds money.
    case 'decimal': case 'float': return cast(low, pg.call('trunc', value), to);
    case 'money': return cast(low, value, to);
    case 'string': return cast(low, value, to);
    case 'date-time': return isDayNumber(from) ? cast(low, pg.call('round', dayCount(value)), to) : cannot(work);
    case 'binary': return from.base === 'rowversion' ? cannot(work) : cast(low, support(low, bytesToNumber, [value, pg.number(sizeOf(to))]), to);
    default: return cannot(work);
  }
}

/** PostgreSQL casts boolean to integer only. */
const bitAs = (low: Lowering, value: Expression, to: ScalarType): Expression => (to.base === 'int' ? castTo(value, 'integer') : cast(low, castTo(value, 'integer'), to));

/** Types whose values are numbers too: days since 1900. */
const isDayNumber = (type: ScalarType): boolean => type.base === 'datetime' || type.base === 'smalldatetime';
const dayCount = (value: Expression): Expression => pg.divide(pg.extract('epoch', pg.subtract(value, epoch)), pg.number(86400));

function toBit(work: Work): Expression {
  const { low, value, from } = work;
  switch (familyOf(from)) {
    case 'bit': return value;
    case 'date-time': return low.bitIsBoolean && isDayNumber(from) ? pg.ne(value, epoch) : cannot(work);
    case 'integer': case 'decimal': case 'money': case 'float': return low.bitIsBoolean ? pg.ne(value, pg.number(0)) : castTo(castTo(pg.ne(value, pg.number(0)), 'integer'), 'smallint');
    case 'string': return low.bitIsBoolean ? castTo(value, 'boolean') : cannot(work);
    default: return cannot(work);
  }
}

function toNumber(work: Work): Expression {
  const { low, value, from, to, mode } = work;
  switch (familyOf(from)) {
    case 'bit': return mode === 'explicit' ? cast(low, asInteger(work), to) : asInteger(work);
    case 'integer': case 'decimal': case 'money': case 'float': {
      // PostgreSQL would keep six digits of a real only.
      const exact = from.base === 'real' && familyOf(to) !== 'float' ? castTo(value, 'double precision') : value;
      if (mode === 'explicit') return from.base === to.base && from.precision === to.precision && from.scale === to.scale ? value : cast(low, exact, to);
      return (mode === 'assign' || mode === 'store') && familyOf(from) !== familyOf(to) && familyOf(from) === 'float' ? cast(low, value, to) : value;
    }
    case 'string': return familyOf(to) === 'money' ? cast(low, support(low, readMoney, [searchable(low, [work.node], castTo(value, 'text'))]), to) : cast(low, value, to);
    case 'date-time': return isDayNumber(from) ? cast(low, dayCount(value), to) : cannot(work);
    default: return cannot(work);
  }
}

/** smalldatetime is rounded to the minute. */
const toMinute = (value: Expression): Expression => pg.call('date_trunc', pg.text('minute'), pg.add(value, pg.interval('30.001 seconds')));

function toDate(work: Work): Expression {
  const { low, value, from, to, mode } = work;
  switch (familyOf(from)) {
    case 'string':
      return textToMoment(low, searchable(low, [work.node], value), to);
    case 'integer': case 'bit':
      return to.base === 'datetime' || to.base === 'smalldatetime' ? pg.add(epoch, pg.call('make_interval', pg.named('days', familyOf(from) === 'bit' ? asInteger(work) : from.base === 'bigint' ? castTo(value, 'integer') : value))) : cannot(work);
    case 'decimal': case 'float': case 'money':
      return to.base === 'datetime' || to.base === 'smalldatetime' ? asMoment(low, pg.add(epoch, pg.multiply(castTo(value, 'double precision'), pg.interval('1 day'))), to) : cannot(work);
    case 'date-time': return between(work);
    default: return mode === 'implicit' ? cannot(work) : cannot(work);
  }
}

/** A text as a value of a date type, read as SQL Server reads it. */
export function textToMoment(low: Lowering, value: Expression, to: ScalarType): Expression {
  if (to.base === 'datetimeoffset') return cast(low, support(low, readOffset, [value]), to);
  return asMoment(low, support(low, readMoment, [value]), to);
}

/** A timestamp as a value of a date type. */
export function asMoment(low: Lowering, moment: Expression, to: ScalarType): Expression {
  switch (to.base) {
    case 'datetime': return support(low, toTicks, [moment]);
    case 'smalldatetime': return toMinute(moment);
    default: return cast(low, moment, to);
  }
}

function between(work: Work): Expression {
  const { low, value, from, to, mode } = work;
  if (from.base === to.base) return mode === 'explicit' && from.scale !== to.scale ? cast(low, value, to) : value;
  if (from.base === 'datetimeoffset') {
    const local = localTime(low, work.node, value);
    return local === undefined ? cannot(work, 'PostgreSQL does not keep the offset') : between({ ...work, value: local, from: { ...from, base: 'datetime2' }, mode: mode === 'implicit' ? 'assign' : mode });
  }
  if (to.base === 'datetimeoffset') return { kind: 'AtTimeZone', operand: castTo(value, 'timestamp'), zone: pg.text('UTC') };
  // A time meets a date on 1900-01-01.
  if (from.base === 'time') return to.base === 'date' ? cannot(work) : between({ ...work, value: pg.add({ kind: 'TypedLiteral', type: pg.type('date'), value: '1900-01-01' }, value), from: { ...from, base: 'datetime2' } });
  if (to.base === 'smalldatetime' && from.base !== 'date') return toMinute(value);
  if (to.base === 'datetime' && mode !== 'implicit' && from.base === 'datetime2') return support(low, toTicks, [value]);
  if (mode === 'implicit' && to.base !== 'time' && to.base !== 'date') return value;
  return cast(low, value, to);
}

/** Bytes of an integer type. */
const sizeOf = (type: ScalarType): number => (type.base === 'bigint' ? 8 : type.base === 'int' ? 4 : type.base === 'smallint' ? 2 : 1);

/** binary(n) is filled up with zeros at its end; both kinds are cut to their length. */
export function filledUp(value: Expression, to: ScalarType): Expression {
  if (typeof to.length !== 'number') return value;
  const cut = pg.call('substring', value, pg.number(1), pg.number(to.length));
  if (to.base !== 'binary') return cut;
  return pg.call('substring', pg.concat(value, zeros(to.length)), pg.number(1), pg.number(to.length));
}

const zeros = (count: number): Expression => pg.call('decode', pg.call('repeat', pg.text('00'), pg.number(count)), pg.text('hex'));
/** Bytes filled up with zeros; what is too long stays so, for whoever stores it to refuse. */
const padBytes = (value: Expression, length: number): Expression => pg.call('substring', pg.concat(value, zeros(length)), pg.number(1), pg.call('greatest', pg.call('octet_length', value), pg.number(length)));

function toBinary(work: Work): Expression {
  const { low, value, from, to, mode } = work;
  if (from.base === 'rowversion' || to.base === 'rowversion') return from.base === to.base ? value : cannot(work);
  const wanted = typeof to.length === 'number' ? to.length : undefined;
  if (familyOf(from) === 'integer' || familyOf(from) === 'bit') {
    const own = familyOf(from) === 'bit' ? 1 : sizeOf(from);
    const number = familyOf(from) === 'bit' ? asInteger(work) : value;
    return support(low, numberToBytes, [castTo(number, 'bigint'), pg.number(own), to.base === 'binary' && wanted !== undefined ? pg.number(wanted) : wanted !== undefined && wanted < own ? pg.number(wanted) : castTo(pg.null, 'integer')]);
  }
  if (familyOf(from) === 'guid') return filledUp(support(low, guidToBytes, [value]), to);
  if (familyOf(from) === 'string') return filledUp(isNational(from) ? support(low, textToUtf16, [padded(value, from)]) : pg.call('convert_to', castTo(padded(value, from), 'text'), pg.text('UTF8')), to);
  if (familyOf(from) !== 'binary') return cannot(work);
  if (mode === 'implicit') return value;
  if (to.base === 'binary' && wanted !== undefined && (from.base !== 'binary' || from.length !== wanted)) return mode === 'store' ? padBytes(value, wanted) : filledUp(value, to);
  if (mode === 'assign' && shorter(from, to) && wanted !== undefined) return pg.call('substring', value, pg.number(1), pg.number(wanted));
  return mode === 'explicit' && shorter(from, to) && typeof to.length === 'number' ? pg.call('substring', value, pg.number(1), pg.number(to.length)) : value;
}
