import type { Span } from '@ferry/kernel';
import type { Comment, Tokens } from './tokens';

const firstAtOrAfter = (comments: readonly Comment[], offset: number): number => {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle] as Comment).start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
};

const lastTokenBefore = (tokens: Tokens, offset: number): number => {
  let low = 0;
  let high = tokens.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens.starts[middle] as number) < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

const hasLineBreak = (text: string, start: number, end: number): boolean => {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) return true;
  }
  return false;
};

/**
 * The comments that speak of what begins at `node`: between it and the token before it, without those that stand on the line of that
 * earlier token (they belong to it: see `commentsAfter`).
 */
export function commentsBefore(tokens: Tokens, node: Span): Comment[] {
  const before = lastTokenBefore(tokens, node.start);
  const from = before < 0 ? tokens.span.start : (tokens.ends[before] as number);
  const out: Comment[] = [];
  for (let i = firstAtOrAfter(tokens.comments, from); i < tokens.comments.length; i++) {
    const comment = tokens.comments[i] as Comment;
    if (comment.start >= node.start) break;
    if (before >= 0 && !hasLineBreak(tokens.text, from, comment.start) && hasLineBreak(tokens.text, comment.start, node.start)) continue;
    out.push(comment);
  }
  return out;
}

/** The comments behind `node` on its last line (a semicolon or comma may stand between). */
export function commentsAfter(tokens: Tokens, node: Span): Comment[] {
  let token = lastTokenBefore(tokens, node.end) + 1;
  let from = node.end;
  const next = tokens.text.charCodeAt(tokens.starts[token] ?? -1);
  if (token < tokens.count - 1 && (next === 59 || next === 44) && !hasLineBreak(tokens.text, from, tokens.starts[token] as number)) {
    from = tokens.ends[token] as number;
    token++;
  }
  const to = token < tokens.count ? (tokens.starts[token] as number) : tokens.span.end;
  const isLast = token >= tokens.count - 1;
  const out: Comment[] = [];
  for (let i = firstAtOrAfter(tokens.comments, node.end); i < tokens.comments.length; i++) {
    const comment = tokens.comments[i] as Comment;
    if (comment.start >= to || hasLineBreak(tokens.text, from, comment.start)) break;
    if (!isLast && !hasLineBreak(tokens.text, comment.start, to)) break;
    out.push(comment);
  }
  return out;
}

/** Every comment inside a span, in order. */
export function commentsWithin(tokens: Tokens, within: Span): Comment[] {
  const out: Comment[] = [];
  for (let i = firstAtOrAfter(tokens.comments, within.start); i < tokens.comments.length; i++) {
    const comment = tokens.comments[i] as Comment;
    if (comment.end > within.end) break;
    out.push(comment);
  }
  return out;
}
