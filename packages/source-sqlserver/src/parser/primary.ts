import { T } from '../lexer';
import type { CaseBranch, ColumnReference, Expression, Identifier, QualifiedName, StaticMember } from '../syntax';
import { parseFunctionCall } from './calls';
import { parseCast, parseConvert, parseParse } from './conversions';
import type { Cursor } from './cursor';
import { nothing, parseCondition, parseExpression, parseValue } from './expressions';
import { parseGraphMatch } from './graph-match';
import { parenthesized } from './lists';
import { takeLiteral, takeOdbcLiteral } from './literals';
import { isTypeMethod } from './methods';
import { isNameKind, nameOf, parseIdentifier, parseQualifiedName, skipLeadingDots, takeIdentifier } from './names';
import { atQueryInParens, parseParenthesizedQuery } from './queries';
import { parseFullTextPredicate, parseLegacyPredicate, parseUpdated } from './predicates';
import { parseOver } from './windows';

/** A value or predicate that no operator divides, with its methods: literal, variable, column, call, bracketed expression. */
export function parsePrimary(p: Cursor): Expression {
  const kind = p.kind();
  const start = p.start();
  switch (kind) {
    case T.Variable: {
      const name = p.tokenText();
      const span = p.tokenSpan();
      p.advance();
      return members(p, start, { kind: 'Variable', name, span });
    }
    case T.GlobalVariable: {
      const name = p.tokenText();
      const span = p.tokenSpan();
      p.advance();
      return { kind: 'GlobalVariable', name, span };
    }
    case T.Word:
      return parseWord(p, start);
    case T.BracketName:
    case T.DoubleName:
      return parseNamed(p, start);
    case T.Reserved:
      return parseReserved(p, start);
    case T.LeftParen:
      return members(p, start, parseBracketed(p, start));
    case T.LeftBrace:
      return parseBraced(p, start);
    case T.PseudoColumn:
      return parsePseudo(p, start, undefined);
    case T.Star:
      p.advance();
      return { kind: 'StarExpression', qualifier: undefined, span: p.spanFrom(start) };
    case T.Dot:
      return parseNamed(p, start);
    default: {
      const literal = takeLiteral(p);
      if (literal) return literal;
      p.expected('an expression');
      return nothing(p);
    }
  }
}

/** `(expression)` or `(SELECT ...)`. */
function parseBracketed(p: Cursor, start: number): Expression {
  if (atQueryInParens(p)) {
    const query = parseParenthesizedQuery(p, 'the subquery');
    return { kind: 'SubqueryExpression', query, span: p.spanFrom(start) };
  }
  const open = p.position;
  p.advance();
  const expression = parseExpression(p);
  if (expression.kind === 'StarExpression') p.report('star-as-value', 'A * stands where a value is needed; the name of a function such as COUNT seems to be missing.', expression.span);
  p.expectClose(open, 'the bracketed expression');
  return { kind: 'ParenthesizedExpression', expression, span: p.spanFrom(start) };
}

/** Words that T-SQL does not reserve and that begin something of their own when the right thing follows. */
function parseWord(p: Cursor, start: number): Expression {
  const word = p.word();
  if (word !== '') {
    const next = p.kind(1);
    if (next === T.LeftParen) {
      switch (word) {
        case 'CAST':
        case 'TRY_CAST':
          return members(p, start, parseCast(p, start));
        case 'PARSE':
        case 'TRY_PARSE':
          return parseParse(p, start);
        case 'MATCH':
          return parseGraphMatch(p, start);
        default:
      }
    } else if (word === 'NEXT' && p.atWords('NEXT', 'VALUE', 'FOR')) {
      p.position += 3;
      const sequence = parseQualifiedName(p, 'a sequence');
      const over = p.at('OVER') ? parseOver(p) : undefined;
      return { kind: 'NextValueFor', sequence, over, span: p.spanFrom(start) };
    }
  }
  const text = p.tokenText();
  if (text.startsWith('$(') && p.kind(1) !== T.Dot && text.endsWith(')')) {
    const span = p.tokenSpan();
    p.advance();
    return { kind: 'SqlcmdVariable', raw: text, name: text.slice(2, -1), span };
  }
  return parseNamed(p, start);
}

