import { T } from '../lexer';
import type { ComputeClause, Expression, OffsetClause, Query, QueryExpression, QueryHint, SetOperation, ValuesQuery, ValuesRow, WithClause } from '../syntax';
import { parseValue } from './expressions';
import { longestChain } from './cursor';
import type { Cursor } from './cursor';
import { parseForClause } from './for-clause';
import { commaList, parenthesized, skipParenthesized } from './lists';
import { parseOrderItems } from './ordering';
import { parseSelect } from './select';
import { atWithClause, parseWithClause } from './with-clause';
import { atStatementLine } from './recovery';

const setOperators = new Set(['UNION', 'EXCEPT', 'INTERSECT']);

/** Whether `(` is next and what it holds is a query and not an expression or a join. */
export function atQueryInParens(p: Cursor): boolean {
  if (!p.atKind(T.LeftParen)) return false;
  const { position } = p;
  switch (p.wordAt(Math.min(position + 1, p.endIndex))) {
    case 'SELECT':
    case 'VALUES':
      return true;
    case 'WITH':
      return true;
    default:
  }
  if (p.kind(1) !== T.LeftParen) return false;
  let first = position + 1;
  while (p.kindAt(first) === T.LeftParen) first++;
  if (p.wordAt(first) !== 'SELECT' && p.wordAt(first) !== 'WITH') return false;
  const after = p.partnerOf(position + 1) + 1;
  return after < p.endIndex && (setOperators.has(p.wordAt(after)) || (p.kindAt(after) === T.RightParen && onlyQuery(p, position + 1)));
}

/** Whether the bracket at an index, in brackets itself, is a query to the end and no value: `((SELECT 1))`. */
function onlyQuery(p: Cursor, open: number): boolean {
  let at = open;
  while (p.kindAt(at + 1) === T.LeftParen && p.partnerOf(at) === p.partnerOf(at + 1) + 1) at++;
  const word = p.wordAt(at + 1);
  return word === 'SELECT' || word === 'WITH';
}

/** `(query)`. */
export function parseParenthesizedQuery(p: Cursor, what: string): Query {
  const open = p.position;
  p.expectKind(T.LeftParen, `to open ${what}`);
  const query = parseQuery(p, true);
  p.expectClose(open, what);
  return query;
}

/** A whole query, from WITH or SELECT to OPTION; `bracketed` when it fills a pair of brackets. */
export function parseQuery(p: Cursor, bracketed = false): Query {
  const start = p.start();
  const entered = p.enter();
  const with_ = entered && atWithClause(p) ? parseWithClause(p) : undefined;
  const query = parseQueryAfterWith(p, start, with_, bracketed);
  p.leave();
  return query;
}

/** A query whose WITH clause was read. */
export function parseQueryAfterWith(p: Cursor, start: number, with_: WithClause | undefined, bracketed = false): Query {
  const entered = p.enter();
  const body: QueryExpression = entered ? parseSetOperations(p, bracketed) : emptyValues(p);
  const orderBy = p.at('ORDER') ? parseOrderItems(p) : [];
  const offset = orderBy.length > 0 ? (p.at('OFFSET') ? parseOffset(p) : atApproximate(p) ? parseApproximate(p) : undefined) : undefined;
  const compute = parseCompute(p);
  const for_ = p.at('FOR') ? parseForClause(p) : undefined;
  const hints = p.at('OPTION') ? parseQueryHints(p) : [];
  p.leave();
  return { kind: 'Query', with: with_, body, orderBy, offset, compute, for: for_, hints, span: p.spanFrom(start) };
}

/** `COMPUTE SUM(a) BY b COMPUTE ...`; COMPUTE may be next. */
function parseCompute(p: Cursor): ComputeClause[] {
  const clauses: ComputeClause[] = [];
  while (p.at('COMPUTE')) {
    const start = p.start();
    p.advance();
    const aggregates = commaList(p, parseValue);
    const by = p.accept('BY') ? commaList(p, parseValue) : [];
    clauses.push({ kind: 'ComputeClause', aggregates, by, span: p.spanFrom(start) });
  }
  return clauses;
}

