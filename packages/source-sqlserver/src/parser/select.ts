import { T } from '../lexer';
import type { AssignmentOperator, Expression, GroupByClause, GroupingItem, Identifier, QualifiedName, SelectItem, SelectQuery, TopClause, WindowDefinition } from '../syntax';
import type { Cursor } from './cursor';
import { parseCondition, parseValue } from './expressions';
import { commaList, parenthesized } from './lists';
import { atString } from './literals';
import { isNameKind, parseIdentifierOrString, parseQualifiedName, takeIdentifier } from './names';
import { parsePrimary } from './primary';
import { atQueryInParens } from './queries';
import { parseFrom } from './table-references';
import { parseWindowDefinition } from './windows';

/** `SELECT ...` up to HAVING and WINDOW; SELECT is next. */
export function parseSelect(p: Cursor): SelectQuery {
  const start = p.start();
  p.expect('SELECT');
  const quantifier = p.accept('ALL') ? 'ALL' : p.accept('DISTINCT') ? 'DISTINCT' : undefined;
  const top = p.at('TOP') ? parseTop(p) : undefined;
  const items = commaList(p, parseSelectItem);
  let into: QualifiedName | undefined;
  let intoFilegroup: Identifier | undefined;
  if (p.accept('INTO')) {
    into = parseQualifiedName(p, 'the new table');
    if (p.at('ON') && p.accept('ON')) intoFilegroup = parseIdentifierOrString(p, 'a filegroup');
    if (p.atKind(T.LeftParen)) p.expected('FROM', 'after the new table');
  }
  const from = p.accept('FROM') ? parseFrom(p) : [];
  const where = p.accept('WHERE') ? parseCondition(p) : undefined;
  const groupBy = p.at('GROUP') ? parseGroupBy(p) : undefined;
  const having = p.accept('HAVING') ? parseCondition(p) : undefined;
  let windows: WindowDefinition[] = [];
  if (p.at('WINDOW') && isNameKind(p.kind(1)) && p.word(2) === 'AS') {
    p.advance();
    windows = commaList(p, parseWindowDefinition);
  }
  return { kind: 'SelectQuery', quantifier, top, items, into, intoFilegroup, from, where, groupBy, having, windows, span: p.spanFrom(start) };
}

/** `TOP (n) PERCENT WITH TIES`; TOP is next. */
export function parseTop(p: Cursor): TopClause {
  const start = p.start();
  p.advance();
  const parenthesized_ = p.atKind(T.LeftParen);
  let count: Expression;
  if (parenthesized_ && !atQueryInParens(p)) {
    const open = p.position;
    p.advance();
    count = parseValue(p);
    p.expectClose(open, 'TOP');
  } else count = parsePrimary(p);
  const percent = p.accept('PERCENT');
  const withTies = p.acceptWords('WITH', 'TIES');
  if (p.at('WITH') && /^approx(imate)?$/i.test(p.text.slice(p.startAt(p.position + 1), p.endAt(p.position + 1)))) p.position += 2;
  return { kind: 'TopClause', count, parenthesized: parenthesized_, percent, withTies, span: p.spanFrom(start) };
}

const assignments: readonly (AssignmentOperator | undefined)[] = (() => {
  const table: AssignmentOperator[] = [];
  const rows: readonly (readonly [number, AssignmentOperator])[] = [
    [T.Equal, '='], [T.PlusEqual, '+='], [T.MinusEqual, '-='], [T.StarEqual, '*='], [T.SlashEqual, '/='], [T.PercentEqual, '%='],
    [T.AmpersandEqual, '&='], [T.BarEqual, '|='], [T.CaretEqual, '^='], [T.DoubleBarEqual, '||='],
  ];
  for (const [kind, text] of rows) table[kind] = text;
  return table;
})();

/** The assignment operator that a kind of token is. */
export const assignmentOf = (kind: number): AssignmentOperator | undefined => assignments[kind];

