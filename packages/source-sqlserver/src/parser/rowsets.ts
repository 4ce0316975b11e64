import { T } from '../lexer';
import type { ChangeTable, Expression, FullTextTable, Identifier, NamedOption, OpenRowsetTable, QualifiedName, RowsetColumn, TableReference } from '../syntax';
import type { Cursor } from './cursor';
import { parseDataType } from './data-types';
import { parseValue } from './expressions';
import { commaList, parenthesized } from './lists';
import { atName, isNameKind, parseIdentifier, parseNameList, parseQualifiedName } from './names';
import { parseNamedOption } from './options';
import { parseSearchColumns } from './predicates';
import { parseAlias, parseColumnAliases } from './table-references';

/** OPENXML, OPENJSON, OPENROWSET and the other table functions with a grammar of their own; undefined when none is next. */
export function parseRowset(p: Cursor, start: number): TableReference | undefined {
  if (p.kind(1) !== T.LeftParen || p.kind() === T.BracketName) return undefined;
  switch (p.word()) {
    case 'OPENXML':
      return parseOpenXml(p, start);
    case 'OPENROWSET':
      return parseOpenRowset(p, start);
    case 'OPENQUERY':
      return parseOpenQuery(p, start);
    case 'OPENDATASOURCE':
      return parseOpenDataSource(p, start);
    case 'CONTAINSTABLE':
    case 'FREETEXTTABLE':
      return parseFullTextTable(p, start);
    case 'CHANGETABLE':
      return parseChangeTable(p, start);
    default:
      return p.kind() === T.Word ? parseNamedRowset(p, start) : undefined;
  }
}

function parseNamedRowset(p: Cursor, start: number): TableReference | undefined {
  switch (p.tokenText().toUpperCase()) {
    case 'OPENJSON':
      return parseOpenJson(p, start);
    case 'SEMANTICKEYPHRASETABLE':
    case 'SEMANTICSIMILARITYTABLE':
    case 'SEMANTICSIMILARITYDETAILSTABLE':
      return parseSemanticTable(p, start);
    default:
      return undefined;
  }
}

/** `SEMANTICKEYPHRASETABLE(t, columns, key ...)`: the arguments behind the first columns are values or columns. */
function parseSemanticTable(p: Cursor, start: number): FullTextTable {
  const function_ = p.tokenText().toUpperCase();
  p.advance();
  const open = p.position;
  p.expectKind(T.LeftParen);
  const table = parseQualifiedName(p, 'a table');
  p.expectKind(T.Comma, 'after the table');
  const columns: FullTextTable['columns'][number][] = [...parseSearchColumns(p)];
  while (p.acceptKind(T.Comma)) columns.push(parseValue(p));
  p.expectClose(open, function_);
  const alias = parseAlias(p);
  return { kind: 'FullTextTable', function: function_, table, columns, condition: undefined, language: undefined, topN: undefined, alias, columnAliases: alias ? parseColumnAliases(p) : [], span: p.spanFrom(start) };
}

function parseRowsetColumn(p: Cursor): RowsetColumn {
  const start = p.start();
  const name = parseIdentifier(p, 'a column name');
  const type = parseDataType(p);
  const collation = p.accept('COLLATE') ? parseIdentifier(p, 'a collation') : undefined;
  const path = p.atKind(T.String) || p.atKind(T.NationalString) || p.atKind(T.Integer) || p.atKind(T.Variable) ? parseValue(p) : undefined;
  const asJson = p.acceptWords('AS', 'JSON');
  return { kind: 'RowsetColumn', name, type, collation, path, asJson, span: p.spanFrom(start) };
}

const atSchema = (p: Cursor): boolean => p.at('WITH') && p.kind(1) === T.LeftParen;

/** `WITH (column type path, ...)` if it is there. */
export function parseRowsetSchema(p: Cursor, what: string): RowsetColumn[] {
  if (!atSchema(p)) return [];
  p.advance();
  return parenthesized(p, what, parseRowsetColumn);
}

function parseOpenXml(p: Cursor, start: number): TableReference {
  p.advance();
  const open = p.position;
  p.expectKind(T.LeftParen);
  const document = parseValue(p);
  p.expectKind(T.Comma, 'after the document of OPENXML');
  const path = parseValue(p);
  const flags = p.acceptKind(T.Comma) ? parseValue(p) : undefined;
  p.expectClose(open, 'OPENXML');
  let columns: RowsetColumn[] = [];
  let schemaTable: QualifiedName | undefined;
  if (atSchema(p)) {
    p.advance();
    if (isNameKind(p.kind(1)) && (p.kind(2) === T.RightParen || p.kind(2) === T.Dot)) schemaTable = parenthesized(p, 'the table of OPENXML', (q) => parseQualifiedName(q, 'a table'))[0];
    else columns = parenthesized(p, 'the columns of OPENXML', parseRowsetColumn);
  } else if (p.at('WITH') && isNameKind(p.kind(1)) && p.word(2) !== 'AS') {
    // `WITH name AS` would begin a common table expression.
    p.advance();
    schemaTable = parseQualifiedName(p, 'the table of OPENXML');
  }
  return { kind: 'OpenXmlTable', document, path, flags, columns, schemaTable, alias: parseAlias(p), span: p.spanFrom(start) };
}

