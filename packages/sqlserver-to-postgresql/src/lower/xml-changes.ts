import { literalText, readProlog, readXml, xmlExpression, xmlReader, xmlTokens } from './xpath';
import type { Prolog, XmlPath, XmlReader } from './xpath';

/** A piece of what is inserted: written text, or a value of SQL (`variable @v`) that goes there. */
export type Piece = string | { readonly value: string };

/** A statement of XML DML: what is done, where, and with what. */
export interface XmlChange {
  readonly action: 'delete' | 'replace' | 'insert first' | 'insert last' | 'insert before' | 'insert after' | 'insert attribute';
  readonly target: XmlPath;
  /** Of an attribute that is inserted. */
  readonly name?: string;
  /** Elements as they are written, or one value. */
  readonly content?: readonly Piece[];
  /** The value is worked out from the document. */
  readonly computed?: XmlPath;
}

/** Where an element constructor ends, or undefined when it does not. */
function elementEnd(text: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < text.length; ) {
    if (text[at] !== '<') {
      const next = text.indexOf('<', at);
      if (next < 0) return undefined;
      at = next;
      continue;
    }
    const close = closing(text, at);
    if (close === undefined) return undefined;
    const tag = text.slice(at, close);
    at = close;
    if (tag.startsWith('<!') || tag.startsWith('<?')) return undefined;
    if (tag.startsWith('</')) depth--;
    else if (!tag.endsWith('/>')) depth++;
    if (depth === 0) return at;
  }
  return undefined;
}

/** The place behind the `>` of a tag; quotes may hold one, and expressions in braces quotes. */
function closing(text: string, from: number): number | undefined {
  let quote = '';
  let braces = 0;
  for (let at = from; at < text.length; at++) {
    const c = text[at] ?? '';
    if (c === '{') braces++;
    else if (c === '}') braces--;
    else if (braces > 0) continue;
    else if (quote !== '') quote = c === quote ? '' : quote;
    else if (c === '"' || c === "'") quote = c;
    else if (c === '>') return at + 1;
  }
  return undefined;
}

