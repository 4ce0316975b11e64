import type { Pair, SourceDialect, TargetDialect } from '@ferry/conversion';
import { AppError } from '@ferry/kernel';
import { sqlserver } from '@ferry/source-sqlserver';
import { sqlserverToPostgresql } from '@ferry/sqlserver-to-postgresql';
import { postgresql } from '@ferry/target-postgresql';
import { findEngines } from './find';
import type { Engines } from './find';

export { findEngines, defineEngines } from './find';
export type { EngineLists, Engines } from './find';

/** The one list of what Ferry can read. A new source is a package and a line here. */
export const sources: readonly SourceDialect[] = [sqlserver];

/** The one list of what Ferry can write and prove. */
export const targets: readonly TargetDialect[] = [postgresql];

/** The one list of judgements between them. */
export const pairs: readonly Pair[] = [sqlserverToPostgresql];

/**
 * The engines for a conversion from `source` to `target`, both by their names for programs.
 * @throws AppError `invalid-input` that lists what there is.
 */
export const findPair = (source: string, target: string): Engines => findEngines({ sources, targets, pairs }, source, target);

/** A source by its name. @throws AppError `invalid-input`. */
export function findSource(name: string): SourceDialect {
  const found = sources.find((s) => s.name === name);
  if (found === undefined)
    throw new AppError('invalid-input', { public: `Unknown source "${name}". Known sources: ${sources.map((s) => s.name).join(', ')}.` });
  return found;
}

/** A target by its name. @throws AppError `invalid-input`. */
export function findTarget(name: string): TargetDialect {
  const found = targets.find((t) => t.name === name);
  if (found === undefined)
    throw new AppError('invalid-input', { public: `Unknown target "${name}". Known targets: ${targets.map((t) => t.name).join(', ')}.` });
  return found;
}
