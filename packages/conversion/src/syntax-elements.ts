import type { Fragment } from '@ferry/catalog';
import type { ActionItemRegistry } from './action-item';
import { itemDefinition, needsWork } from './action-item';
import { statusOf } from './converted';
import type { ConvertedObject } from './converted';

/** Statements and clauses of the source, and how many of them were converted with no work left. */
export interface SyntaxCount {
  readonly total: number;
  readonly automatic: number;
}

type Part = ConvertedObject['parts'][number];
interface Place {
  readonly start: number;
  readonly end: number;
}
interface Element extends Place {
  readonly part: number;
}

/** Outer before inner. */
const byPlace = (a: Place, b: Place): number => a.start - b.start || b.end - a.end;

/** The innermost of nested places that holds each wanted place; places and wanted in the order of `byPlace`. */
function innermost(places: readonly Place[], wanted: readonly Place[]): (number | undefined)[] {
  const open: number[] = [];
  const endAt = (depth: number): number => places[open[depth] ?? -1]?.end ?? 0;
  /** What ends before a place begins holds neither it nor anything later. */
  const close = (start: number): void => {
    while (open.length > 0 && endAt(open.length - 1) <= start) open.pop();
  };
  let next = 0;
  return wanted.map((want) => {
    for (let place = places[next]; place !== undefined && byPlace(place, want) <= 0; place = places[++next]) {
      close(place.start);
      open.push(next);
    }
    close(want.start);
    let depth = open.length - 1;
    while (depth >= 0 && endAt(depth) < want.end) depth--;
    return open[depth];
  });
}

/** The first of sorted elements that begins at `start` or later. */
function firstFrom(elements: readonly Element[], start: number): number {
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((elements[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Marks what the items of one text touch: `true` for an element with work. */
function marked(elements: readonly Element[], items: readonly Place[]): boolean[] {
  const hit = elements.map(() => false);
  const sorted = [...items].sort(byPlace);
  const within: Place[] = [];
  innermost(elements, sorted).forEach((index, i) => {
    const item = sorted[i];
    if (index === undefined || item === undefined) return;
    hit[index] = true;
    // An item on the whole definition says one thing about it; one on a statement or clause says it of all that stands in it.
    if (index > 0) within.push(item);
  });
  let reached = -1;
  for (const { start, end } of within) {
    // Each element is looked at once: overlapping items go on where the one before stopped.
    for (let i = Math.max(firstFrom(elements, start), reached + 1); (elements[i]?.start ?? end) < end; i++) {
      if ((elements[i]?.end ?? 0) <= end) hit[i] = true;
      reached = i;
    }
  }
  return hit;
}

function placesBySource<T>(values: readonly T[], at: (value: T) => Fragment): Map<number, T[]> {
  const out = new Map<number, T[]>();
  for (const value of values) {
    const list = out.get(at(value).source);
    if (list) list.push(value);
    else out.set(at(value).source, [value]);
  }
  return out;
}

/** The items of a part that leave work, each at its place; one without a place in the object stands for the part. */
function workPlaces(part: Part, registry: ActionItemRegistry): Fragment[] {
  return part.items.filter((item) => needsWork(itemDefinition(registry, item.code).severity)).map((item) => item.at ?? part.at);
}

const small = Array.from({ length: 3 }, (_, total) => Array.from({ length: total + 1 }, (_, automatic): SyntaxCount => ({ total, automatic })));
const countOf = (total: number, automatic: number): SyntaxCount => small[total]?.[automatic] ?? { total, automatic };
const nothing = countOf(0, 0);

/**
 * Counts the statements and clauses of a converted object, for each of its parts: an element belongs to the innermost part that
 * holds it. It was converted automatically when its part was converted and no action item that leaves work (severity MEDIUM or
 * above) lies in it or on something around it: an item marks the innermost element that holds its place, and all that its place
 * holds. Cost: that of sorting elements and items.
 * @param elements as the source dialect lists them, in any order
 */
export function countSyntax(object: ConvertedObject, elements: readonly Fragment[], registry: ActionItemRegistry): SyntaxCount[] {
  // Most parts have one element or none: they share their counts.
  const counts: SyntaxCount[] = object.parts.map(() => nothing);
  const parts = placesBySource(
    object.parts.map((part, index) => ({ part, index, ...part.at.span })),
    ({ part }) => part.at,
  );
  const items = placesBySource(object.parts.flatMap((part) => workPlaces(part, registry)), (at) => at);
  const lost = object.parts.map((part) => statusOf(part, registry) === 'not-converted');
  for (const [source, ofSource] of placesBySource(elements, (at) => at)) {
    const places = ofSource.map((at) => at.span).sort(byPlace);
    const owners = (parts.get(source) ?? []).sort(byPlace);
    const owned = innermost(owners, places).map((owner, i): Element => ({ start: places[i]?.start ?? 0, end: places[i]?.end ?? 0, part: owners[owner ?? -1]?.index ?? 0 }));
    const hit = marked(owned, (items.get(source) ?? []).map((at) => at.span));
    owned.forEach(({ part }, i) => {
      const { total, automatic } = counts[part] ?? nothing;
      counts[part] = countOf(total + 1, automatic + (hit[i] !== true && lost[part] !== true ? 1 : 0));
    });
  }
  return counts;
}
