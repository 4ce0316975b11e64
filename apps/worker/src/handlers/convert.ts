import { createHash } from 'node:crypto';
import { resolveSettings } from '@ferry/conversion';
import type { Settings, TransformationRule } from '@ferry/conversion';
import { AppError } from '@ferry/kernel';
import type { Progress, Run } from '@ferry/kernel';
import type { RequestOptions } from '@ferry/operations';
import { enginesOf, keepRun, parseRules, projectRules, recordOf, rulesOf, selectedObjects, targetVersionOf } from '@ferry/operations';
import { converted, saveConverted, saveSupport, storedObjectId, trees } from '@ferry/store';
import type { ItemCount, NodeOutline, ProjectRow, RequestProgress, StoredObject } from '@ferry/store';
import { keepMetadata } from '../artifacts/metadata';
import type { WorkerContext } from '../context';
import type { ConvertTask } from '../thread/protocol';
import { runTask } from '../thread/run-task';
import { nodeStates } from '../tree/node-states';
import { saveTrees } from '../tree/save-trees';
import { askForHelp } from './help';
import type { RequestHandler, RequestWork } from './handler';
import { settleEdits } from './settle-edits';

/** Shares of the whole that the steps of the pipeline take, in percent, by the words they report with. */
const spans: readonly { readonly step: string; readonly from: number; readonly to: number; readonly aws: string }[] = [
  { step: 'Converting', from: 5, to: 30, aws: 'CONVERTING' },
  { step: 'Creating on the server', from: 30, to: 75, aws: 'ANALYZING' },
  { step: 'Checking on the server', from: 75, to: 92, aws: 'ANALYZING' },
  { step: 'Saving', from: 92, to: 97, aws: 'CONVERTING' },
];

function requestProgress(progress: Progress): RequestProgress {
  const span = spans.find((s) => s.step === progress.step);
  const share = progress.total === 0 ? 1 : progress.done / progress.total;
  return {
    step: span?.aws ?? 'CONVERTING',
    label: progress.step,
    percent: span === undefined ? 5 : span.from + (span.to - span.from) * share,
    done: progress.done,
    total: progress.total,
    ...(progress.object === undefined ? {} : { object: progress.object }),
  };
}

/** What a conversion is asked to do, beside the catalogue. */
interface Choices {
  readonly settings: Settings;
  readonly targetVersion: number;
  readonly rules: readonly TransformationRule[];
}

function choicesOf(project: ProjectRow, run: Run): Choices {
  const { settings, problems } = resolveSettings(enginesOf(project).pair.settings, project.settings as Record<string, unknown>);
  for (const problem of problems) run.log('warn', `A setting of the project is not used: ${problem}`, { module: 'converter' });
  return { settings, targetVersion: targetVersionOf(project), rules: projectRules(project) };
}

/** Everything that the result of an object depends on: the whole catalogue, the choices, the converter, and where it is proved. */
function inputsHash(project: ProjectRow, { settings, targetVersion, rules }: Choices, context: WorkerContext): string {
  const inputs = [project.catalogHash, settings, targetVersion, rules, context.build, context.sandboxUrl === undefined ? 'unproved' : 'proved'];
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
}

/** The source tree, and the objects of it that a request is about. */
async function chosen({ request, project, progress }: RequestWork, context: WorkerContext): Promise<{ readonly outline: readonly NodeOutline[]; readonly selected: ReadonlySet<string>; readonly catalog: Uint8Array }> {
  if (project.catalogKey === null) throw new AppError('invalid-state', { public: 'The source is not loaded. Launch schema conversion first.' });
  progress({ step: 'COUNTING_OBJECTS', label: 'Choosing the objects', percent: 1, done: 0, total: 0 });
  const outline = await trees.outline(context.store.db, project.id, 'SOURCE');
  const selected = selectedObjects(outline, parseRules(request.selectionRules));
  if (selected.size === 0) throw new AppError('not-found', { public: 'No objects were found for these selection rules.' });
  return { outline, selected, catalog: await context.objects.get(project.catalogKey) };
}

/** Converts and proves in a thread. */
function convertIn(project: ProjectRow, choices: Choices, more: Pick<ConvertTask, 'catalog' | 'wanted' | 'inputsHash' | 'assessedOnly' | 'sharing' | 'last'>, work: RequestWork, keep: (objects: readonly StoredObject[]) => Promise<void>, context: WorkerContext, run: Run) {
  const { source, target } = enginesOf(project);
  return runTask(
    { task: 'convert', source: source.name, target: target.name, build: context.build, ...choices, ...more, ...(context.sandboxUrl === undefined ? {} : { sandboxUrl: context.sandboxUrl }) },
    { progress: (p) => work.progress(requestProgress(p)), keep },
    run,
  );
}

/** Where a project keeps what its last conversion left for the next one. */
const keptKey = (project: ProjectRow): string => `projects/${project.id}/kept.gz`;

async function lastOf(project: ProjectRow, context: WorkerContext): Promise<{ readonly last?: Uint8Array }> {
  try {
    return { last: await context.objects.get(keptKey(project)) };
  } catch (thrown) {
    // The first conversion of the project.
    if (thrown instanceof AppError && thrown.code === 'not-found') return {};
    throw thrown;
  }
}

