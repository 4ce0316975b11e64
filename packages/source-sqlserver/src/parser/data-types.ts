import { T } from '../lexer';
import type { DataType, Identifier, QualifiedName, TypeArgument, XmlSchemaReference } from '../syntax';
import type { Cursor } from './cursor';
import { commaList } from './lists';
import { atName, nameOf, parseIdentifier, parseQualifiedName, takeIdentifier } from './names';

const varyingBases = new Set(['CHARACTER', 'CHAR', 'BINARY']);

/** How many tokens an ISO type name of several words takes; 0 when it is not one. */
function isoWords(p: Cursor): number {
  if (p.atWords('DOUBLE', 'PRECISION')) return 2;
  if (p.at('NATIONAL') && p.kind(1) === T.Word && p.kind(2) !== T.Dot) return p.word(2) === 'VARYING' ? 3 : 2;
  return varyingBases.has(p.word()) && p.word(1) === 'VARYING' ? 2 : 0;
}

function parseTypeName(p: Cursor): QualifiedName {
  const count = isoWords(p);
  if (count === 0) {
    if (p.at('CURSOR')) return nameOf(takeIdentifier(p));
    p.accept('NATIONAL');
    return withVarying(p, parseQualifiedName(p, 'a data type'));
  }
  const start = p.start();
  const words: string[] = [];
  for (let i = 0; i < count; i++) words.push(takeIdentifier(p).name);
  const span = p.spanFrom(start);
  const identifier: Identifier = { kind: 'Identifier', name: words.join(' '), quoted: 'none', span };
  return nameOf(identifier);
}

/** `sys.char varying`. */
function withVarying(p: Cursor, name: QualifiedName): QualifiedName {
  const last = name.parts.at(-1);
  if (!p.at('VARYING') || last === undefined || !varyingBases.has(last.name.toUpperCase())) return name;
  p.advance();
  const span = p.spanFrom(last.span.start);
  return { ...name, parts: [...name.parts.slice(0, -1), { ...last, name: `${last.name} varying`, span }], span: p.spanFrom(name.span.start) };
}

function parseTypeArgument(p: Cursor): TypeArgument {
  const span = p.tokenSpan();
  const raw = p.tokenText();
  if (p.accept('MAX')) return { kind: 'MaxLength', span };
  if (p.acceptKind(T.Integer)) return { kind: 'IntegerLiteral', raw, value: raw.replace(/^0+(?=\d)/, ''), span };
  // A word is a SQLCMD variable, `$(Length)`, or the base type of a vector.
  if (!raw.startsWith('$(') && !/^float(16|32)$/i.test(raw)) p.expected('a length or precision');
  return parseIdentifier(p, 'a length or precision');
}

/** How many arguments the types of the system take at most. Source: "Data types (Transact-SQL)"; the others take none. */
const mostArguments: ReadonlyMap<string, number> = new Map([
  ...'int bigint smallint tinyint bit money smallmoney date datetime smalldatetime real uniqueidentifier text ntext image sql_variant timestamp rowversion hierarchyid geography geometry sysname'.split(' ').map((name) => [name, 0] as const),
  ...'char varchar nchar nvarchar binary varbinary float datetime2 datetimeoffset time'.split(' ').map((name) => [name, 1] as const),
  ['decimal', 2], ['numeric', 2], ['dec', 2], ['vector', 2],
]);

/** Reports a length where the type has none, and more arguments than it takes. */
function checkArguments(p: Cursor, name: QualifiedName, open: number, count: number): void {
  if (p.failed || name.parts.length !== 1) return;
  const written = name.parts[0]?.name.toLowerCase() ?? '';
  const most = mostArguments.get(written);
  if (most === undefined || count <= most) return;
  const what = most === 0 ? 'takes no length or precision' : most === 1 ? 'takes one argument' : 'takes two arguments';
  p.report('type-arguments', `The type ${written} ${what}.`, { start: p.startAt(open), end: p.previousEnd() });
}

function parseXmlSchema(p: Cursor): XmlSchemaReference {
  const start = p.start();
  const facet = p.kind(1) === T.RightParen || p.kind(1) === T.Dot ? undefined : p.accept('CONTENT') ? 'CONTENT' : p.accept('DOCUMENT') ? 'DOCUMENT' : undefined;
  const collection = parseQualifiedName(p, 'an XML schema collection');
  return { kind: 'XmlSchemaReference', facet, collection, span: p.spanFrom(start) };
}

/** A data type: `int`, `varchar(max)`, `dbo.Name`, `xml(dbo.Schema)`, `double precision`. */
export function parseDataType(p: Cursor): DataType {
  const start = p.start();
  const name = parseTypeName(p);
  let args: TypeArgument[] = [];
  let xmlSchema: XmlSchemaReference | undefined;
  if (p.atKind(T.LeftParen)) {
    const open = p.position;
    p.advance();
    if (isXml(name) && atName(p)) xmlSchema = parseXmlSchema(p);
    else args = commaList(p, parseTypeArgument);
    p.expectClose(open, 'the arguments of the data type');
    checkArguments(p, name, open, args.length);
  }
  return { kind: 'DataType', name, args, xmlSchema, span: p.spanFrom(start) };
}

const isXml = (name: QualifiedName): boolean => name.parts.at(-1)?.name.toLowerCase() === 'xml';
