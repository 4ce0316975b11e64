import { T } from '../lexer';
import type { ColumnConstraint, ColumnDefinition, ComputedColumn, DataType, DefaultConstraint, GeneratedClause, Identifier, IdentityClause, IndexDefinition, NamedOption, PeriodDefinition, TableElement } from '../syntax';
import { atConstraint, parseColumnConstraint, parseTableConstraint } from './constraints';
import type { Cursor } from './cursor';
import { parseDataType } from './data-types';
import { parseValue } from './expressions';
import { parseIndexDefinition } from './index-definitions';
import { parseSignedNumber } from './literals';
import { isNameKind, parseIdentifier } from './names';
import { parseOptionList, takeWordOption } from './options';
import { atStatementLine, recoverElement } from './recovery';

/**
 * `(element, element ...)` of CREATE TABLE, table variables and table types. An element that cannot be read becomes an
 * UnparsedElement and the rest goes on. Commas between constraints may be left out, as SQL Server allows. Of the brackets around the
 * list one may be missing, or closed too early inside of a column: that is reported, and the list is kept.
 */
export function parseTableElements(p: Cursor, what: string): TableElement[] {
  const open = p.position;
  const elements: TableElement[] = [];
  if (!p.acceptKind(T.LeftParen)) {
    if (atTableElements(p)) p.report('expected-token', `Expected ( to open ${what}, but found ${p.found()}.`, p.tokenSpan());
    else p.expectKind(T.LeftParen, `to open ${what}`);
  }
  while (!p.failed && !p.atKind(T.RightParen)) {
    elements.push(parseGuarded(p));
    if (!p.acceptKind(T.Comma) && !atConstraint(p) && !passEarlyClose(p, what)) break;
  }
  if (elements.length === 0) p.expected('a column');
  if (elements.length > 0 && !p.atKind(T.RightParen) && atListEnd(p)) p.reportOpen(open, what);
  else p.expectClose(open, what);
  return elements;
}

/** Whether a list of columns is next, its first bracket missing or not. */
export const atTableElements = (p: Cursor): boolean => p.atKind(T.LeftParen) || (isNameKind(p.kind()) && isNameKind(p.kind(1)) && !p.at('FILESTREAM_ON') && !p.at('TEXTIMAGE_ON') && !p.beginsLine(p.position + 1));

/** Whether what is next can only stand behind the bracket that closes the list. */
const atListEnd = (p: Cursor): boolean => p.atEnd() || p.at('ON') || p.at('TEXTIMAGE_ON') || (p.at('WITH') && p.kind(1) === T.LeftParen) || p.atKind(T.Semicolon) || atStatementLine(p);

