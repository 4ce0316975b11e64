import { T } from '../lexer';
import { isBoolean } from '../syntax';
import type { BinaryOperator, ComparisonOperator, Expression, InPredicate, Query } from '../syntax';
import { longestChain } from './cursor';
import type { Cursor } from './cursor';
import { commaList } from './lists';
import { parseIdentifier } from './names';
import { atQueryInParens, parseParenthesizedQuery } from './queries';
import { members, parsePrimary } from './primary';

/** Binding strength of arithmetic operators; 0 for tokens that are none. Source: "Operator Precedence (Transact-SQL)". */
const strength = new Uint8Array(128);
const spelling: string[] = [];
const operators: readonly (readonly [number, BinaryOperator, number])[] = [
  [T.Star, '*', 2], [T.Slash, '/', 2], [T.Percent, '%', 2],
  [T.Plus, '+', 1], [T.Minus, '-', 1], [T.Ampersand, '&', 1], [T.Caret, '^', 1], [T.Bar, '|', 1],
  [T.DoubleBar, '||', 1], [T.ShiftLeft, '<<', 1], [T.ShiftRight, '>>', 1],
];
for (const [kind, text, binds] of operators) {
  strength[kind] = binds;
  spelling[kind] = text;
}

const comparisons: readonly (ComparisonOperator | undefined)[] = (() => {
  const table: ComparisonOperator[] = [];
  const rows: readonly (readonly [number, ComparisonOperator])[] = [
    [T.Equal, '='], [T.Less, '<'], [T.Greater, '>'], [T.LessEqual, '<='], [T.GreaterEqual, '>='], [T.NotEqual, '<>'], [T.BangEqual, '!='],
    [T.BangLess, '!<'], [T.BangGreater, '!>'], [T.StarEqual, '*='], [T.EqualStar, '=*'],
  ];
  for (const [kind, text] of rows) table[kind] = text;
  return table;
})();

/** Any expression, predicates too. */
export function parseExpression(p: Cursor): Expression {
  if (!p.enter()) {
    p.leave();
    return nothing(p);
  }
  const expression = parseOr(p);
  p.leave();
  return expression;
}

/** Stands where an expression was expected and none was found. */
export const nothing = (p: Cursor): Expression => ({ kind: 'NullLiteral', raw: '', span: p.tokenSpan() });

/** A predicate: WHERE, ON, HAVING, IF, WHILE, CHECK, searched CASE. */
export function parseCondition(p: Cursor): Expression {
  const expression = parseExpression(p);
  if (!p.failed && !isBoolean(expression) && !isPlaceholder(expression)) p.expected('a condition (a comparison, IN, LIKE, EXISTS ...)', 'that is complete');
  return expression;
}

/** `$(Condition)` may stand for anything. */
const isPlaceholder = (expression: Expression): boolean => expression.kind === 'SqlcmdVariable';

/** A value: an expression that is no predicate. */
export function parseValue(p: Cursor): Expression {
  const expression = parseExpression(p);
  if (!p.failed && isBoolean(expression)) p.fail('condition-as-value', 'A condition stands where a value is needed; T-SQL has no boolean values, write CASE WHEN ... THEN 1 ELSE 0 END.');
  return expression;
}

function parseOr(p: Cursor): Expression {
  const start = p.start();
  const first = parseAnd(p);
  if (!p.at('OR')) return first;
  const operands = [first];
  while (p.accept('OR')) operands.push(parseAnd(p));
  return { kind: 'LogicalExpression', operator: 'OR', operands: conditions(p, operands), span: p.spanFrom(start) };
}

function parseAnd(p: Cursor): Expression {
  const start = p.start();
  const first = parseNot(p);
  if (!p.at('AND')) return first;
  const operands = [first];
  while (p.accept('AND')) operands.push(parseNot(p));
  return { kind: 'LogicalExpression', operator: 'AND', operands: conditions(p, operands), span: p.spanFrom(start) };
}

