import { T } from '../lexer';
import type { Expression, NamedOption } from '../syntax';
import type { Cursor } from './cursor';
import { commaList, parenthesized } from './lists';
import { takeLiteral } from './literals';
import { isNameKind, nameOf, parseQualifiedName, parseVariable, takeIdentifier } from './names';
import { atStatementLine } from './recovery';
import { checkTail } from './tails';

const isWord = (kind: number): boolean => kind === T.Word || kind === T.Reserved || kind === T.BracketName || kind === T.DoubleName;

const behindOptions = new Set(['AS', 'SELECT', 'FROM', 'WHERE', 'BEGIN']);

/** Whether a word is next that no option holds: the bracket of the list was not closed. */
const endsOption = (p: Cursor): boolean => p.kind() === T.Reserved && (behindOptions.has(p.word()) || atStatementLine(p));

/** One value: words, constants, names and bracketed options up to a comma, closing bracket or semicolon. */
function parseValues(p: Cursor): (Expression | NamedOption)[] {
  const values: (Expression | NamedOption)[] = [];
  for (;;) {
    const kind = p.kind();
    const start = p.start();
    if (kind === T.Comma || kind === T.RightParen || kind === T.Semicolon || kind === T.End || p.failed || endsOption(p)) return values;
    if (kind === T.LeftParen) values.push(...parseBracketedValues(p));
    else if (kind === T.Variable) values.push(parseVariable(p));
    else if (isNameKind(kind) || kind === T.Dot) values.push({ kind: 'ColumnReference', name: parseQualifiedName(p, 'the value of an option'), span: p.spanFrom(start) });
    else if (kind === T.Reserved) values.push({ kind: 'ColumnReference', name: nameOf(takeIdentifier(p)), span: p.spanFrom(start) });
    else {
      const literal = takeLiteral(p);
      if (literal) values.push(literal);
      else p.advance();
    }
  }
}

/** `(option, option)` as a value or behind one; brackets may be empty. */
function parseBracketedValues(p: Cursor): NamedOption[] {
  if (p.kind(1) === T.RightParen) {
    p.position += 2;
    return [];
  }
  if (!p.enter()) {
    p.leave();
    return [];
  }
  const options = parenthesized(p, 'the value of an option', (q) => (isWord(q.kind()) && q.kind(1) !== T.Dot ? parseNamedOption(q) : parseValueItem(q)));
  p.leave();
  return options;
}

/** An item in brackets that begins with no word: `3 TO 5`. */
function parseValueItem(p: Cursor): NamedOption {
  const start = p.start();
  const before = p.position;
  const values = parseValues(p);
  if (!p.failed && p.position === before) p.expected('a value');
  checkRest(p, before);
  return { kind: 'NamedOption', name: '', value: p.textFrom(start), values, span: p.spanFrom(start) };
}

function checkRest(p: Cursor, from: number): void {
  if (!p.failed) checkTail(p, from, p.position, true);
}

/**
 * Options of tables and indexes whose value stands behind `=`; each is one word.
 * Source: CREATE TABLE, CREATE INDEX and ALTER DATABASE SET of the Transact-SQL reference.
 */
const assignedOptions = new Set(
  'ALLOW_PAGE_LOCKS ALLOW_ROW_LOCKS BUCKET_COUNT COMPRESSION_DELAY DATA_COMPRESSION DATA_CONSISTENCY_CHECK DROP_EXISTING DURABILITY FILLFACTOR HISTORY_RETENTION_PERIOD HISTORY_TABLE IGNORE_DUP_KEY LEDGER MAXDOP MEMORY_OPTIMIZED ONLINE OPERATION_MODE OPTIMIZE_FOR_SEQUENTIAL_KEY PAD_INDEX QUERY_CAPTURE_MODE RESUMABLE SORT_IN_TEMPDB STATISTICS_INCREMENTAL STATISTICS_NORECOMPUTE SYSTEM_VERSIONING XML_COMPRESSION'.split(' '),
);

/** `NAME`, `NAME WORDS`, `NAME = value`, `NAME (value)`, inside a list that commas separate and a bracket closes. */
export function parseNamedOption(p: Cursor): NamedOption {
  const start = p.start();
  const words: string[] = [];
  while (isWord(p.kind()) && !endsOption(p)) {
    words.push(p.tokenText().toUpperCase());
    p.advance();
  }
  if (words.length === 0) p.expected('an option');
  if (words.length > 1 && assignedOptions.has(words[0] ?? '')) {
    p.position -= words.length - 1;
    p.expected('=', `behind the option ${words[0] ?? ''}`);
  }
  const assigned = p.acceptKind(T.Equal);
  if (!assigned && assignedOptions.has(words[0] ?? '') && p.kind() >= T.String && p.kind() <= T.GlobalVariable) p.expected('=', `behind the option ${words[0] ?? ''}`);
  const valueStart = p.start();
  const before = p.position;
  const values = parseValues(p);
  checkRest(p, before);
  if (assigned && p.position === before) p.expected('a value', `for the option ${words.join(' ')}`);
  const value = p.failed || p.position === before ? undefined : p.textFrom(valueStart);
  return { kind: 'NamedOption', name: words.join(' '), value, values, span: p.spanFrom(start) };
}

/** `(option, option)`. */
export const parseOptionList = (p: Cursor, what = 'the option list'): NamedOption[] => parenthesized(p, what, parseNamedOption);

/** `WITH (option, option)` if it is there. */
export function parseWithOptions(p: Cursor): NamedOption[] {
  if (!p.at('WITH') || p.kind(1) !== T.LeftParen) return [];
  p.advance();
  return parseOptionList(p);
}

/** One word as an option: SCHEMABINDING, RECOMPILE. */
export function takeWordOption(p: Cursor, count = 1): NamedOption {
  const start = p.start();
  const words: string[] = [];
  for (let i = 0; i < count; i++) {
    words.push(p.tokenText().toUpperCase());
    p.advance();
  }
  return { kind: 'NamedOption', name: words.join(' '), value: undefined, span: p.spanFrom(start) };
}

/** `WITH word, word, EXECUTE AS x`: options of modules, which have no brackets; the WITH was read. */
export const parseModuleOptions = (p: Cursor): NamedOption[] => commaList(p, parseModuleOption);

function parseModuleOption(p: Cursor): NamedOption {
  const start = p.start();
  if ((p.at('EXECUTE') || p.at('EXEC')) && p.word(1) === 'AS') {
    p.advance();
    p.advance();
    const valueStart = p.start();
    p.advance();
    return { kind: 'NamedOption', name: 'EXECUTE AS', value: p.textFrom(valueStart), span: p.spanFrom(start) };
  }
  if (p.acceptWords('RETURNS', 'NULL', 'ON') || p.acceptWords('CALLED', 'ON', 'NULL')) {
    while (p.at('NULL') || p.at('INPUT')) p.advance();
    return { kind: 'NamedOption', name: p.textFrom(start).toUpperCase().replace(/\s+/g, ' '), value: undefined, span: p.spanFrom(start) };
  }
  if (p.kind() !== T.Word) p.expected('an option such as SCHEMABINDING, RECOMPILE, ENCRYPTION or EXECUTE AS');
  const option = takeWordOption(p);
  if (!p.acceptKind(T.Equal)) return option;
  const valueStart = p.start();
  p.advance();
  return { ...option, value: p.textFrom(valueStart), span: p.spanFrom(start) };
}