const emptyValues = (p: Cursor): ValuesQuery => ({ kind: 'ValuesQuery', rows: [], span: p.tokenSpan() });

type QueryParser = (p: Cursor) => QueryExpression;

function parseSetOperations(p: Cursor, bracketed: boolean): QueryExpression {
  const start = p.start();
  const primary = bracketed ? parseOrderedPrimary : parseQueryPrimary;
  const intersections: QueryParser = (q) => parseIntersections(q, primary);
  let left = intersections(p);
  for (let length = 0; p.at('UNION') || p.at('EXCEPT'); length++) {
    const operator = p.at('UNION') ? 'UNION' : 'EXCEPT';
    left = parseOperation(p, start, left, operator, length, intersections);
  }
  return left;
}

function parseIntersections(p: Cursor, primary: QueryParser): QueryExpression {
  const start = p.start();
  let left = primary(p);
  for (let length = 0; p.at('INTERSECT'); length++) left = parseOperation(p, start, left, 'INTERSECT', length, primary);
  return left;
}

/** Whether a set operator comes before the bracket around the query closes; inner brackets are jumped over. */
function setOperatorFollows(p: Cursor): boolean {
  for (let index = p.position; index < p.endIndex; index++) {
    const kind = p.kindAt(index);
    if (kind === T.RightParen || kind === T.Semicolon) return false;
    if (kind === T.LeftParen) index = p.partnerOf(index);
    else if (setOperators.has(p.wordAt(index))) return true;
  }
  return false;
}

/**
 * An operand of a set operation in brackets: SQL Server takes `SELECT TOP ... ORDER BY ...` there without brackets of its own
 * (undocumented; scripts in wide use rely on it), each operand being cut before the set operation.
 */
function parseOrderedPrimary(p: Cursor): QueryExpression {
  const start = p.start();
  const body = parseQueryPrimary(p);
  if (body.kind !== 'SelectQuery' || body.top === undefined || !p.at('ORDER') || !setOperatorFollows(p)) return body;
  const orderBy = parseOrderItems(p);
  const span = p.spanFrom(start);
  return { kind: 'ParenthesizedQuery', query: { kind: 'Query', with: undefined, body, orderBy, offset: undefined, compute: [], for: undefined, hints: [], span }, span };
}

function parseOperation(p: Cursor, start: number, left: QueryExpression, operator: SetOperation['operator'], length: number, operand: QueryParser): SetOperation {
  if (length >= longestChain) p.fail('chain-too-long', `More than ${longestChain} queries are combined in one statement; split it.`);
  p.advance();
  const all = p.accept('ALL') || (p.accept('DISTINCT') && false);
  const right = operand(p);
  return { kind: 'SetOperation', operator, all, left, right, span: p.spanFrom(start) };
}

function parseQueryPrimary(p: Cursor): QueryExpression {
  const start = p.start();
  if (p.at('SELECT')) return parseSelect(p);
  if (p.at('VALUES')) return parseValues(p);
  if (p.atKind(T.LeftParen)) {
    const query = parseParenthesizedQuery(p, 'the bracketed query');
    return { kind: 'ParenthesizedQuery', query, span: p.spanFrom(start) };
  }
  p.expected('SELECT');
  return emptyValues(p);
}

/** `VALUES (1, 2), (3, DEFAULT)`; VALUES is next. */
export function parseValues(p: Cursor): ValuesQuery {
  const start = p.start();
  p.expect('VALUES');
  const rows = commaList(p, parseRow);
  return { kind: 'ValuesQuery', rows, span: p.spanFrom(start) };
}

export function parseRow(p: Cursor): ValuesRow {
  const start = p.start();
  const values = parenthesized(p, 'the list of values', parseValue);
  return { kind: 'ValuesRow', values, span: p.spanFrom(start) };
}

/** Whether `FETCH APPROXIMATE`, of SQL Server 2025, is next. */
const atApproximate = (p: Cursor): boolean => p.at('FETCH') && /^approx(imate)?$/i.test(p.text.slice(p.startAt(p.position + 1), p.endAt(p.position + 1)));

