import { T } from '../lexer';
import type {
  AlterAuthorizationStatement, AlterSchemaStatement, CreateAssemblyStatement, CreateDefaultStatement, CreateFullTextCatalogStatement, CreatePartitionFunctionStatement,
  CreatePartitionSchemeStatement, CreateRuleStatement, CreateSchemaStatement, CreateSynonymStatement, CreateXmlSchemaCollectionStatement, Expression, Identifier,
  NamedOption, QualifiedName, Statement,
} from '../syntax';
import type { Cursor } from './cursor';
import { parseDataType } from './data-types';
import { parseArithmetic, parseCondition, parseValue } from './expressions';
import { commaList, parenthesized } from './lists';
import { atName, parseAnyIdentifier, parseIdentifier, parseIdentifierOrString, parseQualifiedName } from './names';
import { parsePermission } from './permissions';
import { parseCreateTable } from './tables';
import { parseCreateView } from './views';

/** SCHEMA; it is next, CREATE was read. */
export function parseCreateSchema(p: Cursor, start: number): CreateSchemaStatement {
  p.advance();
  const name = p.at('AUTHORIZATION') ? undefined : parseIdentifier(p, 'the name of the schema');
  const authorization = p.accept('AUTHORIZATION') ? parseAnyIdentifier(p, 'the owner of the schema') : undefined;
  const elements: Statement[] = [];
  for (let next = parseSchemaElement(p); next !== undefined && !p.failed; next = parseSchemaElement(p)) elements.push(next);
  return { kind: 'CreateSchemaStatement', name, authorization, elements, span: p.spanFrom(start) };
}

function parseSchemaElement(p: Cursor): Statement | undefined {
  const start = p.start();
  if (p.at('GRANT') || p.at('DENY') || p.at('REVOKE')) return parsePermission(p, start);
  if (!p.at('CREATE')) return undefined;
  if (p.word(1) === 'TABLE') {
    p.advance();
    return parseCreateTable(p, start);
  }
  if (p.word(1) !== 'VIEW') return undefined;
  p.advance();
  return parseCreateView(p, start, 'CREATE');
}

/** `SYNONYM name FOR target`; SYNONYM is next. */
export function parseCreateSynonym(p: Cursor, start: number): CreateSynonymStatement {
  p.advance();
  const name = parseQualifiedName(p, 'the name of the synonym');
  p.expect('FOR', 'in CREATE SYNONYM');
  return { kind: 'CreateSynonymStatement', name, target: parseQualifiedName(p, 'the object of the synonym'), span: p.spanFrom(start) };
}

/** `XML SCHEMA COLLECTION name AS text`; XML is next. */
export function parseCreateXmlSchemaCollection(p: Cursor, start: number): CreateXmlSchemaCollectionStatement {
  p.advance();
  p.expect('SCHEMA', 'after XML');
  p.expect('COLLECTION', 'after XML SCHEMA');
  const name = parseQualifiedName(p, 'the name of the XML schema collection');
  p.expect('AS', 'in CREATE XML SCHEMA COLLECTION');
  return { kind: 'CreateXmlSchemaCollectionStatement', name, value: parseArithmetic(p, 1), span: p.spanFrom(start) };
}

/** `PARTITION FUNCTION f (type) AS RANGE LEFT FOR VALUES (...)`; PARTITION is next. */
export function parseCreatePartitionFunction(p: Cursor, start: number): CreatePartitionFunctionStatement {
  p.position += 2;
  const name = parseIdentifier(p, 'the name of the partition function');
  const open = p.position;
  p.expectKind(T.LeftParen, 'after the name of the partition function');
  const type = parseDataType(p);
  if (p.accept('COLLATE')) parseIdentifier(p, 'a collation');
  p.expectClose(open, 'the parameter of the partition function');
  p.expect('AS', 'in CREATE PARTITION FUNCTION');
  p.expect('RANGE', 'after AS');
  const range = p.accept('RIGHT') ? 'RIGHT' : 'LEFT';
  if (range === 'LEFT') p.accept('LEFT');
  p.expect('FOR', 'before VALUES');
  p.expect('VALUES', 'after FOR');
  let values: Expression[] = [];
  if (p.atKind(T.LeftParen) && p.kind(1) === T.RightParen) p.position += 2;
  else values = parenthesized(p, 'the boundary values', parseValue);
  return { kind: 'CreatePartitionFunctionStatement', name, type, range, values, span: p.spanFrom(start) };
}

/** `PARTITION SCHEME s AS PARTITION f [ALL] TO (groups)`; PARTITION is next. */
export function parseCreatePartitionScheme(p: Cursor, start: number): CreatePartitionSchemeStatement {
  p.position += 2;
  const name = parseIdentifier(p, 'the name of the partition scheme');
  p.expect('AS', 'in CREATE PARTITION SCHEME');
  p.expect('PARTITION', 'after AS');
  const function_ = parseIdentifier(p, 'the partition function');
  const all = p.accept('ALL');
  p.expect('TO', 'before the filegroups');
  const filegroups = parenthesized(p, 'the filegroups', (q) => (q.atKind(T.String) ? parseIdentifierOrString(q, 'a filegroup') : parseAnyIdentifier(q, 'a filegroup')));
  return { kind: 'CreatePartitionSchemeStatement', name, function: function_, all, filegroups, span: p.spanFrom(start) };
}

