import { rootPath, selectPaths } from '@ferry/contract';
import type { DataProviderSettings, MigrationProject } from '@ferry/contract';
import { AppError } from '@ferry/kernel';
import { sourceFacts, targetFacts } from '@ferry/registry/facts';
import { applied, newResourceId, projects, providers, requests, trees } from '@ferry/store';
import type { ProjectData, ProjectRow, ProviderRow } from '@ferry/store';
import { rulesOf } from './assessment-runs';
import { artifactsBucketOf, artifactsColumn, artifactsFolderOf, artifactsLocation } from './artifacts';
import { enginesOf, sourceName, targetName } from './context';
import type { OperationContext } from './context';
import { discard } from './data-providers';
import { demandClosed, findProfile, findProject, findProvider } from './find';
import type { Handlers } from './handlers';
import { isLive } from './live-source';
import { arnOf, resourceKey } from './names';
import { filterValues, pageOf, pageResult } from './paging';
import { startRequest } from './requests';
import { secretColumns } from './secrets';
import { embeddedDatabase, targetKindOf } from './targets';

const descriptor = (context: OperationContext, provider: { id: string; name: string; engine: string }, stored: { id: string; name: string } | null, external: string | null, role: string | null) => ({
  DataProviderName: provider.name,
  DataProviderArn: arnOf(context, 'data-provider', provider.id),
  ...(stored !== null ? { SecretsManagerSecretId: arnOf(context, 'secret', stored.id), SecretName: stored.name } : external === null ? {} : { SecretsManagerSecretId: external }),
  ...(role === null ? {} : { SecretsManagerAccessRoleArn: role }),
  Engine: provider.engine,
});

export const shownProject = (context: OperationContext, row: ProjectRow): MigrationProject => ({
  MigrationProjectName: row.name,
  MigrationProjectArn: arnOf(context, 'migration-project', row.id),
  MigrationProjectCreationTime: row.createdAt.toISOString(),
  SourceDataProviderDescriptors: [descriptor(context, row.source, row.sourceSecret, row.sourceSecretId, row.sourceSecretRole)],
  TargetDataProviderDescriptors: [descriptor(context, row.target, row.targetSecret, row.targetSecretId, row.targetSecretRole)],
  InstanceProfileArn: arnOf(context, 'instance-profile', row.instanceProfileId),
  InstanceProfileName: row.instanceProfile.name,
  ...(row.transformationRules === null ? {} : { TransformationRules: row.transformationRules }),
  ...(row.description === null ? {} : { Description: row.description }),
  ...(row.s3BucketPath === null && row.s3BucketRole === null && row.artifactsFolder === null
    ? {}
    : {
        SchemaConversionApplicationAttributes: {
          ...(row.s3BucketPath === null ? {} : { S3BucketPath: row.s3BucketPath }),
          ...(row.s3BucketRole === null ? {} : { S3BucketRoleArn: row.s3BucketRole }),
          ...(row.artifactsFolder === null ? {} : { ArtifactsFolder: row.artifactsFolder }),
        },
      }),
  SchemaConversionStatus: row.conversionOpen ? 'OPEN' : 'CLOSED',
  ...(row.openedAt === null ? {} : { SchemaConversionOpenTime: row.openedAt.toISOString() }),
  SourceLoaded: row.catalogHash !== null,
  TargetKind: targetKindOf(row.target),
  ArtifactsLocation: artifactsLocation(row),
});

/** @throws AppError when the one cannot be converted to the other */
function checkPair(source: ProviderRow, target: ProviderRow): void {
  if (sourceName(source.engine) === undefined) throw new AppError('invalid-input', { public: `Data provider "${source.name}" (engine ${source.engine}) cannot be a source. Sources are: ${sourceFacts.map((f) => f.label).join(', ')}.` });
  if (targetName(target.engine) === undefined) throw new AppError('invalid-input', { public: `Data provider "${target.name}" (engine ${target.engine}) cannot be a target. Targets are: ${targetFacts.map((f) => f.label).join(', ')}.` });
  enginesOf({ source, target });
}

interface Descriptor {
  readonly DataProviderIdentifier: string;
  readonly SecretsManagerSecretId?: string | undefined;
  readonly SecretsManagerAccessRoleArn?: string | undefined;
}
const roleOf = ({ SecretsManagerAccessRoleArn: role }: Descriptor): string | null => (role === undefined || role === '' ? null : role);
interface Members {
  readonly TransformationRules?: string | undefined;
  readonly Description?: string | undefined;
  readonly SchemaConversionApplicationAttributes?: { readonly S3BucketPath?: string | undefined; readonly S3BucketRoleArn?: string | undefined; readonly ArtifactsFolder?: string | undefined } | undefined;
}

