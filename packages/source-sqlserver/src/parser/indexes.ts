import { T } from '../lexer';
import type {
  AlterIndexStatement, CreateFullTextIndexStatement, CreateIndexStatement, CreateSpatialIndexStatement, CreateStatisticsStatement, CreateXmlIndexStatement,
  DroppedIndex, DropIndexStatement, Expression, FullTextColumn, Identifier, IndexColumn, NamedOption, StorageLocation,
} from '../syntax';
import type { Cursor } from './cursor';
import { parseCondition, parseValue } from './expressions';
import { parseIndexColumns, parseIndexOptions, parseStorage } from './index-definitions';
import { commaList, parenthesized, skipParenthesized } from './lists';
import { nameOf, parseIdentifier, parseIdentifierOrString, parseNameList, parseQualifiedName } from './names';
import { parseNamedOption, parseOptionList, parseWithOptions } from './options';
import { skipToStatementEnd } from './recovery';

/** `[UNIQUE] [CLUSTERED | NONCLUSTERED] [COLUMNSTORE] INDEX name ON table ...`; CREATE was read. */
export function parseCreateIndex(p: Cursor, start: number): CreateIndexStatement {
  const unique = p.accept('UNIQUE');
  const clustered = p.accept('CLUSTERED') ? true : p.accept('NONCLUSTERED') ? false : undefined;
  const columnstore = p.accept('COLUMNSTORE');
  p.expect('INDEX', 'in CREATE INDEX');
  const name = parseIdentifier(p, 'the name of the index');
  p.expect('ON', 'after the name of the index');
  const table = parseQualifiedName(p, 'the table');
  const columns = p.atKind(T.LeftParen) || !columnstore ? parseIndexColumns(p, `the columns of INDEX ${name.name}`) : [];
  let include: Identifier[] = [];
  let orderColumns: IndexColumn[] = [];
  let where: Expression | undefined;
  let options: NamedOption[] = [];
  let on: StorageLocation | undefined;
  let filestreamOn: Identifier | undefined;
  for (;;) {
    if (p.at('INCLUDE') && p.kind(1) === T.LeftParen) {
      p.advance();
      include = parseNameList(p, 'the included columns');
    } else if (p.at('ORDER') && columnstore) {
      p.advance();
      orderColumns = parseIndexColumns(p, 'the order of the columnstore');
    } else if (p.accept('WHERE')) where = parseCondition(p);
    else if (p.at('WITH')) {
      const before = p.position;
      options = [...options, ...parseIndexOptions(p)];
      if (p.position === before) break;
    } else if (p.at('ON')) on = parseStorage(p);
    else if (p.accept('FILESTREAM_ON')) filestreamOn = parseIdentifierOrString(p, 'a filegroup');
    else break;
  }
  return { kind: 'CreateIndexStatement', unique, clustered, columnstore, name, table, columns, include, orderColumns, where, options, on, filestreamOn, span: p.spanFrom(start) };
}

/** `[PRIMARY] XML INDEX name ON table (column) ...`, `SELECTIVE XML INDEX ...`; CREATE was read. */
export function parseCreateXmlIndex(p: Cursor, start: number): CreateXmlIndexStatement {
  const primary = p.accept('PRIMARY');
  const selective = p.accept('SELECTIVE');
  p.expect('XML');
  p.expect('INDEX', 'after XML');
  const name = parseIdentifier(p, 'the name of the index');
  p.expect('ON', 'after the name of the index');
  const table = parseQualifiedName(p, 'the table');
  const column = parseNameList(p, 'the column of the index')[0] as Identifier;
  let using: Identifier | undefined;
  let for_: CreateXmlIndexStatement['for'];
  let paths: string | undefined;
  if (p.accept('USING')) {
    p.expect('XML', 'after USING');
    p.expect('INDEX', 'after USING XML');
    using = parseIdentifier(p, 'the primary XML index');
  }
  if (p.at('WITH') && p.word(1) === 'XMLNAMESPACES') {
    p.position += 2;
    skipParenthesized(p, 'XMLNAMESPACES');
  }
  if (p.accept('FOR')) {
    if (p.atKind(T.LeftParen)) {
      const from = p.start();
      skipParenthesized(p, 'the paths of the index');
      paths = p.textFrom(from);
    } else {
      for_ = p.accept('VALUE') ? 'VALUE' : p.accept('PATH') ? 'PATH' : 'PROPERTY';
      if (for_ === 'PROPERTY') p.expect('PROPERTY', ', PATH or VALUE after FOR');
    }
  }
  const options = parseIndexOptions(p);
  return { kind: 'CreateXmlIndexStatement', primary, selective, name, table, column, using, for: for_, paths, options, span: p.spanFrom(start) };
}

