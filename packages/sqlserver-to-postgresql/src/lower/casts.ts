import type { CastExpression, ConvertExpression, Expression as SourceExpression, ParseExpression, ScalarType, SqlType } from '@ferry/source-sqlserver';
import { familyOf, isScalar, scalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { dateToTextMask, selfReading } from '../functions/date-styles';
import { dateInStyle, floatText } from '../functions/style-support';
import { readMomentIn } from '../functions/texts-to-values';
import { attempts, tryDecimal } from '../functions/support';
import { searchable } from './collation';
import { asMoment, filledUp } from './convert';
import { coerce, lowerNode } from './expressions';
import { integerOf, literalAs, literalOf, textOf } from './literals';
import { atLeast, cast, castTo, pgType, refuse, sqlTypeOf, typeWords } from './lowering';
import type { Lowering } from './lowering';
import { isOffset, noteOffset } from './offsets';
import { support } from './support-call';
import { held, isVariant } from './variants';

/** CAST and CONVERT without a style. */
function plainCast(low: Lowering, node: SourceExpression, operand: SourceExpression, to: SqlType, attempt: boolean): Expression {
  if (!isScalar(to)) return refuse(low, node, expressionItems.unknownType, { what: 'CAST' });
  const inside = isVariant(to) || !isVariant(sqlTypeOf(low, operand)) ? undefined : held(low, operand);
  if (inside !== undefined) return plainCast(low, node, inside, to, attempt);
  if (isOffset(to) && isScalar(sqlTypeOf(low, operand)) && familyOf(sqlTypeOf(low, operand)) === 'string') noteOffset(low, node);
  if (!attempt) return coerce(low, operand, to, 'explicit');
  return attemptCast(low, node, operand, to);
}

/** TRY_CAST of what always succeeds is a CAST; of a text it needs a function that catches the error. */
function attemptCast(low: Lowering, node: SourceExpression, operand: SourceExpression, to: ScalarType): Expression {
  const from = sqlTypeOf(low, operand);
  if (from.kind === 'null') return pg.cast(pg.null, pgType(low, to));
  const [source, target] = [familyOf(from), familyOf(to)];
  const text = (): Expression => searchable(low, [operand], castTo(coerce(low, operand, { kind: 'scalar', base: 'varchar', length: 'max', nullable: true }), 'text'));
  if (source === 'string' && to.base === 'decimal') return cast(low, support(low, tryDecimal, [text(), pg.number(to.precision ?? 18), pg.number(to.scale ?? 0)]), to);
  const helper = attempts[to.base];
  if (source === 'string' && helper !== undefined && (to.base !== 'bit' || low.bitIsBoolean)) {
    const value = support(low, helper, [text()]);
    return to.base === 'money' || to.base === 'datetime2' || to.base === 'time' ? cast(low, value, to) : value;
  }
  // What cannot fail.
  if (isVariant(to) || (target === 'binary' && ['integer', 'bit', 'binary', 'guid', 'string'].includes(source)) || (target === 'float' && ['decimal', 'money', 'bit'].includes(source)) || (to.base === 'float' && source === 'float')) return coerce(low, operand, to, 'explicit');
  if (target === 'string' || target === 'bit' || (source === 'date-time' && target === 'date-time') || (source === 'integer' && (target === 'float' || wider(from, to)))) return coerce(low, operand, to, 'explicit');
  const limit = limits[to.base];
  if (limit !== undefined && (source === 'integer' || source === 'decimal' || source === 'money' || source === 'float')) {
    const value = lowerNode(low, operand);
    return pg.case([pg.when({ kind: 'Between', operand: pg.call('trunc', castTo(value, 'numeric')), low: pg.number(limit[0]), high: pg.number(limit[1]) }, coerce(low, operand, to, 'explicit'))]);
  }
  if (to.base === 'decimal' && (source === 'integer' || source === 'decimal' || source === 'money' || source === 'float')) return cast(low, support(low, tryDecimal, [castTo(castTo(lowerNode(low, operand), 'numeric'), 'text'), pg.number(to.precision ?? 18), pg.number(to.scale ?? 0)]), to);
  if (target === 'money' && (source === 'integer' || source === 'decimal' || source === 'money' || source === 'float')) {
    const limit = to.base === 'money' ? '922337203685477.5807' : '214748.3647';
    return pg.case([pg.when({ kind: 'Between', operand: castTo(lowerNode(low, operand), 'numeric'), low: pg.number(`-${limit}`), high: pg.number(limit) }, coerce(low, operand, to, 'explicit'))]);
  }
  return refuse(low, node, expressionItems.conversion, { from: typeWords(from), to: typeWords(to), reason: 'TRY_CAST' });
}

const sizes: Readonly<Record<string, number>> = { tinyint: 1, smallint: 2, int: 4, bigint: 8 };
const wider = (from: SqlType, to: ScalarType): boolean => isScalar(from) && (sizes[to.base] ?? 0) >= (sizes[from.base] ?? 9);
/** What whole numbers can hold: https://learn.microsoft.com/sql/t-sql/data-types/int-bigint-smallint-and-tinyint-transact-sql */
const limits: Readonly<Record<string, readonly [string, string]>> = { tinyint: ['0', '255'], smallint: ['-32768', '32767'], int: ['-2147483648', '2147483647'], bigint: ['-9223372036854775808', '9223372036854775807'] };

/** Styles whose texts no mask of to_char writes, or that are known at run time only, are written by a helper function. */
const helped = new Set([0, 9, 22, 100, 109, 126, 127]);

/** Dates to text. */
function styledText(low: Lowering, node: ConvertExpression, from: ScalarType, to: ScalarType, style: Expression, constant: number | undefined): Expression {
  atLeast(low, 'stable');
  const value = literalAs(low, node.operand, from, 'typed') ?? lowerNode(low, node.operand);
  const kind = from.base === 'date' ? 'date' : from.base === 'time' ? 'time' : 'timestamp';
  const mask = constant === undefined || helped.has(constant) || from.base === 'datetimeoffset' ? undefined : dateToTextMask(constant, kind, from.base === 'smalldatetime' ? 3 : (from.scale ?? 3));
  const exact = from.base === 'datetimeoffset' ? undefined : mask;
  if (constant !== undefined && exact === undefined && !helped.has(constant)) return refuse(low, node, expressionItems.conversion, { from: typeWords(from), to: typeWords(to), reason: `style ${constant}` });
  if (from.base === 'datetimeoffset') return refuse(low, node, expressionItems.conversion, { from: typeWords(from), to: typeWords(to), reason: 'the offset is not kept' });
  if (exact !== undefined && !(from.scale === 7 && /US|FF/.test(exact))) {
    const text = pg.call('to_char', value, pg.text(exact));
    return typeof to.length === 'number' && (to.base === 'char' || to.base === 'nchar' || to.length < exact.length + 6) ? cast(low, text, to) : text;
  }
  const moment = from.base === 'time' ? pg.add({ kind: 'TypedLiteral', type: pg.type('date'), value: '1900-01-01' }, castTo(value, 'time')) : castTo(value, 'timestamp');
  const name = from.base === 'smalldatetime' ? 'datetime' : from.base;
  return cast(low, support(low, dateInStyle, [moment, style, pg.text(name), pg.number(from.base === 'datetime' || from.base === 'smalldatetime' ? 3 : from.base === 'date' ? 0 : (from.scale ?? 7))]), to);
}

/** The order of day, month and year in the numbers of a style. */
const orderOf = (style: number): 'MDY' | 'DMY' | 'YMD' => (dayFirst.has(style) ? 'DMY' : yearFirst.has(style) ? 'YMD' : 'MDY');
const dayFirst = new Set([3, 4, 5, 103, 104, 105]);
const yearFirst = new Set([2, 11, 102, 111]);
const readable = new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 20, 21, 22, 23, 24, 25, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 120, 121, 126, 127]);