/** Checks that each operand of AND, OR, NOT is a predicate. */
function conditions(p: Cursor, operands: readonly Expression[]): readonly Expression[] {
  const value = p.failed ? undefined : operands.find((operand) => !isBoolean(operand) && !isPlaceholder(operand));
  if (value) {
    p.report('expected-condition', `Expected a condition beside AND, OR or NOT, but found the value ${clip(p.text.slice(value.span.start, value.span.end))}.`, value.span);
  }
  return operands;
}

const clip = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}...` : text);

function parseNot(p: Cursor): Expression {
  if (!p.at('NOT')) return parsePredicate(p);
  const start = p.start();
  p.advance();
  if (!p.enter()) {
    p.leave();
    return nothing(p);
  }
  const operand = parseNot(p);
  p.leave();
  conditions(p, [operand]);
  return { kind: 'NotExpression', operand, span: p.spanFrom(start) };
}

function parsePredicate(p: Cursor): Expression {
  const start = p.start();
  const left = parseArithmetic(p, 1);
  const kind = p.kind();
  if (kind === T.Reserved) return parseWordPredicate(p, start, left);
  if (kind < T.Equal) return left;
  const operator = takeComparison(p);
  return operator === undefined ? left : parseComparison(p, start, left, operator);
}

/** Reads a comparison operator; its characters may have spaces between (`> =`). */
function takeComparison(p: Cursor): ComparisonOperator | undefined {
  const kind = p.kind();
  const next = p.kind(1);
  if (kind === T.Bang) {
    const negated = next === T.Equal ? '!=' : next === T.Less ? '!<' : next === T.Greater ? '!>' : undefined;
    if (negated === undefined) return undefined;
    p.position += 2;
    return negated;
  }
  const operator = comparisons[kind];
  if (operator === undefined) return undefined;
  p.advance();
  if (kind === T.Less && next === T.Equal) return skip(p, '<=');
  if (kind === T.Less && next === T.Greater) return skip(p, '<>');
  if (kind === T.Greater && next === T.Equal) return skip(p, '>=');
  return operator;
}

const skip = (p: Cursor, operator: ComparisonOperator): ComparisonOperator => {
  p.advance();
  return operator;
};

function parseComparison(p: Cursor, start: number, left: Expression, operator: ComparisonOperator): Expression {
  scalar(p, left);
  const quantifier = p.at('ALL') ? 'ALL' : p.at('ANY') ? 'ANY' : p.at('SOME') ? 'SOME' : undefined;
  if (quantifier !== undefined && p.kind(1) === T.LeftParen) {
    p.advance();
    const query = parseParenthesizedQuery(p, 'the subquery');
    return { kind: 'QuantifiedComparison', operator, quantifier, left, query, span: p.spanFrom(start) };
  }
  const right = parseArithmetic(p, 1);
  scalar(p, right);
  return { kind: 'ComparisonExpression', operator, left, right, span: p.spanFrom(start) };
}

/** Checks that an operand is a value. */
function scalar(p: Cursor, operand: Expression): void {
  if (!p.failed && isBoolean(operand)) p.report('condition-as-value', 'A condition stands where a value is needed; T-SQL has no boolean values.', operand.span);
}

function parseWordPredicate(p: Cursor, start: number, left: Expression): Expression {
  const negated = p.at('NOT');
  switch (p.word(negated ? 1 : 0)) {
    case 'IS':
      return negated ? left : parseIs(p, start, left);
    case 'IN':
      if (negated) p.advance();
      p.advance();
      scalar(p, left);
      return { kind: 'InPredicate', negated, operand: left, source: parseInSource(p), span: p.spanFrom(start) };
    case 'BETWEEN': {
      if (negated) p.advance();
      p.advance();
      scalar(p, left);
      const low = parseArithmetic(p, 1);
      p.expect('AND', 'between the bounds of BETWEEN');
      const high = parseArithmetic(p, 1);
      return { kind: 'BetweenPredicate', negated, operand: left, low, high, span: p.spanFrom(start) };
    }
    case 'LIKE': {
      if (negated) p.advance();
      p.advance();
      scalar(p, left);
      const pattern = parseArithmetic(p, 1);
      return { kind: 'LikePredicate', negated, operand: left, pattern, escape: parseEscape(p), span: p.spanFrom(start) };
    }
    default:
      return left;
  }
}

function parseEscape(p: Cursor): Expression | undefined {
  const braced = p.atKind(T.LeftBrace) && p.word(1) === 'ESCAPE';
  if (braced) p.advance();
  if (!p.accept('ESCAPE')) return undefined;
  const escape = parseArithmetic(p, 1);
  if (braced) p.expectKind(T.RightBrace);
  return escape;
}

function parseIs(p: Cursor, start: number, left: Expression): Expression {
  p.advance();
  const negated = p.accept('NOT');
  if (p.accept('DISTINCT')) {
    p.expect('FROM', 'in IS DISTINCT FROM');
    const right = parseArithmetic(p, 1);
    return { kind: 'DistinctPredicate', negated, left, right, span: p.spanFrom(start) };
  }
  p.expect('NULL', 'after IS');
  scalar(p, left);
  return { kind: 'IsNullPredicate', negated, operand: left, span: p.spanFrom(start) };
}

function parseInSource(p: Cursor): InPredicate['source'] {
  if (atQueryInParens(p)) return parseParenthesizedQuery(p, 'the subquery of IN') satisfies Query;
  const open = p.position;
  p.expectKind(T.LeftParen, 'after IN');
  const values = commaList(p, parseValue);
  p.expectClose(open, 'the list of IN');
  return values;
}

/** Arithmetic, bit and concatenation operators by strength, left-associative. */
export function parseArithmetic(p: Cursor, weakest: number): Expression {
  const start = p.start();
  let left = parseUnary(p);
  for (let length = 0; ; length++) {
    const kind = p.kind();
    const binds = strength[kind] as number;
    if (binds < weakest || binds === 0) return left;
    if (length >= longestChain) {
      p.fail('chain-too-long', `More than ${longestChain} operators stand in one expression; split it.`);
      return left;
    }
    p.advance();
    const right = binds === 2 ? parseUnary(p) : parseArithmetic(p, 2);
    scalar(p, left);
    scalar(p, right);
    left = { kind: 'BinaryExpression', operator: spelling[kind] as BinaryOperator, left, right, span: p.spanFrom(start) };
  }
}

function parseUnary(p: Cursor): Expression {
  const kind = p.kind();
  if (kind !== T.Minus && kind !== T.Plus && kind !== T.Tilde) return parsePostfix(p);
  const start = p.start();
  p.advance();
  if (!p.enter()) {
    p.leave();
    return nothing(p);
  }
  const operand = parseUnary(p);
  p.leave();
  scalar(p, operand);
  return { kind: 'UnaryExpression', operator: kind === T.Minus ? '-' : kind === T.Plus ? '+' : '~', operand, span: p.spanFrom(start) };
}

/** A primary with what may follow it: COLLATE, AT TIME ZONE. */
function parsePostfix(p: Cursor): Expression {
  const start = p.start();
  let operand = parsePrimary(p);
  for (let length = 0; length < longestChain; length++) {
    if (p.at('COLLATE')) {
      p.advance();
      const collation = parseIdentifier(p, 'a collation');
      operand = members(p, start, { kind: 'CollateExpression', operand, collation, span: p.spanFrom(start) });
    } else if (p.at('AT') && p.atWords('AT', 'TIME', 'ZONE')) {
      p.position += 3;
      const zone = parsePrimary(p);
      operand = { kind: 'AtTimeZoneExpression', operand, zone, span: p.spanFrom(start) };
    } else return operand;
  }
  return operand;
}
