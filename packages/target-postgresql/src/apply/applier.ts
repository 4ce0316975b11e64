import type { Applier, ApplyCounts, ApplyOptions, ApplyOutcome, ApplyUnit, ServerMessage, TargetConnection, UnitState } from '@ferry/conversion';
import { AppError, checkCancelled } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import type { Client, ClientConfig } from 'pg';
import { execute } from '../verify/execute';
import { hangUp, isConnectionLoss, isDatabaseError } from '../verify/connection';
import { serverMessage } from '../verify/session';
import { applyLock, enter, openBooks, readStates } from './books';
import { keepForeign, replaceByDropping, replaceInPlace } from './replace';
import type { Plan } from './replace';
import { cancelBackend, clientConfig, openApplySession } from './server-session';
import { separator } from './units';

/** How often a lost connection is opened again before the target is given up. */
const maxLosses = 3;

const plain = (unit: ApplyUnit): Plan => ({ kind: 'run', before: [], statements: unit.statements.map((s) => s.sql), drops: false });

type Result = { readonly status: 'applied' | 'kept' | 'failed'; readonly message?: ServerMessage; readonly drops?: boolean };

/** Runs a plan and enters it in the books, in one transaction. Places of a refusal count in the unit's text. */
async function runPlan(client: Client, unit: ApplyUnit, plan: Plan, run: string | undefined): Promise<Result> {
  if (plan.kind === 'keep') return { status: 'kept', message: plan.message };
  let current = '';
  let start = 0;
  try {
    await client.query('BEGIN');
    for (const sql of plan.before) await execute(client, (current = sql), [], () => undefined);
    for (const [index, sql] of plan.statements.entries()) {
      await execute(client, (current = sql), [], () => undefined);
      start += (unit.statements[index]?.sql.length ?? 0) + separator.length;
    }
    current = '';
    await enter(client, unit, run);
    await client.query('COMMIT');
    return { status: 'applied', drops: plan.drops };
  } catch (thrown) {
    if (isConnectionLoss(thrown)) throw thrown;
    if (client.getTransactionStatus() !== 'I') await client.query('ROLLBACK');
    const { offset, ...message } = serverMessage(thrown, current);
    const original = unit.statements.find((s) => s.sql === current || current.endsWith(s.sql.slice(-200)))?.sql ?? '';
    // `OR REPLACE` made the text longer than it is shown.
    const shown = offset === undefined || plan.before.includes(current) ? undefined : Math.max(0, offset - (current.length - original.length));
    return { status: 'failed', message: { ...message, ...(shown === undefined ? {} : { offset: start + shown }) } };
  }
}

/** Refusals of a replacement that another object behind the same name would not get: other columns, another signature, another kind. */
const needsNewObject = new Set(['42P13', '42P16', '42809', '0A000', '42P07', '42723']);

class Session implements Applier {
  #client: Client;
  #losses = 0;
  readonly server: string;
  readonly #config: ClientConfig;

  constructor(client: Client, config: ClientConfig, server: string) {
    this.#client = client;
    this.#config = config;
    this.server = server;
  }

