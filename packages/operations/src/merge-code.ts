import { diff3Merge } from 'node-diff3';

/** What became of two changes of one text. */
export interface MergedCode {
  readonly text: string;
  /** Places where both changed the same lines: the text holds both versions there, between marks. */
  readonly conflicts: number;
}

/** Marks as version control writes them, so that editors know them. */
const marks = { mine: '<<<<<<< edited', base: '||||||| converted before', theirs: '=======', end: '>>>>>>> converted now' } as const;

/** Longer texts are not compared line by line: the whole of them is one conflict. */
const longest = 20_000;

const lines = (text: string): string[] => text.split(/\r?\n/);

/**
 * Merges a hand edit with what the converter writes now.
 * @param mine the edit @param base the converter's text that the edit was made from @param theirs the converter's text now
 */
export function mergeCode(mine: string, base: string, theirs: string): MergedCode {
  const [a, o, b] = [lines(mine), lines(base), lines(theirs)];
  const regions = Math.max(a.length, o.length, b.length) > longest ? [{ conflict: { a, o, b } }] : diff3Merge(a, o, b, { excludeFalseConflicts: true });
  const out: string[] = [];
  let conflicts = 0;
  for (const region of regions) {
    if ('ok' in region && region.ok !== undefined) out.push(...region.ok);
    if (region.conflict === undefined) continue;
    conflicts++;
    out.push(marks.mine, ...region.conflict.a, marks.base, ...region.conflict.o, marks.theirs, ...region.conflict.b, marks.end);
  }
  return { text: out.join('\n'), conflicts };
}
