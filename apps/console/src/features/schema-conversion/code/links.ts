import type { CodeLink } from '@ferry/contract';

export interface Span {
  readonly start: number;
  readonly end: number;
}

export type CodeSide = 'source' | 'target';

/** The pieces of code that belong together round one place. */
export interface Linked {
  readonly source: Span;
  readonly target: Span;
}

const sideOf = (link: CodeLink, side: CodeSide): CodeLink['Source'] => (side === 'source' ? link.Source : link.Target);

/** The smallest link that covers an offset of one side, if one does. Linear in the number of links. */
export function linkAt(links: readonly CodeLink[], side: CodeSide, offset: number): Linked | undefined {
  let best: CodeLink | undefined;
  for (const link of links) {
    const { Start, End } = sideOf(link, side);
    if (offset < Start || offset > End) continue;
    const known = best === undefined ? undefined : sideOf(best, side);
    if (known === undefined || End - Start <= known.End - known.Start) best = link;
  }
  return best === undefined ? undefined : { source: { start: best.Source.Start, end: best.Source.End }, target: { start: best.Target.Start, end: best.Target.End } };
}
