import type { Run } from '@ferry/kernel';
import type { Applier, ApplyUnit } from './apply';
import type { TargetRef } from './converted';

/**
 * How a target differs from the converted code. `missing`: it is not there (any more); `changed`: it is there in another form than this
 * code makes; `foreign`: something of this name is there that was not made by applying; `extra`: the target has it and the code not.
 */
export type DriftKind = 'missing' | 'changed' | 'foreign' | 'extra';

export interface Drift {
  readonly kind: DriftKind;
  readonly ref: TargetRef;
}

/** Compares a target with the code; nothing is changed. */
export async function driftOf(applier: Applier, units: readonly ApplyUnit[], run: Run): Promise<readonly Drift[]> {
  const states = await applier.inspect(units, run);
  const differing = units.flatMap(({ key, ref }): Drift[] => {
    const state = states.get(key) ?? 'missing';
    return state === 'applied' ? [] : [{ kind: state, ref }];
  });
  return [...differing, ...(await applier.extras(units)).map((ref): Drift => ({ kind: 'extra', ref }))];
}
