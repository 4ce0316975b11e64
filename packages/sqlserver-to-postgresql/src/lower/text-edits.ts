/** A word of a text, with the blanks before it. */
export interface Token {
  readonly lead: string;
  readonly text: string;
}

/** Tokens of the first text from `from` up to `to` have become others. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly tokens: readonly Token[];
}

const token = /(\s*)([eE]'(?:[^'\\]|\\[^]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$\d+|[\p{L}\p{N}_.]+|[-+*/<>=~!@#%^&|`?:]+|\S)/gu;

/** SQL as the printer writes it, in words, numbers, strings, names and signs. */
export const tokensOf = (sql: string): readonly Token[] => [...sql.matchAll(token)].map(([, lead = '', text = '']) => ({ lead, text }));

export const textOfTokens = (tokens: readonly Token[]): string => tokens.map((t) => t.lead + t.text).join('');

/** Tokens that are put behind others: no two words become one. */
export const pieceOf = (tokens: readonly Token[]): string => {
  const [first] = tokens;
  return (first === undefined || first.lead !== '' || /^[,;).\]:]/.test(first.text) ? '' : ' ') + textOfTokens(tokens);
};

export const sameTokens = (a: readonly Token[], b: readonly Token[]): boolean => a.length === b.length && a.every((t, i) => t.text === b[i]?.text);

/** Steps of one comparison. */
const mostSteps = 4_000_000;
/** Fewer words than this between two changes are part of the change. */
const shortest = 4;

/** What makes one text of another, places ascending; undefined when it would take too long to find. */
export function editsBetween(before: readonly Token[], after: readonly Token[]): readonly Edit[] | undefined {
  let from = 0;
  while (from < before.length && from < after.length && before[from]?.text === after[from]?.text) from++;
  let [to, end] = [before.length, after.length];
  while (to > from && end > from && before[to - 1]?.text === after[end - 1]?.text) {
    to--;
    end--;
  }
  if (from === to && from === end) return [];
  if (from === to || from === end) return [{ from, to, tokens: after.slice(from, end) }];
  return joined(before, after, aligned(before.slice(from, to), after.slice(from, end)), from, to, end);
}

/** Pairs of words that both have, in order: a longest common subsequence. */
function aligned(a: readonly Token[], b: readonly Token[]): readonly (readonly [number, number])[] | undefined {
  const width = b.length + 1;
  if ((a.length + 1) * width > mostSteps) return undefined;
  const longest = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] = a[i]?.text === b[j]?.text ? (longest[(i + 1) * width + j + 1] as number) + 1 : Math.max(longest[(i + 1) * width + j] as number, longest[i * width + j + 1] as number);
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i]?.text === b[j]?.text) pairs.push([i++, j++]);
    else if ((longest[(i + 1) * width + j] as number) >= (longest[i * width + j + 1] as number)) i++;
    else j++;
  }
  return pairs;
}

function joined(before: readonly Token[], after: readonly Token[], pairs: readonly (readonly [number, number])[] | undefined, offset: number, to: number, end: number): readonly Edit[] | undefined {
  if (pairs === undefined) return undefined;
  const edits: { from: number; to: number; start: number; end: number }[] = [];
  let [i, j] = [offset, offset];
  const change = (nextI: number, nextJ: number): void => {
    if (nextI === i && nextJ === j) return;
    const last = edits[edits.length - 1];
    if (last !== undefined && i - last.to < shortest) Object.assign(last, { to: nextI, end: nextJ });
    else edits.push({ from: i, to: nextI, start: j, end: nextJ });
  };
  for (const [a, b] of pairs) {
    change(a + offset, b + offset);
    [i, j] = [a + offset + 1, b + offset + 1];
  }
  change(to, end);
  return edits.map((e) => ({ from: e.from, to: e.to, tokens: after.slice(e.start, e.end) }));
}