/** Texts to dates: the style says in which order numbers stand. */
function styledDate(low: Lowering, node: ConvertExpression, from: ScalarType, to: ScalarType, style: number): Expression {
  if (!readable.has(style) || to.base === 'datetimeoffset') return refuse(low, node, expressionItems.conversion, { from: typeWords(from), to: typeWords(to), reason: `style ${style}` });
  const text = searchable(low, [node.operand], castTo(coerce(low, node.operand, { kind: 'scalar', base: 'varchar', length: 'max', nullable: true }), 'text'));
  return asMoment(low, support(low, readMomentIn, [text, pg.text(orderOf(style))]), to);
}

function lowerConvert(low: Lowering, node: ConvertExpression): Expression {
  const to = sqlTypeOf(low, node);
  const from = sqlTypeOf(low, node.operand);
  if (node.style === undefined || !isScalar(to) || !isScalar(from)) return plainCast(low, node, node.operand, to, node.attempt);
  const style = integerOf(node.style);
  const [source, target] = [familyOf(from), familyOf(to)];
  if (source === 'date-time' && target === 'string') return styledText(low, node, from, to, coerce(low, node.style, scalar('int')), style);
  // Between numbers a style says nothing.
  if (source !== 'date-time' && target !== 'date-time' && source !== 'binary' && target !== 'binary' && source !== 'float' && source !== 'money' && source !== 'xml') return plainCast(low, node, node.operand, to, node.attempt);
  if (style === undefined) return refuse(low, node, expressionItems.conversion, { from: typeWords(from), to: typeWords(to), reason: 'the style is known at run time only' });
  if (node.attempt && (style === 0 || selfReading.has(style))) return plainCast(low, node, node.operand, to, true);
  // To text everything can be converted.
  if (node.attempt && target !== 'string') return refuse(low, node, expressionItems.conversion, { from: typeWords(from), to: typeWords(to), reason: `TRY_CONVERT with style ${style}` });
  if (source === 'string' && target === 'date-time') {
    const literal = literalOf(node.operand) !== undefined && selfReading.has(style) ? literalAs(low, node.operand, to, 'typed') : undefined;
    return literal ?? styledDate(low, node, from, to, style);
  }
  if (source === 'binary' || target === 'binary') return binaryStyle(low, node, from, to, style);
  if (source === 'money' && target === 'string' && (style === 1 || style === 2 || style === 126)) {
    const value = lowerNode(low, node.operand);
    // Style 1 groups the digits by three.
    return style === 1 ? cast(low, pg.call('to_char', pg.call('round', value, pg.number(2)), pg.text('FM999,999,999,999,999,990.00')), to) : cast(low, castTo(cast(low, value, from), 'text'), to);
  }
  if (source === 'float' && target === 'string') return style >= 0 && style <= 3 ? cast(low, support(low, floatText, [castTo(lowerNode(low, node.operand), 'double precision'), pg.number(style)]), to) : refuse(low, node, expressionItems.conversion, { from: typeWords(from), to: typeWords(to), reason: `style ${style}` });
  return plainCast(low, node, node.operand, to, node.attempt);
}