/** An item of SELECT or OUTPUT. */
export function parseSelectItem(p: Cursor): SelectItem {
  const start = p.start();
  const kind = p.kind();
  const next = p.kind(1);
  if (kind === T.Star) {
    p.advance();
    return { kind: 'SelectStar', qualifier: undefined, span: p.spanFrom(start) };
  }
  if (kind === T.Variable && assignmentOf(next) !== undefined) {
    const variable = { kind: 'Variable', name: p.tokenText(), span: p.tokenSpan() } as const;
    p.position += 2;
    const expression = parseValue(p);
    return { kind: 'SelectAssignment', variable, operator: assignmentOf(next) ?? '=', expression, span: p.spanFrom(start) };
  }
  if (next === T.Equal && (isNameKind(kind) || kind === T.String || kind === T.NationalString)) {
    const alias = takeIdentifier(p);
    p.advance();
    const expression = parseValue(p);
    return { kind: 'SelectExpression', expression, alias, aliasStyle: 'equals', span: p.spanFrom(start) };
  }
  const expression = parseValue(p);
  if (expression.kind === 'StarExpression') return { kind: 'SelectStar', qualifier: expression.qualifier, span: p.spanFrom(start) };
  if (p.accept('AS')) {
    const alias = parseIdentifierOrString(p, 'an alias');
    return { kind: 'SelectExpression', expression, alias, aliasStyle: 'as', span: p.spanFrom(start) };
  }
  if (atPlainAlias(p) || atString(p)) {
    const alias = takeIdentifier(p);
    return { kind: 'SelectExpression', expression, alias, aliasStyle: 'plain', span: p.spanFrom(start) };
  }
  return { kind: 'SelectExpression', expression, alias: undefined, aliasStyle: 'none', span: p.spanFrom(start) };
}

/**
 * Whether the next token is an alias written without AS. A word that T-SQL does not reserve is one, even where a statement that
 * begins with it was meant (`SELECT 1 THROW`); a label and the few words below are not.
 */
export function atPlainAlias(p: Cursor): boolean {
  const kind = p.kind();
  if (kind === T.BracketName || kind === T.DoubleName) return true;
  if (kind !== T.Word || p.kind(1) === T.Colon) return false;
  switch (p.word()) {
    case 'ENABLE':
    case 'DISABLE':
      return p.word(1) !== 'TRIGGER';
    case 'WINDOW':
      return !(isNameKind(p.kind(1)) && p.word(2) === 'AS');
    case 'GET':
    case 'END':
    case 'MOVE':
      return p.word(1) !== 'CONVERSATION';
    case 'SEND':
      return !(p.word(1) === 'ON' && p.word(2) === 'CONVERSATION');
    case 'USING':
      return false;
    case 'OUTPUT':
      return !(p.word(1) === 'INSERTED' || p.word(1) === 'DELETED');
    default:
      return true;
  }
}

function parseGroupBy(p: Cursor): GroupByClause {
  const start = p.start();
  p.advance();
  p.expect('BY', 'after GROUP');
  const all = p.at('ALL') && p.accept('ALL');
  const items = commaList(p, parseGroupingItem);
  let old: GroupByClause['with'];
  if (p.acceptWords('WITH', 'ROLLUP')) old = 'ROLLUP';
  else if (p.acceptWords('WITH', 'CUBE')) old = 'CUBE';
  return { kind: 'GroupByClause', all, items, with: old, span: p.spanFrom(start) };
}

function parseGroupingItem(p: Cursor): GroupingItem {
  const start = p.start();
  const word = p.word();
  if ((word === 'ROLLUP' || word === 'CUBE') && p.kind(1) === T.LeftParen) {
    p.advance();
    const items = parenthesized(p, word, parseGroupingItem);
    return { kind: 'GroupingOperation', operation: word, items, span: p.spanFrom(start) };
  }
  if (word === 'GROUPING' && p.word(1) === 'SETS') {
    p.position += 2;
    const items = parenthesized(p, 'GROUPING SETS', parseGroupingItem);
    return { kind: 'GroupingOperation', operation: 'GROUPING SETS', items, span: p.spanFrom(start) };
  }
  if (p.atKind(T.LeftParen)) {
    if (p.kind(1) === T.RightParen) {
      p.position += 2;
      return { kind: 'GroupingTuple', items: [], span: p.spanFrom(start) };
    }
    const after = p.kindAt(Math.min(p.partnerOf(p.position) + 1, p.endIndex));
    const whole = after === T.Comma || after === T.RightParen;
    if (whole && hasTopLevelComma(p)) {
      const items = parenthesized(p, 'the grouping set', parseValue);
      return { kind: 'GroupingTuple', items, span: p.spanFrom(start) };
    }
  }
  const value = parseValue(p);
  // `GROUP BY a WITH (DISTRIBUTED_AGG)`: a hint of warehouses.
  if (p.at('WITH') && p.kind(1) === T.LeftParen && p.kind(2) === T.Word && p.kind(3) === T.RightParen) p.position += 4;
  return value;
}

/** Whether the bracket that is next holds a comma of its own. */
function hasTopLevelComma(p: Cursor): boolean {
  const close = p.partnerOf(p.position);
  for (let i = p.position + 1; i < close; i++) {
    if (p.kindAt(i) === T.LeftParen) i = p.partnerOf(i);
    else if (p.kindAt(i) === T.Comma) return true;
  }
  return false;
}

