import type { Applier, ApplyOutcome, ApplyUnit, TargetRef } from '@ferry/conversion';
import { AppError } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { chosenUnits, nodeFinder, nodesOfUnits, targetAddress, targetKindOf, unitsOfProject } from '@ferry/operations';
import type { RequestOptions, UnitNodes } from '@ferry/operations';
import { applyInputFile, applyResultFile } from '@ferry/reports';
import type { ReportFile } from '@ferry/reports';
import { applied, requests, trees } from '@ferry/store';
import type { NewApplied, ProjectRow, RequestRow } from '@ferry/store';
import { keepMetadata } from '../artifacts/metadata';
import type { WorkerContext } from '../context';
import { saveTrees } from '../tree/save-trees';
import type { RequestHandler, RequestWork } from './handler';
import { otherObjects } from './other-objects';

/** Results that are saved together, and after how many milliseconds at the latest. */
const batchSize = 50;
const batchPatience = 400;

const words = ({ ref }: ApplyUnit): string => `${ref.kind.toLowerCase().replaceAll('_', ' ')} ${[ref.schema, ref.parent, ref.name].filter((part) => part !== undefined && part !== '').join('.')}`;

/** Saves results in batches, so that a killed worker loses few of them; what was applied is in the target's own books all the same. */
function resultWriter(requestId: string, projectId: string, { positionOf }: UnitNodes, context: WorkerContext): { add(outcome: ApplyOutcome): Promise<void>; flush(): Promise<void> } {
  const statuses = new Map<string, ApplyOutcome['status']>();
  const counts = { applied: 0, unchanged: 0, failed: 0, kept: 0 };
  let waiting: NewApplied[] = [];
  let last = Date.now();
  const flush = async (): Promise<void> => {
    const some = waiting;
    waiting = [];
    last = Date.now();
    await applied.save(context.store, projectId, some);
    await requests.count(context.store, requestId, { Applied: counts.applied, Unchanged: counts.unchanged, Failed: counts.failed, Kept: counts.kept });
  };
  return {
    flush,
    add: async ({ unit, status, message }) => {
      // A unit that failed may be tried again.
      const before = statuses.get(unit.key);
      if (before !== undefined) counts[before]--;
      counts[status]++;
      statuses.set(unit.key, status);
      const { key, ref, support, hash, text } = unit;
      const position = support ? undefined : positionOf(ref);
      waiting.push({ key, ref, support, status, hash, requestId, ...(message === undefined ? {} : { message, text }), ...(position === undefined ? {} : { position }) });
      if (waiting.length >= batchSize || Date.now() - last > batchPatience) await flush();
    },
  };
}

function logOutcome({ unit, status, message }: ApplyOutcome, run: Run): void {
  if (status === 'applied') run.log('info', `Applied ${words(unit)}.`, { module: 'apply' });
  else if (status === 'failed') run.log('error', `Failed: ${words(unit)}: ${message?.message ?? 'no reason given'} (SQLSTATE ${message?.sqlstate ?? '?'})${message?.hint === undefined ? '' : ` Hint: ${message.hint}`}`, { module: 'apply' });
  else if (status === 'kept') run.log('warn', `Kept: ${words(unit)}: ${message?.message ?? ''}`, { module: 'apply' });
}

/** What the server lacks is said before anything is applied: each failure alone would not tell that they have one cause. */
async function tellLacks(applier: Applier, units: readonly ApplyUnit[], selected: ReadonlySet<string>, run: Run): Promise<void> {
  for (const { message, cure, neededBy } of await applier.lacks(units.filter(({ key }) => selected.has(key)))) run.log('warn', `${message} ${neededBy.length} parts of the code need it. ${cure}`, { module: 'apply' });
}

