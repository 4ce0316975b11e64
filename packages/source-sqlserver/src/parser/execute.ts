import { T } from '../lexer';
import type { ExecuteArgument, ExecuteProcedure, ExecuteStatement, ExecuteString, Expression, Identifier, NamedOption, Variable } from '../syntax';
import type { Cursor } from './cursor';
import { parseDataType } from './data-types';
import { nothing, parseValue } from './expressions';
import { commaList, parenthesized } from './lists';
import { takeLiteral } from './literals';
import { atName, parseIdentifier, parseQualifiedName, parseVariable, takeIdentifier } from './names';

/** EXEC in all its forms; EXEC or EXECUTE is next. */
export function parseExecute(p: Cursor, start: number): ExecuteStatement {
  p.advance();
  if (p.atKind(T.LeftParen)) return finish(p, start, undefined, parseExecuteString(p));
  let result: Variable | undefined;
  if (p.atKind(T.Variable) && p.kind(1) === T.Equal) {
    result = parseVariable(p);
    p.advance();
  }
  return finish(p, start, result, parseExecuteProcedure(p));
}

/** A batch that begins with the name of a procedure. */
export const parseImplicitExecute = (p: Cursor, start: number): ExecuteStatement => finish(p, start, undefined, parseExecuteProcedure(p));

function finish(p: Cursor, start: number, result: Variable | undefined, target: ExecuteStatement['target']): ExecuteStatement {
  const options = p.at('WITH') && (p.word(1) === 'RESULT' || p.kind(1) === T.Word) && isExecuteOption(p) ? parseExecuteOptions(p) : [];
  return { kind: 'ExecuteStatement', result, target, options, span: p.spanFrom(start) };
}

const isExecuteOption = (p: Cursor): boolean => {
  const text = p.text.slice(p.startAt(p.position + 1), p.endAt(p.position + 1)).toUpperCase();
  return text === 'RECOMPILE' || (text === 'RESULT' && p.word(2) === 'SETS');
};

function parseExecuteOptions(p: Cursor): NamedOption[] {
  p.advance();
  return commaList(p, (q): NamedOption => {
    const start = q.start();
    if (!q.acceptWords('RESULT', 'SETS')) {
      q.advance();
      return { kind: 'NamedOption', name: 'RECOMPILE', value: undefined, span: q.spanFrom(start) };
    }
    const from = q.start();
    if (q.atKind(T.LeftParen)) parenthesized(q, 'RESULT SETS', parseResultSet);
    else if (!q.accept('NONE') && !q.accept('UNDEFINED')) q.expected('NONE, UNDEFINED or a list of result sets', 'after RESULT SETS');
    return { kind: 'NamedOption', name: 'RESULT SETS', value: q.textFrom(from), span: q.spanFrom(start) };
  });
}

/** `(column type NULL, ...)`, `AS OBJECT t`, `AS TYPE t`, `AS FOR XML`. Source: EXECUTE (Transact-SQL). */
function parseResultSet(p: Cursor): void {
  if (!p.accept('AS')) {
    parenthesized(p, 'the columns of a result set', parseResultColumn);
    return;
  }
  if (p.acceptWords('FOR', 'XML')) return;
  if (!p.accept('OBJECT')) p.expect('TYPE', ', OBJECT or FOR XML after AS');
  parseQualifiedName(p, 'an object or a type');
}

function parseResultColumn(p: Cursor): void {
  parseIdentifier(p, 'a column name');
  parseDataType(p);
  if (p.accept('COLLATE')) parseIdentifier(p, 'a collation');
  if (p.accept('NOT')) p.expect('NULL', 'after NOT');
  else p.accept('NULL');
}

function parseExecuteProcedure(p: Cursor): ExecuteProcedure {
  const start = p.start();
  const name = p.atKind(T.Variable) ? parseVariable(p) : parseQualifiedName(p, 'the name of a procedure');
  let number: string | undefined;
  if (p.atKind(T.Semicolon) && p.kind(1) === T.Integer) {
    p.advance();
    number = p.tokenText();
    p.advance();
  }
  const args = atArgument(p) ? commaList(p, parseArgument) : [];
  return { kind: 'ExecuteProcedure', name, number, args, span: p.spanFrom(start) };
}

