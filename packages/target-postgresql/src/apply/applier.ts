import type { Applier, ApplyCounts, ApplyOptions, ApplyOutcome, ApplyUnit, ServerMessage, TargetConnection, UnitState } from '@ferry/conversion';
import { AppError, checkCancelled } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import type { Client, ClientConfig } from 'pg';
import { execute } from '../verify/execute';
import { hangUp, isConnectionLoss, isDatabaseError } from '../verify/connection';
import { serverMessage } from '../verify/session';
import { applyLock, enter, openBooks, readStates } from './books';
import { readExtras } from './extras';
import { readLacks } from './lacks';
import { planApply } from './plan';
import { takeDown } from './recreate';
import { keepForeign, replaceByDropping, replaceInPlace } from './replace';
import type { Plan } from './replace';
import { cancelBackend, clientConfig, openApplySession } from './server-session';
import { separator } from './units';

/** How often a lost connection is opened again before the target is given up. */
const maxLosses = 3;

const plain = (unit: ApplyUnit): Plan => ({ kind: 'run', before: [], statements: unit.statements.map((s) => s.sql), drops: false });

type Result = { readonly status: 'applied' | 'kept' | 'failed'; readonly message?: ServerMessage; readonly drops?: boolean };

/** What holds the statements of a unit together. */
interface Bounds {
  readonly begin: string;
  readonly keep: string;
  readonly undo: string;
  /** Inside of a transaction that holds all units. */
  readonly nested: boolean;
}
const ownTransaction: Bounds = { begin: 'BEGIN', keep: 'COMMIT', undo: 'ROLLBACK', nested: false };
const savepoint: Bounds = { begin: 'SAVEPOINT ferry_unit', keep: 'RELEASE SAVEPOINT ferry_unit', undo: 'ROLLBACK TO SAVEPOINT ferry_unit; RELEASE SAVEPOINT ferry_unit', nested: true };

/** Runs a plan and enters it in the books, whole or not at all. Places of a refusal count in the unit's text. */
async function runPlan(client: Client, unit: ApplyUnit, plan: Plan, run: string | undefined, bounds: Bounds): Promise<Result> {
  if (plan.kind === 'keep') return { status: 'kept', message: plan.message };
  let current = '';
  let start = 0;
  try {
    await client.query(bounds.begin);
    for (const sql of plan.before) await execute(client, (current = sql), [], () => undefined);
    for (const [index, sql] of plan.statements.entries()) {
      await execute(client, (current = sql), [], () => undefined);
      start += (unit.statements[index]?.sql.length ?? 0) + separator.length;
    }
    current = '';
    await enter(client, unit, run);
    await client.query(bounds.keep);
    return { status: 'applied', drops: plan.drops };
  } catch (thrown) {
    if (isConnectionLoss(thrown)) throw thrown;
    if (client.getTransactionStatus() !== 'I') await client.query(bounds.undo);
    // A statement of its own that says COMMIT would leave what was before it behind.
    else if (bounds.nested) throw endedByItself(unit, thrown);
    const { offset, ...message } = serverMessage(thrown, current);
    const original = unit.statements.find((s) => s.sql === current || current.endsWith(s.sql.slice(-200)))?.sql ?? '';
    // `OR REPLACE` made the text longer than it is shown.
    const shown = offset === undefined || plan.before.includes(current) ? undefined : Math.max(0, offset - (current.length - original.length));
    return { status: 'failed', message: { ...message, ...(shown === undefined ? {} : { offset: start + shown }) } };
  }
}

const endedByItself = ({ ref }: ApplyUnit, cause: unknown): AppError =>
  new AppError('invalid-state', { public: `The code of ${ref.schema}.${ref.name} ends the transaction that everything was to be applied in. Apply each object in its own transaction.`, cause });

/** Refusals of a replacement that another object behind the same name would not get: other columns, another signature, another kind. */
const needsNewObject = new Set(['42P13', '42P16', '42809', '0A000', '42P07', '42723']);

/** The connection that units are applied on; it is opened again when it is lost, and holds the lock of its database. */
interface Line {
  readonly client: () => Client;
  /** One at a time in one database. @throws AppError `invalid-state` when somebody else applies to it */
  lock(): Promise<void>;
  /** @throws AppError `unavailable` when it is lost again and again */
  reconnect(why: unknown): Promise<void>;
  /** The connection works: losses before do not count any more. */
  works(): void;
}

