import { T } from '../lexer';
import { isBoolean } from '../syntax';
import type { Expression, FunctionCall, Identifier, QualifiedName, TrimExpression } from '../syntax';
import { arityOf, describeArity } from './arities';
import type { Cursor } from './cursor';
import { parseDataType } from './data-types';
import { parseExpression, parseValue } from './expressions';
import { commaList } from './lists';
import { parseOrderItems } from './ordering';
import { nameOf, parseIdentifier, takeIdentifier } from './names';
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
  const none = p.atKind(T.RightParen) || p.at('ABSENT') || (p.at('NULL') && p.word(1) === 'ON') || atReturning(p);
  const args = none ? [] : commaList(p, (q) => parseArgument(q, takesCondition, function_));
  const given = args.length;
  const order = function_ === 'JSON_ARRAYAGG' && p.at('ORDER') ? parseOrderItems(p) : undefined;
  const onNull = p.acceptWords('ABSENT', 'ON', 'NULL') ? 'ABSENT ON NULL' : p.acceptWords('NULL', 'ON', 'NULL') ? 'NULL ON NULL' : undefined;
  const inner = nullTreatment(p);
  args.push(...parseArgumentTail(p));
  p.expectClose(open, `the arguments of ${function_}`);
  checkArity(p, name, function_, given, open);
  return parseCallTail(p, { kind: 'FunctionCall', name, quantifier, args, odbc: false, nullTreatment: inner, onNull, withinGroup: order, over: undefined, span: p.spanFrom(start) }, start);
}

/** Reports a function of the system with too few or too many arguments. ODBC's functions have their own. */
function checkArity(p: Cursor, name: QualifiedName, function_: string, count: number, open: number): void {
  if (p.failed || name.parts.length !== 1 || name.parts[0]?.quoted !== 'none' || p.atKind(T.RightBrace)) return;
  const arity = arityOf(function_);
  if (arity === undefined || (count >= arity.least && count <= arity.most)) return;
  p.report('argument-count', `The function ${function_} takes ${describeArity(arity)}, but ${count === 1 ? '1 is' : `${count} are`} given.`, { start: p.startAt(open), end: p.previousEnd() });
}

function parseArgument(p: Cursor, takesCondition: boolean, function_: string): Expression {
  const start = p.start();
  if (p.kind(1) === T.Equal && namedArguments.has(function_)) return parseNamedArgument(p, start);
  const key = parseExpression(p);
  if (p.atKind(T.Colon)) {
    p.advance();
    const value = parseValue(p);
    return { kind: 'KeyValueArgument', key, value, span: p.spanFrom(start) };
  }
  if (!takesCondition && !p.failed && isBoolean(key)) p.report('condition-as-value', `A condition stands where ${function_} needs a value; T-SQL has no boolean values.`, key.span);
  return key;
}

/** Functions whose arguments have names: `VECTOR_SEARCH(TABLE = t AS a, COLUMN = c ...)`. */
const namedArguments = new Set(['PREDICT', 'VECTOR_SEARCH', 'AI_GENERATE_CHUNKS']);

/** `MODEL = @m`, `DATA = t AS d`, `RUNTIME = ONNX`, `TABLE = dbo.t AS a`. */
function parseNamedArgument(p: Cursor, start: number): Expression {
  const key = wordValue(takeIdentifier(p));
  p.advance();
  const value = parseValue(p);
  if (p.accept('AS')) parseIdentifier(p, 'an alias');
  return { kind: 'KeyValueArgument', key, value, span: p.spanFrom(start) };
}

const wordValue = (word: Identifier): Expression => ({ kind: 'ColumnReference', name: nameOf(word), span: word.span });

const textAt = (p: Cursor, ahead: number): string => {
  const index = Math.min(p.position + ahead, p.endIndex);
  return p.text.slice(p.startAt(index), p.endAt(index)).toUpperCase();
};

const atReturning = (p: Cursor): boolean => p.kind() === T.Word && p.kind(1) === T.Word && textAt(p, 0) === 'RETURNING';

/**
 * What SQL Server 2025 allows behind the arguments, as arguments with a key: `RETURNING int`, `WITH ARRAY WRAPPER`,
 * `USE MODEL m PARAMETERS p`. Source: JSON_VALUE, JSON_QUERY, JSON_OBJECT, AI_GENERATE_EMBEDDINGS (Transact-SQL).
 */
function parseArgumentTail(p: Cursor): Expression[] {
  const start = p.start();
  const found: Expression[] = [];
  const add = (key: Identifier, value: Expression): void => void found.push({ kind: 'KeyValueArgument', key: wordValue(key), value, span: p.spanFrom(start) });
  if (atReturning(p)) {
    const key = takeIdentifier(p);
    const type = parseDataType(p);
    add(key, { kind: 'ColumnReference', name: type.name, span: type.span });
  } else if (p.at('WITH') && (textAt(p, 1) === 'ARRAY' || textAt(p, 1) === 'UNCONDITIONAL') && textAt(p, textAt(p, 1) === 'ARRAY' ? 2 : 3) === 'WRAPPER') {
    const key = takeIdentifier(p);
    if (textAt(p, 0) === 'UNCONDITIONAL') p.advance();
    p.advance();
    add(key, wordValue(takeIdentifier(p)));
  } else if (p.at('USE') && p.word(1) === 'MODEL') {
    p.advance();
    const key = takeIdentifier(p);
    add(key, wordValue(parseIdentifier(p, 'an external model')));
    if (textAt(p, 0) === 'PARAMETERS') add(takeIdentifier(p), parseValue(p));
  }
  return found;
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