async function apply({ request, project, progress }: RequestWork, choose: (units: readonly ApplyUnit[], nodes: UnitNodes) => Promise<ReadonlySet<string>>, { overwriteSupport = false, oneTransaction = false, recreate = false }: Pick<RequestOptions, 'overwriteSupport' | 'oneTransaction' | 'recreate'>, context: WorkerContext, run: Run): Promise<object> {
  progress({ step: 'COUNTING_OBJECTS', label: 'Choosing the objects', percent: 1, done: 0, total: 0 });
  const { units, server } = await unitsOfProject(context, project);
  const nodes = await nodesOfUnits(context, project);
  const chosen = await choose(units, nodes);
  const selected = server.withNeeded(units, chosen);
  const applier = await server.openApplier(await targetAddress(context, project));
  const results = resultWriter(request.id, project.id, nodes, context);
  let extras: readonly TargetRef[] | undefined;
  try {
    run.log('info', `Applying ${selected.size} parts of the converted code to ${targetKindOf(project.target) === 'embedded' ? 'the embedded target' : 'the target'} (${applier.server})${oneTransaction ? ', in one transaction' : ''}${recreate ? '; what is there is dropped and created again' : ''}.`, { module: 'apply' });
    await tellLacks(applier, units, selected, run);
    const counts = await applier.apply(
      units,
      {
        selected,
        runId: request.id,
        overwriteSupport,
        oneTransaction,
        ...(recreate ? { recreate: chosen } : {}),
        onOutcome: async (outcome) => {
          logOutcome(outcome, run);
          await results.add(outcome);
        },
      },
      { ...run, progress: (p) => progress({ step: 'APPLYING', label: p.step, percent: 5 + (90 * p.done) / Math.max(1, p.total), done: p.done, total: p.total, ...(p.object === undefined ? {} : { object: p.object }) }) },
    );
    run.log(counts.failed > 0 ? 'warn' : 'info', `Applying finished: ${counts.applied} applied, ${counts.unchanged} unchanged, ${counts.failed} failed, ${counts.kept} kept as they were.`, { module: 'apply' });
    extras = await otherObjects(applier, units, run);
  } finally {
    await applier.close();
    await results.flush();
    // Also after a cancel: the tree shows what has been applied.
    await saveTrees(context.store, project, extras);
  }
  await keepMetadata(project, context, run, await applyFiles(context, project, request));
  return {};
}

/** What was to be applied, and what came of it. */
async function applyFiles(context: WorkerContext, project: ProjectRow, { id, selectionRules }: RequestRow): Promise<ReportFile[]> {
  const nodes = await trees.targets(context.store.db, project.id);
  const find = nodeFinder(
    nodes.flatMap(({ details, path }) => {
      const ref = details === null ? undefined : (JSON.parse(details) as { ref?: TargetRef }).ref;
      return ref === undefined ? [] : [{ ref, node: path }];
    }),
  );
  const rows = (await applied.list(context.store.db, project.id)).filter((row) => row.requestId === id);
  const lines = rows.map(({ ref, support, at, status, message }) => {
    const path = (support ? undefined : find(ref)) ?? '';
    return { operation: id, category: ref.kind, object: [ref.schema, ref.parent, ref.name].filter((name) => name !== undefined && name !== '').join('.'), path, at, status: status.toUpperCase(), error: message === undefined ? undefined : `${message.sqlstate}: ${message.message}`, detail: message?.detail, hint: message?.hint };
  });
  return [applyInputFile(id, selectionRules, [...new Set(lines.map(({ path }) => path))].filter((path) => path !== '').sort()), applyResultFile(id, lines)];
}

/** "Apply changes": puts the selected code into the target, each object in its own transaction or all in one, each with its own result. */
export const applySelection: RequestHandler = (work, context, run) =>
  apply(
    work,
    async (units, nodes) => {
      const chosen = await chosenUnits(context, work.project, work.request.selectionRules, units, nodes);
      if (chosen.size === 0) throw new AppError('not-found', { public: 'Nothing of the selection has converted code. Convert it first, then apply.' });
      return chosen;
    },
    (work.request.options ?? {}) as RequestOptions,
    context,
    run,
  );

/** "Apply extension pack": the support code alone, also over an older form of it. */
export const applyExtensionPack: RequestHandler = (work, context, run) => apply(work, (units) => Promise.resolve(new Set(units.filter((unit) => unit.support).map((unit) => unit.key))), { overwriteSupport: true }, context, run);
