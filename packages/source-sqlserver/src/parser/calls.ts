import { T } from '../lexer';
import { isBoolean } from '../syntax';
import type { Expression, FunctionCall, QualifiedName, TrimExpression } from '../syntax';
import type { Cursor } from './cursor';
import { parseExpression, parseValue } from './expressions';
import { commaList } from './lists';
import { parseOrderItems } from './ordering';
import { parseIdentifier } from './names';
import { parsePrimary } from './primary';
import { parseOver } from './windows';

/** A function's brackets and what may follow them; its name was read and `(` is next. */
export function parseFunctionCall(p: Cursor, start: number, name: QualifiedName): FunctionCall | TrimExpression {
  const open = p.position;
  p.expectKind(T.LeftParen, 'after the name of the function');
  const function_ = name.parts.at(-1)?.name.toUpperCase() ?? '';
  if (function_ === 'TRIM' && name.parts.length === 1) {
    const trim = parseTrim(p, start, open);
    if (trim) return trim;
  }
  let quantifier: FunctionCall['quantifier'];
  if (p.at('DISTINCT') || p.at('ALL')) {
    quantifier = p.at('ALL') ? 'ALL' : 'DISTINCT';
    p.advance();
  }
  const takesCondition = function_ === 'IIF';
  const args = p.atKind(T.RightParen) || p.at('ABSENT') || (p.at('NULL') && p.word(1) === 'ON') ? [] : commaList(p, (q) => parseArgument(q, takesCondition, function_));
  const onNull = p.acceptWords('ABSENT', 'ON', 'NULL') ? 'ABSENT ON NULL' : p.acceptWords('NULL', 'ON', 'NULL') ? 'NULL ON NULL' : undefined;
  const inner = nullTreatment(p);
  p.expectClose(open, `the arguments of ${function_}`);
  return parseCallTail(p, { kind: 'FunctionCall', name, quantifier, args, odbc: false, nullTreatment: inner, onNull, withinGroup: undefined, over: undefined, span: p.spanFrom(start) }, start);
}

function parseArgument(p: Cursor, takesCondition: boolean, function_: string): Expression {
  const start = p.start();
  if (function_ === 'PREDICT' && p.kind(1) === T.Equal) return parsePredictArgument(p, start);
  const key = parseExpression(p);
  if (p.atKind(T.Colon)) {
    p.advance();
    const value = parseValue(p);
    return { kind: 'KeyValueArgument', key, value, span: p.spanFrom(start) };
  }
  if (!takesCondition && !p.failed && isBoolean(key)) p.report('condition-as-value', `A condition stands where ${function_} needs a value; T-SQL has no boolean values.`, key.span);
  return key;
}

/** `MODEL = @m`, `DATA = t AS d`, `RUNTIME = ONNX` of PREDICT. */
function parsePredictArgument(p: Cursor, start: number): Expression {
  const key = parsePrimary(p);
  p.advance();
  const value = parseValue(p);
  if (p.accept('AS')) parseIdentifier(p, 'an alias');
  return { kind: 'KeyValueArgument', key, value, span: p.spanFrom(start) };
}

function nullTreatment(p: Cursor): FunctionCall['nullTreatment'] {
  if (p.at('IGNORE') && isNulls(p) && advanceTwo(p)) return 'IGNORE NULLS';
  return p.at('RESPECT') && isNulls(p) && advanceTwo(p) ? 'RESPECT NULLS' : undefined;
}

const isNulls = (p: Cursor): boolean => p.text.slice(p.startAt(p.position + 1), p.endAt(p.position + 1)).toUpperCase() === 'NULLS';

const advanceTwo = (p: Cursor): boolean => {
  p.position += 2;
  return true;
};

/** `WITHIN GROUP (ORDER BY ...)`, `IGNORE NULLS`, `OVER (...)`. */
function parseCallTail(p: Cursor, call: FunctionCall, start: number): FunctionCall {
  const kind = p.kind();
  if (kind !== T.Word && kind !== T.Reserved) return call;
  let { withinGroup, over } = call;
  const treatment = call.nullTreatment ?? nullTreatment(p);
  if (p.atWords('WITHIN', 'GROUP')) {
    p.position += 2;
    const open = p.position;
    p.expectKind(T.LeftParen, 'after WITHIN GROUP');
    // `(GRAPH PATH)` of shortest paths has no order.
    withinGroup = p.at('ORDER') ? parseOrderItems(p) : graphPath(p);
    p.expectClose(open, 'WITHIN GROUP');
  }
  if (p.at('OVER')) over = parseOver(p);
  if (withinGroup === undefined && over === undefined && treatment === undefined) return call;
  return { ...call, nullTreatment: treatment, withinGroup, over, span: p.spanFrom(start) };
}

function graphPath(p: Cursor): [] {
  if (p.tokenText().toUpperCase() !== 'GRAPH' || p.word(1) !== 'PATH') p.expected('ORDER BY', 'in WITHIN GROUP');
  else p.position += 2;
  return [];
}

/** `TRIM([LEADING | TRAILING | BOTH] [characters] FROM text)`; nothing is read when it is the plain form. */
function parseTrim(p: Cursor, start: number, open: number): TrimExpression | undefined {
  const before = p.mark();
  const side = p.accept('LEADING') ? 'LEADING' : p.accept('TRAILING') ? 'TRAILING' : p.accept('BOTH') ? 'BOTH' : undefined;
  if (side !== undefined && p.kind() !== T.RightParen && p.kind() !== T.Dot && p.kind() !== T.Comma) {
    const characters: Expression = p.at('FROM') ? { kind: 'StringLiteral', raw: "' '", value: ' ', national: false, span: p.tokenSpan() } : parseValue(p);
    return finishTrim(p, start, open, side, characters);
  }
  p.reset(before);
  const characters = parseValue(p);
  if (p.at('FROM')) return finishTrim(p, start, open, undefined, characters);
  if (!p.failed) p.reset(before);
  return undefined;
}

function finishTrim(p: Cursor, start: number, open: number, side: TrimExpression['side'], characters: Expression): TrimExpression {
  p.expect('FROM', 'in TRIM');
  const operand = parseValue(p);
  p.expectClose(open, 'TRIM');
  return { kind: 'TrimExpression', side, characters, operand, span: p.spanFrom(start) };
}
