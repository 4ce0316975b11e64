import { T } from '../lexer';
import type { Identifier, QualifiedName, Variable } from '../syntax';
import type { Cursor } from './cursor';

/** Whether a kind of token is a name: a plain word, `[x]`, or `"x"`. */
export const isNameKind = (kind: number): boolean => kind === T.Word || kind === T.BracketName || kind === T.DoubleName;

export const atName = (p: Cursor): boolean => isNameKind(p.kind());

const unquote = (text: string, close: string): string => {
  const end = text.length > 1 && text.endsWith(close) ? text.length - 1 : text.length;
  const inner = text.slice(1, end);
  return inner.includes(close) ? inner.replaceAll(close + close, close) : inner;
};

/** Makes an Identifier of the next token, whatever word it is, and goes on. */
export function takeIdentifier(p: Cursor): Identifier {
  const kind = p.kind();
  const span = p.tokenSpan();
  const text = p.tokenText();
  p.advance();
  if (kind === T.BracketName) return { kind: 'Identifier', name: unquote(text, ']'), quoted: 'bracket', span };
  if (kind === T.DoubleName) return { kind: 'Identifier', name: unquote(text, '"'), quoted: 'double', span };
  if (kind === T.String) return { kind: 'Identifier', name: unquote(text, text.charAt(0)), quoted: 'string', span };
  if (kind === T.NationalString) return { kind: 'Identifier', name: unquote(text.slice(1), "'"), quoted: 'string', span };
  return { kind: 'Identifier', name: text, quoted: 'none', span };
}

/** Stands where a name was expected and none was found. */
const noName = (p: Cursor): Identifier => ({ kind: 'Identifier', name: '', quoted: 'none', span: p.tokenSpan() });

export function parseIdentifier(p: Cursor, what: string): Identifier {
  if (atName(p)) return takeIdentifier(p);
  if (p.kind() === T.Reserved) p.fail('reserved-name', `Expected ${what}, but found ${p.found()}, which is reserved; as a name it is written [${p.tokenText()}].`);
  else p.expected(what);
  return noName(p);
}

/** A name where reserved words are fine too: option values, principals (`TO public`). */
export function parseAnyIdentifier(p: Cursor, what: string): Identifier {
  if (atName(p) || p.kind() === T.Reserved) return takeIdentifier(p);
  return parseIdentifier(p, what);
}

/** A name that may also be written as a string: aliases, filegroups. */
export function parseIdentifierOrString(p: Cursor, what: string): Identifier {
  if (p.atKind(T.String) || p.atKind(T.NationalString)) return takeIdentifier(p);
  return parseIdentifier(p, what);
}

/** Dots in front of a name leave out its first parts: `..t` is common, `.t` is allowed and most often a part that was lost. */
export function skipLeadingDots(p: Cursor, parts: (Identifier | undefined)[]): void {
  if (!p.atKind(T.Dot)) return;
  if (p.kind(1) !== T.Dot) p.warn('leading-dot', 'This name begins with a dot: the part before it is missing.', p.tokenSpan());
  while (p.acceptKind(T.Dot)) parts.push(undefined);
}

/** `a`, `a.b`, `a..c`, `.c`, outermost first. */
export function parseQualifiedName(p: Cursor, what: string): QualifiedName {
  const start = p.start();
  const parts: (Identifier | undefined)[] = [];
  skipLeadingDots(p, parts);
  parts.push(parseIdentifier(p, what));
  while (p.acceptKind(T.Dot)) {
    while (p.acceptKind(T.Dot)) parts.push(undefined);
    parts.push(parseIdentifier(p, `a name after the dot of ${what}`));
  }
  return { kind: 'QualifiedName', parts, span: p.spanFrom(start) };
}

export const nameOf = (identifier: Identifier): QualifiedName => ({ kind: 'QualifiedName', parts: [identifier], span: identifier.span });

/** A name for messages, at most three parts. */
export const spell = (name: QualifiedName): string => name.parts.slice(-3).map((part) => part?.name ?? '').join('.');

export function parseVariable(p: Cursor): Variable {
  const span = p.tokenSpan();
  const name = p.tokenText();
  p.expectKind(T.Variable);
  return { kind: 'Variable', name, span };
}

/** A column's name, or `$node_id`, IDENTITYCOL, ROWGUIDCOL. */
export function parseColumnName(p: Cursor): Identifier {
  if (p.atKind(T.PseudoColumn) || p.at('IDENTITYCOL') || p.at('ROWGUIDCOL')) return takeIdentifier(p);
  return parseIdentifier(p, 'a column name');
}

/** `(a, b, c)`: names only. */
export function parseNameList(p: Cursor, what: string): Identifier[] {
  const open = p.position;
  const names: Identifier[] = [];
  p.expectKind(T.LeftParen, `to open ${what}`);
  do names.push(parseColumnName(p));
  while (p.acceptKind(T.Comma));
  p.expectClose(open, what);
  return names;
}
