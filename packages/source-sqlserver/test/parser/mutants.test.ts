import { describe, expect, it } from 'vitest';
import { fixtureBatches, sampleBatches } from './hostile';
import { isFlagged, makeMutants, others, woundable } from './mutants';
import type { Mutant } from './mutants';

const batches = woundable([...fixtureBatches(), ...sampleBatches()]);

describe.each([42, 7, 1001])('2,000 mutants of valid batches, seed %i', (seed) => {
  const mutants = makeMutants(batches, 2000, seed);
  const share = (some: readonly Mutant[]): number => some.filter(isFlagged).length / some.length;

  it('at least 90 % have a diagnostic within two lines, those that are still valid among them', () => {
    expect(share(mutants)).toBeGreaterThanOrEqual(0.9);
  });

  it('at least 94 % of those that are no longer valid have one', () => {
    expect(share(mutants.filter((mutant) => !mutant.valid))).toBeGreaterThanOrEqual(0.94);
  });

  it('at least 95 % of the other statements keep their tree', () => {
    const counts = mutants.map(others);
    expect(counts.reduce((sum, c) => sum + c.same, 0) / counts.reduce((sum, c) => sum + c.all, 0)).toBeGreaterThanOrEqual(0.95);
  });
});
