import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { sourceFacts, targetFacts } from '@ferry/registry/facts';
import { newResourceId, profiles, projects, providers } from '@ferry/store';
import type { ProviderRow } from '@ferry/store';
import type { OperationContext } from './context';
import type { Handlers } from './handlers';
import { shownProject } from './migration-projects';

const description = 'Made by Explore with the sample';
const names = { profile: 'sample-profile', source: 'sample-source', target: 'sample-target', project: 'sample-project' } as const;

// Not imported: a bundler that knows this function would put the number of a module where the path is wanted.
const { createRequire } = process.getBuiltinModule('node:module');

/** The sample that comes with a source: its files lie in the source's package, also beside a bundle. */
async function sampleFiles(): Promise<{ name: string; bytes: Uint8Array }[]> {
  const modules = createRequire(import.meta.url);
  const files = sourceFacts.flatMap((facts) => facts.sample ?? []);
  return Promise.all(files.map(async (file) => ({ name: basename(file), bytes: await readFile(modules.resolve(file)) })));
}

async function source(context: OperationContext): Promise<ProviderRow> {
  const there = await providers.find(context.store, { name: names.source });
  const row =
    there ??
    (await providers.create(context.store, { name: names.source, description, engine: sourceFacts[0]?.dmsEngines[0] ?? '', virtual: true, settings: { [sourceFacts[0]?.dmsSettings ?? '']: { ServerName: 'sample', DatabaseName: 'PedalAndPost' } }, tags: [] }));
  if (row.files.length > 0) return row;
  for (const { name, bytes } of await sampleFiles()) {
    const objectKey = `uploads/${row.id}/${newResourceId()}`;
    const { size, sha256 } = await context.objects.put(objectKey, bytes);
    await providers.addFile(context.store, row.id, { name, size: BigInt(size), sha256, objectKey });
  }
  return (await providers.find(context.store, { id: row.id })) ?? row;
}

async function target(context: OperationContext): Promise<ProviderRow> {
  const there = await providers.find(context.store, { name: names.target });
  if (there !== null) return there;
  const facts = targetFacts[0];
  // Without a server of our own the sample is converted all the same; it cannot be applied then.
  const embedded = context.sandboxUrl !== undefined;
  return providers.create(context.store, { name: names.target, description, engine: facts?.dmsEngines[0] ?? '', virtual: !embedded, settings: { [facts?.dmsSettings ?? '']: embedded ? { Embedded: true } : {} }, tags: [] });
}

/** "Explore with the sample": what is there already is taken as it is, so that a second click leads to the same project. */
export const sampleProjectHandlers: Pick<Handlers, 'CreateSampleProject'> = {
  CreateSampleProject: async (_, context) => {
    const there = await projects.find(context.store, { name: names.project });
    if (there !== null) return { MigrationProject: shownProject(context, there), Created: false };
    const profile = (await profiles.find(context.store, { name: names.profile })) ?? (await profiles.create(context.store, { name: names.profile, description, networkType: 'IPV4', publiclyAccessible: false, vpcSecurityGroups: [], tags: [] }));
    const [sourceRow, targetRow] = [await source(context), await target(context)];
    const project = await projects.create(context.store, { name: names.project, description, instanceProfileId: profile.id, sourceProviderId: sourceRow.id, targetProviderId: targetRow.id, tags: [] });
    return { MigrationProject: shownProject(context, project), Created: true };
  },
};