/** A session that was killed gives its lock back when the server notices. */
async function lock(client: Client): Promise<void> {
  try {
    await client.query('SELECT pg_catalog.pg_advisory_lock($1)', [applyLock]);
  } catch (thrown) {
    if (!isDatabaseError(thrown) || thrown.code !== '55P03') throw thrown;
    throw new AppError('invalid-state', { public: 'Changes are being applied to this database by another session. Wait until it has ended, then apply again.', cause: thrown });
  }
}

function lineOf(config: ClientConfig, opened: Client): Line {
  let client = opened;
  let losses = 0;
  return {
    client: () => client,
    lock: () => lock(client),
    works: () => {
      losses = 0;
    },
    reconnect: async (why) => {
      await hangUp(client);
      if (++losses > maxLosses)
        throw new AppError('unavailable', { public: 'The connection to the target was lost again and again. What was applied is kept; look at the log of the server, then apply again.', internal: String(why), cause: why });
      client = await openApplySession(config);
      await lock(client);
    },
  };
}

async function applyOne(client: Client, unit: ApplyUnit, state: UnitState, ours: ReadonlySet<string>, options: ApplyOptions, bounds: Bounds): Promise<Result> {
  if (state === 'missing') return runPlan(client, unit, plain(unit), options.runId, bounds);
  if (state === 'foreign' && !(unit.support && options.overwriteSupport === true)) return runPlan(client, unit, keepForeign(unit), options.runId, bounds);
  const inPlace = replaceInPlace(unit);
  if (inPlace !== undefined) {
    const result = await runPlan(client, unit, inPlace, options.runId, bounds);
    if (result.status === 'applied' || !needsNewObject.has(result.message?.sqlstate ?? '')) return result;
  }
  return runPlan(client, unit, await replaceByDropping(client, unit, ours), options.runId, bounds);
}

/** Applies one unit; when the connection is lost meanwhile, looks what came of it and goes on. */
async function applySurely(line: Line, unit: ApplyUnit, state: UnitState, ours: ReadonlySet<string>, options: ApplyOptions, run: Run, bounds: Bounds): Promise<Result> {
  for (let now = state; ; ) {
    try {
      const result = await applyOne(line.client(), unit, now, ours, options, bounds);
      line.works();
      return result;
    } catch (thrown) {
      if (bounds.nested || !isConnectionLoss(thrown) || run.signal.aborted) throw thrown;
      run.log('warn', 'The connection to the target was lost; it is opened again.', { module: 'apply', internal: String(thrown) });
      await line.reconnect(thrown);
      now = (await readStates(line.client(), [unit])).states.get(unit.key) ?? 'missing';
      if (now === 'applied') return { status: 'applied' };
    }
  }
}

async function applyAll(line: Line, units: readonly ApplyUnit[], options: ApplyOptions, run: Run, bounds = ownTransaction): Promise<ApplyCounts> {
  let standing = await readStates(line.client(), units);
  const standsHere = async (): Promise<ReadonlyMap<string, ServerMessage>> => {
    for (;;) {
      try {
        return await takeDown(line.client(), units, standing, options, run, bounds.nested);
      } catch (thrown) {
        if (bounds.nested || !isConnectionLoss(thrown) || run.signal.aborted) throw thrown;
        await line.reconnect(thrown);
        standing = await readStates(line.client(), units);
      }
    }
  };
  const fallen = new Set<string>();
  const outcomes = new Map<string, ApplyOutcome>();
  const total = options.selected?.size ?? units.length;
  const look = async (): Promise<void> => {
    const before = standing.states;
    standing = await readStates(line.client(), units);
    for (const [key, now] of standing.states) {
      const was = before.get(key) ?? now;
      // A thing about an object (a comment) has fallen when the object is another one.
      if ((now === 'missing' && was !== 'missing') || (now === 'changed' && was === 'applied')) fallen.add(key);
    }
  };
  const keptUp = await standsHere();
  if (options.recreate !== undefined) await look();
  const applyNext = async (unit: ApplyUnit): Promise<void> => {
    checkCancelled(run);
    const state = standing.states.get(unit.key) ?? 'missing';
    const ofThisRun = options.runId !== undefined && standing.runs.get(unit.key) === options.runId;
    const held = keptUp.get(unit.key);
    const result: Result | undefined = state === 'applied' ? (held === undefined ? undefined : { status: 'kept', message: held }) : await applySurely(line, unit, state, standing.ours, options, run, bounds);
    checkCancelled(run);
    if (result?.drops === true) await look();
    else if (result?.status === 'applied') standing.states.set(unit.key, 'applied');
    const outcome: ApplyOutcome = { unit, status: result?.status ?? (ofThisRun ? 'applied' : 'unchanged'), ...(result?.message === undefined ? {} : { message: result.message }) };
    outcomes.set(unit.key, outcome);
    await options.onOutcome(outcome);
    run.progress({ step: 'Applying', done: Math.min(outcomes.size, total), total, object: `${unit.ref.schema}.${unit.ref.name}` });
  };
  // What falls with an old object stands behind it in the order, and is wanted by then; the rest comes in the second round.
  for (const unit of units) if (options.selected === undefined || options.selected.has(unit.key) || fallen.has(unit.key)) await applyNext(unit);
  const again = units.filter(({ key }) => outcomes.get(key)?.status === 'failed' || (fallen.has(key) && standing.states.get(key) === 'missing' && outcomes.get(key)?.status !== 'kept'));
  if (again.length > 0) {
    await look();
    for (const unit of again) await applyNext(unit);
  }
  return countOf([...outcomes.values()]);
}

