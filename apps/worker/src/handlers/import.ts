import { AppError, checkCancelled } from '@ferry/kernel';
import { sourceServerName } from '../tree/server-name';
import { providers, saveImport } from '@ferry/store';
import { enginesOf } from '@ferry/operations';
import { runTask } from '../thread/run-task';
import { saveTrees } from '../tree/save-trees';
import type { RequestHandler } from './handler';

/** Database name for scripts that do not tell: what the provider says, else the provider's name. */
function databaseNameOf(provider: { name: string; settings: unknown }): string {
  for (const settings of Object.values((provider.settings ?? {}) as Record<string, { DatabaseName?: string } | undefined>)) if (settings?.DatabaseName) return settings.DatabaseName;
  return provider.name;
}

/** Reads the uploaded scripts of the project's source into its catalogue and source tree. */
export const importSource: RequestHandler = async ({ project, progress }, context, run) => {
  const provider = await providers.find(context.store, { id: project.sourceProviderId });
  if (provider === null || provider.files.length === 0)
    throw new AppError('invalid-state', { public: `The source "${project.source.name}" has no scripts. Upload the DDL scripts of the database to the data provider.` });
  progress({ step: 'LOADING_METADATA', label: 'Opening the uploaded scripts', percent: 1, done: 0, total: provider.files.length });
  const files: { name: string; bytes: Uint8Array }[] = [];
  for (const file of provider.files) {
    checkCancelled(run);
    files.push({ name: file.name, bytes: await context.objects.get(file.objectKey) });
  }
  const result = await runTask(
    { task: 'read', source: enginesOf(project).source.name, files, databaseName: databaseNameOf(provider), server: sourceServerName(project) },
    { progress: (p) => progress({ step: 'LOADING_METADATA', label: p.step, percent: 5 + (80 * p.done) / Math.max(1, p.total), done: p.done, total: p.total, ...(p.object === undefined ? {} : { object: p.object }) }) },
    run,
  );
  progress({ step: 'LOADING_METADATA', label: 'Saving the source tree', percent: 90, done: result.objects, total: result.objects });
  const key = `projects/${project.id}/catalog-${result.hash}.json.gz`;
  await context.objects.put(key, result.catalog);
  await saveImport(context.store, project.id, result.nodes, { key, hash: result.hash });
  if (project.catalogKey !== null && project.catalogKey !== key) await context.objects.remove(project.catalogKey);
  await saveTrees(context.store, { ...project, catalogHash: result.hash });
  run.log('info', `${result.objects} objects were read from ${files.length === 1 ? 'one file' : `${files.length} files`}.`, { module: 'loader' });
  return {};
};
