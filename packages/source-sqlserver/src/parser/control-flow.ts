import { T } from '../lexer';
import type { BlockStatement, Expression, IfStatement, NamedOption, PrintStatement, RaiserrorStatement, ReturnStatement, Statement, ThrowStatement, TryCatchStatement, WaitForStatement, WhileStatement } from '../syntax';
import type { Cursor } from './cursor';
import { parseCondition, parseValue } from './expressions';
import { commaList, parenthesized } from './lists';
import { parseNamedOption } from './options';
import { parseStatement } from './statements';
import { parseStatementsUntilEnd } from './statement-lists';

/** `BEGIN ... END`, `BEGIN ATOMIC WITH (...) ... END`; BEGIN is next. */
export function parseBlock(p: Cursor, start: number): BlockStatement {
  const open = p.position;
  p.advance();
  let atomic: NamedOption[] | undefined;
  if (p.at('ATOMIC') && p.word(1) === 'WITH') {
    p.position += 2;
    atomic = parenthesized(p, 'the options of ATOMIC', parseAtomicOption);
  }
  const statements = parseStatementsUntilEnd(p);
  closeBlock(p, open, 'the block');
  return { kind: 'BlockStatement', atomic, statements, span: p.spanFrom(start) };
}

/** Source: "ATOMIC Blocks in Native Procedures". */
const atomicOptions = new Set(['TRANSACTION ISOLATION LEVEL', 'LANGUAGE', 'DATEFIRST', 'DATEFORMAT', 'DELAYED_DURABILITY']);

function parseAtomicOption(p: Cursor): NamedOption {
  const at = p.tokenSpan();
  const option = parseNamedOption(p);
  if (!atomicOptions.has(option.name)) p.report('expected-token', `Expected TRANSACTION ISOLATION LEVEL, LANGUAGE or another option of ATOMIC, but found ${option.name}.`, at);
  return option;
}

/** Reads END. A block that is never closed is reported, and what it holds is kept. */
function closeBlock(p: Cursor, open: number, what: string): void {
  if (p.accept('END') || p.failed) return;
  p.reportUnclosed(open, what);
}

/** `BEGIN TRY ... END TRY BEGIN CATCH ... END CATCH`; BEGIN is next. */
export function parseTryCatch(p: Cursor, start: number): TryCatchStatement {
  const open = p.position;
  p.position += 2;
  const attempt = parseStatementsUntilEnd(p);
  closeBlock(p, open, 'BEGIN TRY');
  p.want('TRY', 'after the END of BEGIN TRY');
  while (p.acceptKind(T.Semicolon));
  const handlerOpen = p.position;
  p.expect('BEGIN', 'CATCH after END TRY');
  p.expect('CATCH', 'after BEGIN');
  const handler = p.failed ? [] : parseStatementsUntilEnd(p);
  closeBlock(p, handlerOpen, 'BEGIN CATCH');
  p.want('CATCH', 'after the END of BEGIN CATCH');
  return { kind: 'TryCatchStatement', attempt, handler, span: p.spanFrom(start) };
}

/** IF; it is next. */
export function parseIf(p: Cursor, start: number): IfStatement {
  p.advance();
  const condition = parseCondition(p);
  const then = parseNested(p, 'IF');
  let otherwise: Statement | undefined;
  // A semicolon may stand before ELSE.
  if (p.atKind(T.Semicolon) && p.word(1) === 'ELSE') p.advance();
  if (p.accept('ELSE')) otherwise = parseNested(p, 'ELSE');
  return { kind: 'IfStatement', condition, then, otherwise, span: p.spanFrom(start) };
}

/** WHILE; it is next. */
export function parseWhile(p: Cursor, start: number): WhileStatement {
  p.advance();
  const condition = parseCondition(p);
  return { kind: 'WhileStatement', condition, body: parseNested(p, 'WHILE'), span: p.spanFrom(start) };
}

/** The one statement that IF, ELSE or WHILE governs. */
function parseNested(p: Cursor, owner: string): Statement {
  if (p.failed || p.atEnd() || (p.at('END') && p.word(1) !== 'CONVERSATION')) p.expected('a statement', `after ${owner}`);
  if (p.failed) return { kind: 'BreakStatement', span: p.tokenSpan() };
  return parseStatement(p);
}

