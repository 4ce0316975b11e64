import { hardline, join, verbatim } from '@ferry/kernel';
import type { Doc } from '@ferry/kernel';

/** Whether a text is exactly one block comment for PostgreSQL, whose block comments nest. */
function isOneBlockComment(text: string): boolean {
  if (!text.startsWith('/*')) return false;
  let depth = 0;
  let i = 0;
  while (i < text.length) {
    if (text.startsWith('/*', i)) {
      depth++;
      i += 2;
    } else if (text.startsWith('*/', i)) {
      depth--;
      i += 2;
      if (depth === 0) return i === text.length;
    } else i++;
  }
  return false;
}

const clean = (text: string): string => text.replaceAll('\0', '').replace(/\r\n?/g, '\n');

/** The words of a comment without its delimiters, one entry a line. */
function contentLines(comment: string): string[] {
  const text = clean(comment).trim();
  const inner = text.startsWith('--') ? text.slice(2) : text.startsWith('/*') ? text.slice(2, text.endsWith('*/') && text.length >= 4 ? -2 : undefined) : text;
  const lines = inner.split('\n').map((l) => l.trimEnd());
  while (lines.length > 1 && (lines[0] as string).trim() === '') lines.shift();
  while (lines.length > 1 && (lines[lines.length - 1] as string).trim() === '') lines.pop();
  return lines;
}

const lineComment = (content: string): string => (content === '' ? '--' : content.startsWith(' ') || content.startsWith('-') ? `--${content}` : `-- ${content}`);

/** A comment on lines of its own, without the line break after it. */
export function ownLines(comment: string): Doc {
  const text = clean(comment).trim();
  if (isOneBlockComment(text)) return verbatim(text);
  return join(hardline, contentLines(comment).map(lineComment));
}

/** A comment inside a line: whatever it holds, it ends where it should. */
export function inline(comment: string): string {
  const text = contentLines(comment).map((l) => l.trim()).join(' ').replaceAll('*/', '* /').replaceAll('/*', '/ *').trim();
  // `/` before the closing delimiter or after the opening one would make a delimiter of its own.
  return `/* ${text} */`;
}

/** A comment at the end of a line; more than one line of it becomes a block comment. */
export function endOfLine(comment: string): string {
  const lines = contentLines(comment);
  return lines.length === 1 ? lineComment(lines[0] as string) : inline(comment);
}
