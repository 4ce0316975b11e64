import type { SessionAnswer, SessionRefusal } from '@ferry/conversion';
import type { Machine } from './machine';

/** A point inside of a transaction that a statement which fails goes back to. */
const statementPoint = 'ferry_statement';

/** Names of transactions and saved points mind the case, whatever the collation: https://learn.microsoft.com/sql/t-sql/language-elements/save-transaction-transact-sql */
const quoted = (name: string): string => `"ferry_save_${name.replaceAll('"', '""')}"`;

export async function begin(machine: Machine): Promise<SessionRefusal | undefined> {
  if (machine.depth === 0) {
    machine.before = { schema: machine.schema.save(), temporary: new Map(machine.temporary) };
    const { refusal } = await machine.session.execute('BEGIN');
    if (refusal !== undefined) return refusal;
  }
  machine.depth++;
  return undefined;
}

/** @returns what the server said against it: the transaction is rolled back then */
export async function commit(machine: Machine): Promise<SessionRefusal | undefined> {
  machine.depth--;
  if (machine.depth > 0) return undefined;
  const { refusal } = await machine.session.execute('COMMIT');
  if (refusal !== undefined) undo(machine);
  forget(machine);
  return refusal;
}

function forget(machine: Machine): void {
  machine.depth = 0;
  machine.doomed = false;
  machine.before = undefined;
  machine.savepoints = [];
}

function undo(machine: Machine): void {
  const { before } = machine;
  if (before === undefined) return;
  if (machine.changedSchema) machine.schema.restore(before.schema);
  machine.changedSchema = false;
  // Table variables are kept alive by their owner.
  for (const name of [...machine.temporary.keys()]) if (!before.temporary.has(name)) machine.temporary.delete(name);
  for (const [name, shape] of before.temporary) machine.temporary.set(name, shape);
  machine.shapes++;
}

export async function rollbackAll(machine: Machine): Promise<void> {
  if (machine.depth === 0) return;
  const kept = await machine.keep();
  await machine.session.execute('ROLLBACK');
  undo(machine);
  forget(machine);
  await machine.refill(kept);
}

export async function savePoint(machine: Machine, name: string): Promise<void> {
  await machine.session.execute(`SAVEPOINT ${quoted(name)}`);
  machine.savepoints = [...machine.savepoints, name];
}

/** @returns whether there is a point of this name */
export async function rollbackTo(machine: Machine, name: string): Promise<boolean> {
  if (!machine.savepoints.includes(name)) return false;
  const kept = await machine.keep();
  await machine.session.execute(`ROLLBACK TO SAVEPOINT ${quoted(name)}`);
  await machine.refill(kept);
  return true;
}

/** Runs statements so that one that fails leaves an open transaction as it was before. */
export async function guarded(machine: Machine, work: () => Promise<SessionAnswer>): Promise<SessionAnswer> {
  if (machine.depth === 0) return work();
  const { session } = machine;
  await session.execute(`SAVEPOINT ${statementPoint}`);
  const answer = await work();
  if (answer.refusal !== undefined) await session.execute(`ROLLBACK TO SAVEPOINT ${statementPoint}`);
  await session.execute(`RELEASE SAVEPOINT ${statementPoint}`);
  return answer;
}
