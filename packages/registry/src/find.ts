import type { Pair, SourceDialect, TargetDialect } from '@ferry/conversion';
import { AppError } from '@ferry/kernel';

export interface EngineLists {
  readonly sources: readonly SourceDialect[];
  readonly targets: readonly TargetDialect[];
  readonly pairs: readonly Pair[];
}

export interface Engines {
  readonly source: SourceDialect;
  readonly target: TargetDialect;
  readonly pair: Pair;
}

/** Checks that every pair speaks of a source and a target that are listed, and that no name is taken twice. */
export function defineEngines(lists: EngineLists): EngineLists {
  const seen = new Set<string>();
  for (const { name } of [...lists.sources.map((s) => ({ name: `source ${s.name}` })), ...lists.targets.map((t) => ({ name: `target ${t.name}` })), ...lists.pairs.map((p) => ({ name: `pair ${p.source} ${p.target}` }))]) {
    if (seen.has(name)) throw new Error(`the ${name} is registered twice`);
    seen.add(name);
  }
  for (const pair of lists.pairs)
    if (!seen.has(`source ${pair.source}`) || !seen.has(`target ${pair.target}`)) throw new Error(`the pair ${pair.source} to ${pair.target} names an engine that is not registered`);
  return lists;
}

/** @throws AppError `invalid-input` naming what can be converted. */
export function findEngines(lists: EngineLists, source: string, target: string): Engines {
  const found = {
    source: lists.sources.find((s) => s.name === source),
    target: lists.targets.find((t) => t.name === target),
    pair: lists.pairs.find((p) => p.source === source && p.target === target),
  };
  if (found.source === undefined || found.target === undefined || found.pair === undefined)
    throw new AppError('invalid-input', {
      public: `Ferry cannot convert ${source} to ${target}. It converts: ${lists.pairs.map((p) => `${p.source} to ${p.target}`).join(', ')}.`,
    });
  return { source: found.source, target: found.target, pair: found.pair };
}