/** `FETCH APPROXIMATE NEXT n ROWS ONLY`: the first rows of an index that need not be the nearest. */
function parseApproximate(p: Cursor): OffsetClause {
  const start = p.start();
  p.position += 2;
  const fetch = parseFetchRows(p);
  return { kind: 'OffsetClause', offset: { kind: 'IntegerLiteral', raw: '0', value: '0', span: { start, end: start } }, fetch, span: p.spanFrom(start) };
}

function parseOffset(p: Cursor): OffsetClause {
  const start = p.start();
  p.advance();
  const offset = parseValue(p);
  if (!p.accept('ROWS')) p.expect('ROW', 'or ROWS after OFFSET');
  let fetch: Expression | undefined;
  if (p.at('FETCH')) {
    p.position += atApproximate(p) ? 2 : 1;
    fetch = parseFetchRows(p);
  }
  return { kind: 'OffsetClause', offset, fetch, span: p.spanFrom(start) };
}

/** `NEXT n ROWS ONLY`. */
function parseFetchRows(p: Cursor): Expression {
  if (!p.accept('NEXT')) p.expect('FIRST', 'or NEXT after FETCH');
  const fetch = parseValue(p);
  if (!p.accept('ROWS')) p.expect('ROW', 'or ROWS after FETCH');
  p.expect('ONLY', 'after FETCH');
  return fetch;
}

/** `OPTION (hint, hint)`; OPTION is next. */
export function parseQueryHints(p: Cursor): QueryHint[] {
  p.advance();
  return parenthesized(p, 'OPTION', parseQueryHint);
}

/** Hints of two words, by the first. Source: "Hints (Transact-SQL) - Query". */
const pairs: Readonly<Record<string, readonly string[]>> = {
  HASH: ['GROUP', 'UNION', 'JOIN'], LOOP: ['JOIN'], MERGE: ['UNION', 'JOIN'], CONCAT: ['UNION'], ORDER: ['GROUP'], EXPAND: ['VIEWS'], KEEP: ['PLAN', 'UNION'], KEEPFIXED: ['PLAN'], ROBUST: ['PLAN'],
  OPTIMIZE: ['FOR', 'CORRELATED'], USE: ['HINT', 'PLAN'], TABLE: ['HINT'], PARAMETERIZATION: ['SIMPLE', 'FORCED'], FORCE: ['ORDER', 'EXTERNALPUSHDOWN', 'SCALEOUTEXECUTION'],
};
const seconds = new Set(['JOIN', 'HINT', 'FOR', 'VIEWS', 'UNION', 'GROUP']);

/** Reports a hint that lost one of its two words. */
function checkHint(p: Cursor, words: readonly string[]): void {
  const [first = '', second = ''] = words;
  const wanted = Object.hasOwn(pairs, first) ? pairs[first] : undefined;
  if (wanted !== undefined && !wanted.includes(second)) p.expected(wanted.join(' or '), `after ${first}`);
  else if (wanted === undefined && seconds.has(first) && !(first === 'FOR' && second !== '')) p.expected('a query hint', `before ${first}`);
}

function parseQueryHint(p: Cursor): QueryHint {
  const start = p.start();
  const words: string[] = [];
  while ((p.kind() === T.Word || p.kind() === T.Reserved) && !atStatementLine(p)) {
    words.push(p.tokenText().toUpperCase());
    p.advance();
  }
  if (words.length === 0) p.expected('a query hint');
  else checkHint(p, words);
  p.acceptKind(T.Equal);
  const textStart = p.start();
  const before = p.position;
  while (!p.atEnd() && !p.atKind(T.Comma) && !p.atKind(T.RightParen) && !atStatementLine(p)) {
    if (p.atKind(T.LeftParen)) skipParenthesized(p, 'the hint');
    else p.advance();
  }
  const text = p.position === before || p.failed ? '' : p.textFrom(textStart);
  return { kind: 'QueryHint', name: words.join(' '), text, span: p.spanFrom(start) };
}