const inputsOf = ({ settings, targetVersion, rules }: Choices) => ({ settings, targetVersion, rules: rules.length });

async function convertOrAssess(work: RequestWork, assessedOnly: boolean, context: WorkerContext, run: Run): Promise<{ readonly resultKey: string }> {
  const { request, project, progress } = work;
  const { selected, catalog } = await chosen(work, context);
  const { source, target, pair } = enginesOf(project);
  const choices = choicesOf(project, run);
  const hash = inputsHash(project, choices, context);
  const known = await converted.hashes(context.store, project.id);
  // Done before with the same inputs: by a run that was killed, or by an earlier one. An assessment never takes a conversion's place.
  const isDone = (id: string): boolean => {
    const before = known.get(id);
    if (before === undefined) return false;
    return assessedOnly ? !before.assessedOnly || before.inputsHash === hash : !before.assessedOnly && before.inputsHash === hash;
  };
  const wanted = new Set([...selected].filter((id) => !isDone(id)));
  run.log('info', `${assessedOnly ? 'Assessing' : 'Converting'} ${wanted.size} objects from ${source.label} to ${target.label} ${choices.targetVersion}${wanted.size < selected.size ? `; ${selected.size - wanted.size} are up to date` : ''}.`, { module: 'converter' });
  if (choices.rules.length > 0) run.log('info', `${choices.rules.length} transformation rules are applied.`, { module: 'converter' });
  if (wanted.size > 0) {
    let kept = 0;
    const keep = async (objects: readonly StoredObject[]): Promise<void> => {
      await saveConverted(context.store, project.id, objects);
      kept += objects.length;
      progress({ step: 'CONVERTING', label: 'Saving', percent: 92 + (5 * kept) / wanted.size, done: kept, total: wanted.size });
    };
    const help = await askForHelp({ requestId: request.id, projectId: project.id }, wanted.size, project.catalogKey ?? '', context);
    const result = await convertIn(project, choices, { catalog, wanted, inputsHash: hash, assessedOnly, ...help, ...(await lastOf(project, context)) }, work, keep, context, run);
    if (!assessedOnly) await saveSupport(context.store, project.id, result.support);
    if (result.kept !== undefined) await context.objects.put(keptKey(project), result.kept);
  }
  if (!assessedOnly) await settleEdits(project, selected, request.options as RequestOptions, context, run);
  progress({ step: 'CONVERTING', label: 'Building the target tree', percent: 98, done: wanted.size, total: wanted.size });
  await saveTrees(context.store, project);
  const [outline, items] = [await trees.outline(context.store.db, project.id, 'SOURCE'), await converted.itemCounts(context.store.db, project.id)];
  const resultKey = await keepRun(context, request, recordOf(outline, items, pair.actionItems), inputsOf(choices));
  progress({ step: 'CONVERTING', label: 'Keeping the metadata', percent: 99, done: wanted.size, total: wanted.size });
  await keepMetadata(project, context, run);
  run.log('info', `${assessedOnly ? 'Assessment' : 'Conversion'} finished.`, { module: 'converter' });
  return { resultKey };
}

/** Converts the selected objects and proves them. */
export const convertSelection: RequestHandler = (work, context, run) => convertOrAssess(work, false, context, run);

/** The same pipeline and the same items; no target code is kept. */
export const assessSelection: RequestHandler = (work, context, run) => convertOrAssess(work, true, context, run);

const itemCountsOf = (objects: readonly StoredObject[]): ItemCount[] =>
  objects.flatMap((object) => object.items.map(({ part, code, severity, complexity }) => ({ objectId: storedObjectId(object.objectId), part, code, severity, complexity, count: 1 })));

/** Converts with other choices than the project's and keeps only what was found: the trees and the code stay as they are. */
export const tryOtherChoices: RequestHandler = async (work, context, run) => {
  const { request, project } = work;
  const { outline, selected, catalog } = await chosen(work, context);
  const options = request.options as RequestOptions;
  const own = choicesOf(project, run);
  const choices: Choices = {
    settings: options.settings ?? own.settings,
    targetVersion: options.targetVersion ?? own.targetVersion,
    rules: options.transformationRules === undefined ? own.rules : rulesOf(options.transformationRules),
  };
  run.log('info', `What if: ${selected.size} objects are assessed for version ${choices.targetVersion} with ${choices.rules.length} transformation rules; nothing is kept but the result.`, { module: 'converter' });
  const objects: StoredObject[] = [];
  await convertIn(project, choices, { catalog, wanted: selected, inputsHash: '', assessedOnly: true }, work, async (some) => void objects.push(...some), context, run);
  const items = itemCountsOf(objects);
  const states = nodeStates(outline, objects.map((object) => ({ objectId: storedObjectId(object.objectId), assessedOnly: true, parts: object.parts })), items);
  const tried = outline.map((node, index): NodeOutline => {
    const state = states[index];
    return { ...node, status: state?.status ?? null, proofLevel: state?.proofLevel ?? null, proofBy: state?.proofBy ?? null, syntaxTotal: state?.syntax?.total ?? null, syntaxAutomatic: state?.syntax?.automatic ?? null };
  });
  return { resultKey: await keepRun(context, request, recordOf(tried, items, enginesOf(project).pair.actionItems), inputsOf(choices)) };
};
