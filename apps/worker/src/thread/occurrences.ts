import { createHash } from 'node:crypto';
import type { Catalog, Fragment } from '@ferry/catalog';

/** More of a line is not looked at: scripts in one line stay linear. */
const reach = 200;

/** The line that a fragment begins on, without its indentation. */
function lineAt(text: string, offset: number): string {
  const [from, to] = [Math.max(0, offset - reach), Math.min(text.length, offset + reach)];
  const before = text.slice(from, offset);
  const after = text.slice(offset, to);
  const end = after.search(/[\r\n]/);
  return `${before.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1)}${end < 0 ? after : after.slice(0, end)}`.replace(/\s+/g, ' ').trim();
}

/**
 * Names the occurrences of action items at one object so that each keeps its name while lines move and other objects change: by code,
 * by the line that it stands on, and by a number where that is not enough. A line that was rewritten makes it another occurrence.
 */
export function occurrenceNamer(sources: Catalog['sources']): (item: { readonly code: number; readonly at?: Fragment | undefined }) => string {
  const counts = new Map<string, number>();
  return ({ code, at }) => {
    const key = JSON.stringify([code, at === undefined ? '' : lineAt(sources[at.source]?.text ?? '', at.span.start)]);
    const number = (counts.get(key) ?? 0) + 1;
    counts.set(key, number);
    return createHash('md5').update(`${key}${number}`).digest('hex');
  };
}