function parseOpenJson(p: Cursor, start: number): TableReference {
  p.advance();
  const open = p.position;
  p.expectKind(T.LeftParen);
  const document = parseValue(p);
  const path = p.acceptKind(T.Comma) ? parseValue(p) : undefined;
  p.expectClose(open, 'OPENJSON');
  const columns = parseRowsetSchema(p, 'the columns of OPENJSON');
  return { kind: 'OpenJsonTable', document, path, columns, alias: parseAlias(p), span: p.spanFrom(start) };
}

/** `OPENROWSET('provider', 'connection', object | 'query')` and `OPENROWSET(BULK 'file', options)`. */
function parseOpenRowset(p: Cursor, start: number): OpenRowsetTable {
  p.advance();
  const open = p.position;
  p.expectKind(T.LeftParen);
  const bulk = p.accept('BULK');
  const args: Expression[] = [];
  const options: NamedOption[] = [];
  let object: QualifiedName | undefined;
  if (bulk) {
    if (p.atKind(T.LeftParen)) args.push(...parseFiles(p));
    else args.push(parseValue(p));
    while (p.acceptKind(T.Comma)) options.push(parseNamedOption(p));
  } else {
    do {
      if (atName(p) && p.kind(1) === T.Equal) options.push(parseNamedOption(p));
      else if (atName(p)) object = parseQualifiedName(p, 'an object');
      else args.push(parseValue(p));
    } while (p.acceptKind(T.Comma) || p.acceptKind(T.Semicolon));
  }
  p.expectClose(open, 'OPENROWSET');
  const withColumns = parseRowsetSchema(p, 'the columns of OPENROWSET');
  const alias = parseAlias(p);
  return { kind: 'OpenRowsetTable', bulk, args, object, options, withColumns, alias, columns: alias ? parseColumnAliases(p) : [], span: p.spanFrom(start) };
}

/** `('file', 'file')`; a comma may stand behind the last. */
function parseFiles(p: Cursor): Expression[] {
  const open = p.position;
  p.advance();
  const files: Expression[] = [];
  do files.push(parseValue(p));
  while (p.acceptKind(T.Comma) && !p.atKind(T.RightParen));
  p.expectClose(open, 'the files');
  return files;
}

function parseOpenQuery(p: Cursor, start: number): TableReference {
  p.advance();
  const open = p.position;
  p.expectKind(T.LeftParen);
  const server = parseIdentifier(p, 'a linked server');
  p.expectKind(T.Comma, 'after the linked server');
  const query = parseValue(p);
  p.expectClose(open, 'OPENQUERY');
  const alias = parseAlias(p);
  return { kind: 'OpenQueryTable', server, query, alias, columns: alias ? parseColumnAliases(p) : [], span: p.spanFrom(start) };
}

function parseOpenDataSource(p: Cursor, start: number): TableReference {
  p.advance();
  const args = parenthesized(p, 'OPENDATASOURCE', parseValue);
  p.expectKind(T.Dot, 'after OPENDATASOURCE(...)');
  const name = parseQualifiedName(p, 'an object of the data source');
  return { kind: 'OpenDataSourceTable', args, name, alias: parseAlias(p), span: p.spanFrom(start) };
}

function parseFullTextTable(p: Cursor, start: number): FullTextTable {
  const function_ = p.word();
  p.advance();
  const open = p.position;
  p.expectKind(T.LeftParen);
  const table = parseQualifiedName(p, 'a table');
  p.expectKind(T.Comma, 'after the table');
  let columns: FullTextTable['columns'];
  if (p.at('PROPERTY') && p.kind(1) === T.LeftParen) {
    p.advance();
    columns = parenthesized(p, 'PROPERTY', parseValue);
  } else columns = parseSearchColumns(p);
  p.expectKind(T.Comma, 'before the search condition');
  const condition = parseValue(p);
  let language: Expression | undefined;
  let topN: Expression | undefined;
  while (p.acceptKind(T.Comma)) {
    if (p.accept('LANGUAGE')) language = parseValue(p);
    else topN = parseValue(p);
  }
  p.expectClose(open, function_);
  const alias = parseAlias(p);
  return { kind: 'FullTextTable', function: function_, table, columns, condition, language, topN, alias, columnAliases: alias ? parseColumnAliases(p) : [], span: p.spanFrom(start) };
}

function takeForceSeek(p: Cursor): void {
  if (p.tokenText().toUpperCase() === 'FORCESEEK') p.advance();
  else p.expected('FORCESEEK');
}

function parseChangeTable(p: Cursor, start: number): ChangeTable {
  p.advance();
  const open = p.position;
  p.expectKind(T.LeftParen);
  const form = p.accept('VERSION') ? 'VERSION' : 'CHANGES';
  if (form === 'CHANGES') p.expect('CHANGES', 'or VERSION in CHANGETABLE');
  const table = parseQualifiedName(p, 'a table');
  p.expectKind(T.Comma, 'after the table');
  let keys: Identifier[] = [];
  let args: Expression[];
  if (form === 'VERSION') {
    keys = parseNameList(p, 'the key columns');
    p.expectKind(T.Comma, 'before the key values');
    args = parenthesized(p, 'the key values', parseValue);
    if (p.acceptKind(T.Comma)) takeForceSeek(p);
  } else args = commaList(p, parseValue);
  p.expectClose(open, 'CHANGETABLE');
  const alias = parseAlias(p);
  return { kind: 'ChangeTable', form, table, args, keys, alias, columns: alias ? parseColumnAliases(p) : [], span: p.spanFrom(start) };
}
