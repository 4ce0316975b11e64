import { T } from '../lexer';
import type { CreateAggregateStatement, CreateFunctionStatement, CreateProcedureStatement, DataType, DefinitionVerb, Expression, FunctionReturns, NamedOption, Parameter, QualifiedName, ReturnsTable, Statement, UnparsedStatement } from '../syntax';
import type { Cursor } from './cursor';
import { parseDataType } from './data-types';
import { parseArithmetic } from './expressions';
import { commaList, parenthesized } from './lists';
import { nameOf, parseQualifiedName, parseVariable, spell, takeIdentifier } from './names';
import { parseModuleOptions } from './options';
import { parseQuery } from './queries';
import { atBody, recoverHead, recoverUntil } from './recovery';
import { parseStatementsToEnd } from './statement-lists';
import { parseTableElements } from './table-elements';

/** `PROCEDURE name parameters WITH options AS body`, to the end of the batch; PROC or PROCEDURE is next. */
export function parseCreateProcedure(p: Cursor, start: number, verb: DefinitionVerb): CreateProcedureStatement {
  p.advance();
  const name = parseQualifiedName(p, 'the name of the procedure');
  let number: string | undefined;
  if (p.atKind(T.Semicolon) && p.kind(1) === T.Integer) {
    p.advance();
    number = p.tokenText();
    p.advance();
  }
  const head = p.position;
  const parameters = parseParameters(p, `the parameters of PROCEDURE ${spell(name)}`);
  let options: NamedOption[] = [];
  let forReplication = false;
  for (;;) {
    if (p.accept('WITH')) options = parseModuleOptions(p);
    else if (p.acceptWords('FOR', 'REPLICATION')) forReplication = true;
    else break;
  }
  if (atBody(p)) p.want('AS', `before the body of PROCEDURE ${spell(name)}`);
  else p.expect('AS', `before the body of PROCEDURE ${spell(name)}`);
  const lost = p.failed && name.parts.at(-1)?.name !== '' ? recoverHead(p, head) : undefined;
  if (lost !== undefined) p.accept('AS');
  const externalName = parseExternalName(p);
  const body = externalName || p.failed ? [] : [...(lost === undefined ? [] : [lost]), ...parseBody(p)];
  return { kind: 'CreateProcedureStatement', verb, name, number, parameters: lost === undefined ? parameters : parameters.slice(0, -1), options, forReplication, externalName, body, span: p.spanFrom(start) };
}

/** The body of a module: every statement to the end of the batch. */
export const parseBody = (p: Cursor): Statement[] => parseStatementsToEnd(p);

/** `EXTERNAL NAME assembly.class.method`. */
export function parseExternalName(p: Cursor): QualifiedName | undefined {
  if (!p.at('EXTERNAL') || p.word(1) !== 'NAME') return undefined;
  p.position += 2;
  const name = parseQualifiedName(p, 'the name of the assembly');
  if (!p.failed && name.parts.includes(undefined)) p.report('external-name', 'A part of the name assembly.class.method is missing.', name.span);
  return name;
}

/** Parameters with or without brackets around; none at all is fine. */
function parseParameters(p: Cursor, what: string): Parameter[] {
  if (p.atKind(T.Variable)) return commaList(p, parseParameter);
  if (!p.atKind(T.LeftParen)) return [];
  if (p.kind(1) === T.RightParen) {
    p.position += 2;
    return [];
  }
  return parenthesized(p, what, parseParameter);
}

export function parseParameter(p: Cursor): Parameter {
  const start = p.start();
  const variable = parseVariable(p);
  p.accept('AS');
  if (p.at('OUTPUT') || p.at('OUT') || p.at('READONLY')) p.expected('a data type', `for ${variable.name}`);
  const type = parseDataType(p);
  let nullability: Parameter['nullability'];
  let varying = false;
  let output = false;
  let readonly = false;
  let default_: Expression | undefined;
  for (;;) {
    if (p.accept('VARYING')) varying = true;
    else if (p.accept('NULL')) nullability = 'NULL';
    else if (p.acceptWords('NOT', 'NULL')) nullability = 'NOT NULL';
    else if (p.acceptKind(T.Equal)) default_ = parseDefault(p);
    else if (p.accept('OUTPUT') || p.accept('OUT')) output = true;
    else if (p.accept('READONLY')) readonly = true;
    else break;
  }
  return { kind: 'Parameter', variable, type, nullability, varying, default: default_, output, readonly, span: p.spanFrom(start) };
}

/** A constant; a bare word is the text of itself. */
function parseDefault(p: Cursor): Expression {
  if (p.kind() === T.Reserved && !p.at('NULL') && !p.at('CONVERT') && p.kind(1) !== T.LeftParen) {
    const word = nameOf(takeIdentifier(p));
    return { kind: 'ColumnReference', name: word, span: word.span };
  }
  return parseArithmetic(p, 1);
}

