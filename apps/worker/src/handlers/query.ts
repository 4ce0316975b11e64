import { resolveSettings } from '@ferry/conversion';
import { AppError } from '@ferry/kernel';
import { enginesOf, projectRules, queryKey, targetAddress, targetVersionOf } from '@ferry/operations';
import type { QueryOptions, QueryOutcome } from '@ferry/operations';
import { requests } from '@ferry/store';
import type { ProjectRow } from '@ferry/store';
import type { WorkerContext } from '../context';
import { runTask } from '../thread/run-task';
import type { RequestHandler } from './handler';

/** Results that are kept of a project: the latest. */
const keptResults = 20;

async function forgetOlder(project: ProjectRow, context: WorkerContext): Promise<void> {
  const older = await requests.list(context.store, project.id, { kinds: ['query'] }, { skip: keptResults, take: keptResults });
  for (const { id } of older) await context.objects.remove(queryKey(project, id));
}

/** Runs a script on the project's target, in a thread. */
export const runQuery: RequestHandler = async ({ request, project, progress }, context, run) => {
  const { script, allowChanges, mostRows } = request.options as unknown as QueryOptions;
  if (project.catalogKey === null) throw new AppError('invalid-state', { public: 'The source is not loaded. Launch schema conversion first.' });
  const { source, target, pair } = enginesOf(project);
  progress({ step: 'IN_PROGRESS', label: 'Running the script', percent: 5, done: 0, total: 0 });
  const outcome: QueryOutcome = await runTask(
    {
      task: 'query',
      source: source.name,
      target: target.name,
      targetVersion: targetVersionOf(project),
      settings: resolveSettings(pair.settings, project.settings as Record<string, unknown>).settings,
      rules: projectRules(project),
      catalog: await context.objects.get(project.catalogKey),
      address: await targetAddress(context, project),
      script,
      allowChanges,
      mostRows,
    },
    { progress: () => undefined },
    run,
  );
  const key = queryKey(project, request.id);
  await context.objects.put(key, Buffer.from(JSON.stringify(outcome)));
  await forgetOlder(project, context);
  run.log('info', `A script was run on the target${allowChanges ? ', with changes allowed' : ', read only'}: ${outcome.Batches?.length ?? 0} batches.`, { module: 'worker' });
  return { resultKey: key };
};