/** Rules as they are kept: none is nothing. @throws AppError that says what is wrong with them */
function checkedRules(text: string): string | null {
  return rulesOf(text).length === 0 ? null : text;
}

const memberData = (input: Members) => ({
  ...(input.TransformationRules === undefined ? {} : { transformationRules: checkedRules(input.TransformationRules) }),
  ...(input.Description === undefined ? {} : { description: input.Description }),
  ...(input.SchemaConversionApplicationAttributes === undefined
    ? {}
    : { s3BucketPath: input.SchemaConversionApplicationAttributes.S3BucketPath ?? null, s3BucketRole: input.SchemaConversionApplicationAttributes.S3BucketRoleArn ?? null }),
});
async function sourceData(context: OperationContext, provider: ProviderRow, given: Descriptor) {
  const { external, stored } = await secretColumns(context, given.SecretsManagerSecretId, given.SecretsManagerAccessRoleArn);
  return { sourceProviderId: provider.id, sourceSecretId: external, sourceStoredSecret: stored, sourceSecretRole: roleOf(given) };
}
async function targetData(context: OperationContext, provider: ProviderRow, given: Descriptor) {
  const { external, stored } = await secretColumns(context, given.SecretsManagerSecretId, given.SecretsManagerAccessRoleArn);
  return { targetProviderId: provider.id, targetSecretId: external, targetStoredSecret: stored, targetSecretRole: roleOf(given) };
}

const projectFilters = { 'migration-project-identifier': 'migration-project', 'instance-profile-identifier': 'instance-profile', 'data-provider-identifier': 'data-provider', 'source-data-provider-identifier': 'data-provider', 'target-data-provider-identifier': 'data-provider' } as const;

/** @throws AppError while a request of the project has not come to an end */
async function demandIdle(context: OperationContext, project: ProjectRow, action: string): Promise<void> {
  const [busy] = await requests.unfinished(context.store, project.id);
  if (busy !== undefined) throw new AppError('invalid-state', { public: `Migration project "${project.name}" is busy (${busy.kind}, ${busy.status}). Wait for it or cancel it, then ${action}.` });
}

/** What the project knows of its old target says nothing of the new one; an embedded database of its own goes. */
async function leaveTarget(context: OperationContext, project: ProjectRow): Promise<void> {
  await applied.forget(context.store, project.id);
  await trees.forgetOnlyOnTarget(context.store, project.id);
  if (targetKindOf(project.target) === 'embedded') await discard(context, project.id, [], { databases: [embeddedDatabase(project.id)] });
}

export const migrationProjectHandlers: Pick<
  Handlers,
  'CreateMigrationProject' | 'DescribeMigrationProjects' | 'ModifyMigrationProject' | 'DeleteMigrationProject' | 'OpenSchemaConversion' | 'CloseSchemaConversion'
