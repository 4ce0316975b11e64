/** What a piece of T-SQL text between two ordinary characters is. */
export type QuoteKind = 'string' | 'bracket' | 'double-quote' | 'block-comment' | 'line-comment';

/** A quoted piece: `end` lies past its closing mark, or at the end of the text when that is missing. */
export interface Quoted {
  readonly kind: QuoteKind;
  readonly end: number;
  readonly closed: boolean;
}

/** End of a construct whose closing mark is doubled to stand for itself. */
function closeDoubled(text: string, start: number, mark: string): { end: number; closed: boolean } {
  let at = start;
  for (;;) {
    const found = text.indexOf(mark, at);
    if (found < 0) return { end: text.length, closed: false };
    if (text[found + 1] !== mark) return { end: found + 1, closed: true };
    at = found + 2;
  }
}

/** Block comments nest in T-SQL. */
function closeComment(text: string, start: number): { end: number; closed: boolean } {
  let depth = 1;
  let at = start;
  let open = text.indexOf('/*', at);
  while (depth > 0) {
    const close = text.indexOf('*/', at);
    if (close < 0) return { end: text.length, closed: false };
    if (open >= 0 && open < at) open = text.indexOf('/*', at);
    if (open >= 0 && open < close) {
      depth++;
      at = open + 2;
    } else {
      depth--;
      at = close + 2;
    }
  }
  return { end: at, closed: true };
}

function closeFlat(text: string, start: number): { end: number; closed: boolean } {
  const close = text.indexOf('*/', start);
  return close < 0 ? { end: text.length, closed: false } : { end: close + 2, closed: true };
}

/** Length of the line break at an offset, 0 if there is none. */
export const breakLength = (text: string, at: number): number => {
  const c = text.charCodeAt(at);
  return c === 10 ? 1 : c === 13 ? (text.charCodeAt(at + 1) === 10 ? 2 : 1) : 0;
};

/** Offset of the next line break, or the end of the text. */
export function lineEnd(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10 || c === 13) return i;
  }
  return text.length;
}

/**
 * The quoted piece or comment that begins at an offset, if one does.
 * @param nested whether block comments nest; a text that leaves one open is easier to mend when they do not
 */
export function quotedAt(text: string, at: number, nested = true): Quoted | undefined {
  switch (text.charCodeAt(at)) {
    case 39: // '
      return { kind: 'string', ...closeDoubled(text, at + 1, "'") };
    case 91: // [
      return { kind: 'bracket', ...closeDoubled(text, at + 1, ']') };
    case 34: // "
      return { kind: 'double-quote', ...closeDoubled(text, at + 1, '"') };
    case 45: // -
      return text.charCodeAt(at + 1) === 45 ? { kind: 'line-comment', end: lineEnd(text, at), closed: true } : undefined;
    case 47: // /
      return text.charCodeAt(at + 1) === 42 ? { kind: 'block-comment', ...(nested ? closeComment(text, at + 2) : closeFlat(text, at + 2)) } : undefined;
    default:
      return undefined;
  }
}