/** Whether an argument follows. A word that begins a statement does not: T-SQL needs no semicolon here. */
function atArgument(p: Cursor): boolean {
  const kind = p.kind();
  if (kind >= T.String && kind <= T.GlobalVariable) return true;
  if (kind === T.Minus || kind === T.Plus || kind === T.BracketName || kind === T.DoubleName || kind === T.PseudoColumn) return true;
  if (kind === T.Word) return p.kind(1) !== T.Colon && p.word() !== 'THROW';
  return p.at('NULL') || p.at('DEFAULT');
}

function parseArgument(p: Cursor): ExecuteArgument {
  const start = p.start();
  let name: Variable | undefined;
  if (p.atKind(T.Variable) && p.kind(1) === T.Equal) {
    name = parseVariable(p);
    p.advance();
  }
  const value = parseArgumentValue(p);
  const output = p.accept('OUTPUT') || p.accept('OUT');
  return { kind: 'ExecuteArgument', name, value, output, span: p.spanFrom(start) };
}

/** A constant with a sign, a variable, DEFAULT, or a bare word (dotted, too). */
function parseArgumentValue(p: Cursor): Expression {
  const start = p.start();
  if (p.atKind(T.Minus) || p.atKind(T.Plus)) {
    const operator = p.atKind(T.Minus) ? '-' : '+';
    p.advance();
    const operand = takeLiteral(p) ?? nothingExpected(p);
    return { kind: 'UnaryExpression', operator, operand, span: p.spanFrom(start) };
  }
  if (p.accept('DEFAULT')) return { kind: 'DefaultValue', span: p.spanFrom(start) };
  if (p.atKind(T.Variable)) return parseVariable(p);
  if (p.atKind(T.GlobalVariable)) {
    const name = p.tokenText();
    p.advance();
    return { kind: 'GlobalVariable', name, span: p.spanFrom(start) };
  }
  const literal = takeLiteral(p);
  if (literal) return literal;
  if (p.kind() === T.Reserved && !p.at('SELECT')) {
    // `EXEC sp_x @mode = OFF`: any word that is no name is the text of itself.
    const word = takeIdentifier(p);
    return { kind: 'ColumnReference', name: { kind: 'QualifiedName', parts: [word], span: word.span }, span: word.span };
  }
  if (!atName(p)) return nothingExpected(p);
  const text = p.tokenText();
  if (text.startsWith('$(') && text.endsWith(')')) {
    p.advance();
    return { kind: 'SqlcmdVariable', raw: text, name: text.slice(2, -1), span: p.spanFrom(start) };
  }
  const name = parseQualifiedName(p, 'an argument');
  return { kind: 'ColumnReference', name, span: name.span };
}

function nothingExpected(p: Cursor): Expression {
  p.expected('an argument (a constant, a variable or DEFAULT)');
  return nothing(p);
}

/** `('text' + @x [, arguments]) [AS USER = 'u'] [AT server]`; the bracket is next. */
function parseExecuteString(p: Cursor): ExecuteString {
  const start = p.start();
  const open = p.position;
  p.advance();
  const command = parseValue(p);
  const args = p.acceptKind(T.Comma) ? commaList(p, parseArgument) : [];
  p.expectClose(open, 'EXEC');
  let as: NamedOption | undefined;
  if (p.at('AS') && (p.word(1) === 'USER' || p.word(1) === 'LOGIN')) {
    const asStart = p.start();
    p.advance();
    const name = `AS ${p.word()}`;
    p.advance();
    const from = p.start();
    if (p.acceptKind(T.Equal)) p.advance();
    as = { kind: 'NamedOption', name, value: p.textFrom(from).replace(/^=\s*/, ''), span: p.spanFrom(asStart) };
  }
  let at: Identifier | undefined;
  if (p.at('AT') && p.kind(1) !== T.Colon) {
    p.advance();
    if (p.at('DATA_SOURCE')) p.advance();
    at = parseIdentifier(p, 'a linked server');
  }
  return { kind: 'ExecuteString', command, args, as, at, span: p.spanFrom(start) };
}