/** `FUNCTION name (parameters) RETURNS ... AS body`; FUNCTION is next. */
export function parseCreateFunction(p: Cursor, start: number, verb: DefinitionVerb): CreateFunctionStatement {
  p.advance();
  const name = parseQualifiedName(p, 'the name of the function');
  const head = p.position;
  if (!p.atKind(T.LeftParen)) p.expectKind(T.LeftParen, `to open the parameters of FUNCTION ${spell(name)}`);
  const parameters = parseParameters(p, `the parameters of FUNCTION ${spell(name)}`);
  const lost = p.failed && name.parts.at(-1)?.name !== '' ? lostParameters(p, head) : undefined;
  if (p.at('RETURN') && !p.failed) {
    p.report('expected-token', `Expected RETURNS after the parameters of FUNCTION ${spell(name)}, but found RETURN.`, p.tokenSpan());
    p.advance();
  } else p.expect('RETURNS', `after the parameters of FUNCTION ${spell(name)}`);
  const returnsStart = p.start();
  const shape = parseReturns(p);
  let options: NamedOption[] = [];
  while (p.at('WITH') || p.at('ORDER')) {
    if (p.accept('WITH')) options = [...options, ...parseModuleOptions(p)];
    else {
      p.advance();
      parenthesized(p, 'ORDER', (q) => {
        parseQualifiedName(q, 'a column');
        if (!q.accept('ASC')) q.accept('DESC');
      });
    }
  }
  const definition = { kind: 'CreateFunctionStatement', verb, name, parameters: lost === undefined ? parameters : parameters.slice(0, -1), options } as const;
  if (shape === 'inline') {
    p.accept('AS');
    return { ...definition, returns: parseInlineReturn(p, returnsStart, name), externalName: undefined, body: undefined, span: p.spanFrom(start) };
  }
  p.accept('AS');
  const externalName = parseExternalName(p);
  if (externalName || p.failed) return { ...definition, returns: shape, externalName, body: undefined, span: p.spanFrom(start) };
  if (!p.at('BEGIN') && !p.at('RETURN')) p.expected('BEGIN', `to open the body of FUNCTION ${spell(name)}`);
  p.returnsValue = shape.kind === 'ReturnsScalar';
  const body = p.failed ? [] : [...(lost === undefined ? [] : [lost]), ...parseBody(p)];
  p.returnsValue = false;
  return { ...definition, returns: shape, externalName: undefined, body, span: p.spanFrom(start) };
}

/** Goes on at RETURNS behind parameters that cannot be read. */
function lostParameters(p: Cursor, first: number): UnparsedStatement | undefined {
  if (!recoverUntil(p, 'RETURNS')) return undefined;
  // RETURNS may be the first word after the name: then nothing stands between.
  const end = p.previousEnd();
  const span = { start: Math.min(p.startAt(first), end), end };
  return { kind: 'UnparsedStatement', text: p.text.slice(span.start, span.end), span };
}

/** What stands after RETURNS; `inline` for a TABLE without columns. */
function parseReturns(p: Cursor): FunctionReturns | 'inline' {
  const start = p.start();
  if (p.atKind(T.Variable)) {
    const variable = parseVariable(p);
    p.accept('AS');
    p.expect('TABLE', 'after the return variable');
    return { kind: 'ReturnsTable', variable, elements: parseTableElements(p, `the columns of ${variable.name}`), span: p.spanFrom(start) };
  }
  if (p.accept('TABLE')) {
    if (!p.atKind(T.LeftParen)) return 'inline';
    return { kind: 'ReturnsTable', variable: undefined, elements: parseTableElements(p, 'the columns of the returned table'), span: p.spanFrom(start) } satisfies ReturnsTable;
  }
  const type = parseDataType(p);
  const nullability = p.acceptWords('NOT', 'NULL') ? 'NOT NULL' : p.accept('NULL') ? 'NULL' : undefined;
  return { kind: 'ReturnsScalar', type, nullability, span: p.spanFrom(start) };
}

/** `RETURN query`, with or without brackets and BEGIN ... END around. */
function parseInlineReturn(p: Cursor, start: number, name: QualifiedName): FunctionReturns {
  const block = p.accept('BEGIN');
  p.expect('RETURN', `to begin the query of FUNCTION ${spell(name)}`);
  const query = parseInlineQuery(p);
  p.acceptKind(T.Semicolon);
  if (block) p.expect('END', 'to close BEGIN');
  return { kind: 'ReturnsQuery', query, span: p.spanFrom(start) };
}

/** One pair of brackets around the whole query is RETURN's own. */
function parseInlineQuery(p: Cursor): ReturnType<typeof parseQuery> {
  const query = parseQuery(p);
  const whole = query.body.kind === 'ParenthesizedQuery' && query.with === undefined && query.orderBy.length === 0 && query.for === undefined && query.hints.length === 0;
  return whole && query.body.kind === 'ParenthesizedQuery' ? query.body.query : query;
}

/** `AGGREGATE name (parameters) RETURNS type EXTERNAL NAME ...`; AGGREGATE is next. */
export function parseCreateAggregate(p: Cursor, start: number): CreateAggregateStatement {
  p.advance();
  const name = parseQualifiedName(p, 'the name of the aggregate');
  const parameters = parseParameters(p, 'the parameters of the aggregate');
  p.expect('RETURNS', 'after the parameters of the aggregate');
  const returns: DataType = parseDataType(p);
  const externalName = parseExternalName(p);
  if (!externalName) p.expected('EXTERNAL NAME', 'in CREATE AGGREGATE');
  return { kind: 'CreateAggregateStatement', name, parameters, returns, externalName: externalName ?? name, span: p.spanFrom(start) };
}
