import type { DataProviderSettings } from '@ferry/contract';
import type { SourceServer } from '@ferry/conversion';
import { defaultLimits, isScriptName } from '@ferry/intake';
import { AppError, checkCancelled } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import type { ServerAddress } from '@ferry/kernel/network';
import { enginesOf, isLive, sourceAddress, sourceFolder } from '@ferry/operations';
import type { RequestOptions } from '@ferry/operations';
import { ddlStatisticsFile } from '@ferry/reports';
import { inTransaction, namedStatements, projects, providers, replaceTree, requests, saveImport, saveStudy, storable, storedObjectId, trees } from '@ferry/store';
import type { NewNode, ObjectUse, ProjectRow, ProviderRow, Store } from '@ferry/store';
import { keepMetadata } from '../artifacts/metadata';
import type { WorkerContext } from '../context';
import { packCatalog } from '../thread/catalog-file';
import type { ReadResult, ReadTask, StudyResult } from '../thread/protocol';
import { runTask } from '../thread/run-task';
import { namesTree } from '../tree/names-tree';
import { saveTrees } from '../tree/save-trees';
import { sourceServerName } from '../tree/server-name';
import { sourceTree } from '../tree/source-tree';
import type { RequestHandler, RequestWork } from './handler';
import { importTarget } from './import-target';

const settingsOf = (provider: { settings: unknown }): NonNullable<DataProviderSettings['MicrosoftSqlServerSettings']> => Object.values((provider.settings ?? {}) as DataProviderSettings)[0] ?? {};

/** Database name for scripts that do not tell: what the provider says, else the provider's name. */
const databaseNameOf = (provider: { name: string; settings: unknown }): string => settingsOf(provider).DatabaseName || provider.name;

/** The scripts of a provider: of a folder that is allowed, else what was uploaded. */
async function scripts({ project, progress }: RequestWork, provider: ProviderRow, context: WorkerContext, run: Run): Promise<Pick<ReadTask, 'files' | 'folder'>> {
  const { FolderPath, S3Path, S3AccessRoleArn } = settingsOf(provider);
  if (FolderPath !== undefined && FolderPath !== '') return { files: [], folder: await sourceFolder(context, FolderPath) };
  if (provider.files.length === 0 && S3Path !== undefined && S3Path !== '') {
    progress({ step: 'LOADING_METADATA', label: 'Fetching the scripts from S3', percent: 1, done: 0, total: 0 });
    const isWanted = (name: string): boolean => isScriptName(name) || name.toLowerCase().endsWith('.zip');
    const fetched = await context.aws.scripts(S3Path, S3AccessRoleArn === '' ? undefined : S3AccessRoleArn, isWanted, { files: defaultLimits.entries, bytes: defaultLimits.totalSize }, run.signal);
    run.log('info', `${fetched.length} files were fetched from ${S3Path}.`, { module: 'loader' });
    return { files: fetched };
  }
  if (provider.files.length === 0)
    throw new AppError('invalid-state', { public: `The source "${project.source.name}" has no scripts. Upload the DDL scripts of the database to the data provider, or name a folder or an S3 path there.` });
  progress({ step: 'LOADING_METADATA', label: 'Opening the uploaded scripts', percent: 1, done: 0, total: provider.files.length });
  const files: { name: string; bytes: Uint8Array }[] = [];
  for (const file of provider.files) {
    checkCancelled(run);
    files.push({ name: file.name, bytes: await context.objects.get(file.objectKey) });
  }
  return { files };
}

/** Reads scripts in a thread of their own. */
async function readScripts(work: RequestWork, provider: ProviderRow, context: WorkerContext, run: Run): Promise<ReadResult> {
  const { project, progress } = work;
  const { ScriptVariables = {}, Encoding } = settingsOf(provider);
  const result = await runTask(
    {
      task: 'read',
      source: enginesOf(project).source.name,
      ...(await scripts(work, provider, context, run)),
      variables: ScriptVariables,
      ...(Encoding === undefined || Encoding === '' ? {} : { encoding: Encoding }),
      databaseName: databaseNameOf(provider),
      server: sourceServerName(project),
    },
    { progress: (p) => progress({ step: 'LOADING_METADATA', label: p.step, percent: 5 + (80 * p.done) / Math.max(1, p.total), done: p.done, total: p.total, ...(p.object === undefined ? {} : { object: p.object }) }) },
    run,
  );
  run.log('info', `${result.objects} objects were read from ${provider.files.length === 1 ? 'one file' : settingsOf(provider).FolderPath ? 'the folder' : provider.files.length === 0 ? (settingsOf(provider).S3Path ?? 'S3') : `${provider.files.length} files`}.`, { module: 'loader' });
  return result;
}

/** A tree of names is there within a second or two; what they stand for is read when it is opened or needed. */
async function showNames(project: ProjectRow, server: SourceServer, address: ServerAddress, context: WorkerContext, run: Run): Promise<void> {
  const { database, names } = await server.readNames(address, run);
  const nodes = namesTree(database, names, enginesOf(project).source, sourceServerName(project));
  await inTransaction(context.store, (db) => replaceTree(db, project.id, 'SOURCE', nodes));
  run.log('info', `${names.length} objects were found by name. Their definitions are read when they are opened, converted or loaded.`, { module: 'loader' });
}

