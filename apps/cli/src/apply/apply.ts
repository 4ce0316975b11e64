import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Applier, ApplyOutcome, ApplyStatus, ApplyUnit, Lack, PlannedAction, PlannedUnit, ServerMessage, TargetRef, TargetServer } from '@ferry/conversion';
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
  /** What is there already is dropped and created again. */
  readonly dropAndCreate: boolean;
}

/** What became of one object of the target, or (dry run) what would. */
export interface AppliedObject {
  readonly object: TargetRef;
  /** Code of the converter's own. */
  readonly support: boolean;
  readonly status: ApplyStatus | 'would-create' | 'would-change' | 'would-recreate';
  /** Why, for `failed` and `kept`, in the server's words; `line` counts in deploy.sql. */
  readonly message?: Omit<ServerMessage, 'offset'> & { readonly line?: number };
}

export interface ApplyReport {
  readonly title: string;
  readonly folder: string;
  readonly server: string;
  readonly dryRun: boolean;
  readonly counts: { readonly applied: number; readonly unchanged: number; readonly failed: number; readonly kept: number; readonly wouldCreate: number; readonly wouldChange: number; readonly wouldRecreate: number };
  /** What the code needs and the server does not have: told before anything is applied. */
  readonly lacks: readonly Lack[];
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

const planned: Readonly<Record<PlannedAction, AppliedObject['status']>> = { create: 'would-create', replace: 'would-change', recreate: 'would-recreate', none: 'unchanged', keep: 'kept' };

const appliedSteps = (steps: readonly PlannedUnit[]): AppliedObject[] => steps.map(({ unit: { ref, support }, action, message }) => ({ object: ref, support, status: planned[action], ...(message === undefined ? {} : { message }) }));

async function applyAll(applier: Applier, units: readonly ApplyUnit[], deployment: Deployment, { oneTransaction, dropAndCreate }: ApplyCommand, run: Run): Promise<AppliedObject[]> {
  // A unit that fails and succeeds in the second round is told twice: the last word counts.
  const outcomes = new Map<string, ApplyOutcome>();
  await applier.apply(units, { oneTransaction, ...(dropAndCreate ? { recreate: new Set(units.map(({ key }) => key)) } : {}), onOutcome: (outcome) => void outcomes.set(outcome.unit.key, outcome) }, run);
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
 * @param onLacks told before anything is changed
 * @throws AppError when the folder or the server cannot be used
 */
export async function apply(command: ApplyCommand, run: Run, onLacks: (lacks: readonly Lack[]) => void = () => undefined): Promise<ApplyReport> {
  const { deployment, server, units } = await openDeployment(command.folder);
  const applier = await server.openApplier(command.target);
  try {
    const plan = command.dryRun ? await applier.plan(units, command.dropAndCreate ? { recreate: new Set(units.map(({ key }) => key)) } : {}, run) : undefined;
    const lacks = plan?.lacks ?? (await applier.lacks(units));
    onLacks(lacks);
    const objects = plan === undefined ? await applyAll(applier, units, deployment, command, run) : appliedSteps(plan.steps);
    const count = (status: AppliedObject['status']): number => objects.reduce((sum, object) => sum + (object.status === status ? 1 : 0), 0);
    const counts = { applied: count('applied'), unchanged: count('unchanged'), failed: count('failed'), kept: count('kept'), wouldCreate: count('would-create'), wouldChange: count('would-change'), wouldRecreate: count('would-recreate') };
    return { title: deployment.title, folder: command.folder, server: applier.server, dryRun: command.dryRun, counts, lacks, objects };
  } finally {
    await applier.close();
  }
}
