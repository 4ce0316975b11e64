import { createHash } from 'node:crypto';
import { arrange, targetKey } from '@ferry/conversion';
import type { ApplyUnit, TargetRef, TargetStatement } from '@ferry/conversion';
import { ownScript } from '../deploy-options';
import { phases } from '../phases';

/** Between two statements of a unit. */
export const separator = '\n\n';

const keyOf = (ref: TargetRef, phase: number): string => JSON.stringify([ref.kind, ref.schema, ref.parent ?? '', ref.name, phase]);

/** Puts statements into the order of deployment and joins those that make the same thing in the same phase; without those of scripts of their own. Linear but for sorting. */
export function applyUnits(support: readonly TargetStatement[], statements: readonly TargetStatement[]): readonly ApplyUnit[] {
  const own = new Set(support);
  const byKey = new Map<string, TargetStatement[]>();
  for (const statement of arrange([...support, ...statements])) {
    if (ownScript(statement) !== undefined) continue;
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

const foundations = new Set(['SCHEMA', 'EXTENSION', 'COLLATION', 'TYPE', 'DOMAIN', 'SEQUENCE']);
/** What may come along unasked: it holds no data and does nothing by itself. */
const comesAlong = (unit: ApplyUnit): boolean => unit.support || foundations.has(unit.ref.kind) || unit.statements.some((s) => s.phase === phases.triggerFunctions);

/** Stands for the need of everything in a schema to have it. */
const inSchema = (name: string): string => `in schema ${name}`;

/** Chosen units with their schemas, and what of their needs may come along. Linear in units and needs. */
export function withNeeded(units: readonly ApplyUnit[], chosen: ReadonlySet<string>): ReadonlySet<string> {
  const makers = new Map<string, ApplyUnit[]>();
  for (const unit of units) {
    if (!comesAlong(unit)) continue;
    for (const own of unit.ref.kind === 'SCHEMA' ? [targetKey(unit.ref), inSchema(unit.ref.name)] : [targetKey(unit.ref)]) {
      const list = makers.get(own);
      if (list) list.push(unit);
      else makers.set(own, [unit]);
    }
  }
  const all = new Set(chosen);
  const waiting = units.filter((unit) => chosen.has(unit.key));
  for (let unit = waiting.pop(); unit !== undefined; unit = waiting.pop()) {
    for (const need of [inSchema(unit.ref.schema), ...unit.statements.flatMap((s) => s.needs)])
      for (const maker of makers.get(need) ?? []) {
        if (all.has(maker.key)) continue;
        all.add(maker.key);
        waiting.push(maker);
      }
  }
  return all;
}
