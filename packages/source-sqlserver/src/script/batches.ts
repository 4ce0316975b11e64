import type { Diagnostic, Span } from '@ferry/kernel';
import { span } from '@ferry/kernel';
import { breakLength, lineEnd, quotedAt } from './quoting';
import type { Quoted, QuoteKind } from './quoting';

/** What the tools send to the server at once: the text between two lines that say GO. */
export interface Batch {
  readonly span: Span;
  /** `GO 5` runs the batch five times. */
  readonly repeat: number;
}

export interface Split {
  readonly batches: readonly Batch[];
  readonly diagnostics: readonly Diagnostic[];
}

const goLine = /^[gG][oO](?:[ \t]+(\d{1,9}))?[ \t]*;?[ \t]*(?:--.*)?$/;

/** Whether the line that begins at `at` (past its blanks) says GO. */
function goAt(text: string, at: number): { end: number; repeat: number } | undefined {
  if ((text.charCodeAt(at) | 32) !== 103 || (text.charCodeAt(at + 1) | 32) !== 111) return undefined;
  const end = lineEnd(text, at);
  const match = goLine.exec(text.slice(at, Math.min(end, at + 400)));
  return match ? { end, repeat: match[1] === undefined ? 1 : Number(match[1]) } : undefined;
}

/** The first GO line inside a quoted piece that spans lines. */
function goInside(text: string, start: number, end: number): { start: number; end: number; repeat: number } | undefined {
  let at = lineEnd(text, start);
  while (at < end) {
    at += breakLength(text, at);
    while (at < end && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at++;
    const go = at < end ? goAt(text, at) : undefined;
    if (go) return { start: at, ...go };
    at = lineEnd(text, at);
  }
  return undefined;
}

const names: Readonly<Record<QuoteKind, string>> = {
  string: 'string',
  bracket: 'bracketed name',
  'double-quote': 'double-quoted name or string',
  'block-comment': 'comment',
  'line-comment': 'comment',
};

const unclosed = (kind: QuoteKind, at: number, text: string): Diagnostic => ({
  severity: 'error',
  code: `unclosed-${kind}`,
  message: `The ${names[kind]} that begins here is never closed. The file may be cut off, or the closing mark is missing.`,
  span: span(at, Math.min(lineEnd(text, at), text.length)),
});

export interface Pass extends Split {
  /** The kind of quoted piece that reached the end of the text. */
  readonly unclosedKind?: QuoteKind;
  /** Where the batch begins that the pass did not see the end of; the length of the text when `whole`. */
  readonly rest: number;
}

/**
 * A string whose closing quote stands right before a word was most likely opened by a stray quote, and what closes it is the
 * beginning of the next real string. It counts only when the string holds a GO line.
 */
const isInsideOut = (text: string, quoted: Quoted): boolean => quoted.kind === 'string' && quoted.closed && /[\p{L}\p{N}]/u.test(text[quoted.end] ?? '');

const openEnded = (text: string, kind: QuoteKind | undefined): Quoted | undefined => (kind === undefined ? undefined : { kind, end: text.length, closed: false });

/**
 * One pass over a text, from the beginning of a batch on.
 * @param breakable kind of quoted piece that a GO line ends, because the text is known to leave one open
 * @param whole whether the text ends here; otherwise more may follow, and what reaches its end is left for the next pass
 */
export function pass(text: string, breakable: QuoteKind | undefined, whole = true): Pass {
  const batches: Batch[] = [];
  const diagnostics: Diagnostic[] = [];
  let unclosedKind: QuoteKind | undefined;
  let start = 0;
  let hasText = false;
  let lineStart = true;
  let hopeless = -1;
  const close = (end: number, repeat: number): void => {
    if (hasText) batches.push({ span: span(start, end), repeat });
    hasText = false;
  };
  for (let i = 0; i < text.length; ) {
    const c = text.charCodeAt(i);
    if (c === 10 || c === 13) {
      lineStart = true;
      i++;
      continue;
    }
    if (c === 32 || c === 9) {
      i++;
      continue;
    }
    const go = lineStart ? goAt(text, i) : undefined;
    lineStart = false;
    if (go && !whole && go.end >= text.length) break;
    if (go) {
      close(i, go.repeat);
      start = i = go.end;
      continue;
    }
    // What was seen to stay open once is not searched for its end again: the pass stays linear.
    const quoted = c === hopeless && (c !== 47 || text.charCodeAt(i + 1) === 42) ? openEnded(text, breakable) : quotedAt(text, i, breakable === undefined);
    if (!quoted) {
      hasText = true;
      i++;
      continue;
    }
    if (quoted.kind !== 'line-comment' && quoted.kind !== 'block-comment') hasText = true;
    if (!quoted.closed && quoted.kind === breakable) hopeless = c;
    const swallowed = quoted.kind === breakable || isInsideOut(text, quoted) ? goInside(text, i, quoted.end) : undefined;
    if (swallowed && breakable === undefined) return { batches, diagnostics, unclosedKind: quoted.kind, rest: start };
    if (!whole && (swallowed?.end ?? quoted.end) >= text.length) break;
    if (swallowed) {
      diagnostics.push(unclosed(quoted.kind, i, text));
      close(swallowed.start, swallowed.repeat);
      start = i = swallowed.end;
      continue;
    }
    if (!quoted.closed) {
      unclosedKind = quoted.kind;
      hasText = true;
      diagnostics.push(unclosed(quoted.kind, i, text));
    }
    i = quoted.end;
  }
  if (!whole) return { batches, diagnostics, rest: start };
  close(text.length, 1);
  return { batches, diagnostics, rest: text.length, ...(unclosedKind === undefined ? {} : { unclosedKind }) };
}

/**
 * Splits a script into batches. GO counts on a line of its own, outside of strings, bracketed names and comments. When a
 * quoted piece is still open at the end of the text, or a string looks turned inside out, a GO line ends it: so the batches behind a forgotten quote are not lost.
 * At most two passes over the text.
 */
export function splitBatches(text: string): Split {
  const first = pass(text, undefined);
  return first.unclosedKind === undefined ? first : pass(text, first.unclosedKind);
}