  inspect = async (units: readonly ApplyUnit[], run: Run): Promise<ReadonlyMap<string, UnitState>> => {
    checkCancelled(run);
    return (await readStates(this.#client, units)).states;
  };

  apply = async (units: readonly ApplyUnit[], options: ApplyOptions, run: Run): Promise<ApplyCounts> => {
    await this.#lock();
    await openBooks(this.#client);
    const cancel = (): void => {
      cancelBackend(this.#config, this.#client).catch((thrown: unknown) => run.log('warn', 'The statement that runs could not be stopped.', { module: 'apply', internal: String(thrown) }));
    };
    run.signal.addEventListener('abort', cancel, { once: true });
    try {
      return await this.#applyAll(units, options, run);
    } catch (thrown) {
      // query_canceled is our own doing.
      if (run.signal.aborted) checkCancelled(run);
      throw thrown;
    } finally {
      run.signal.removeEventListener('abort', cancel);
    }
  };

  close = (): Promise<void> => hangUp(this.#client);

  async #applyAll(units: readonly ApplyUnit[], options: ApplyOptions, run: Run): Promise<ApplyCounts> {
    let { states, ours, runs } = await readStates(this.#client, units);
    const wanted = (unit: ApplyUnit): boolean => options.selected === undefined || options.selected.has(unit.key);
    const fallen = new Set<string>();
    const outcomes = new Map<string, ApplyOutcome>();
    const total = options.selected?.size ?? units.length;
    const tell = async (outcome: ApplyOutcome): Promise<void> => {
      outcomes.set(outcome.unit.key, outcome);
      await options.onOutcome(outcome);
    };
    const round = async (chosen: readonly ApplyUnit[]): Promise<void> => {
      for (const unit of chosen) {
        checkCancelled(run);
        const state = states.get(unit.key) ?? 'missing';
        const result: Result | 'unchanged' = state === 'applied' ? 'unchanged' : await this.#surely(unit, state, ours, options, run);
        checkCancelled(run);
        if (result === 'unchanged') await tell({ unit, status: options.runId !== undefined && runs.get(unit.key) === options.runId ? 'applied' : 'unchanged' });
        else {
          if (result.drops === true) {
            const before = states;
            ({ states, ours, runs } = await readStates(this.#client, units));
            for (const [key, now] of states) if (now === 'missing' && before.get(key) !== 'missing') fallen.add(key);
          } else if (result.status === 'applied') states.set(unit.key, 'applied');
          await tell({ unit, status: result.status, ...(result.message === undefined ? {} : { message: result.message }) });
        }
        run.progress({ step: 'Applying', done: Math.min(outcomes.size, total), total, object: `${unit.ref.schema}.${unit.ref.name}` });
      }
    };
    // What falls with an old object stands behind it in the order, and is wanted by then; the rest comes in the second round.
    const first = units.values();
    for (const unit of first) if (wanted(unit) || fallen.has(unit.key)) await round([unit]);
    const again = units.filter((unit) => {
      const outcome = outcomes.get(unit.key);
      return outcome?.status === 'failed' || (fallen.has(unit.key) && states.get(unit.key) === 'missing' && outcome?.status !== 'kept');
    });
    if (again.length > 0) {
      ({ states, ours, runs } = await readStates(this.#client, units));
      await round(again);
    }
    const counts = { applied: 0, unchanged: 0, failed: 0, kept: 0 };
    for (const { status } of outcomes.values()) counts[status]++;
    return counts;
  }

  /** Applies one unit; when the connection is lost meanwhile, looks what came of it and goes on. */
  async #surely(unit: ApplyUnit, state: UnitState, ours: ReadonlySet<string>, options: ApplyOptions, run: Run): Promise<Result | 'unchanged'> {
    for (let now = state; ; ) {
      try {
        const result = await this.#applyOne(unit, now, ours, options);
        this.#losses = 0;
        return result;
      } catch (thrown) {
        if (!isConnectionLoss(thrown) || run.signal.aborted) throw thrown;
        run.log('warn', `The connection to the target was lost; it is opened again.`, { module: 'apply', internal: String(thrown) });
        await this.#reconnect(thrown);
        now = (await readStates(this.#client, [unit])).states.get(unit.key) ?? 'missing';
        if (now === 'applied') return { status: 'applied' };
      }
    }
  }

  async #applyOne(unit: ApplyUnit, state: UnitState, ours: ReadonlySet<string>, options: ApplyOptions): Promise<Result> {
    const client = this.#client;
    if (state === 'missing') return runPlan(client, unit, plain(unit), options.runId);
    if (state === 'foreign' && !(unit.support && options.overwriteSupport === true)) return runPlan(client, unit, keepForeign(unit), options.runId);
    const inPlace = replaceInPlace(unit);
    if (inPlace !== undefined) {
      const result = await runPlan(client, unit, inPlace, options.runId);
      if (result.status === 'applied' || !needsNewObject.has(result.message?.sqlstate ?? '')) return result;
    }
    return runPlan(client, unit, await replaceByDropping(client, unit, ours), options.runId);
  }

  async #reconnect(why: unknown): Promise<void> {
    await hangUp(this.#client);
    if (++this.#losses > maxLosses)
      throw new AppError('unavailable', { public: 'The connection to the target was lost again and again. What was applied is kept; look at the log of the server, then apply again.', internal: String(why), cause: why });
    this.#client = await openApplySession(this.#config);
    await this.#lock();
  }

  /** One at a time in one database. A session that was killed gives its lock back when the server notices. */
  async #lock(): Promise<void> {
    try {
      await this.#client.query('SELECT pg_catalog.pg_advisory_lock($1)', [applyLock]);
    } catch (thrown) {
      if (!isDatabaseError(thrown) || thrown.code !== '55P03') throw thrown;
      throw new AppError('invalid-state', { public: 'Changes are being applied to this database by another session. Wait until it has ended, then apply again.', cause: thrown });
    }
  }
}

/** Opens a target. @throws AppError with a cure when it cannot be reached */
export async function openApplier(connection: TargetConnection): Promise<Applier> {
  const config = await clientConfig(connection);
  const client = await openApplySession(config);
  const { rows } = await client.query<{ version: string }>(`SELECT pg_catalog.current_setting('server_version') AS version`);
  return new Session(client, config, `PostgreSQL ${rows[0]?.version.split(' ')[0] ?? ''}`);
}