const columnWords = new Set(['NOT', 'NULL', 'DEFAULT', 'CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'REFERENCES', 'IDENTITY', 'COLLATE', 'ROWGUIDCOL', 'PERSISTED']);

/** Passes a `)` that is followed by what only a column can hold, to the comma behind it; false when the next `)` closes the list. */
function passEarlyClose(p: Cursor, what: string): boolean {
  if (!p.atKind(T.RightParen)) return false;
  const comma = p.kind(1) === T.Comma && (isNameKind(p.kind(2)) || p.kind(2) === T.Reserved);
  if (!comma && !(p.kind(1) === T.Reserved && columnWords.has(p.word(1)) && !p.beginsLine(p.position + 1))) return false;
  p.report('early-close', `This ) closes ${what}, but the list goes on: there is a ) too many, or a ( is missing before it.`, p.tokenSpan());
  p.advance();
  while (!p.atEnd() && !p.atKind(T.Comma) && !p.atKind(T.RightParen) && !atStatementLine(p)) {
    if (p.atKind(T.LeftParen)) p.position = p.partnerOf(p.position);
    p.advance();
  }
  return p.acceptKind(T.Comma);
}

function parseGuarded(p: Cursor): TableElement {
  const first = p.position;
  const element = parseTableElement(p);
  if (!p.failed && !p.atKind(T.Comma) && !p.atKind(T.RightParen) && !atConstraint(p) && !atListEnd(p)) p.expected('a comma or )', `after ${elementName(element)}`);
  return p.failed ? (recoverElement(p, first) ?? element) : element;
}

const elementName = (element: TableElement): string => ('name' in element && element.name ? `the definition of ${element.name.name}` : 'this part of the table');

/** A column, computed column, constraint, index or period. */
export function parseTableElement(p: Cursor): TableElement {
  if (atConstraint(p)) return parseTableConstraint(p);
  if (p.at('INDEX')) return parseIndexDefinition(p);
  if (p.at('PERIOD') && p.word(1) === 'FOR') return parsePeriod(p);
  return parseColumn(p);
}

/** `PERIOD FOR SYSTEM_TIME (start, end)`; PERIOD is next. */
function parsePeriod(p: Cursor): PeriodDefinition {
  const begin = p.start();
  p.position += 2;
  p.expect('SYSTEM_TIME', 'after PERIOD FOR');
  const open = p.position;
  p.expectKind(T.LeftParen);
  const start = parseIdentifier(p, 'a column name');
  p.expectKind(T.Comma);
  const end = parseIdentifier(p, 'a column name');
  p.expectClose(open, 'PERIOD');
  return { kind: 'PeriodDefinition', start, end, span: p.spanFrom(begin) };
}

function parseColumn(p: Cursor): ColumnDefinition | ComputedColumn {
  const start = p.start();
  const name = parseIdentifier(p, 'a column name');
  if (p.at('AS')) return parseComputed(p, start, name);
  // A column named timestamp may leave out its type.
  const untyped = name.quoted === 'none' && /^(timestamp|rowversion)$/i.test(name.name) && !isNameKind(p.kind());
  const type = untyped ? undefined : parseDataType(p);
  return parseColumnRest(p, start, name, type);
}

function parseComputed(p: Cursor, start: number, name: Identifier): ComputedColumn {
  p.advance();
  const expression = parseValue(p);
  const persisted = p.accept('PERSISTED');
  let nullability: ComputedColumn['nullability'];
  if (p.acceptWords('NOT', 'NULL')) nullability = 'NOT NULL';
  else if (p.accept('NULL')) nullability = 'NULL';
  const constraints: ColumnConstraint[] = [];
  const indexes: IndexDefinition[] = [];
  for (;;) {
    if (p.at('INDEX')) indexes.push(parseIndexDefinition(p));
    else if (atConstraint(p)) {
      const constraint = parseColumnConstraint(p);
      if (constraint.kind === 'DefaultConstraint') p.expected('PRIMARY KEY, UNIQUE, CHECK or REFERENCES', 'at a computed column');
      else constraints.push(constraint);
    } else break;
    if (startsTableConstraint(p)) break;
  }
  return { kind: 'ComputedColumn', name, expression, persisted, nullability, constraints, indexes, span: p.spanFrom(start) };
}

/** Whether a constraint that is next has its own column list and so belongs to the table: the comma before it was left out. */
function startsTableConstraint(p: Cursor): boolean {
  let ahead = p.at('CONSTRAINT') ? 2 : 0;
  if (p.word(ahead) === 'FOREIGN') return p.kind(ahead + 2) === T.LeftParen;
  if (p.word(ahead) !== 'PRIMARY' && p.word(ahead) !== 'UNIQUE') return false;
  ahead += p.word(ahead) === 'PRIMARY' ? 2 : 1;
  if (p.word(ahead) === 'CLUSTERED' || p.word(ahead) === 'NONCLUSTERED') ahead++;
  return p.kind(ahead) === T.LeftParen;
}

interface Draft {
  nullability: ColumnDefinition['nullability'];
  collation: Identifier | undefined;
  identity: IdentityClause | undefined;
  default: DefaultConstraint | undefined;
  generated: GeneratedClause | undefined;
  readonly constraints: ColumnConstraint[];
  readonly indexes: IndexDefinition[];
  readonly options: NamedOption[];
}

/** What follows a column's name and type, in any order. */
export function parseColumnRest(p: Cursor, start: number, name: Identifier, type: DataType | undefined): ColumnDefinition {
  const draft: Draft = { nullability: undefined, collation: undefined, identity: undefined, default: undefined, generated: undefined, constraints: [], indexes: [], options: [] };
  while (!startsTableConstraint(p) && parseColumnOption(p, draft)) if (p.failed) break;
  return { kind: 'ColumnDefinition', name, type, ...draft, span: p.spanFrom(start) };
}

/** Reads one option of a column into the draft; false when none is next. */
function parseColumnOption(p: Cursor, draft: Draft): boolean {
  switch (p.word()) {
    case 'NULL':
      p.advance();
      draft.nullability = 'NULL';
      return true;
    case 'NOT':
      if (p.acceptWords('NOT', 'FOR', 'REPLICATION')) {
        if (draft.identity) draft.identity = { ...draft.identity, notForReplication: true };
        return true;
      }
      p.advance();
      p.expect('NULL', 'after NOT');
      draft.nullability = 'NOT NULL';
      return true;
    case 'COLLATE':
      p.advance();
      draft.collation = parseIdentifier(p, 'a collation');
      return true;
    case 'IDENTITY':
      draft.identity = parseIdentity(p);
      return true;
    case 'GENERATED':
      draft.generated = parseGenerated(p);
      return true;
    case 'INDEX':
      draft.indexes.push(parseIndexDefinition(p));
      return true;
    case 'SPARSE':
    case 'ROWGUIDCOL':
    case 'FILESTREAM':
    case 'HIDDEN':
    case 'PERSISTED':
      draft.options.push(takeWordOption(p));
      return true;
    case 'MASKED':
    case 'ENCRYPTED':
      draft.options.push(parseWithOption(p));
      return true;
    case 'COLUMN_SET':
      p.advance();
      p.expect('FOR', 'after COLUMN_SET');
      draft.options.push({ ...takeWordOption(p), name: 'COLUMN_SET' });
      return true;
    default:
      return parseConstraintOption(p, draft);
  }
}

function parseConstraintOption(p: Cursor, draft: Draft): boolean {
  if (p.at('WITH') && p.word(1) === 'VALUES' && draft.default) {
    p.position += 2;
    draft.default = { ...draft.default, withValues: true };
    return true;
  }
  if (!atConstraint(p)) return false;
  const constraint = parseColumnConstraint(p);
  if (constraint.kind === 'DefaultConstraint') {
    if (draft.default) p.report('second-default', 'This column has two defaults; remove one.', constraint.span);
    draft.default = constraint;
  } else draft.constraints.push(constraint);
  return true;
}

/** `MASKED WITH (FUNCTION = '...')`, `ENCRYPTED WITH (...)`. */
function parseWithOption(p: Cursor): NamedOption {
  const start = p.start();
  const name = p.word();
  p.advance();
  p.expect('WITH', `after ${name}`);
  const from = p.start();
  const values = parseOptionList(p, name);
  return { kind: 'NamedOption', name, value: p.textFrom(from), values, span: p.spanFrom(start) };
}

function parseIdentity(p: Cursor): IdentityClause {
  const start = p.start();
  p.advance();
  let seed: string | undefined;
  let increment: string | undefined;
  if (p.atKind(T.LeftParen)) {
    const open = p.position;
    p.advance();
    seed = parseSignedNumber(p, 'the seed of IDENTITY');
    p.expectKind(T.Comma, 'between seed and increment');
    increment = parseSignedNumber(p, 'the increment of IDENTITY');
    p.expectClose(open, 'IDENTITY');
  }
  const notForReplication = p.acceptWords('NOT', 'FOR', 'REPLICATION');
  return { kind: 'IdentityClause', seed, increment, notForReplication, span: p.spanFrom(start) };
}

const generatedFirst = new Set(['ROW', 'TRANSACTION_ID', 'SEQUENCE_NUMBER', 'SUSER_SID', 'SUSER_SNAME']);

function parseGenerated(p: Cursor): GeneratedClause {
  const start = p.start();
  p.advance();
  p.expect('ALWAYS', 'after GENERATED');
  p.expect('AS', 'after GENERATED ALWAYS');
  const first = p.tokenText().toUpperCase();
  if (!generatedFirst.has(first)) p.expected('ROW START or ROW END');
  p.advance();
  const last = p.accept('START') ? 'START' : 'END';
  if (last === 'END') p.expect('END', 'or START');
  const hidden = p.accept('HIDDEN');
  return { kind: 'GeneratedClause', as: `${first} ${last}` as GeneratedClause['as'], hidden, span: p.spanFrom(start) };
}