function countOf(outcomes: readonly ApplyOutcome[]): ApplyCounts {
  const counts = { applied: 0, unchanged: 0, failed: 0, kept: 0 };
  for (const { status } of outcomes) counts[status]++;
  return counts;
}

/** What would have been applied, had not something else failed. */
const undone = (outcome: ApplyOutcome, failed: number): ApplyOutcome =>
  outcome.status !== 'applied'
    ? outcome
    : { unit: outcome.unit, status: 'kept', message: { sqlstate: '25000', message: `Not applied, because ${failed === 1 ? 'something else' : `${failed} others`} failed and everything was to be applied in one transaction.`, hint: 'Mend or leave out what failed, or apply each object in its own transaction.' } };

/** All units in one transaction: when one fails, none is applied. Every unit has a savepoint, so that all failures are told at once. */
async function applyTogether(line: Line, units: readonly ApplyUnit[], options: ApplyOptions, run: Run): Promise<ApplyCounts> {
  for (;;) {
    const client = line.client();
    const told = new Map<string, ApplyOutcome>();
    try {
      await client.query('BEGIN');
      const { failed } = await applyAll(line, units, { ...options, onOutcome: (outcome) => void told.set(outcome.unit.key, outcome) }, run, savepoint);
      await client.query(failed === 0 ? 'COMMIT' : 'ROLLBACK');
      const outcomes = [...told.values()].map((outcome) => (failed === 0 ? outcome : undone(outcome, failed)));
      for (const outcome of outcomes) await options.onOutcome(outcome);
      return countOf(outcomes);
    } catch (thrown) {
      if (!isConnectionLoss(thrown) || thrown instanceof AppError) {
        if (client.getTransactionStatus() !== 'I') await client.query('ROLLBACK');
        throw thrown;
      }
      if (run.signal.aborted) throw thrown;
      run.log('warn', 'The connection to the target was lost; everything is begun anew.', { module: 'apply', internal: String(thrown) });
      // Whether the lost answer was that of COMMIT is seen by what the books say.
      await line.reconnect(thrown);
    }
  }
}

/** Opens a target. @throws AppError with a cure when it cannot be reached */
export async function openApplier(connection: TargetConnection): Promise<Applier> {
  const config = await clientConfig(connection);
  const line = lineOf(config, await openApplySession(config));
  const { rows } = await line.client().query<{ version: string }>(`SELECT pg_catalog.current_setting('server_version') AS version`);
  return {
    server: `PostgreSQL ${rows[0]?.version.split(' ')[0] ?? ''}`,
    inspect: async (units, run) => {
      checkCancelled(run);
      return (await readStates(line.client(), units)).states;
    },
    plan: async (units, options, run) => {
      checkCancelled(run);
      return planApply(line.client(), units, options);
    },
    lacks: (units) => readLacks(line.client(), units),
    extras: (units, within) => readExtras(line.client(), units, within),
    apply: async (units, options, run) => {
      let cancelling: Promise<void> | undefined;
      const cancel = (): void => {
        cancelling = cancelBackend(config, line.client()).catch((thrown: unknown) => run.log('warn', 'The statement that runs could not be stopped.', { module: 'apply', internal: String(thrown) }));
      };
      run.signal.addEventListener('abort', cancel, { once: true });
      try {
        await line.lock();
        await openBooks(line.client());
        return await (options.oneTransaction === true ? applyTogether : applyAll)(line, units, options, run);
      } catch (thrown) {
        // query_canceled is our own doing.
        if (run.signal.aborted) checkCancelled(run);
        throw thrown;
      } finally {
        run.signal.removeEventListener('abort', cancel);
        // What is sent next on this connection is not meant.
        await cancelling;
      }
    },
    close: () => hangUp(line.client()),
  };
}