/** `SPATIAL INDEX name ON table (column) [USING scheme] [WITH (...)] [ON ...]`; CREATE was read. */
export function parseCreateSpatialIndex(p: Cursor, start: number): CreateSpatialIndexStatement {
  p.advance();
  p.expect('INDEX', 'after SPATIAL');
  const name = parseIdentifier(p, 'the name of the index');
  p.expect('ON', 'after the name of the index');
  const table = parseQualifiedName(p, 'the table');
  const column = parseNameList(p, 'the column of the index')[0] as Identifier;
  const tessellation = p.accept('USING') ? parseIdentifier(p, 'a tessellation scheme') : undefined;
  const options = parseIndexOptions(p);
  const on = p.at('ON') ? parseStorage(p) : undefined;
  return { kind: 'CreateSpatialIndexStatement', name, table, column, tessellation, options, on, span: p.spanFrom(start) };
}

function parseFullTextColumn(p: Cursor): FullTextColumn {
  const start = p.start();
  const name = parseIdentifier(p, 'a column name');
  let typeColumn: Identifier | undefined;
  if (p.accept('TYPE')) {
    p.expect('COLUMN', 'after TYPE');
    typeColumn = parseIdentifier(p, 'a column name');
  }
  const language = p.accept('LANGUAGE') ? parseValue(p) : undefined;
  const statisticalSemantics = p.accept('STATISTICAL_SEMANTICS');
  return { kind: 'FullTextColumn', name, typeColumn, language, statisticalSemantics, span: p.spanFrom(start) };
}

/** `FULLTEXT INDEX ON table (columns) KEY INDEX name ON catalog WITH ...`; CREATE was read and FULLTEXT INDEX is next. */
export function parseCreateFullTextIndex(p: Cursor, start: number): CreateFullTextIndexStatement {
  p.position += 2;
  p.expect('ON', 'after FULLTEXT INDEX');
  const table = parseQualifiedName(p, 'the table');
  const columns = p.atKind(T.LeftParen) ? parenthesized(p, 'the columns of the full-text index', parseFullTextColumn) : [];
  let keyIndex: Identifier | undefined;
  let catalog: Identifier | undefined;
  if (p.acceptWords('KEY', 'INDEX')) {
    keyIndex = parseIdentifier(p, 'the key index');
    if (p.accept('ON')) catalog = parseFullTextCatalog(p);
  }
  let options: NamedOption[] = [];
  if (p.accept('WITH')) options = p.atKind(T.LeftParen) ? parseOptionList(p) : commaList(p, parseBareFullTextOption);
  return { kind: 'CreateFullTextIndexStatement', table, columns, keyIndex, catalog, options, span: p.spanFrom(start) };
}

/** `catalog`, `(catalog, FILEGROUP group)`. */
function parseFullTextCatalog(p: Cursor): Identifier {
  if (!p.atKind(T.LeftParen)) return parseIdentifier(p, 'a full-text catalog');
  const open = p.position;
  p.advance();
  const first = p.accept('FILEGROUP') ? undefined : parseIdentifier(p, 'a full-text catalog');
  const name = first ?? parseIdentifier(p, 'a filegroup');
  if (p.acceptKind(T.Comma)) {
    p.accept('FILEGROUP');
    parseIdentifier(p, 'a filegroup');
  }
  p.expectClose(open, 'the full-text catalog');
  return name;
}

