import type { ApplyUnit, UnitState } from '@ferry/conversion';
import { AppError } from '@ferry/kernel';
import type { Client } from 'pg';
import { isDatabaseError } from '../verify/connection';
import { classOf, oidsOf, readIdentities } from './identity';

/** What the target remembers of a unit: the text that made it, and what the server had under its name then. */
interface Entry {
  readonly hash: string;
  readonly identity: string;
  /** The run that entered it. */
  readonly run: string | null;
}

/** Schema of the target in which applying keeps its books. Written in the same transactions as the code: they cannot drift apart. */
export const booksSchema = 'ferry_applied';
const table = `${booksSchema}.units`;

/** Serialises all who apply to one database. */
export const applyLock = 7_240_019_551;

/** Makes the books when they are missing. @throws AppError `access-denied` */
export async function openBooks(client: Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>('SELECT pg_catalog.to_regclass($1) IS NOT NULL AS there', [table]);
  if (rows[0]?.there === true) return;
  try {
    await client.query(
      `CREATE SCHEMA IF NOT EXISTS ${booksSchema};
       COMMENT ON SCHEMA ${booksSchema} IS 'What Ferry applied to this database. Without it, applying again takes everything for somebody else''s.';
       CREATE TABLE IF NOT EXISTS ${table} (key text PRIMARY KEY, hash text NOT NULL, identity text NOT NULL, run text, applied_at timestamptz NOT NULL DEFAULT now())`,
    );
  } catch (thrown) {
    if (!isDatabaseError(thrown) || thrown.code !== '42501') throw thrown;
    throw new AppError('access-denied', {
      public: 'The user may not create schemas in the target database. Grant the right: GRANT CREATE ON DATABASE <database> TO <user>.',
      internal: thrown.message,
      cause: thrown,
    });
  }
}

async function readEntries(client: Client): Promise<ReadonlyMap<string, Entry>> {
  try {
    const { rows } = await client.query<{ key: string; hash: string; identity: string; run: string | null }>(`SELECT key, hash, identity, run FROM ${table}`);
    return new Map(rows.map((row) => [row.key, row]));
  } catch (thrown) {
    // undefined_table: nothing was ever applied to this database.
    if (isDatabaseError(thrown) && thrown.code === '42P01') return new Map();
    throw thrown;
  }
}

/** Part of the transaction that made the unit. */
export async function enter(client: Client, unit: ApplyUnit, run: string | undefined): Promise<void> {
  const [identity] = await readIdentities(client, [unit.ref]);
  await client.query({
    name: 'ferry_enter',
    text: `INSERT INTO ${table} (key, hash, identity, run) VALUES ($1, $2, $3, $4)
           ON CONFLICT (key) DO UPDATE SET hash = excluded.hash, identity = excluded.identity, run = excluded.run, applied_at = now()`,
    values: [unit.key, unit.hash, identity ?? '', run ?? null],
  });
}

/** Whether a statement takes what is there as it is (`CREATE SCHEMA IF NOT EXISTS`). */
const shared = (unit: ApplyUnit): boolean => unit.ref.kind === 'SCHEMA' || unit.ref.kind === 'EXTENSION';

export function stateOf(unit: ApplyUnit, entry: Entry | undefined, identity: string | undefined): UnitState {
  if (identity === undefined) return 'missing';
  if (shared(unit)) return 'applied';
  if (entry === undefined) return classOf(unit.ref.kind) === 'about' ? 'missing' : 'foreign';
  return entry.hash === unit.hash && entry.identity === identity ? 'applied' : 'changed';
}

export interface Standing {
  readonly states: Map<string, UnitState>;
  /** What of the server is ours, as `class:oid`. */
  readonly ours: Set<string>;
  /** Which run entered a unit that is as it should be. */
  readonly runs: ReadonlyMap<string, string>;
}

/** The state of every unit, by key. */
export async function readStates(client: Client, units: readonly ApplyUnit[]): Promise<Standing> {
  const entries = await readEntries(client);
  const identities = await readIdentities(client, units.map((unit) => unit.ref));
  const states = new Map<string, UnitState>();
  const ours = new Set<string>();
  const runs = new Map<string, string>();
  units.forEach((unit, index) => {
    const identity = identities[index];
    const entry = entries.get(unit.key);
    const state = stateOf(unit, entry, identity);
    states.set(unit.key, state);
    if (state === 'applied' && typeof entry?.run === 'string') runs.set(unit.key, entry.run);
    if (identity !== undefined && (state === 'applied' || state === 'changed')) for (const oid of oidsOf(identity)) ours.add(`${classOf(unit.ref.kind)}:${oid}`);
  });
  return { states, ours, runs };
}