/** Functions whose names are reserved words. */
const reservedFunctions = new Set(['LEFT', 'RIGHT', 'COALESCE', 'NULLIF', 'IDENTITY', 'USER', 'SCHEMA', 'DATABASE', 'CONTAINS', 'OPENXML', 'CHECK', 'PERCENT', 'KEY', 'ROWCOUNT', 'STATISTICS', 'TRIGGER', 'FILE', 'CHECKPOINT', 'INDEX', 'CURRENT_USER', 'SESSION_USER', 'SYSTEM_USER', 'CURRENT_TIMESTAMP']);

function parseReserved(p: Cursor, start: number): Expression {
  const word = p.word();
  switch (word) {
    case 'NULL':
      return takeLiteral(p) ?? nothing(p);
    case 'CASE':
      return members(p, start, parseCase(p, start));
    case 'CONVERT':
    case 'TRY_CONVERT':
      return members(p, start, parseConvert(p, start));
    case 'EXISTS': {
      p.advance();
      const query = parseParenthesizedQuery(p, 'the subquery of EXISTS');
      return { kind: 'ExistsPredicate', query, span: p.spanFrom(start) };
    }
    case 'DEFAULT':
      p.advance();
      return { kind: 'DefaultValue', span: p.spanFrom(start) };
    case 'CURRENT_TIMESTAMP':
    case 'CURRENT_USER':
    case 'SESSION_USER':
    case 'SYSTEM_USER':
    case 'CURRENT_DATE':
    case 'CURRENT_TIME':
    case 'USER':
      if (p.kind(1) === T.LeftParen) break;
      p.advance();
      return { kind: 'NiladicFunction', name: word, span: p.spanFrom(start) };
    case 'IDENTITYCOL':
    case 'ROWGUIDCOL':
      p.advance();
      return { kind: 'PseudoColumn', qualifier: undefined, name: word.toLowerCase(), span: p.spanFrom(start) };
    case 'UPDATE':
      if (p.kind(1) === T.LeftParen) return parseUpdated(p, start);
      break;
    case 'CONTAINS':
    case 'FREETEXT':
      return parseFullTextPredicate(p, start, word);
    case 'TSEQUAL':
      return parseLegacyPredicate(p, start);
    default:
  }
  if (reservedFunctions.has(word) && p.kind(1) === T.LeftParen) return members(p, start, parseFunctionCall(p, start, nameOf(takeIdentifier(p))));
  p.expected('an expression');
  return nothing(p);
}

/** `CASE [operand] WHEN ... THEN ... [ELSE ...] END`. */
function parseCase(p: Cursor, start: number): Expression {
  p.advance();
  const operand = p.at('WHEN') ? undefined : parseValue(p);
  const branches: CaseBranch[] = [];
  while (p.at('WHEN')) {
    const branchStart = p.start();
    p.advance();
    const when = operand === undefined ? parseCondition(p) : parseValue(p);
    p.expect('THEN', 'after the WHEN of CASE');
    const then = parseValue(p);
    branches.push({ kind: 'CaseBranch', when, then, span: p.spanFrom(branchStart) });
  }
  if (branches.length === 0) p.expected('WHEN', 'in CASE');
  const otherwise = p.accept('ELSE') ? parseValue(p) : undefined;
  p.expect('END', 'to close CASE');
  return { kind: 'CaseExpression', operand, branches, otherwise, span: p.spanFrom(start) };
}

/** `{fn name(args)}`, `{d '...'}`. */
function parseBraced(p: Cursor, start: number): Expression {
  const literal = takeOdbcLiteral(p);
  if (literal) return literal;
  p.advance();
  p.expect('FN', 'after {');
  const nameStart = p.start();
  const name = nameOf(takeIdentifier(p));
  const call = parseFunctionCall(p, nameStart, name);
  p.expectKind(T.RightBrace, 'to close the ODBC function');
  return call.kind === 'FunctionCall' ? { ...call, odbc: true, span: p.spanFrom(start) } : call;
}

/** `$action`, `$IDENTITY`, `$PARTITION.function(x)`. */
function parsePseudo(p: Cursor, start: number, qualifier: QualifiedName | undefined): Expression {
  const name = p.tokenText().toLowerCase();
  if (p.kind(1) === T.Dot) {
    const first: Identifier = takeIdentifier(p);
    p.advance();
    const second = parseIdentifier(p, 'a partition function');
    const parts = [...(qualifier?.parts ?? []), first, second];
    return parseFunctionCall(p, start, { kind: 'QualifiedName', parts, span: p.spanFrom(start) });
  }
  p.advance();
  return { kind: 'PseudoColumn', qualifier, name, span: p.spanFrom(start) };
}