/** `CHANGE_TRACKING AUTO`, `CHANGE_TRACKING = OFF, NO POPULATION`, `STOPLIST = SYSTEM`. */
function parseBareFullTextOption(p: Cursor): NamedOption {
  const start = p.start();
  if (p.atKind(T.LeftParen)) return parseNamedOption(p);
  const words = p.at('SEARCH') && p.word(1) === 'PROPERTY' ? 3 : 1;
  p.position += words;
  const name = p.textFrom(start).toUpperCase().replace(/\s+/g, ' ');
  p.acceptKind(T.Equal);
  const value = p.tokenText();
  p.advance();
  return { kind: 'NamedOption', name, value, span: p.spanFrom(start) };
}

/** `STATISTICS name ON table (columns) [WHERE ...] [WITH ...]`; CREATE was read. */
export function parseCreateStatistics(p: Cursor, start: number): CreateStatisticsStatement {
  p.advance();
  const name = parseIdentifier(p, 'the name of the statistics');
  p.expect('ON', 'after the name of the statistics');
  const table = parseQualifiedName(p, 'the table');
  const columns = parseNameList(p, 'the columns of the statistics');
  const where = p.accept('WHERE') ? parseCondition(p) : undefined;
  const options = p.accept('WITH') ? commaList(p, parseStatisticsOption) : [];
  return { kind: 'CreateStatisticsStatement', name, table, columns, where, options, span: p.spanFrom(start) };
}

function parseStatisticsOption(p: Cursor): NamedOption {
  const start = p.start();
  const name = p.tokenText().toUpperCase();
  if (p.kind() !== T.Word) p.expected('an option of the statistics');
  p.advance();
  let value: string | undefined;
  if (name === 'SAMPLE' || p.acceptKind(T.Equal)) {
    const from = p.start();
    p.advance();
    if (!p.accept('PERCENT')) p.accept('ROWS');
    value = p.textFrom(from);
  } else if (p.at('ON') && p.word(1) === 'PARTITIONS') {
    const from = p.start();
    p.position += 2;
    if (p.atKind(T.LeftParen)) skipParenthesized(p, 'the partitions');
    value = p.textFrom(from);
  }
  return { kind: 'NamedOption', name, value, span: p.spanFrom(start) };
}

/** `ALTER INDEX name | ALL ON table action`; INDEX is next. */
export function parseAlterIndex(p: Cursor, start: number): AlterIndexStatement {
  p.advance();
  const name = p.accept('ALL') ? undefined : parseIdentifier(p, 'the name of the index');
  p.expect('ON', 'after the name of the index');
  const table = parseQualifiedName(p, 'the table');
  const action = p.tokenText().toUpperCase();
  if (p.kind() !== T.Word && !p.at('SET') && !p.at('FOR') && !p.at('WITH')) p.expected('REBUILD, REORGANIZE, DISABLE, SET or another action', 'in ALTER INDEX');
  p.advance();
  if (p.at('PARTITION') && p.kind(1) === T.Equal) {
    p.position += 2;
    if (!p.accept('ALL')) parseValue(p);
  }
  let options: NamedOption[] = [];
  if (action === 'FOR' || action === 'WITH') skipToStatementEnd(p);
  else if (p.atKind(T.LeftParen)) options = parseOptionList(p);
  options = [...options, ...parseIndexOptions(p)];
  return { kind: 'AlterIndexStatement', name, table, action, options, span: p.spanFrom(start) };
}

function parseDroppedIndex(p: Cursor): DroppedIndex {
  const start = p.start();
  const first = parseQualifiedName(p, 'the name of the index');
  const name = first.parts.at(-1) as Identifier;
  let table = first;
  if (p.accept('ON')) {
    table = parseQualifiedName(p, 'the table');
    parseWithOptions(p);
  } else if (first.parts.length > 1) table = { kind: 'QualifiedName', parts: first.parts.slice(0, -1), span: { start, end: first.parts.at(-2)?.span.end ?? first.span.end } };
  else {
    p.expect('ON', 'after the name of the index');
    table = nameOf(name);
  }
  return { kind: 'DroppedIndex', name, table, span: p.spanFrom(start) };
}

/** `DROP INDEX ix ON t, ...`; INDEX is next. */
export function parseDropIndex(p: Cursor, start: number): DropIndexStatement {
  p.advance();
  const ifExists = p.acceptWords('IF', 'EXISTS');
  return { kind: 'DropIndexStatement', ifExists, indexes: commaList(p, parseDroppedIndex), span: p.spanFrom(start) };
}
