import { T } from '../lexer';
import type { Literal, NullLiteral, OdbcLiteral, StringLiteral } from '../syntax';
import type { Cursor } from './cursor';

/** Undoes doubled quotes and the `\` that continues a string on the next line. */
function decodeString(raw: string, prefix: number): string {
  const quote = raw.charAt(prefix);
  const closed = raw.length > prefix + 1 && raw.endsWith(quote);
  let value = raw.slice(prefix + 1, closed ? raw.length - 1 : raw.length);
  if (value.includes(quote)) value = value.replaceAll(quote + quote, quote);
  return value.includes('\\') ? value.replace(/\\(?:\r\n|\n|\r)/g, '') : value;
}

const withoutZeros = (digits: string): string => (digits.length > 1 && digits.startsWith('0') ? digits.replace(/^0+(?=\d)/, '') : digits);

/** The next token as a literal; nothing is read when it is none. */
export function takeLiteral(p: Cursor): Literal | undefined {
  const kind = p.kind();
  if (kind === T.Reserved) return p.at('NULL') ? takeNull(p) : undefined;
  if (kind < T.String || kind > T.Binary) return undefined;
  const span = p.tokenSpan();
  const raw = p.tokenText();
  p.advance();
  switch (kind) {
    case T.String:
      return { kind: 'StringLiteral', raw, value: decodeString(raw, 0), national: false, span };
    case T.NationalString:
      return { kind: 'StringLiteral', raw, value: decodeString(raw, 1), national: true, span };
    case T.Integer:
      return { kind: 'IntegerLiteral', raw, value: withoutZeros(raw), span };
    case T.Decimal:
      return { kind: 'DecimalLiteral', raw, value: raw, span };
    case T.Float:
      return { kind: 'FloatLiteral', raw, value: raw, span };
    case T.Money:
      return { kind: 'MoneyLiteral', raw, value: raw.length > 1 ? raw.slice(1) : '0', span };
    default:
      return { kind: 'BinaryLiteral', raw, value: raw.slice(2).replace(/\\(?:\r\n|\n|\r)/g, ''), span };
  }
}

export function takeNull(p: Cursor): NullLiteral {
  const span = p.tokenSpan();
  const raw = p.tokenText();
  p.advance();
  return { kind: 'NullLiteral', raw, span };
}

export const atString = (p: Cursor): boolean => p.atKind(T.String) || p.atKind(T.NationalString);

export function parseString(p: Cursor, purpose = ''): StringLiteral {
  if (atString(p)) return takeLiteral(p) as StringLiteral;
  p.expected('a string', purpose);
  return { kind: 'StringLiteral', raw: '', value: '', national: false, span: p.tokenSpan() };
}

const odbcTypes: Readonly<Record<string, OdbcLiteral['type']>> = { D: 'd', T: 't', TS: 'ts', GUID: 'guid' };

/** `{d '2020-01-01'}` and its kin; the next token is the brace. */
export function takeOdbcLiteral(p: Cursor): OdbcLiteral | undefined {
  const type = odbcTypes[p.word(1)];
  if (type === undefined || (p.kind(2) !== T.String && p.kind(2) !== T.NationalString)) return undefined;
  const start = p.start();
  p.advance();
  p.advance();
  const { value } = parseString(p);
  p.expectKind(T.RightBrace, 'to close the ODBC literal');
  return { kind: 'OdbcLiteral', raw: p.textFrom(start), type, value, span: p.spanFrom(start) };
}

/** A whole or decimal number with an optional sign, as text without spaces. */
export function parseSignedNumber(p: Cursor, what: string): string {
  const sign = p.acceptKind(T.Minus) ? '-' : p.acceptKind(T.Plus) ? '' : '';
  const text = p.tokenText();
  if (p.acceptKind(T.Integer) || p.acceptKind(T.Decimal) || p.acceptKind(T.Float)) return sign + text;
  p.expected(what);
  return '0';
}
