import { T } from '../lexer';
import type { ColumnReference, Expression, FullTextPredicate, LegacyPredicate, StarExpression, UpdatedPredicate } from '../syntax';
import type { Cursor } from './cursor';
import { parseValue } from './expressions';
import { parenthesized } from './lists';
import { nameOf, parseIdentifier, parseQualifiedName, takeIdentifier } from './names';
import { parseArguments } from './primary';

/** `UPDATE(column)` in a trigger; UPDATE is next. */
export function parseUpdated(p: Cursor, start: number): UpdatedPredicate {
  p.advance();
  const open = p.position;
  p.expectKind(T.LeftParen);
  const column = parseIdentifier(p, 'a column');
  p.expectClose(open, 'UPDATE()');
  return { kind: 'UpdatedPredicate', column, span: p.spanFrom(start) };
}

/** A column or `*` that a full-text search looks into. */
export function parseSearchColumn(p: Cursor): ColumnReference | StarExpression {
  const start = p.start();
  if (p.acceptKind(T.Star)) return { kind: 'StarExpression', qualifier: undefined, span: p.spanFrom(start) };
  if (p.kind(1) === T.Dot && p.kind(2) === T.Star) {
    const table = parseIdentifier(p, 'a table');
    p.advance();
    p.advance();
    return { kind: 'StarExpression', qualifier: { kind: 'QualifiedName', parts: [table], span: table.span }, span: p.spanFrom(start) };
  }
  const name = parseQualifiedName(p, 'a column');
  return { kind: 'ColumnReference', name, span: p.spanFrom(start) };
}

/** The columns of a full-text search: one, `*`, or a list in brackets. */
export const parseSearchColumns = (p: Cursor): (ColumnReference | StarExpression)[] =>
  p.atKind(T.LeftParen) ? parenthesized(p, 'the columns to search', parseSearchColumn) : [parseSearchColumn(p)];

/** `CONTAINS(columns, 'condition' [, LANGUAGE x])`, `FREETEXT(...)`. */
export function parseFullTextPredicate(p: Cursor, start: number, function_: 'CONTAINS' | 'FREETEXT'): FullTextPredicate {
  p.advance();
  const open = p.position;
  p.expectKind(T.LeftParen, `after ${function_}`);
  let columns: (ColumnReference | StarExpression)[];
  let property: Expression | undefined;
  if (p.at('PROPERTY') && p.kind(1) === T.LeftParen) {
    p.advance();
    const inner = p.position;
    p.advance();
    columns = [parseSearchColumn(p)];
    p.expectKind(T.Comma);
    property = parseValue(p);
    p.expectClose(inner, 'PROPERTY');
  } else columns = parseSearchColumns(p);
  p.expectKind(T.Comma, 'before the search condition');
  const condition = parseValue(p);
  let language: Expression | undefined;
  if (p.acceptKind(T.Comma)) {
    p.expect('LANGUAGE');
    language = parseValue(p);
  }
  p.expectClose(open, function_);
  return { kind: 'FullTextPredicate', function: function_, columns, property, condition, language, span: p.spanFrom(start) };
}

/** `TSEQUAL(a, b)`. */
export function parseLegacyPredicate(p: Cursor, start: number): LegacyPredicate {
  const name = nameOf(takeIdentifier(p));
  if (!p.atKind(T.LeftParen)) p.expectKind(T.LeftParen);
  return { kind: 'LegacyPredicate', name, args: p.failed ? [] : parseArguments(p), span: p.spanFrom(start) };
}
