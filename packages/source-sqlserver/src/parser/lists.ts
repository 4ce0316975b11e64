import { T } from '../lexer';
import type { Cursor } from './cursor';
import { checkTail } from './tails';

/** One or more items with commas between. */
export function commaList<N>(p: Cursor, item: (p: Cursor) => N): N[] {
  const items: N[] = [];
  do items.push(item(p));
  while (p.acceptKind(T.Comma));
  return items;
}

/** `(item, item)`; `what` names the list in messages. */
export function parenthesized<N>(p: Cursor, what: string, item: (p: Cursor) => N): N[] {
  const open = p.position;
  p.expectKind(T.LeftParen, `to open ${what}`);
  const items = commaList(p, item);
  p.expectClose(open, what);
  return items;
}

/** Passes the bracketed piece that begins at the next token, `(` to its `)`; fails when it is never closed. */
export function skipParenthesized(p: Cursor, what: string): void {
  const open = p.position;
  const partner = p.partnerOf(open);
  if (partner === p.endIndex) {
    p.position = partner;
    p.expectClose(open, what);
  } else {
    checkTail(p, open, partner, true);
    if (!p.failed) p.position = partner + 1;
  }
}
