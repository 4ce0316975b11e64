/** A T-SQL LIKE pattern in PostgreSQL's words. */
export type Pattern =
  | { readonly kind: 'like'; readonly pattern: string; readonly escape: boolean }
  | { readonly kind: 'regex'; readonly regex: string }
  | { readonly kind: 'never' };

type Part = { readonly kind: 'any' } | { readonly kind: 'one' } | { readonly kind: 'char'; readonly text: string } | { readonly kind: 'set'; readonly negated: boolean; readonly body: string };

const regexSpecial = /[\\^$.|?*+()[\]{}]/;
const inRegex = (c: string): string => (regexSpecial.test(c) ? `\\${c}` : c);
const inSet = (c: string): string => (c === '\\' || c === ']' || c === '[' || c === '^' || c === '-' ? `\\${c}` : c);

/**
 * Reads a pattern: `%`, `_`, `[abc]`, `[a-f]`, `[^x]` and the ESCAPE character
 * (https://learn.microsoft.com/sql/t-sql/language-elements/like-transact-sql).
 * @returns undefined for a set that is not closed, which matches nothing
 */
function readPattern(pattern: string, escape: string | undefined): Part[] | undefined {
  const parts: Part[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    if (escape !== undefined && c === escape && i + 1 < pattern.length) parts.push({ kind: 'char', text: pattern.charAt(++i) });
    else if (c === '%') parts.push({ kind: 'any' });
    else if (c === '_') parts.push({ kind: 'one' });
    else if (c === '[') {
      const end = pattern.indexOf(']', i + 1);
      if (end < 0) return undefined;
      const set = readSet(pattern.slice(i + 1, end), escape);
      if (set === undefined) return undefined;
      parts.push(set);
      i = end;
    } else parts.push({ kind: 'char', text: c });
  }
  return parts;
}

function readSet(inside: string, escape: string | undefined): Part | undefined {
  const negated = inside.startsWith('^');
  const chars: { text: string; literal: boolean }[] = [];
  for (let i = negated ? 1 : 0; i < inside.length; i++) {
    const c = inside.charAt(i);
    if (escape !== undefined && c === escape && i + 1 < inside.length) chars.push({ text: inside.charAt(++i), literal: true });
    else chars.push({ text: c, literal: false });
  }
  const [only] = chars;
  if (only === undefined) return undefined;
  if (chars.length === 1 && !negated) return { kind: 'char', text: only.text };
  let body = '';
  chars.forEach((c, i) => {
    const range = c.text === '-' && !c.literal && i > 0 && i < chars.length - 1;
    body += range ? '-' : inSet(c.text);
  });
  return { kind: 'set', negated, body };
}

/** The regular expression of a pattern without its anchors. */
const regexOf = (parts: readonly Part[]): string =>
  parts.map((p) => (p.kind === 'any' ? '.*' : p.kind === 'one' ? '.' : p.kind === 'char' ? inRegex(p.text) : `[${p.negated ? '^' : ''}${p.body}]`)).join('');

/**
 * Converts a constant pattern. Without character classes it stays a LIKE (PostgreSQL's escape is the backslash); with classes
 * it becomes an anchored regular expression, in which `.` matches a line break too, as `_` and `%` do.
 */
export function convertPattern(pattern: string, escape?: string): Pattern {
  const parts = readPattern(pattern, escape);
  if (parts === undefined) return { kind: 'never' };
  if (parts.every((p) => p.kind !== 'set')) {
    let escaped = false;
    const text = parts
      .map((p) => {
        if (p.kind === 'any') return '%';
        if (p.kind === 'one') return '_';
        const c = (p as { text: string }).text;
        if (c !== '%' && c !== '_' && c !== '\\') return c;
        escaped = true;
        return `\\${c}`;
      })
      .join('');
    return { kind: 'like', pattern: text, escape: escaped };
  }
  const open = parts[0]?.kind === 'any';
  const close = parts[parts.length - 1]?.kind === 'any';
  const body = regexOf(parts.slice(open ? 1 : 0, close ? parts.length - 1 : parts.length));
  return { kind: 'regex', regex: `${open ? '' : '^'}${body}${close ? '' : '$'}` };
}

/** What PATINDEX looks for: `leading` when the pattern begins with `%`, so that the match may stand anywhere. */
export function convertPatindex(pattern: string): { readonly regex: string; readonly plain?: string } | undefined {
  const parts = readPattern(pattern, undefined);
  if (parts === undefined) return undefined;
  const open = parts[0]?.kind === 'any';
  const close = parts.length > 1 && parts[parts.length - 1]?.kind === 'any';
  const inner = parts.slice(open ? 1 : 0, close ? parts.length - 1 : parts.length);
  const plain = open && close && inner.length > 0 && inner.every((p) => p.kind === 'char') ? inner.map((p) => (p as { text: string }).text).join('') : undefined;
  return { regex: `${open ? '' : '^'}${regexOf(inner)}${close ? '' : '$'}`, ...(plain === undefined ? {} : { plain }) };
}
