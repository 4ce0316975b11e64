import { targetKey } from './converted';
import type { TargetStatement } from './converted';

/**
 * Arranged statements in groups: those of one group can be executed in any order, or at the same time, once the groups before are
 * done. A statement that something of an earlier phase needs comes with that phase. Linear in statements and needs.
 * @param ordered as `arrange` gives them
 */
export function waves(ordered: readonly TargetStatement[]): TargetStatement[][] {
  const makers = new Map<string, number>();
  const needs: number[][] = ordered.map(() => []);
  ordered.forEach((statement, index) => {
    const key = targetKey(statement.creates);
    const own = makers.get(key);
    if (own === undefined) makers.set(key, index);
    else needs[index]?.push(own);
  });
  ordered.forEach((statement, index) => {
    for (const key of statement.needs) {
      const maker = makers.get(key);
      // What comes later in the order is a circle that was broken here.
      if (maker !== undefined && maker < index) needs[index]?.push(maker);
    }
  });
  const phase = ordered.map((statement) => statement.phase);
  for (let index = ordered.length - 1; index >= 0; index--)
    for (const need of needs[index] ?? []) phase[need] = Math.min(phase[need] ?? 0, phase[index] ?? 0);
  const depth: number[] = [];
  const groups = new Map<number, TargetStatement[][]>();
  ordered.forEach((statement, index) => {
    const own = phase[index] ?? 0;
    let level = 0;
    for (const need of needs[index] ?? []) if (phase[need] === own) level = Math.max(level, (depth[need] ?? 0) + 1);
    depth.push(level);
    const levels = groups.get(own) ?? [];
    groups.set(own, levels);
    (levels[level] ??= []).push(statement);
  });
  return [...groups].sort(([a], [b]) => a - b).flatMap(([, levels]) => levels);
}
