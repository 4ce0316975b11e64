import type { ApplyOptions, ApplyPlan, ApplyUnit, PlannedAction, PlannedUnit } from '@ferry/conversion';
import type { Client } from 'pg';
import { readStates } from './books';
import type { Standing } from './books';
import { readLacks } from './lacks';
import { planRecreation } from './recreate';
import { keepForeign, replaceByDropping, replaceInPlace } from './replace';
import type { Plan } from './replace';

const planned = (unit: ApplyUnit, plan: Plan): PlannedUnit =>
  plan.kind === 'keep' ? { unit, action: 'keep', message: plan.message } : { unit, action: plan.before.length > 0 ? 'recreate' : 'replace' };

async function stepOf(client: Client, unit: ApplyUnit, { states, ours }: Standing, options: Pick<ApplyOptions, 'overwriteSupport'>): Promise<PlannedUnit> {
  const state = states.get(unit.key) ?? 'missing';
  const plain: Readonly<Partial<Record<typeof state, PlannedAction>>> = { missing: 'create', applied: 'none' };
  const action = plain[state];
  if (action !== undefined) return { unit, action };
  if (state === 'foreign' && !(unit.support && options.overwriteSupport === true)) return planned(unit, keepForeign(unit));
  return planned(unit, replaceInPlace(unit) ?? (await replaceByDropping(client, unit, ours)));
}

/** A dry run: looks, and changes nothing. Whether the server takes a statement is only known when it is applied. */
export async function planApply(client: Client, units: readonly ApplyUnit[], options: Pick<ApplyOptions, 'selected' | 'recreate' | 'overwriteSupport'>): Promise<ApplyPlan> {
  const standing = await readStates(client, units);
  const { takes, kept } = await planRecreation(client, units, standing, options);
  const goes = new Set(takes.map(({ key }) => key));
  const tables = new Set(takes.flatMap(({ ref }) => (ref.kind === 'TABLE' ? [JSON.stringify([ref.schema, ref.name])] : [])));
  const chosen = units.filter(({ key }) => options.selected === undefined || options.selected.has(key));
  const steps: PlannedUnit[] = [];
  for (const unit of chosen) {
    const { key, ref } = unit;
    const message = kept.get(key);
    const falls = goes.has(key) || (ref.parent !== undefined && tables.has(JSON.stringify([ref.schema, ref.parent])) && standing.states.get(key) !== 'missing');
    if (falls) steps.push({ unit, action: 'recreate' });
    else if (message !== undefined && standing.states.get(key) === 'applied') steps.push({ unit, action: 'keep', message });
    else steps.push(await stepOf(client, unit, standing, options));
  }
  return { steps, lacks: await readLacks(client, chosen) };
}