/** A column, a function, a method of a column, or a static member of a type: all begin with a dotted name. */
function parseNamed(p: Cursor, start: number): Expression {
  const parts: (Identifier | undefined)[] = [];
  skipLeadingDots(p, parts);
  parts.push(parseIdentifier(p, 'an expression'));
  while (p.atKind(T.Dot)) {
    p.advance();
    const kind = p.kind();
    if (kind === T.Star) {
      p.advance();
      const qualifier: QualifiedName = { kind: 'QualifiedName', parts, span: { start, end: p.endAt(p.position - 3) } };
      return { kind: 'StarExpression', qualifier, span: p.spanFrom(start) };
    }
    if (kind === T.PseudoColumn) return parsePseudo(p, start, { kind: 'QualifiedName', parts, span: p.spanFrom(start) });
    if (kind === T.Dot) parts.push(undefined);
    else if (isNameKind(kind)) parts.push(takeIdentifier(p));
    else if (p.at('IDENTITYCOL') || p.at('ROWGUIDCOL')) {
      const name = p.word().toLowerCase();
      const qualifier: QualifiedName = { kind: 'QualifiedName', parts, span: p.spanFrom(start) };
      p.advance();
      return { kind: 'PseudoColumn', qualifier, name, span: p.spanFrom(start) };
    } else {
      parseIdentifier(p, 'a name after the dot');
      break;
    }
  }
  const name: QualifiedName = { kind: 'QualifiedName', parts, span: p.spanFrom(start) };
  if (p.atKind(T.LeftParen)) return members(p, start, parseDottedCall(p, start, name));
  if (p.atKind(T.DoubleColon)) return members(p, start, parseStatic(p, start, name));
  return { kind: 'ColumnReference', name, span: name.span };
}

function parseDottedCall(p: Cursor, start: number, name: QualifiedName): Expression {
  const last = name.parts.at(-1);
  const owner = name.parts.at(-2);
  if (owner === undefined && last?.name.length === 11 && last.quoted === 'none' && last.name.toUpperCase() === 'REGEXP_LIKE') return { kind: 'LegacyPredicate', name, args: parseArguments(p), span: p.spanFrom(start) };
  if (last === undefined || owner === undefined || !isTypeMethod(last.name)) return parseFunctionCall(p, start, name);
  const column: QualifiedName = { kind: 'QualifiedName', parts: name.parts.slice(0, -1), span: { start, end: owner.span.end } };
  const target: ColumnReference = { kind: 'ColumnReference', name: column, span: column.span };
  const args = parseArguments(p);
  return { kind: 'MethodCall', target, method: last, args, span: p.spanFrom(start) };
}

/** `(a, b)`, possibly empty: arguments of a method. */
export function parseArguments(p: Cursor): Expression[] {
  if (p.kind(1) === T.RightParen) {
    p.position += 2;
    return [];
  }
  return parenthesized(p, 'the arguments', parseValue);
}

function parseStatic(p: Cursor, start: number, type: QualifiedName): StaticMember {
  p.advance();
  const member = p.kind() === T.Reserved ? takeIdentifier(p) : parseIdentifier(p, 'a member of the type');
  const args = p.atKind(T.LeftParen) ? parseArguments(p) : undefined;
  return { kind: 'StaticMember', type, member, args, span: p.spanFrom(start) };
}

/** Methods and properties behind a value: `.value('...', 'int')`, `.STX`. */
export function members(p: Cursor, start: number, first: Expression): Expression {
  let target = first;
  for (let length = 0; length < 200 && p.atKind(T.Dot) && (isNameKind(p.kind(1)) || p.kind(1) === T.Reserved); length++) {
    p.advance();
    const member = takeIdentifier(p);
    if (p.atKind(T.LeftParen)) target = { kind: 'MethodCall', target, method: member, args: parseArguments(p), span: p.spanFrom(start) };
    else target = { kind: 'PropertyAccess', target, property: member, span: p.spanFrom(start) };
  }
  return target;
}