/** Bytes cut to a length. */
const coerceBytes = (value: Expression, to: ScalarType): Expression => (typeof to.length === 'number' ? filledUp(value, to) : value);

/** Style 2 is the hexadecimal digits, style 1 has `0x` before them. */
function binaryStyle(low: Lowering, node: ConvertExpression, from: ScalarType, to: ScalarType, style: number): Expression {
  if (familyOf(from) === 'binary' && familyOf(to) === 'string' && (style === 1 || style === 2)) {
    const digits = pg.call('upper', pg.call('encode', lowerNode(low, node.operand), pg.text('hex')));
    return style === 2 ? digits : pg.concat(pg.text('0x'), digits);
  }
  if (familyOf(from) === 'string' && familyOf(to) === 'binary' && style === 2) return coerceBytes(pg.call('decode', searchable(low, [node.operand], lowerNode(low, node.operand)), pg.text('hex')), to);
  if (familyOf(from) === 'string' && familyOf(to) === 'binary' && style === 1) return coerceBytes(pg.call('decode', pg.call('substr', searchable(low, [node.operand], castTo(lowerNode(low, node.operand), 'text')), pg.number(3)), pg.text('hex')), to);
  if (style === 0) return plainCast(low, node, node.operand, to, node.attempt);
  return refuse(low, node, expressionItems.conversion, { from: typeWords(from), to: typeWords(to), reason: `style ${style}` });
}

/** PARSE under en-US reads what CAST reads, and digits grouped by commas. https://learn.microsoft.com/sql/t-sql/functions/parse-transact-sql */
function lowerParse(low: Lowering, node: ParseExpression): Expression {
  const to = sqlTypeOf(low, node);
  const culture = node.culture === undefined ? 'en-us' : textOf(node.culture)?.toLowerCase();
  if (!isScalar(to) || culture !== 'en-us') return refuse(low, node, expressionItems.builtIn, { function: node.attempt ? 'TRY_PARSE' : 'PARSE', reason: 'the culture is not en-US' });
  if (familyOf(to) === 'date-time') return plainCast(low, node, node.operand, to, node.attempt);
  const text = searchable(low, [node.operand], castTo(coerce(low, node.operand, { kind: 'scalar', base: 'varchar', length: 'max', nullable: true }), 'text'));
  const plain = pg.call('translate', text, pg.text(familyOf(to) === 'money' ? '$,' : ','), pg.text(''));
  if (!node.attempt) return cast(low, pg.call('nullif', pg.call('btrim', plain), pg.text('')), to);
  if (to.base === 'decimal') return cast(low, support(low, tryDecimal, [plain, pg.number(to.precision ?? 18), pg.number(to.scale ?? 0)]), to);
  const helper = attempts[to.base];
  return helper === undefined ? refuse(low, node, expressionItems.builtIn, { function: 'TRY_PARSE' }) : support(low, helper, [plain]);
}

export const casts = {
  CastExpression: (low: Lowering, node: CastExpression): Expression => plainCast(low, node, node.operand, sqlTypeOf(low, node), node.attempt),
  ConvertExpression: lowerConvert,
  ParseExpression: lowerParse,
};
