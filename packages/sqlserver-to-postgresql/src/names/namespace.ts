import { byteLength, cutTo, nameLimit, stableHash, withSuffix } from './fold';

export interface TakenName {
  readonly name: string;
  readonly reason?: 'cut' | 'clash' | 'reserved';
}

/** A set of names of the target that must differ: hands out each once. */
export interface Namespace {
  readonly has: (name: string) => boolean;
  /**
   * Takes a name, or a variant of it when it is too long or taken.
   * @param seed the whole source name, from which the suffix of a variant is made: the same in every run
   * @param variant what to try first when the name is taken
   */
  readonly take: (wanted: string, seed: string, variant?: string) => TakenName;
}

/** @param forbidden names that the database keeps for itself */
export function namespace(forbidden: readonly string[] = []): Namespace {
  const taken = new Set<string>(forbidden);
  return {
    has: (name) => taken.has(name),
    take(wanted, seed, variant) {
      const plain = wanted === '' ? '_' : wanted;
      // Cut as PostgreSQL itself cuts it, so that callers who write the whole name still find it.
      const fitted = cutTo(plain, nameLimit);
      if (!taken.has(fitted)) {
        taken.add(fitted);
        return byteLength(plain) > nameLimit ? { name: fitted, reason: 'cut' } : { name: fitted };
      }
      let candidate = variant !== undefined && !taken.has(variant) && byteLength(variant) <= nameLimit ? variant : withSuffix(plain, `_${stableHash(seed).slice(0, 6)}`);
      for (let round = 2; taken.has(candidate); round++) candidate = withSuffix(plain, `_${stableHash(`${seed} ${round}`).slice(0, 6)}`);
      taken.add(candidate);
      return { name: candidate, reason: forbidden.includes(fitted) ? 'reserved' : 'clash' };
    },
  };
}