/** RETURN; it is next. */
export function parseReturn(p: Cursor, start: number): ReturnStatement {
  p.advance();
  const value = beginsValue(p) ? parseValue(p) : undefined;
  if (value === undefined && p.returnsValue) p.report('return-without-value', 'RETURN must give a value in a scalar function.', p.spanFrom(start));
  return { kind: 'ReturnStatement', value, span: p.spanFrom(start) };
}

const valueWords = new Set(['NULL', 'CASE', 'CONVERT', 'TRY_CONVERT', 'COALESCE', 'NULLIF', 'LEFT', 'RIGHT', 'CURRENT_TIMESTAMP', 'CURRENT_USER', 'SESSION_USER', 'SYSTEM_USER', 'USER']);

function beginsValue(p: Cursor): boolean {
  const kind = p.kind();
  if (kind === T.Reserved) return valueWords.has(p.word());
  if (kind === T.Word) return p.kind(1) !== T.Colon && !(p.word() === 'THROW' && p.kind(1) !== T.LeftParen);
  return kind !== T.End && kind !== T.Semicolon && kind !== T.RightParen;
}

/** PRINT; it is next. */
export function parsePrint(p: Cursor, start: number): PrintStatement {
  p.advance();
  return { kind: 'PrintStatement', value: parseValue(p), span: p.spanFrom(start) };
}

const raiserrorOptions: Readonly<Record<string, RaiserrorStatement['options'][number]>> = { LOG: 'LOG', NOWAIT: 'NOWAIT', SETERROR: 'SETERROR' };

/** RAISERROR; it is next. */
export function parseRaiserror(p: Cursor, start: number): RaiserrorStatement {
  p.advance();
  if (!p.atKind(T.LeftParen)) return parseLegacyRaiserror(p, start);
  const [message, severity, state, ...args] = parenthesized(p, 'RAISERROR', parseValue);
  if (severity === undefined || state === undefined) p.expected('message, severity and state', 'in RAISERROR');
  const options: RaiserrorStatement['options'][number][] = [];
  if (p.at('WITH') && raiserrorOptions[p.word(1)] !== undefined) {
    p.advance();
    do {
      const option = raiserrorOptions[p.word()];
      if (option === undefined) p.expected('LOG, NOWAIT or SETERROR');
      else options.push(option);
      p.advance();
    } while (p.acceptKind(T.Comma));
  }
  return { kind: 'RaiserrorStatement', legacy: false, message: message as Expression, severity, state, args, options, span: p.spanFrom(start) };
}

/** `RAISERROR 50001 'text'`, removed in SQL Server 2012 and still in old code. */
function parseLegacyRaiserror(p: Cursor, start: number): RaiserrorStatement {
  const message = parseValue(p);
  p.acceptKind(T.Comma);
  const severity = p.atKind(T.String) || p.atKind(T.NationalString) || p.atKind(T.Variable) ? parseValue(p) : undefined;
  return { kind: 'RaiserrorStatement', legacy: true, message, severity, state: undefined, args: [], options: [], span: p.spanFrom(start) };
}

/** THROW; it is next. */
export function parseThrow(p: Cursor, start: number): ThrowStatement {
  p.advance();
  const kind = p.kind();
  if (kind !== T.Integer && kind !== T.Variable) return { kind: 'ThrowStatement', number: undefined, message: undefined, state: undefined, span: p.spanFrom(start) };
  const [number, message, state] = commaList(p, parseValue);
  if (message === undefined || state === undefined) p.expected('error number, message and state', 'in THROW');
  return { kind: 'ThrowStatement', number, message, state, span: p.spanFrom(start) };
}

/** WAITFOR; it is next. */
export function parseWaitFor(p: Cursor, start: number): WaitForStatement {
  p.advance();
  const wait = (mode: WaitForStatement['mode'], value?: Expression, statement?: Statement, timeout?: Expression): WaitForStatement => ({
    kind: 'WaitForStatement', mode, value, statement, timeout, span: p.spanFrom(start),
  });
  if (p.accept('DELAY')) return wait('DELAY', parseValue(p));
  if (p.accept('TIME')) return wait('TIME', parseValue(p));
  const open = p.position;
  p.expectKind(T.LeftParen, 'or DELAY or TIME after WAITFOR');
  const statement = p.failed ? undefined : parseStatement(p);
  p.expectClose(open, 'WAITFOR');
  let timeout: Expression | undefined;
  if (p.acceptKind(T.Comma)) {
    p.expect('TIMEOUT', 'after the comma');
    timeout = parseValue(p);
  }
  return wait('STATEMENT', undefined, statement, timeout);
}
