import { describe, expect, it } from 'vitest';
import { arrange, targetKey, waves } from '../src';
import type { TargetStatement } from '../src';

const made = (kind: string, name: string, phase: number, ...needs: readonly TargetStatement[]): TargetStatement => ({ sql: `make ${name};`, links: [], creates: { kind, schema: 's', name }, phase, needs: needs.map((n) => targetKey(n.creates)) });
const names = (groups: readonly (readonly TargetStatement[])[]): string[][] => groups.map((group) => group.map((s) => s.creates.name));

describe('waves', () => {
  it('puts what needs nothing of its phase together, and what needs it after', () => {
    const t1 = made('TABLE', 't1', 1);
    const t2 = made('TABLE', 't2', 1);
    const v1 = made('VIEW', 'v1', 2, t1);
    const v2 = made('VIEW', 'v2', 2, v1, t2);
    const v3 = made('VIEW', 'v3', 2, t2);
    expect(names(waves(arrange([v2, v3, v1, t2, t1])))).toEqual([['t2', 't1'], ['v1', 'v3'], ['v2']]);
  });

  it('brings a function forward to the table that calls it, with what it needs itself', () => {
    const t1 = made('TABLE', 't1', 1);
    const f = made('FUNCTION', 'f', 3, t1);
    const t2 = made('TABLE', 't2', 1, f);
    const g = made('FUNCTION', 'g', 3);
    expect(names(waves(arrange([t2, t1, f, g])))).toEqual([['t1'], ['f'], ['t2'], ['g']]);
  });

  it('keeps two statements about one thing in their order, and ends with circles', () => {
    const a = made('VIEW', 'a', 1);
    const again = made('VIEW', 'a', 1);
    const round = { ...made('VIEW', 'b', 1), needs: [targetKey({ kind: 'VIEW', schema: 's', name: 'c' })] };
    const back = made('VIEW', 'c', 1, round);
    const groups = waves(arrange([a, again, round, back]));
    expect(groups.flat()).toHaveLength(4);
    expect(groups.findIndex((g) => g.includes(a))).toBeLessThan(groups.findIndex((g) => g.includes(again)));
  });
});