const held = /^\{\s*(?:(?:data|fn:data|string|fn:string)\s*\(\s*)?sql:(variable|column)\s*\(\s*("(?:[^"]|"")*"|'(?:[^']|'')*')\s*\)\s*\)?\s*\}/;

/** A constructor as pieces: `{sql:variable("@v")}` is a value; any other expression in it is not read. */
function piecesOf(constructor: string, prolog: Prolog): readonly Piece[] | undefined {
  const out: Piece[] = [];
  // Elements that are written belong to the default namespace that is declared.
  let text = prolog.defaultNamespace === undefined || /^<[^>]*\sxmlns=/.test(constructor) ? constructor : constructor.replace(/^<[\w.-]+/, (name) => `${name} xmlns="${prolog.defaultNamespace ?? ''}"`);
  for (let open = text.indexOf('{'); open >= 0; open = text.indexOf('{')) {
    const match = held.exec(text.slice(open));
    if (match === null) return undefined;
    out.push(text.slice(0, open), { value: `${match[1] ?? ''} ${literalText(match[2] ?? '""')}` });
    text = text.slice(open + match[0].length);
  }
  return text.includes('}') ? undefined : [...out, text];
}

interface Content {
  readonly pieces: readonly Piece[];
  readonly attribute?: string;
  readonly rest: string;
}

const attribute = /^attribute\s+([\w.:-]+)\s*\{\s*([^{}]*?)\s*\}/;

function valuePiece(text: string): Piece | undefined {
  const own = held.exec(`{${text}}`);
  if (own !== null && own[0].length === text.length + 2) return { value: `${own[1] ?? ''} ${literalText(own[2] ?? '""')}` };
  if (/^("(?:[^"]|"")*"|'(?:[^']|'')*')$/.test(text)) return literalText(text);
  return /^-?[0-9]+(\.[0-9]+)?$/.test(text) ? text : undefined;
}

/** What an insert begins with. */
function contentOf(text: string, prolog: Prolog): Content | undefined {
  const start = text.trimStart();
  if (start.startsWith('(')) {
    let inner = start.slice(1).trimStart();
    const pieces: Piece[] = [];
    while (!inner.startsWith(')')) {
      const own = inner.startsWith('<') ? contentOf(inner, prolog) : undefined;
      if (own === undefined) return undefined;
      pieces.push(...own.pieces);
      inner = own.rest.trimStart();
      if (inner.startsWith(',')) inner = inner.slice(1).trimStart();
    }
    return { pieces, rest: inner.slice(1) };
  }
  if (start.startsWith('<')) {
    const end = elementEnd(start, 0);
    const pieces = end === undefined ? undefined : piecesOf(start.slice(0, end), prolog);
    return end === undefined || pieces === undefined ? undefined : { pieces, rest: start.slice(end) };
  }
  const named = attribute.exec(start);
  if (named !== null) {
    const value = valuePiece(named[2] ?? '');
    return value === undefined || (named[1] ?? '').includes(':') ? undefined : { pieces: [value], attribute: named[1] ?? '', rest: start.slice(named[0].length) };
  }
  const whole = /^sql:(variable|column)\s*\(\s*("[^"]*"|'[^']*')\s*\)/.exec(start);
  return whole === null ? undefined : { pieces: [{ value: `${whole[1] ?? ''} ${literalText(whole[2] ?? '""')}` }], rest: start.slice(whole[0].length) };
}

const targetOf = (r: XmlReader, prolog: Prolog): XmlPath | undefined => {
  const out = xmlExpression(r);
  const read = out === undefined ? undefined : readXml(r, out, prolog);
  return read === undefined || read.computed || !read.absolute ? undefined : read;
};

const wholeTarget = (text: string, prolog: Prolog): XmlPath | undefined => {
  const list = xmlTokens(text);
  const r = list === undefined ? undefined : xmlReader(list, prolog, false);
  const target = r === undefined ? undefined : targetOf(r, prolog);
  return r !== undefined && r.at === r.list.length ? target : undefined;
};

function replacement(text: string, prolog: Prolog): XmlChange | undefined {
  const list = xmlTokens(text);
  if (list === undefined) return undefined;
  const r = xmlReader(list, prolog, false);
  const target = targetOf(r, prolog);
  if (target === undefined || list[r.at] !== 'with') return undefined;
  let rest = list.slice(r.at + 1);
  // ("1") is "1".
  while (rest[0] === '(' && rest[rest.length - 1] === ')' && rest.length === 3) rest = rest.slice(1, -1);
  const value = rest.length === 1 || (rest.length === 4 && rest[0]?.startsWith('sql:') === true) ? valuePiece(rest.join('')) : undefined;
  if (value !== undefined) return { action: 'replace', target, content: [value] };
  const own = xmlReader(rest, prolog, false);
  const out = xmlExpression(own);
  const computed = out === undefined || own.at < rest.length ? undefined : readXml(own, out, prolog);
  return computed === undefined ? undefined : { action: 'replace', target, computed };
}

/**
 * Reads what modify() is given: https://learn.microsoft.com/sql/t-sql/xml/xml-data-modification-language-xml-dml
 * @param around namespaces of WITH XMLNAMESPACES
 * @returns undefined for what is not converted: other expressions than values of SQL in constructors, and FLWOR
 */
export function readXmlChange(text: string, around: readonly (readonly [string, string])[]): XmlChange | undefined {
  const prolog = readProlog(text, around);
  const verb = /^\s*(delete|replace\s+value\s+of|insert)\b/.exec(prolog.rest);
  if (verb === null) return undefined;
  const rest = prolog.rest.slice(verb[0].length);
  if (verb[1] === 'delete') {
    const target = wholeTarget(rest, prolog);
    return target === undefined ? undefined : { action: 'delete', target };
  }
  if (verb[1] !== 'insert') return replacement(rest, prolog);
  const content = contentOf(rest, prolog);
  const where = content === undefined ? null : /^\s*(?:as\s+(first|last)\s+into|(into|before|after))\b/.exec(content.rest);
  if (content === undefined || where === null) return undefined;
  const target = wholeTarget(content.rest.slice(where[0].length), prolog);
  if (target === undefined || target.leaf) return undefined;
  if (content.attribute !== undefined) return where[2] === 'into' ? { action: 'insert attribute', target, name: content.attribute, content: content.pieces } : undefined;
  const place = where[1] ?? (where[2] === 'into' ? 'last' : (where[2] ?? ''));
  return { action: `insert ${place as 'first' | 'last' | 'before' | 'after'}`, target, content: content.pieces };
}
