import type { Span } from './span';

/** One text that was read: a file of a script, or the definition of one object of a live database. */
export interface SourceText {
  /** Where it came from, for people: a path relative to the input, or `server/database/schema.object`. */
  readonly path: string;
  readonly text: string;
}

/** A place for people: line and column count from 1; the column counts UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Answers "which line is this offset on" in logarithmic time after one linear pass. */
export interface LineMap {
  readonly lineCount: number;
  positionAt(offset: number): Position;
  /** Offset of the first character of a line (1-based); past the end it is the length of the text. */
  lineStart(line: number): number;
}

/** Line breaks are LF, CRLF and a lone CR, as SQL Server's tools count them. */
export function lineMap(text: string): LineMap {
  const starts: number[] = [0];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10) starts.push(i + 1);
    else if (c === 13 && text.charCodeAt(i + 1) !== 10) starts.push(i + 1);
  }
  return {
    lineCount: starts.length,
    lineStart: (line) => starts[line - 1] ?? text.length,
    positionAt(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    },
  };
}

/** The text that a span covers. */
export const slice = (source: SourceText, at: Span): string => source.text.slice(at.start, at.end);