/** `RULE name AS condition`; RULE is next. */
export function parseCreateRule(p: Cursor, start: number): CreateRuleStatement {
  p.advance();
  const name = parseQualifiedName(p, 'the name of the rule');
  p.expect('AS', 'in CREATE RULE');
  return { kind: 'CreateRuleStatement', name, condition: parseCondition(p), span: p.spanFrom(start) };
}

/** `DEFAULT name AS value`; DEFAULT is next. */
export function parseCreateDefault(p: Cursor, start: number): CreateDefaultStatement {
  p.advance();
  const name = parseQualifiedName(p, 'the name of the default');
  p.expect('AS', 'in CREATE DEFAULT');
  return { kind: 'CreateDefaultStatement', name, value: parseArithmetic(p, 1), span: p.spanFrom(start) };
}

/** `FULLTEXT CATALOG name ...`; FULLTEXT is next. */
export function parseCreateFullTextCatalog(p: Cursor, start: number): CreateFullTextCatalogStatement {
  p.position += 2;
  const name = parseIdentifier(p, 'the name of the full-text catalog');
  const options: NamedOption[] = [];
  let isDefault = false;
  for (;;) {
    const from = p.start();
    if (p.acceptWords('AS', 'DEFAULT')) isDefault = true;
    else if (p.acceptWords('ON', 'FILEGROUP') || p.acceptWords('IN', 'PATH') || p.accept('AUTHORIZATION')) {
      const valueStart = p.start();
      if (atName(p) || p.atKind(T.String) || p.atKind(T.NationalString) || p.at('PRIMARY')) p.advance();
      options.push({ kind: 'NamedOption', name: p.text.slice(from, valueStart).trim().toUpperCase(), value: p.textFrom(valueStart), span: p.spanFrom(from) });
    } else if (p.at('WITH')) {
      p.advance();
      const option = p.tokenText().toUpperCase();
      p.advance();
      p.acceptKind(T.Equal);
      const value = p.tokenText();
      p.advance();
      options.push({ kind: 'NamedOption', name: option, value, span: p.spanFrom(from) });
    } else break;
  }
  return { kind: 'CreateFullTextCatalogStatement', name, isDefault, options, span: p.spanFrom(start) };
}

/** `ASSEMBLY name [AUTHORIZATION o] FROM bits [WITH PERMISSION_SET = x]`; ASSEMBLY is next. */
export function parseCreateAssembly(p: Cursor, start: number): CreateAssemblyStatement {
  p.advance();
  const name = parseIdentifier(p, 'the name of the assembly');
  if (p.accept('AUTHORIZATION')) parseAnyIdentifier(p, 'the owner of the assembly');
  p.expect('FROM', 'in CREATE ASSEMBLY');
  commaList(p, parseValue);
  const options = p.accept('WITH') ? commaList(p, parseAssemblyOption) : [];
  return { kind: 'CreateAssemblyStatement', name, options, span: p.spanFrom(start) };
}

function parseAssemblyOption(p: Cursor): NamedOption {
  const start = p.start();
  const name = p.tokenText().toUpperCase();
  p.advance();
  p.expectKind(T.Equal);
  const value = p.tokenText();
  p.advance();
  return { kind: 'NamedOption', name, value, span: p.spanFrom(start) };
}

/** `class::` in front of a securable's name, in upper case with single spaces. */
export function parseClass(p: Cursor): string | undefined {
  let ahead = 0;
  while (ahead < 4 && (p.kind(ahead) === T.Word || p.kind(ahead) === T.Reserved)) ahead++;
  if (ahead === 0 || p.kind(ahead) !== T.DoubleColon) return undefined;
  const start = p.start();
  p.position += ahead;
  const words = p.textFrom(start).toUpperCase().replace(/\s+/g, ' ');
  p.advance();
  return words;
}

/** `ALTER SCHEMA s TRANSFER [class::]object`; SCHEMA is next. */
export function parseAlterSchema(p: Cursor, start: number): AlterSchemaStatement {
  p.advance();
  const schema = parseIdentifier(p, 'the name of the schema');
  p.expect('TRANSFER', 'in ALTER SCHEMA');
  const class_ = parseClass(p);
  return { kind: 'AlterSchemaStatement', schema, class: class_, object: parseQualifiedName(p, 'the object to move'), span: p.spanFrom(start) };
}

/** `ALTER AUTHORIZATION ON [class::]name TO principal | SCHEMA OWNER`; AUTHORIZATION is next. */
export function parseAlterAuthorization(p: Cursor, start: number): AlterAuthorizationStatement {
  p.advance();
  p.expect('ON', 'after AUTHORIZATION');
  const class_ = parseClass(p);
  const object: QualifiedName = parseQualifiedName(p, 'the object');
  p.expect('TO', 'in ALTER AUTHORIZATION');
  const principal: Identifier | undefined = p.acceptWords('SCHEMA', 'OWNER') ? undefined : parseAnyIdentifier(p, 'the new owner');
  return { kind: 'AlterAuthorizationStatement', class: class_, object, principal, span: p.spanFrom(start) };
}

