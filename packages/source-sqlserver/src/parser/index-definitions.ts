import { T } from '../lexer';
import type { Identifier, IndexColumn, IndexDefinition, NamedOption, StorageLocation } from '../syntax';
import type { Cursor } from './cursor';
import { parseCondition } from './expressions';
import { parenthesized } from './lists';
import { parseAnyIdentifier, parseIdentifier, parseIdentifierOrString, parseNameList, takeIdentifier } from './names';
import { parseOptionList } from './options';

function parseIndexColumn(p: Cursor): IndexColumn {
  const start = p.start();
  const name = p.atKind(T.PseudoColumn) ? takeIdentifier(p) : parseIdentifier(p, 'a column name');
  const direction = p.accept('ASC') ? 'ASC' : p.accept('DESC') ? 'DESC' : undefined;
  return { kind: 'IndexColumn', name, direction, span: p.spanFrom(start) };
}

/** `(a, b DESC)`. */
export const parseIndexColumns = (p: Cursor, what: string): IndexColumn[] => parenthesized(p, what, parseIndexColumn);

/** Words of the options of SQL Server 2000, written without brackets: `WITH FILLFACTOR = 80, PAD_INDEX`. */
const bareOptions = new Set(['FILLFACTOR', 'PAD_INDEX', 'IGNORE_DUP_KEY', 'DROP_EXISTING', 'STATISTICS_NORECOMPUTE', 'SORT_IN_TEMPDB', 'SORTED_DATA', 'SORTED_DATA_REORG', 'ONLINE']);

const wordAt = (p: Cursor, ahead: number): string => {
  const index = Math.min(p.position + ahead, p.endIndex);
  return p.text.slice(p.startAt(index), p.endAt(index)).toUpperCase();
};

/** `WITH (...)` of an index or key, and the form of old without brackets. */
export function parseIndexOptions(p: Cursor): NamedOption[] {
  if (!p.at('WITH')) return [];
  if (p.kind(1) === T.LeftParen) {
    p.advance();
    return parseOptionList(p);
  }
  if (!bareOptions.has(wordAt(p, 1))) return [];
  p.advance();
  const options: NamedOption[] = [];
  do options.push(parseBareOption(p));
  while ((bareOptions.has(wordAt(p, 1)) && p.acceptKind(T.Comma)) || bareOptions.has(wordAt(p, 0)));
  return options;
}

function parseBareOption(p: Cursor): NamedOption {
  const start = p.start();
  const name = wordAt(p, 0);
  if (!bareOptions.has(name)) p.expected('an index option');
  p.advance();
  let value: string | undefined;
  if (p.acceptKind(T.Equal)) {
    value = p.tokenText();
    p.advance();
  }
  return { kind: 'NamedOption', name, value, span: p.spanFrom(start) };
}

/** `ON filegroup`, `ON scheme(column)`; ON is next. */
export function parseStorage(p: Cursor): StorageLocation {
  p.advance();
  return parseStorageName(p);
}

export function parseStorageName(p: Cursor): StorageLocation {
  const start = p.start();
  const name: Identifier = p.atKind(T.String) ? parseIdentifierOrString(p, 'a filegroup') : parseAnyIdentifier(p, 'a filegroup or partition scheme');
  const columns = p.atKind(T.LeftParen) ? parseNameList(p, 'the partitioning column') : [];
  return { kind: 'StorageLocation', name, columns, span: p.spanFrom(start) };
}

/** `INDEX name [UNIQUE] [CLUSTERED] [COLUMNSTORE] (columns) ...` in a table or behind a column; INDEX is next. */
export function parseIndexDefinition(p: Cursor): IndexDefinition {
  const start = p.start();
  p.advance();
  const name = parseIdentifier(p, 'the name of the index');
  const unique = p.accept('UNIQUE');
  const clustered = p.accept('CLUSTERED') ? true : p.accept('NONCLUSTERED') ? false : undefined;
  const columnstore = p.accept('COLUMNSTORE');
  const hash = p.at('HASH') && p.accept('HASH');
  const columns = p.atKind(T.LeftParen) ? parseIndexColumns(p, 'the columns of the index') : [];
  const include = p.at('INCLUDE') && p.accept('INCLUDE') ? parseNameList(p, 'the included columns') : [];
  const where = p.accept('WHERE') ? parseCondition(p) : undefined;
  const options = parseIndexOptions(p);
  const on = p.at('ON') ? parseStorage(p) : undefined;
  if (p.at('FILESTREAM_ON')) {
    p.advance();
    parseStorageName(p);
  }
  return { kind: 'IndexDefinition', name, unique, clustered, columnstore, hash, columns, include, where, options, on, span: p.spanFrom(start) };
}
