import { pass } from './batches';
import { largePiece, pieces } from './pieces';
import type { QuoteKind } from './quoting';

/** A batch of a script, or a piece of a very large one. */
export interface StreamedPiece {
  readonly text: string;
  /** Line of its first character, from 1. */
  readonly line: number;
  /** Column of its first character, from 1. */
  readonly column: number;
  /** Whether the batch goes on in the next piece. */
  readonly continues: boolean;
}

export interface BatchStream {
  /** Takes the next part of the text. @returns what is complete with it */
  push(chunk: string): StreamedPiece[];
  /** The text has ended. */
  end(): StreamedPiece[];
}

/** What stays open longer than this many characters is taken for a forgotten quote. */
const longestBatch = 128 * 1024 * 1024;
const firstScan = 64 * 1024;

/** Follows lines and columns through a text that is read once. Line breaks are LF, CRLF and a lone CR. */
class Position {
  line = 1;
  column = 1;
  private afterReturn = false;

  advance(text: string, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const c = text.charCodeAt(i);
      if (c === 10 && this.afterReturn) this.afterReturn = false;
      else if (c === 10 || c === 13) {
        this.line++;
        this.column = 1;
        this.afterReturn = c === 13;
      } else {
        this.column++;
        this.afterReturn = false;
      }
    }
  }
}

/**
 * Splits a script into batches while it is read, so that never more than one batch is held. The rules are those of `splitBatches`,
 * except that a forgotten quote is noticed from its own batch on. Linear: an unfinished batch is looked at again only when it has doubled.
 */
export function openBatchStream(): BatchStream {
  let parts: string[] = [];
  let length = 0;
  let scanAt = firstScan;
  let breakable: QuoteKind | undefined;
  const position = new Position();

  const piece = (text: string, from: number, start: number, end: number, continues: boolean): StreamedPiece => {
    position.advance(text, from, start);
    const { line, column } = position;
    position.advance(text, start, end);
    return { text: text.slice(start, end), line, column, continues };
  };

  const scan = (whole: boolean): StreamedPiece[] => {
    const text = parts.join('');
    const out: StreamedPiece[] = [];
    let found = pass(text, breakable, whole);
    if (found.unclosedKind !== undefined && breakable === undefined) {
      breakable = found.unclosedKind;
      found = pass(text, breakable, whole);
    }
    let at = 0;
    for (const { span } of found.batches) {
      const cut = pieces(text, span);
      cut.forEach((c, index) => {
        out.push(piece(text, at, c.start, c.end, index < cut.length - 1));
        at = c.end;
      });
    }
    let rest = found.rest;
    if (!whole && text.length - rest > largePiece) {
      const cut = pieces(text, { start: rest, end: text.length });
      for (const c of cut.slice(0, -1)) {
        out.push(piece(text, at, c.start, c.end, true));
        at = rest = c.end;
      }
    }
    position.advance(text, at, rest);
    const left = text.slice(rest);
    parts = left === '' ? [] : [left];
    length = left.length;
    scanAt = Math.max(firstScan, 2 * length);
    return out;
  };

  return {
    push(chunk) {
      parts.push(chunk);
      length += chunk.length;
      return length < scanAt ? [] : scan(length > longestBatch);
    },
    end: () => scan(true),
  };
}
