import type { NodeApplyStatus } from '@ferry/contract';
import type { ApplyUnit, TargetRef } from '@ferry/conversion';
import { applied } from '@ferry/store';
import type { AppliedRow, TargetNode } from '@ferry/store';

/** What the target has of one unit: the result of the last time, and whether the code has changed since. */
function unitStatus(unit: ApplyUnit, rows: ReadonlyMap<string, AppliedRow>): NodeApplyStatus {
  const row = rows.get(applied.keyHash(unit.key));
  switch (row?.status) {
    case undefined:
      return 'not-applied';
    case 'failed':
      return 'failed';
    case 'kept':
      return 'kept';
    default:
      return row?.hash === unit.hash ? 'applied' : 'changed';
  }
}

/** The most that needs saying first. */
const rank: readonly NodeApplyStatus[] = ['failed', 'kept', 'changed', 'not-applied', 'applied'];

/** One status for several units: what has been applied in part only has changed. */
export function jointStatus(units: readonly ApplyUnit[], rows: ReadonlyMap<string, AppliedRow>): NodeApplyStatus | undefined {
  const found = new Set(units.map((unit) => unitStatus(unit, rows)));
  if (found.has('applied') && found.has('not-applied') && found.size === 2) return 'changed';
  return rank.find((status) => found.has(status));
}

const refKey = (ref: TargetRef): string => JSON.stringify([ref.kind, ref.schema, ref.parent ?? '', ref.name]);
const nameKey = (schema: string, parent: string | undefined, name: string): string => JSON.stringify([schema, parent ?? '', name]);

/**
 * Finds the node of a unit: the object itself, for a thing about an object that object, for a part without a node its owner, for a function
 * without one the trigger that it is named for.
 * @param refs what the nodes stand for
 */
export function nodeFinder<T>(refs: readonly { readonly ref: TargetRef; readonly node: T }[]): (unit: TargetRef) => T | undefined {
  const byRef = new Map<string, T>();
  const byName = new Map<string, T>();
  const triggers = new Map<string, T>();
  for (const { ref, node } of refs) {
    byRef.set(refKey(ref), node);
    if (ref.kind === 'TRIGGER') triggers.set(nameKey(ref.schema, undefined, ref.name), node);
    const name = nameKey(ref.schema, ref.parent, ref.name);
    if (!byName.has(name)) byName.set(name, node);
  }
  return (unit) => byRef.get(refKey(unit)) ?? byName.get(nameKey(unit.schema, unit.parent, unit.name)) ?? (unit.parent !== undefined ? byName.get(nameKey(unit.schema, undefined, unit.parent)) : unit.kind === 'FUNCTION' ? triggers.get(nameKey(unit.schema, undefined, unit.name)) : undefined);
}

/** The same for nodes of the target tree: gives positions. */
export const positionFinder = (nodes: readonly Pick<TargetNode, 'position' | 'details'>[]): ((unit: TargetRef) => number | undefined) =>
  nodeFinder(
    nodes.flatMap(({ details, position }) => {
      const ref = details === null ? undefined : (JSON.parse(details) as { ref?: TargetRef }).ref;
      return ref === undefined ? [] : [{ ref, node: position }];
    }),
  );

export const rowsByKey = (rows: readonly AppliedRow[]): ReadonlyMap<string, AppliedRow> => new Map(rows.map((row) => [row.keyHash, row]));

/** Line and column, from 1, of an offset. */
export function placeIn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, Math.max(0, Math.min(offset, text.length)));
  const start = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: before.length - start + 1 };
}
