import type { CatalogObject, Fragment } from '@ferry/catalog';

/** Whether a value is a place in a source. */
export function isFragment(value: unknown): value is Fragment {
  if (typeof value !== 'object' || value === null || !('source' in value) || !('span' in value)) return false;
  const { source, span } = value;
  return typeof source === 'number' && typeof span === 'object' && span !== null && 'start' in span && 'end' in span;
}

const keyOf = ({ source, span }: Fragment): string => `${source}:${span.start}:${span.end}`;

/** The places that the catalogue holds of an object, in an order that depends on the object alone. */
export function places(object: CatalogObject): readonly Fragment[] {
  const found: Fragment[] = [object.definition];
  const look = (value: unknown): void => {
    if (isFragment(value)) found.push(value);
    else if (Array.isArray(value)) value.forEach(look);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look);
  };
  look(object);
  return found;
}

/** A place as the number of a known one that holds it, and where in that. */
type Moved = { readonly $place: readonly [number, number, number] };

const isMoved = (value: object): value is Moved => '$place' in value;

/** Some place is outside of all that are known. */
class Outside extends Error {}

function mapped(value: unknown, one: (value: object) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const made = one(value);
  if (made !== undefined) return made;
  if (Array.isArray(value)) return value.map((item) => mapped(item, one));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapped(item, one)]));
}

/**
 * A value with each place told by the places of its object, so that it holds wherever the object's text moves.
 * @returns undefined when it names a place elsewhere
 */
export function movable(value: unknown, known: readonly Fragment[]): unknown {
  const numbers = new Map(known.map((place, i) => [keyOf(place), i]));
  const moved = ({ source, span }: Fragment): Moved => {
    const exact = numbers.get(keyOf({ source, span }));
    const at = exact ?? known.findIndex((k) => k.source === source && k.span.start <= span.start && span.end <= k.span.end);
    const { start } = known[at]?.span ?? {};
    if (start === undefined) throw new Outside();
    return { $place: [at, span.start - start, span.end - start] };
  };
  try {
    return mapped(value, (item) => (isFragment(item) ? moved(item) : undefined));
  } catch (thrown) {
    if (thrown instanceof Outside) return undefined;
    throw thrown;
  }
}

/** The value again, with the places of the object as it stands now. */
export const placed = (value: unknown, known: readonly Fragment[]): unknown =>
  mapped(value, (item) => {
    if (!isMoved(item)) return undefined;
    const [at, from, to] = item.$place;
    const { source, span } = known[at] as Fragment;
    return { source, span: { start: span.start + from, end: span.start + to } };
  });
