import type { CastExpression, ConvertExpression, Expression as SourceExpression, ParseExpression, ScalarType, SqlType } from '@ferry/source-sqlserver';
import { familyOf, isScalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { dateToTextMask, selfReading, textToDateMask } from '../functions/date-styles';
import { attempts, tryDecimal } from '../functions/support';
import { coerce, lowerNode } from './expressions';
import { integerOf, literalAs, literalOf } from './literals';
import { atLeast, cast, castTo, refuse, sqlTypeOf, typeWords } from './lowering';
import type { Lowering } from './lowering';
import { support } from './support-call';

/** CAST and CONVERT without a style. */
function plainCast(low: Lowering, node: SourceExpression, operand: SourceExpression, to: SqlType, attempt: boolean): Expression {
  if (!isScalar(to)) return refuse(low, node, expressionItems.unknownType, { what: 'CAST' });
  if (!attempt) return coerce(low, operand, to, 'explicit');
  return attemptCast(low, node, operand, to);
}

/** TRY_CAST of what always succeeds is a CAST; of a text it needs a function that catches the error. */
function attemptCast(low: Lowering, node: SourceExpression, operand: SourceExpression, to: ScalarType): Expression {
  const from = sqlTypeOf(low, operand);
  if (familyOf(from) === 'string' && familyOf(to) === 'string') return coerce(low, operand, to, 'explicit');
  if (familyOf(from) === 'string' && to.base === 'decimal') return cast(low, support(low, tryDecimal, [castTo(coerce(low, operand, { kind: 'scalar', base: 'varchar', length: 'max', nullable: true }), 'text'), pg.number(to.precision ?? 18), pg.number(to.scale ?? 0)]), to);
  const helper = attempts[to.base];
  if (familyOf(from) !== 'string' || helper === undefined) return refuse(low, node, expressionItems.conversion, { from: typeWords(from), to: typeWords(to), reason: 'TRY_CAST' });
  const value = support(low, helper, [castTo(coerce(low, operand, { kind: 'scalar', base: 'varchar', length: 'max', nullable: true }), 'text')]);
  return to.base === 'money' ? cast(low, value, to) : value;
}

/** Dates to text. A style without a mask is refused. */
function styledText(low: Lowering, node: ConvertExpression, from: ScalarType, to: ScalarType, style: number): Expression {
  if (style === 0 || style === 100) {
    return from.base === 'date' || from.base === 'time' ? refuse(low, node, expressionItems.conversion, { from: typeWords(from), to: typeWords(to), reason: `style ${style}` }) : coerceStyle0(low, node, to);
  }
  const kind = from.base === 'date' ? 'date' : from.base === 'time' ? 'time' : 'timestamp';
  const mask = from.base === 'datetimeoffset' ? undefined : dateToTextMask(style, kind, from.scale ?? 3);
  if (mask === undefined) return refuse(low, node, expressionItems.conversion, { from: typeWords(from), to: typeWords(to), reason: `style ${style}` });
  atLeast(low, 'stable');
  const value = literalAs(low, node.operand, from, 'typed') ?? lowerNode(low, node.operand);
  const text = pg.call('to_char', value, pg.text(mask));
  return typeof to.length === 'number' && (to.base === 'char' || to.base === 'nchar' || to.length < mask.length + 6) ? cast(low, text, to) : text;
}

const coerceStyle0 = (low: Lowering, node: ConvertExpression, to: ScalarType): Expression => coerce(low, node.operand, to, 'explicit');

/** Texts to dates: year-first styles are what PostgreSQL reads by itself. */
function styledDate(low: Lowering, node: ConvertExpression, from: ScalarType, to: ScalarType, style: number): Expression {
  const mask = textToDateMask(style);
  const text = coerce(low, node.operand, { kind: 'scalar', base: 'varchar', length: 'max', nullable: true });
  atLeast(low, 'stable');
  if (selfReading.has(style) || monthFirst.has(style)) return cast(low, text, to);
  if (mask === undefined || node.attempt || to.base === 'time' || to.base === 'datetimeoffset') return refuse(low, node, expressionItems.conversion, { from: typeWords(from), to: typeWords(to), reason: `style ${style}` });
  if (to.base === 'date') return pg.call('to_date', text, pg.text(mask));
  return cast(low, pg.call('to_timestamp', text, pg.text(`${mask} HH24:MI:SS`)), to);
}

/** Month, day, year is how PostgreSQL reads dates under its default DateStyle; year-first texts are read under any style. */
const monthFirst = new Set([1, 10, 101, 110]);

function lowerConvert(low: Lowering, node: ConvertExpression): Expression {
  const to = sqlTypeOf(low, node);
  const from = sqlTypeOf(low, node.operand);
  if (node.style === undefined || !isScalar(to) || !isScalar(from)) return plainCast(low, node, node.operand, to, node.attempt);
  const style = integerOf(node.style);
  if (style === undefined) return refuse(low, node, expressionItems.conversion, { from: typeWords(from), to: typeWords(to), reason: 'the style is known at run time only' });
  const [source, target] = [familyOf(from), familyOf(to)];
  if (source === 'date-time' && target === 'string') return node.attempt ? refuse(low, node, expressionItems.conversion, { from: typeWords(from), to: typeWords(to) }) : styledText(low, node, from, to, style);
  if (source === 'string' && target === 'date-time') {
    const literal = literalOf(node.operand) !== undefined && selfReading.has(style) ? literalAs(low, node.operand, to, 'typed') : undefined;
    return literal ?? styledDate(low, node, from, to, style);
  }
  if (source === 'binary' || target === 'binary') return binaryStyle(low, node, from, to, style);
  if (source === 'money' && target === 'string' && style !== 0) return style === 2 ? castTo(cast(low, lowerNode(low, node.operand), from), 'text') : refuse(low, node, expressionItems.conversion, { from: typeWords(from), to: typeWords(to), reason: `style ${style}` });
  if (source === 'float' && target === 'string') return refuse(low, node, expressionItems.conversion, { from: typeWords(from), to: typeWords(to), reason: `style ${style}` });
  return plainCast(low, node, node.operand, to, node.attempt);
}

/** Style 2 is the hexadecimal digits, style 1 has `0x` before them. */
function binaryStyle(low: Lowering, node: ConvertExpression, from: ScalarType, to: ScalarType, style: number): Expression {
  if (familyOf(from) === 'binary' && familyOf(to) === 'string' && (style === 1 || style === 2)) {
    const digits = pg.call('upper', pg.call('encode', lowerNode(low, node.operand), pg.text('hex')));
    return style === 2 ? digits : pg.concat(pg.text('0x'), digits);
  }
  if (familyOf(from) === 'string' && familyOf(to) === 'binary' && style === 2) return pg.call('decode', lowerNode(low, node.operand), pg.text('hex'));
  return refuse(low, node, expressionItems.conversion, { from: typeWords(from), to: typeWords(to), reason: `style ${style}` });
}

export const casts = {
  CastExpression: (low: Lowering, node: CastExpression): Expression => plainCast(low, node, node.operand, sqlTypeOf(low, node), node.attempt),
  ConvertExpression: lowerConvert,
  ParseExpression: (low: Lowering, node: ParseExpression): Expression => refuse(low, node, expressionItems.builtIn, { function: node.attempt ? 'TRY_PARSE' : 'PARSE' }),
};
