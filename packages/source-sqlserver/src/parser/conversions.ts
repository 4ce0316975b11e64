import { T } from '../lexer';
import type { CastExpression, ConvertExpression, ParseExpression } from '../syntax';
import type { Cursor } from './cursor';
import { parseDataType } from './data-types';
import { parseValue } from './expressions';

/** `CAST(x AS type)`, `TRY_CAST`. */
export function parseCast(p: Cursor, start: number): CastExpression {
  const attempt = p.word() === 'TRY_CAST';
  p.advance();
  const open = p.position;
  p.expectKind(T.LeftParen);
  const operand = parseValue(p);
  p.expect('AS', 'in CAST');
  const type = parseDataType(p);
  p.expectClose(open, 'CAST');
  return { kind: 'CastExpression', attempt, operand, type, span: p.spanFrom(start) };
}

/** `CONVERT(type, x [, style])`, `TRY_CONVERT`. */
export function parseConvert(p: Cursor, start: number): ConvertExpression {
  const attempt = p.word() === 'TRY_CONVERT';
  p.advance();
  const open = p.position;
  p.expectKind(T.LeftParen, 'after CONVERT');
  const type = parseDataType(p);
  p.expectKind(T.Comma, 'after the data type of CONVERT');
  const operand = parseValue(p);
  const style = p.acceptKind(T.Comma) ? parseValue(p) : undefined;
  p.expectClose(open, 'CONVERT');
  return { kind: 'ConvertExpression', attempt, type, operand, style, span: p.spanFrom(start) };
}

/** `PARSE(x AS type [USING culture])`, `TRY_PARSE`. */
export function parseParse(p: Cursor, start: number): ParseExpression {
  const attempt = p.word() === 'TRY_PARSE';
  p.advance();
  const open = p.position;
  p.expectKind(T.LeftParen);
  const operand = parseValue(p);
  p.expect('AS', 'in PARSE');
  const type = parseDataType(p);
  const culture = p.accept('USING') ? parseValue(p) : undefined;
  p.expectClose(open, 'PARSE');
  return { kind: 'ParseExpression', attempt, operand, type, culture, span: p.spanFrom(start) };
}
