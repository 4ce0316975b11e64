/** Values by the name of an object in its schema, or of a part in its owner. */
export interface ByName<V> {
  /** By the exact spelling; failing that, unless names are case sensitive, by another. What was put first counts. */
  readonly get: (owner: string, name: string) => V | undefined;
  readonly put: (owner: string, name: string, value: V) => void;
}

/** A key of two names that no other pair of names has. */
const pairKey = (a: string, b: string): string => `${a.length}:${a}${b}`;

/**
 * A script may define two names that differ by case only even where nothing says that its database tells them apart: both are
 * kept, and each is found by its own spelling.
 */
export function byName<V>(fold: (name: string) => string): ByName<V> {
  const exact = new Map<string, V>();
  const folded = new Map<string, V>();
  return {
    get: (owner, name) => exact.get(pairKey(owner, name)) ?? folded.get(pairKey(fold(owner), fold(name))),
    put: (owner, name, value) => {
      for (const [map, key] of [[exact, pairKey(owner, name)], [folded, pairKey(fold(owner), fold(name))]] as const) if (!map.has(key)) map.set(key, value);
    },
  };
}
