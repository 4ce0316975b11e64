import type { Diagnostic, LineMap, Span } from '@ferry/kernel';
import { lex, T } from '../lexer';
import type { LexOptions, Tokens } from '../lexer';
import type { Expression, Statement } from '../syntax';
import { Cursor } from './cursor';
import { parseImplicitExecute } from './execute';
import { parseExpression as expression } from './expressions';
import { isNameKind } from './names';
import { recoverStatement } from './recovery';
import { parseStatementsToEnd } from './statement-lists';
import { atAdministrative, parseStatement as statement } from './statements';

export interface ParseOptions extends LexOptions {
  /** The line map of the whole text, for messages that name the line where a bracket was opened. */
  readonly lines?: LineMap;
}

export interface ParsedBatch {
  readonly statements: readonly Statement[];
  /** Of the lexer and the parser, in the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
  readonly tokens: Tokens;
}

const byPlace = (a: Diagnostic, b: Diagnostic): number => a.span.start - b.span.start;

const begin = (text: string, span: Span | undefined, options: ParseOptions): Cursor => new Cursor(lex(text, span, options), options.lines);

const diagnosticsOf = (p: Cursor): Diagnostic[] => [...p.tokens.diagnostics, ...p.diagnostics].sort(byPlace);

/** A batch that begins with a name and no statement's word is EXEC of a procedure. */
function atImplicitExecute(p: Cursor): boolean {
  const kind = p.kind();
  if (!isNameKind(kind) || p.kind(1) === T.Colon) return false;
  switch (p.word()) {
    case 'THROW':
    case 'SEND':
    case 'RECEIVE':
      return false;
    case 'ENABLE':
    case 'DISABLE':
      return p.word(1) !== 'TRIGGER';
    case 'GET':
    case 'MOVE':
      return p.word(1) !== 'CONVERSATION';
    default:
      return !atAdministrative(p);
  }
}

/**
 * Reads one batch (what stands between two GO lines). Never throws: a statement that cannot be read becomes an UnparsedStatement
 * with a diagnostic, and the rest goes on.
 * @param text the whole text; `span` the batch in it (all of it when missing); all spans in the result are offsets in `text`.
 */
export function parseBatch(text: string, span?: Span, options: ParseOptions = {}): ParsedBatch {
  const p = begin(text, span, options);
  const statements: Statement[] = [];
  while (p.acceptKind(T.Semicolon));
  if (atImplicitExecute(p)) {
    const first = p.position;
    const call = parseImplicitExecute(p, p.start());
    p.inform('implicit-execute', `This batch begins with a name and is read as EXECUTE ${p.text.slice(call.target.span.start, call.target.span.end).split(/\s/, 1)[0] ?? ''}: is EXECUTE, or another first word, missing?`, { start: call.span.start, end: p.endAt(first) });
    statements.push(p.failed ? recoverStatement(p, first) : call);
  }
  for (const next of parseStatementsToEnd(p)) statements.push(next);
  return { statements, diagnostics: diagnosticsOf(p), tokens: p.tokens };
}

export interface ParsedExpression {
  readonly expression: Expression;
  readonly diagnostics: readonly Diagnostic[];
  readonly tokens: Tokens;
}

/** Reads one expression (a value or a condition) that fills the span: a default, a check, a computed column. */
export function parseExpression(text: string, span?: Span, options: ParseOptions = {}): ParsedExpression {
  const p = begin(text, span, options);
  const found = expression(p);
  if (!p.failed && !p.atEnd()) p.expected('the end of the expression');
  return { expression: found, diagnostics: diagnosticsOf(p), tokens: p.tokens };
}

export interface ParsedStatement {
  readonly statement: Statement;
  readonly diagnostics: readonly Diagnostic[];
  readonly tokens: Tokens;
}

/** Reads one statement that fills the span, with or without its semicolon. */
export function parseStatement(text: string, span?: Span, options: ParseOptions = {}): ParsedStatement {
  const p = begin(text, span, options);
  const found = statement(p);
  while (p.acceptKind(T.Semicolon));
  if (!p.atEnd()) p.report('expected-end', `Expected the end of the statement, but found ${p.found()}.`, p.tokenSpan());
  return { statement: found, diagnostics: diagnosticsOf(p), tokens: p.tokens };
}
