import { T } from '../lexer';
import type { CreateTableStatement, Identifier, NamedOption, StorageLocation, TableElement } from '../syntax';
import type { Cursor } from './cursor';
import { parseStorage, parseStorageName } from './index-definitions';
import { parseIdentifierOrString, parseQualifiedName, spell } from './names';
import { parseOptionList } from './options';
import { parseQuery } from './queries';
import { parseTableElements } from './table-elements';

/** CREATE TABLE; CREATE was read, TABLE (or EXTERNAL TABLE) is next. */
export function parseCreateTable(p: Cursor, start: number): CreateTableStatement {
  let form: CreateTableStatement['form'] = p.accept('EXTERNAL') ? 'EXTERNAL' : 'TABLE';
  p.expect('TABLE');
  const name = parseQualifiedName(p, 'the name of the table');
  if (p.acceptWords('AS', 'FILETABLE')) form = 'FILETABLE';
  const hasElements = p.atKind(T.LeftParen);
  let elements: TableElement[] = [];
  if (hasElements) elements = parseTableElements(p, `the column list of TABLE ${spell(name)}`);
  else if (form === 'TABLE' && !p.at('AS') && !p.at('WITH')) p.expectKind(T.LeftParen, `to open the column list of TABLE ${spell(name)}`);
  if (p.acceptWords('AS', 'NODE')) form = 'NODE';
  else if (p.acceptWords('AS', 'EDGE')) form = 'EDGE';
  else if (p.acceptWords('AS', 'FILETABLE')) form = 'FILETABLE';
  const rest = parseTableRest(p);
  const query = p.accept('AS') ? parseQuery(p) : undefined;
  if (!hasElements && form === 'TABLE' && query === undefined) p.expectKind(T.LeftParen, `to open the column list of TABLE ${spell(name)}`);
  return { kind: 'CreateTableStatement', name, elements, ...rest, query, form, span: p.spanFrom(start) };
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
    else if (p.at('WITH') && p.kind(1) === T.LeftParen) {
      p.advance();
      options = [...options, ...parseOptionList(p, 'the table options')];
    } else return { options, on, textImageOn, filestreamOn };
  }
}
