import { s3Place } from '@ferry/cloud';
import { settingsMember } from '@ferry/contract';
import type { DataProvider, DataProviderSettings, Engine } from '@ferry/contract';
import { AppError } from '@ferry/kernel';
import { sourceFacts, targetFacts } from '@ferry/registry/facts';
import { applied, newResourceId, projects, providers, trees } from '@ferry/store';
import type { ProviderRow } from '@ferry/store';
import type { OperationContext } from './context';
import { demandClosed, findProvider } from './find';
import type { Handlers } from './handlers';
import { arnOf, listing, resourceKey } from './names';
import { filterValues, pageOf, pageResult } from './paging';
import { sourceFolder } from './source-folders';

const users = (row: ProviderRow): string[] => [...new Set([...row.sourceOf, ...row.targetOf].map((p) => p.name))].sort();

export const shownProvider = (context: OperationContext, row: ProviderRow): DataProvider => ({
  DataProviderName: row.name,
  DataProviderArn: arnOf(context, 'data-provider', row.id),
  DataProviderCreationTime: row.createdAt.toISOString(),
  ...(row.description === null ? {} : { Description: row.description }),
  Engine: row.engine,
  Virtual: row.virtual,
  Settings: row.settings as DataProviderSettings,
  Files: row.files.map((file) => ({ FileIdentifier: file.id, Name: file.name, Size: Number(file.size), UploadTime: file.uploadedAt.toISOString() })),
  UsedBy: users(row),
});

/** @throws AppError when Ferry does not know the engine, or the settings are another engine's */
function checkEngine(engine: Engine, settings: DataProviderSettings): void {
  const member = settingsMember[engine];
  const known = [...sourceFacts, ...targetFacts].flatMap((f) => f.dmsEngines);
  if (member === undefined || !known.includes(engine))
    throw new AppError('invalid-input', { public: `Ferry cannot work with the engine "${engine}" yet. It knows: ${known.join(', ')}.` });
  if (settings[member] === undefined) throw new AppError('invalid-input', { public: `A data provider of the engine "${engine}" needs ${member} in its settings.` });
}

/** @throws AppError for settings that cannot be used together, or a folder that may not be read */
async function checkSettings(context: OperationContext, virtual: boolean, settings: DataProviderSettings): Promise<void> {
  const { MicrosoftSqlServerSettings: source, PostgreSqlSettings: target } = settings;
  if (source?.FolderPath !== undefined && source.FolderPath !== '') await sourceFolder(context, source.FolderPath);
  if (source?.S3Path !== undefined && source.S3Path !== '') s3Place(source.S3Path);
  if (source?.Encoding !== undefined && source.Encoding !== '') checkEncoding(source.Encoding);
  if (target?.Embedded === true && virtual) throw new AppError('invalid-input', { public: 'A target is either virtual or embedded: an embedded one is a real database. Leave Virtual out.' });
  if (target?.Embedded === true && context.sandboxUrl === undefined) throw new AppError('invalid-input', { public: 'Ferry runs without a server of its own (FERRY_SANDBOX_URL), so there are no embedded targets. Use a virtual target or a server.' });
  if (target?.ServerName !== undefined && /[\s/\\@]/.test(target.ServerName)) throw new AppError('invalid-input', { public: 'ServerName is a DNS name or an IP address only, without port, user or path.' });
}

function checkEncoding(label: string): void {
  try {
    new TextDecoder(label);
  } catch {
    // The decoder tells of an unknown label by throwing.
    throw new AppError('invalid-input', { public: `The encoding "${label}" is not known. Known are for example utf-8, utf-16le, windows-1252, windows-1251, shift_jis.` });
  }
}

/** Members that are given replace the old ones; the rest stays. */
function merged(old: DataProviderSettings, given: DataProviderSettings): DataProviderSettings {
  const [member, values] = Object.entries(given)[0] as [keyof DataProviderSettings, DataProviderSettings[keyof DataProviderSettings]];
  return { [member]: { ...old[member], ...values } };
}

