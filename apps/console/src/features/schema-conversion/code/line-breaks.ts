/**
 * The editor counts every line break as one character, the API's offsets count CR LF as two.
 */
export interface LineBreaks {
  readonly toView: (offset: number) => number;
  readonly fromView: (offset: number) => number;
}

const same: LineBreaks = { toView: (offset) => offset, fromView: (offset) => offset };

export function lineBreaks(text: string): LineBreaks {
  /** Offsets of the LF of every CR LF. */
  const pairs: number[] = [];
  for (let at = text.indexOf('\r\n'); at >= 0; at = text.indexOf('\r\n', at + 2)) pairs.push(at + 1);
  if (pairs.length === 0) return same;
  /** How many of the first `pairs`, each lowered by `shift` times its index, lie at or before the offset. */
  const before = (offset: number, shift: 0 | 1): number => {
    let low = 0;
    let high = pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[middle] ?? 0) - shift * (middle + 1) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return { toView: (offset) => offset - before(offset, 0), fromView: (offset) => offset + before(offset, 1) };
}