> = {
  CreateMigrationProject: async (input, context) => {
    const [sourceGiven, targetGiven] = [input.SourceDataProviderDescriptors[0] as Descriptor, input.TargetDataProviderDescriptors[0] as Descriptor];
    const profile = await findProfile(context, input.InstanceProfileIdentifier);
    const source = await findProvider(context, sourceGiven.DataProviderIdentifier);
    const target = await findProvider(context, targetGiven.DataProviderIdentifier);
    checkPair(source, target);
    const row = await projects.create(context.store, {
      name: input.MigrationProjectName ?? `migration-project-${newResourceId().slice(0, 8).toLowerCase()}`,
      instanceProfileId: profile.id,
      ...(await sourceData(context, source, sourceGiven)),
      ...(await targetData(context, target, targetGiven)),
      ...memberData(input),
      ...(await artifactsColumn(context, input.SchemaConversionApplicationAttributes?.ArtifactsFolder)),
      tags: input.Tags ?? [],
    });
    return { MigrationProject: shownProject(context, row) };
  },
  DescribeMigrationProjects: async (input, context) => {
    const filters = filterValues(input.Filters, Object.keys(projectFilters));
    const keys = (name: keyof typeof projectFilters) => filters.get(name)?.map((id) => resourceKey(projectFilters[name], id));
    const page = pageOf(input);
    const [byProject, byProfile, byProvider, bySource, byTarget] = [keys('migration-project-identifier'), keys('instance-profile-identifier'), keys('data-provider-identifier'), keys('source-data-provider-identifier'), keys('target-data-provider-identifier')];
    const found = await projects.list(
      context.store,
      {
        ...(byProject ? { projects: byProject } : {}),
        ...(byProfile ? { profiles: byProfile } : {}),
        ...(byProvider ? { providers: byProvider } : {}),
        ...(bySource ? { sources: bySource } : {}),
        ...(byTarget ? { targets: byTarget } : {}),
      },
      page,
    );
    const { rows, ...next } = pageResult(found.rows, page);
    return { ...next, TotalCount: found.total, MigrationProjects: rows.map((row) => shownProject(context, row)) };
  },
  ModifyMigrationProject: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    // Rules and the description take effect with the next conversion: what is on the screen stays true.
    const { MigrationProjectIdentifier: _, TransformationRules: __, Description: ___, ...connected } = input;
    if (Object.keys(connected).length > 0) demandClosed(project, 'modify the project');
    await demandIdle(context, project, 'modify the project');
    const sourceGiven = input.SourceDataProviderDescriptors?.[0];
    const targetGiven = input.TargetDataProviderDescriptors?.[0];
    const source = await findProvider(context, sourceGiven?.DataProviderIdentifier ?? arnOf(context, 'data-provider', project.sourceProviderId));
    const target = await findProvider(context, targetGiven?.DataProviderIdentifier ?? arnOf(context, 'data-provider', project.targetProviderId));
    checkPair(source, target);
    const data: Partial<ProjectData> = {
      ...(input.MigrationProjectName === undefined ? {} : { name: input.MigrationProjectName }),
      ...(sourceGiven === undefined ? {} : await sourceData(context, source, sourceGiven)),
      ...(targetGiven === undefined ? {} : await targetData(context, target, targetGiven)),
      ...(input.InstanceProfileIdentifier === undefined ? {} : { instanceProfileId: (await findProfile(context, input.InstanceProfileIdentifier)).id }),
      ...memberData(input),
      ...(await artifactsColumn(context, input.SchemaConversionApplicationAttributes?.ArtifactsFolder)),
    };
    const changed = await projects.update(context.store, project.id, data);
    if (changed.targetProviderId !== project.targetProviderId) await leaveTarget(context, project);
    return { MigrationProject: shownProject(context, changed) };
  },
  DeleteMigrationProject: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    demandClosed(project, 'delete the project');
    await demandIdle(context, project, 'delete the project');
    await projects.remove(context.store, project.id);
    const bucket = artifactsBucketOf(project);
    const folder = artifactsFolderOf(project);
    await discard(context, project.id, [`projects/${project.id}`, project.id], { databases: [embeddedDatabase(project.id)], folders: folder === undefined ? [] : [folder], buckets: bucket === undefined ? [] : [bucket] });
    return { MigrationProject: shownProject(context, project) };
  },
  OpenSchemaConversion: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const source = await providers.find(context.store, { id: project.sourceProviderId });
    const loaded = project.catalogHash !== null;
    const folder = (source?.settings as DataProviderSettings | undefined)?.MicrosoftSqlServerSettings?.FolderPath;
    if (!loaded && source?.virtual === true && source.files.length === 0 && (folder === undefined || folder === ''))
      throw new AppError('invalid-state', { public: `The source "${project.source.name}" of migration project "${project.name}" has no scripts yet. Upload the DDL scripts of the database to the data provider, then launch schema conversion.` });
    const opened = project.conversionOpen ? project : await projects.update(context.store, project.id, { conversionOpen: true, openedAt: new Date() });
    const running = (await requests.unfinished(context.store, project.id)).some((r) => r.kind === 'import');
    if (loaded || running) return { MigrationProject: shownProject(context, opened) };
    const request = await startRequest(context, opened, { kind: 'import', origin: 'SOURCE', selectionRules: selectPaths([rootPath]), ...(source !== null && isLive(source) ? { options: { namesOnly: true } } : {}) });
    return { MigrationProject: shownProject(context, opened), RequestIdentifier: request.id };
  },
  CloseSchemaConversion: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    await demandIdle(context, project, 'close schema conversion');
    const closed = project.conversionOpen ? await projects.update(context.store, project.id, { conversionOpen: false }) : project;
    return { MigrationProject: shownProject(context, closed) };
  },
};
