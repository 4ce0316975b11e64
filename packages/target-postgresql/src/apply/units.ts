import { createHash } from 'node:crypto';
import { arrange } from '@ferry/conversion';
import type { ApplyUnit, TargetRef, TargetStatement } from '@ferry/conversion';

/** Between two statements of a unit. */
export const separator = '\n\n';

const keyOf = (ref: TargetRef, phase: number): string => JSON.stringify([ref.kind, ref.schema, ref.parent ?? '', ref.name, phase]);

/** Puts statements into the order of deployment and joins those that make the same thing in the same phase. Linear but for sorting. */
export function applyUnits(support: readonly TargetStatement[], statements: readonly TargetStatement[]): readonly ApplyUnit[] {
  const own = new Set(support);
  const byKey = new Map<string, TargetStatement[]>();
  for (const statement of arrange([...support, ...statements])) {
    const key = keyOf(statement.creates, statement.phase);
    const list = byKey.get(key);
    if (list) list.push(statement);
    else byKey.set(key, [statement]);
  }
  return [...byKey].map(([key, list]): ApplyUnit => {
    const text = list.map((s) => s.sql).join(separator);
    return { key, ref: (list[0] as TargetStatement).creates, statements: list, text, hash: createHash('sha256').update(text).digest('hex'), support: list.every((s) => own.has(s)) };
  });
}
