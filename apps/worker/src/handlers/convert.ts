import { createHash } from 'node:crypto';
import { resolveSettings } from '@ferry/conversion';
import type { Settings } from '@ferry/conversion';
import { AppError } from '@ferry/kernel';
import type { Progress, Run } from '@ferry/kernel';
import type { RequestOptions } from '@ferry/operations';
import { enginesOf, parseRules, selectedObjects, targetVersionOf } from '@ferry/operations';
import { converted, edits, saveConverted, saveSupport, trees } from '@ferry/store';
import type { ProjectRow, RequestProgress } from '@ferry/store';
import type { WorkerContext } from '../context';
import { runTask } from '../thread/run-task';
import { saveTrees } from '../tree/save-trees';
import type { RequestHandler, RequestWork } from './handler';

/** Shares of the whole that the steps of the pipeline take, in percent, by the words they report with. */
const spans: readonly { readonly step: string; readonly from: number; readonly to: number; readonly aws: string }[] = [
  { step: 'Converting', from: 5, to: 30, aws: 'CONVERTING' },
  { step: 'Creating on the server', from: 30, to: 75, aws: 'ANALYZING' },
  { step: 'Checking on the server', from: 75, to: 92, aws: 'ANALYZING' },
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

/** Everything that the result of an object depends on: the whole catalogue, the choices, the converter, and where it is proved. */
function inputsHash(project: ProjectRow, settings: Settings, context: WorkerContext): string {
  const inputs = [project.catalogHash, settings, targetVersionOf(project), context.build, context.sandboxUrl === undefined ? 'unproved' : 'proved'];
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
}

/** Hand edits stay in front of what was converted, unless the request says otherwise. */
async function settleEdits(project: ProjectRow, selected: ReadonlySet<string>, options: RequestOptions, context: WorkerContext, run: Run): Promise<void> {
  const own = (await edits.list(context.store.db, project.id)).filter((edit) => selected.has(edit.objectId));
  if (own.length === 0) return;
  if (options.overwriteEdits === true) {
    await edits.remove(context.store, project.id, own.map((edit) => edit.keyHash), 'overwritten');
    run.log('warn', `${own.length} hand edits were replaced by the converter's text; their texts are kept among the versions of the objects.`, { module: 'converter' });
  } else run.log('info', `${own.length} objects keep their hand edits.`, { module: 'converter' });
}

async function convertOrAssess({ request, project, progress }: RequestWork, assessedOnly: boolean, context: WorkerContext, run: Run): Promise<object> {
  if (project.catalogKey === null) throw new AppError('invalid-state', { public: 'The source is not loaded. Launch schema conversion first.' });
  const { source, target, pair } = enginesOf(project);
  progress({ step: 'COUNTING_OBJECTS', label: 'Choosing the objects', percent: 1, done: 0, total: 0 });
  const outline = await trees.outline(context.store.db, project.id, 'SOURCE');
  const selected = selectedObjects(outline, parseRules(request.selectionRules));
  if (selected.size === 0) throw new AppError('not-found', { public: 'No objects were found for these selection rules.' });
  const { settings, problems } = resolveSettings(pair.settings, project.settings as Record<string, unknown>);
  for (const problem of problems) run.log('warn', `A setting of the project is not used: ${problem}`, { module: 'converter' });
  const hash = inputsHash(project, settings, context);
  const known = await converted.hashes(context.store, project.id);
  // Done before with the same inputs: by a run that was killed, or by an earlier one. An assessment never takes a conversion's place.
  const isDone = (id: string): boolean => {
    const before = known.get(id);
    if (before === undefined) return false;
    return assessedOnly ? !before.assessedOnly || before.inputsHash === hash : !before.assessedOnly && before.inputsHash === hash;
  };
  const wanted = new Set([...selected].filter((id) => !isDone(id)));
  run.log('info', `${assessedOnly ? 'Assessing' : 'Converting'} ${wanted.size} objects from ${source.label} to ${target.label} ${targetVersionOf(project)}${wanted.size < selected.size ? `; ${selected.size - wanted.size} are up to date` : ''}.`, { module: 'converter' });
  if (wanted.size > 0) {
    let kept = 0;
    const result = await runTask(
      {
        task: 'convert',
        source: source.name,
        target: target.name,
        targetVersion: targetVersionOf(project),
        settings,
        catalog: await context.objects.get(project.catalogKey),
        wanted,
        inputsHash: hash,
        assessedOnly,
        ...(context.sandboxUrl === undefined ? {} : { sandboxUrl: context.sandboxUrl }),
      },
      {
        progress: (p) => progress(requestProgress(p)),
        keep: async (objects) => {
          await saveConverted(context.store, project.id, objects);
          kept += objects.length;
          progress({ step: 'CONVERTING', label: 'Saving', percent: 92 + (5 * kept) / wanted.size, done: kept, total: wanted.size });
        },
      },
      run,
    );
    if (!assessedOnly) await saveSupport(context.store, project.id, result.support);
  }
  if (!assessedOnly) await settleEdits(project, selected, request.options as RequestOptions, context, run);
  progress({ step: 'CONVERTING', label: 'Building the target tree', percent: 98, done: wanted.size, total: wanted.size });
  await saveTrees(context.store, project);
  run.log('info', `${assessedOnly ? 'Assessment' : 'Conversion'} finished.`, { module: 'converter' });
  return {};
}

/** Converts the selected objects and proves them. */
export const convertSelection: RequestHandler = (work, context, run) => convertOrAssess(work, false, context, run);

/** The same pipeline and the same items; no target code is kept. */
export const assessSelection: RequestHandler = (work, context, run) => convertOrAssess(work, true, context, run);
