import type { Diagnostic, Span } from '@ferry/kernel';

/**
 * The tokens of a piece of text, as columns. Nothing is lost: what lies between two tokens is spacing and comments, and the
 * comments are listed. The last token is `T.End` at the end of the piece. Offsets count UTF-16 units from the start of the text.
 */
export interface Tokens {
  readonly text: string;
  readonly span: Span;
  /** How many tokens, the end token included. */
  readonly count: number;
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The keyword a word spells, in upper case; '' for all other tokens. */
  readonly words: readonly string[];
  readonly comments: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A comment with its marks; a line comment ends before its line break. */
export interface Comment extends Span {
  readonly style: 'line' | 'block';
}

/** A token or the trivia between two, for people and tests. */
export interface Piece {
  readonly type: 'token' | 'space' | 'comment';
  readonly text: string;
}

/** Every piece of the text in order; joined they are the text to the letter. */
export function pieces(tokens: Tokens): Piece[] {
  const out: Piece[] = [];
  const { text, comments } = tokens;
  let at = tokens.span.start;
  let nextComment = 0;
  const push = (type: Piece['type'], to: number): void => {
    if (to > at) out.push({ type, text: text.slice(at, to) });
    at = Math.max(at, to);
  };
  for (let i = 0; i < tokens.count; i++) {
    const start = tokens.starts[i] as number;
    for (let comment = comments[nextComment]; comment && comment.start < start; comment = comments[++nextComment]) {
      push('space', comment.start);
      push('comment', comment.end);
    }
    push('space', start);
    push('token', tokens.ends[i] as number);
  }
  return out;
}
