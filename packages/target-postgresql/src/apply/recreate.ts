import type { ApplyOptions, ApplyUnit, ServerMessage } from '@ferry/conversion';
import { checkCancelled } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import type { Client } from 'pg';
import { isConnectionLoss, isDatabaseError } from '../verify/connection';
import type { Standing } from './books';
import { strangerAmongDependents } from './dependents';
import { dropText, holdsData, kept, neverCascades, words } from './replace';

/** What "drop and create" drops, in the order of dropping, and what it must leave standing. */
export interface Recreation {
  readonly takes: readonly ApplyUnit[];
  readonly kept: ReadonlyMap<string, ServerMessage>;
}

const tableKey = (schema: string, name: string): string => JSON.stringify([schema, name]);
/** Parts that go with their table. A foreign key goes first: tables may be dropped in any order then. */
const goesAlong = new Set(['PRIMARY_KEY', 'UNIQUE', 'CHECK', 'INDEX', 'TRIGGER']);

/**
 * Chooses what to drop: what is ours, stands, is wanted anew and was not made again by this very run. The parts of a table that stays are left alone,
 * too: they come to the same by "create or replace", and the rows are guarded meanwhile.
 */
export async function planRecreation(client: Client, units: readonly ApplyUnit[], { states, runs }: Pick<Standing, 'states' | 'runs'>, { recreate, runId }: Pick<ApplyOptions, 'recreate' | 'runId'>): Promise<Recreation> {
  const held = new Map<string, ServerMessage>();
  const standing = new Set<string>();
  const candidates: ApplyUnit[] = [];
  for (const unit of units) {
    const { key, ref } = unit;
    const state = states.get(key);
    const wanted = recreate?.has(key) === true && (state === 'applied' || state === 'changed') && dropText(ref, false) !== undefined && !(runId !== undefined && runs.get(key) === runId);
    // A sequence that a table has for its numbers goes with what uses it, or not at all.
    const stays = wanted && (ref.kind === 'TABLE' || ref.kind === 'SEQUENCE') && (await holdsData(client, ref));
    if (ref.kind === 'TABLE' && (!wanted || stays)) standing.add(tableKey(ref.schema, ref.name));
    if (stays) held.set(key, kept(`The ${words(ref)} ${ref.kind === 'TABLE' ? 'holds rows' : 'is in use'} and was not dropped.`, 'It was left as it is, so that nothing is lost. Empty or drop it in the target, then apply again.').message);
    else if (wanted) candidates.push(unit);
  }
  const isTaken = new Set(candidates.flatMap(({ ref }) => (ref.kind === 'TABLE' ? [tableKey(ref.schema, ref.name)] : [])));
  const takes = candidates.filter(({ ref }) => {
    const owner = ref.parent === undefined ? undefined : tableKey(ref.schema, ref.parent);
    return owner === undefined || !(standing.has(owner) || (isTaken.has(owner) && goesAlong.has(ref.kind)));
  });
  return { takes: takes.reverse(), kept: held };
}

/** It is not there (any more): a table, a column or a constraint, a routine, a schema; it fell with something else. */
const gone = new Set(['42P01', '42704', '42883', '3F000']);
const stillNeeded = '2BP01';

async function attempt(client: Client, sql: string, nested: boolean): Promise<{ readonly code: string; readonly message: string; readonly detail?: string } | undefined> {
  if (nested) await client.query('SAVEPOINT ferry_drop');
  try {
    await client.query(sql);
    if (nested) await client.query('RELEASE SAVEPOINT ferry_drop');
    return undefined;
  } catch (thrown) {
    if (isConnectionLoss(thrown) || !isDatabaseError(thrown)) throw thrown;
    if (nested) await client.query('ROLLBACK TO SAVEPOINT ferry_drop; RELEASE SAVEPOINT ferry_drop');
    return { code: thrown.code ?? '', message: thrown.message, ...(thrown.detail === undefined ? {} : { detail: thrown.detail }) };
  }
}

/** @returns why it stays, if it does */
async function takeOne(client: Client, { ref }: ApplyUnit, ours: ReadonlySet<string>, nested: boolean): Promise<ServerMessage | undefined> {
  const stays = (why: string): ServerMessage => kept(`The ${words(ref)} was not dropped: ${why}.`, 'It was left as it is. Drop what depends on it in the target, then apply again.').message;
  const refusal = await attempt(client, dropText(ref, false) ?? '', nested);
  if (refusal === undefined || gone.has(refusal.code)) return undefined;
  if (refusal.code !== stillNeeded || neverCascades.has(ref.kind)) return stays(refusal.detail?.split('\n')[0] ?? refusal.message);
  const stranger = await strangerAmongDependents(client, ref, ours);
  if (stranger !== undefined) return stays(`${stranger} depends on it and was not made by applying changes`);
  const again = await attempt(client, dropText(ref, true) ?? '', nested);
  return again === undefined || gone.has(again.code) ? undefined : stays(again.message);
}

/**
 * Drops what is to be made anew, last made first, each in a transaction of its own unless all are in one. What else falls with it is
 * ours; whoever called looks what is missing afterwards.
 * @returns what stays though it should have gone, and why
 */
export async function takeDown(client: Client, units: readonly ApplyUnit[], standing: Standing, options: ApplyOptions, run: Run, nested: boolean): Promise<ReadonlyMap<string, ServerMessage>> {
  if (options.recreate === undefined) return new Map();
  const { takes, kept: held } = await planRecreation(client, units, standing, options);
  const stays = new Map(held);
  for (const [index, unit] of takes.entries()) {
    checkCancelled(run);
    const why = await takeOne(client, unit, standing.ours, nested);
    if (why !== undefined) stays.set(unit.key, why);
    run.progress({ step: 'Dropping', done: index + 1, total: takes.length, object: `${unit.ref.schema}.${unit.ref.name}` });
  }
  return stays;
}
