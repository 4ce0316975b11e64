import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Applier, ApplyOutcome, ApplyStatus, ApplyUnit, ServerMessage, TargetRef, TargetServer, UnitState } from '@ferry/conversion';
import { AppError } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { findTarget } from '@ferry/registry/engines';
import { readDeployment } from '@ferry/reports';
import type { Deployment } from '@ferry/reports';

export interface ApplyCommand {
  readonly folder: string;
  /** A connection string. It may hold a password: never printed. */
  readonly target: string;
  readonly dryRun: boolean;
  readonly oneTransaction: boolean;
}

/** What became of one object of the target, or (dry run) what would. */
export interface AppliedObject {
  readonly object: TargetRef;
  /** Code of the converter's own. */
  readonly support: boolean;
  readonly status: ApplyStatus | 'would-create' | 'would-change';
  /** Why, for `failed` and `kept`, in the server's words; `line` counts in deploy.sql. */
  readonly message?: Omit<ServerMessage, 'offset'> & { readonly line?: number };
}

export interface ApplyReport {
  readonly title: string;
  readonly folder: string;
  readonly server: string;
  readonly dryRun: boolean;
  readonly counts: { readonly applied: number; readonly unchanged: number; readonly failed: number; readonly kept: number; readonly wouldCreate: number; readonly wouldChange: number };
  readonly objects: readonly AppliedObject[];
}

async function readText(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (thrown) {
    // The operating system's answer about the folder that was named.
    throw new AppError('invalid-input', { public: `${join(folder, name)} cannot be read. Give the output folder of ferry convert.`, cause: thrown });
  }
}

/** Where in deploy.sql a place in a unit's text is. */
function lineOf(deployment: Deployment, unit: ApplyUnit, offset: number): number | undefined {
  let from = 0;
  for (const statement of unit.statements) {
    const start = unit.text.indexOf(statement.sql, from);
    const end = start + statement.sql.length;
    if (start >= 0 && offset < end) return deployment.lineOf(statement, Math.max(0, offset - start));
    if (start >= 0) from = end;
  }
  return undefined;
}

function messageOf(deployment: Deployment, unit: ApplyUnit, message: ServerMessage): AppliedObject['message'] {
  const { offset, ...words } = message;
  const line = lineOf(deployment, unit, offset ?? 0);
  return { ...words, ...(line === undefined ? {} : { line }) };
}

const planned: Readonly<Record<UnitState, AppliedObject['status']>> = { missing: 'would-create', applied: 'unchanged', changed: 'would-change', foreign: 'kept' };
const foreign: ServerMessage = { sqlstate: '42710', message: 'The target has an object of this name that Ferry did not make. It is left as it is.' };

async function plan(applier: Applier, units: readonly ApplyUnit[], run: Run): Promise<AppliedObject[]> {
  const states = await applier.inspect(units, run);
  return units.map((unit) => {
    const state = states.get(unit.key) ?? 'missing';
    return { object: unit.ref, support: unit.support, status: planned[state], ...(state === 'foreign' ? { message: foreign } : {}) };
  });
}

async function applyAll(applier: Applier, units: readonly ApplyUnit[], deployment: Deployment, oneTransaction: boolean, run: Run): Promise<AppliedObject[]> {
  // A unit that fails and succeeds in the second round is told twice: the last word counts.
  const outcomes = new Map<string, ApplyOutcome>();
  await applier.apply(units, { oneTransaction, onOutcome: (outcome) => void outcomes.set(outcome.unit.key, outcome) }, run);
  return units.flatMap((unit) => {
    const outcome = outcomes.get(unit.key);
    if (outcome === undefined) return [];
    const message = outcome.message === undefined ? undefined : messageOf(deployment, unit, outcome.message);
    return [{ object: unit.ref, support: unit.support, status: outcome.status, ...(message === undefined ? {} : { message }) }];
  });
}

/** What `ferry convert` wrote, ready for a server. @throws AppError when the folder cannot be used */
export async function openDeployment(folder: string): Promise<{ readonly deployment: Deployment; readonly server: TargetServer; readonly units: readonly ApplyUnit[] }> {
  const script = await readText(folder, 'deploy.sql');
  const deployment = readDeployment(await readText(folder, 'deploy.json'), script);
  const { server, label } = findTarget(deployment.target);
  if (server === undefined) throw new AppError('invalid-input', { public: `Code for ${label} cannot be applied by Ferry. Run deploy.sql with the tools of the server.` });
  return { deployment, server, units: server.units(deployment.support, deployment.statements) };
}

/**
 * `ferry apply`: applies a result of `ferry convert` to a real server, the same way as the console's Apply changes.
 * @throws AppError when the folder or the server cannot be used
 */
export async function apply(command: ApplyCommand, run: Run): Promise<ApplyReport> {
  const { deployment, server, units } = await openDeployment(command.folder);
  const applier = await server.openApplier(command.target);
  try {
    const objects = command.dryRun ? await plan(applier, units, run) : await applyAll(applier, units, deployment, command.oneTransaction, run);
    const count = (status: AppliedObject['status']): number => objects.reduce((sum, object) => sum + (object.status === status ? 1 : 0), 0);
    const counts = { applied: count('applied'), unchanged: count('unchanged'), failed: count('failed'), kept: count('kept'), wouldCreate: count('would-create'), wouldChange: count('would-change') };
    return { title: deployment.title, folder: command.folder, server: applier.server, dryRun: command.dryRun, counts, objects };
  } finally {
    await applier.close();
  }
}