export const dataProviderHandlers: Pick<Handlers, 'CreateDataProvider' | 'DescribeDataProviders' | 'ModifyDataProvider' | 'DeleteDataProvider' | 'DeleteDataProviderFile'> = {
  CreateDataProvider: async (input, context) => {
    checkEngine(input.Engine, input.Settings);
    await checkSettings(context, input.Virtual ?? false, input.Settings);
    const row = await providers.create(context.store, {
      name: input.DataProviderName ?? `data-provider-${newResourceId().slice(0, 8).toLowerCase()}`,
      description: input.Description ?? null,
      engine: input.Engine,
      virtual: input.Virtual ?? false,
      settings: input.Settings,
      tags: input.Tags ?? [],
    });
    return { DataProvider: shownProvider(context, row) };
  },
  DescribeDataProviders: async (input, context) => {
    const wanted = filterValues(input.Filters, ['data-provider-identifier']).get('data-provider-identifier');
    const page = pageOf(input);
    const found = await providers.list(context.store, wanted?.map((id) => resourceKey('data-provider', id)), page);
    const { rows, ...next } = pageResult(found.rows, page);
    return { ...next, TotalCount: found.total, DataProviders: rows.map((row) => shownProvider(context, row)) };
  },
  ModifyDataProvider: async (input, context) => {
    const row = await findProvider(context, input.DataProviderIdentifier);
    await demandUsersClosed(context, row, 'modify the data provider');
    const old = row.settings as DataProviderSettings;
    const settings = input.Settings === undefined ? old : input.ExactSettings === true ? input.Settings : merged(old, input.Settings);
    checkEngine(input.Engine ?? (row.engine as Engine), settings);
    await checkSettings(context, input.Virtual ?? row.virtual, settings);
    if (input.Virtual === true && !row.virtual) throw new AppError('invalid-input', { public: 'Virtual mode cannot be switched on again. Create another data provider.' });
    const changed = await providers.update(context.store, row.id, {
      ...(input.DataProviderName === undefined ? {} : { name: input.DataProviderName }),
      ...(input.Description === undefined ? {} : { description: input.Description }),
      ...(input.Engine === undefined ? {} : { engine: input.Engine }),
      ...(input.Virtual === undefined ? {} : { virtual: input.Virtual }),
      settings,
    });
    // What was applied to another server says nothing of this one.
    if (JSON.stringify(settings) !== JSON.stringify(old))
      for (const project of await targetUsers(context, row)) {
        await applied.forget(context.store, project);
        await trees.forgetOnlyOnTarget(context.store, project);
      }
    return { DataProvider: shownProvider(context, changed) };
  },
  DeleteDataProvider: async (input, context) => {
    const row = await findProvider(context, input.DataProviderIdentifier);
    const names = users(row);
    if (names.length > 0)
      throw new AppError('invalid-state', { public: `Data provider "${row.name}" is used by migration project ${listing(names)} and cannot be deleted. Delete or modify that first.` });
    await providers.remove(context.store, row.id);
    await discard(context, row.id, row.files.map((file) => file.objectKey));
    return { DataProvider: shownProvider(context, row) };
  },
  DeleteDataProviderFile: async (input, context) => {
    const row = await findProvider(context, input.DataProviderIdentifier);
    const file = row.files.find((f) => f.id === input.FileIdentifier);
    if (file === undefined) throw new AppError('not-found', { public: `Data provider "${row.name}" has no such file.` });
    await discard(context, row.id, await providers.removeFiles(context.store, row.id, [file.id]));
    return { DataProvider: shownProvider(context, await findProvider(context, input.DataProviderIdentifier)) };
  },
};

/** Ids of the projects that have a data provider as their target. */
const targetUsers = async (context: OperationContext, row: ProviderRow): Promise<string[]> =>
  (await projects.list(context.store, { targets: [{ id: row.id }] }, { skip: 0, take: 1000 })).rows.map((project) => project.id);

async function demandUsersClosed(context: OperationContext, row: ProviderRow, action: string): Promise<void> {
  const { rows } = await projects.list(context.store, { providers: [{ id: row.id }] }, { skip: 0, take: 1000 });
  for (const project of rows) demandClosed(project, action);
}

/** Frees stored files (also in other folders and buckets for artifacts) and embedded databases that no row names any more, in the background: it is tried again when the disk refuses. */
export async function discard(context: OperationContext, group: string, prefixes: readonly string[], more: { readonly databases?: readonly string[]; readonly folders?: readonly string[]; readonly buckets?: readonly { readonly uri: string; readonly roleArn?: string }[] } = {}): Promise<void> {
  const { databases = [], folders = [], buckets = [] } = more;
  if (prefixes.length + databases.length > 0) await context.queue.enqueue({ id: crypto.randomUUID(), kind: 'delete', payload: { prefixes: [...prefixes], databases: [...databases], folders: [...folders], buckets: [...buckets] }, group });
}