/** Reads the catalogue of a live server. @returns nothing when its names were all that was wanted @throws AppError with a cure */
async function readServer({ project, progress }: RequestWork, namesOnly: boolean, context: WorkerContext, run: Run): Promise<ReadResult | undefined> {
  const { source } = enginesOf(project);
  if (source.server === undefined) throw new AppError('invalid-input', { public: `Reading a live ${source.label} comes later: give its DDL scripts (a virtual data provider).` });
  const address = await sourceAddress(context, project);
  const unseen = project.catalogHash === null && (await trees.outline(context.store.db, project.id, 'SOURCE')).length === 0;
  if (unseen || namesOnly) await showNames(project, source.server, address, context, run);
  if (namesOnly) return undefined;
  run.log('info', `Reading the catalogue of "${address.database}" at ${address.host}:${address.port}.`, { module: 'loader' });
  const watched: Run = { ...run, progress: (p) => progress({ step: 'LOADING_METADATA', label: p.step, percent: 5 + (80 * p.done) / Math.max(1, p.total), done: p.done, total: p.total, ...(p.object === undefined ? {} : { object: p.object }) }) };
  const catalog = await source.server.readCatalog(address, watched);
  const { bytes, hash } = packCatalog(catalog);
  run.log('info', `${catalog.objects.length} objects were read from the server.`, { module: 'loader' });
  return { catalog: bytes, hash, nodes: sourceTree(catalog, source, sourceServerName(project)), objects: catalog.objects.length };
}

/** Keeps who uses what, the parameters of routines and the columns of what is selected from at the nodes of the source tree. */
async function saveFound(store: Store, projectId: string, nodes: readonly NewNode[], { uses, parameters, columns }: StudyResult): Promise<void> {
  const heads = new Map(nodes.flatMap((node) => (node.objectId === undefined || node.part !== 0 ? [] : [[storedObjectId(node.objectId), node] as const])));
  const relations = uses.flatMap((use): ObjectUse[] => {
    const from = heads.get(use.from)?.position;
    const to = heads.get(use.to)?.position;
    return from === undefined || to === undefined ? [] : [{ from, to, kinds: use.kinds }];
  });
  // A function that gives back rows has both.
  const found = new Map<string, object>();
  for (const { objectId, ...more } of [...parameters, ...columns]) found.set(objectId, { ...found.get(objectId), ...more });
  const details = [...found].flatMap(([objectId, more]) => {
    const head = heads.get(objectId);
    return head === undefined ? [] : [{ position: head.position, details: storable(JSON.stringify({ ...(JSON.parse(head.details ?? '{}') as object), ...more })) }];
  });
  await saveStudy(store, projectId, relations, details);
}

/** Reads the project's source into its catalogue and source tree. */
const importSource: RequestHandler = async (work, context, run) => {
  const { project } = work;
  const provider = await providers.find(context.store, { id: project.sourceProviderId });
  if (provider === null) throw new AppError('not-found', { public: 'The source data provider does not exist any more.' });
  const namesOnly = (work.request.options as RequestOptions | null)?.namesOnly === true && project.catalogHash === null;
  const result = await (isLive(provider) ? readServer(work, namesOnly, context, run) : readScripts(work, provider, context, run));
  if (result === undefined) return {};
  if (result.unread !== undefined && work.request.kind === 'import') await requests.count(context.store, work.request.id, { Places: result.unread.places, First: storable(result.unread.first) });
  return keepSource(work, await withNamedStatements(project, result, context, run), context, run);
};

/** What was read, with the statements that people named. */
async function withNamedStatements(project: ProjectRow, result: ReadResult, context: WorkerContext, run: Run): Promise<ReadResult> {
  const statements = (await namedStatements.list(context.store.db, project.id)).map((one) => ({ schema: one.schemaName, name: one.name, definition: one.definition }));
  if (statements.length === 0) return result;
  const named = await runTask({ task: 'statements', source: enginesOf(project).source.name, server: sourceServerName(project), catalog: result.catalog, statements }, { progress: () => undefined }, run);
  return { ...result, ...named };
}

/** Keeps a catalogue as the project's, and its tree in place of the one that was there. */
export async function keepSource({ project, progress }: RequestWork, result: ReadResult, context: WorkerContext, run: Run): Promise<Record<string, never>> {
  progress({ step: 'LOADING_METADATA', label: 'Saving the source tree', percent: 90, done: result.objects, total: result.objects });
  const key = `projects/${project.id}/catalog-${result.hash}.json.gz`;
  await context.objects.put(key, result.catalog);
  await saveImport(context.store, project.id, result.nodes, { key, hash: result.hash });
  if (project.catalogKey !== null && project.catalogKey !== key) await context.objects.remove(project.catalogKey);
  await saveTrees(context.store, { ...project, catalogHash: result.hash });
  // The tree is there to be worked with; this takes longer than reading it did.
  progress({ step: 'ANALYZING', label: 'Looking who uses what', percent: 94, done: result.objects, total: result.objects });
  const study = await runTask({ task: 'study', source: enginesOf(project).source.name, catalog: result.catalog }, { progress: () => undefined }, run);
  await saveFound(context.store, project.id, result.nodes, study);
  await keepMetadata({ ...project, catalogHash: result.hash }, context, run, result.scripts === undefined ? [] : [ddlStatisticsFile(result.scripts)]);
  return {};
}

/** What works with definitions reads a live source first, of which only names are known until then. */
export const withSource =
  (handler: RequestHandler): RequestHandler =>
  async (work, context, run) => {
    const { request, project } = work;
    if (project.catalogHash !== null || request.origin === 'TARGET') return handler(work, context, run);
    await importSource(work, context, run);
    const loaded = await projects.find(context.store, { id: project.id });
    return loaded === null ? {} : handler({ ...work, project: loaded }, context, run);
  };

/** "Load metadata" and "Refresh from database", of either tree. */
export const importMetadata: RequestHandler = (work, context, run) => (work.request.origin === 'TARGET' ? importTarget : importSource)(work, context, run);
