import { T } from '../lexer';
import type { ColumnDefinition, CreateTableStatement, Identifier, NamedOption, StorageLocation, TableElement } from '../syntax';
import type { Cursor } from './cursor';
import { parseStorage, parseStorageName } from './index-definitions';
import { parenthesized, skipParenthesized } from './lists';
import { isNameKind, parseIdentifier, parseIdentifierOrString, parseQualifiedName, spell } from './names';
import { parseOptionList } from './options';
import { parseQuery } from './queries';
import { atTableElements, parseTableElements } from './table-elements';

/** CREATE TABLE; CREATE was read, TABLE (or EXTERNAL TABLE) is next. */
export function parseCreateTable(p: Cursor, start: number): CreateTableStatement {
  let form: CreateTableStatement['form'] = p.accept('EXTERNAL') ? 'EXTERNAL' : 'TABLE';
  p.expect('TABLE');
  const name = parseQualifiedName(p, 'the name of the table');
  if (p.acceptWords('AS', 'FILETABLE')) form = 'FILETABLE';
  const hasElements = atTableElements(p);
  let elements: TableElement[] = [];
  const bare = p.atKind(T.LeftParen) && atBareColumns(p);
  if (bare) elements = parenthesized(p, 'the column list', parseBareColumn);
  else if (hasElements) elements = parseTableElements(p, `the column list of TABLE ${spell(name)}`);
  else if (form === 'TABLE' && !p.at('AS') && !p.at('WITH')) p.expectKind(T.LeftParen, `to open the column list of TABLE ${spell(name)}`);
  if (p.acceptWords('AS', 'NODE')) form = 'NODE';
  else if (p.acceptWords('AS', 'EDGE')) form = 'EDGE';
  else if (p.acceptWords('AS', 'FILETABLE')) form = 'FILETABLE';
  const rest = parseTableRest(p);
  const query = p.accept('AS') ? parseQuery(p) : undefined;
  if (bare && query === undefined) p.report('expected-token', `Expected a data type for column ${elements.map((column) => ('name' in column ? column.name?.name : '')).join(', ')} of TABLE ${spell(name)}.`, elements[0]?.span ?? name.span);
  if (!hasElements && form === 'TABLE' && query === undefined) p.expectKind(T.LeftParen, `to open the column list of TABLE ${spell(name)}`);
  return { kind: 'CreateTableStatement', name, elements, ...rest, query, form, span: p.spanFrom(start) };
}

/** Whether the list that is next holds names alone: the columns of CREATE TABLE AS SELECT. */
function atBareColumns(p: Cursor): boolean {
  for (let ahead = 1; isNameKind(p.kind(ahead)); ahead += 2) {
    if (p.kind(ahead + 1) === T.RightParen) return true;
    if (p.kind(ahead + 1) !== T.Comma) return false;
  }
  return false;
}

function parseBareColumn(p: Cursor): ColumnDefinition {
  const start = p.start();
  const name = parseIdentifier(p, 'a column name');
  return { kind: 'ColumnDefinition', name, type: undefined, nullability: undefined, collation: undefined, identity: undefined, default: undefined, generated: undefined, constraints: [], indexes: [], options: [], span: p.spanFrom(start) };
}

interface TableRest {
  readonly options: readonly NamedOption[];
  readonly on: StorageLocation | undefined;
  readonly textImageOn: Identifier | undefined;
  readonly filestreamOn: StorageLocation | undefined;
}

/** `ON ...`, `TEXTIMAGE_ON ...`, `FILESTREAM_ON ...`, `WITH (...)` in any order. */
function parseTableRest(p: Cursor): TableRest {
  let options: readonly NamedOption[] = [];
  let on: StorageLocation | undefined;
  let textImageOn: Identifier | undefined;
  let filestreamOn: StorageLocation | undefined;
  for (;;) {
    if (p.at('ON')) on = parseStorage(p);
    else if (p.accept('TEXTIMAGE_ON')) textImageOn = parseIdentifierOrString(p, 'a filegroup');
    else if (p.accept('FILESTREAM_ON')) filestreamOn = parseStorageName(p);
    else if (atFederated(p)) {
      p.position += 2;
      skipParenthesized(p, 'the distribution of the federation');
    } else if (p.at('WITH') && p.kind(1) === T.LeftParen) {
      p.advance();
      options = [...options, ...parseOptionList(p, 'the table options')];
    } else return { options, on, textImageOn, filestreamOn };
  }
}

/** Whether `FEDERATED ON (key = column)`, of databases that Azure SQL Database once split, is next. */
const atFederated = (p: Cursor): boolean => p.kind() === T.Word && p.word(1) === 'ON' && p.kind(2) === T.LeftParen && /^federated$/i.test(p.tokenText());
