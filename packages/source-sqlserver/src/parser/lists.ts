import { T } from '../lexer';
import type { Cursor } from './cursor';

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
    checkDots(p, open, partner);
    if (!p.failed) p.position = partner + 1;
  }
}

/** What is passed over must still be whole: a name does not end with a dot, and a value follows `=`. */
function checkDots(p: Cursor, open: number, close: number): void {
  for (let index = open + 1; index <= close; index++) {
    const kind = p.kindAt(index);
    if (kind !== T.Comma && kind !== T.RightParen) continue;
    const before = p.kindAt(index - 1);
    if (before !== T.Dot && before !== T.Equal) continue;
    p.position = index;
    p.expected(before === T.Dot ? 'a name after the dot' : 'a value after =');
    return;
  }
}
