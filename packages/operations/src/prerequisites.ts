import { randomUUID } from 'node:crypto';
import type { DataProviderSettings, Prerequisite, PrerequisiteArea, PrerequisiteStatus } from '@ferry/contract';
import { AppError } from '@ferry/kernel';
import type { ConnectionTest } from '@ferry/kernel/network';
import { providers } from '@ferry/store';
import type { ProjectRow } from '@ferry/store';
import { artifactsBucketOf, artifactsLocation, artifactsOf } from './artifacts';
import { enginesOf } from './context';
import type { OperationContext } from './context';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { sourceAddress, targetAddress, targetKindOf } from './targets';

/** In milliseconds, for one server. */
const patience = 20_000;

type Resource = NonNullable<Prerequisite['Resource']>;

const entry = (area: PrerequisiteArea, name: string, status: PrerequisiteStatus, message: string, more: { readonly cure?: string | undefined; readonly resource?: Resource } = {}): Prerequisite => ({
  Area: area,
  Name: name,
  Status: status,
  Message: message,
  ...(more.cure === undefined ? {} : { Cure: more.cure }),
  ...(more.resource === undefined ? {} : { Resource: more.resource }),
});

/** What is refused on purpose is an answer; anything else is trouble of ours. */
async function worded<T>(work: () => Promise<T>): Promise<T | string> {
  try {
    return await work();
  } catch (thrown) {
    // A probe of the system: the refusal is what a person wants to read here.
    if (thrown instanceof AppError && thrown.code !== 'internal') return thrown.message;
    throw thrown;
  }
}

function installation(context: OperationContext): Prerequisite[] {
  const sandbox = context.sandboxUrl !== undefined;
  return [
    entry(
      'installation',
      'A server to prove converted code on',
      sandbox ? 'met' : 'limited',
      sandbox ? 'Ferry runs its own PostgreSQL server for this.' : 'Converted code is parsed only, and there are no embedded targets.',
      sandbox ? {} : { cure: 'Start Ferry with npm start, or set FERRY_SANDBOX_URL.' },
    ),
    entry(
      'installation',
      'Folders that scripts may be read from',
      context.sourceFolders.length > 0 ? 'met' : 'not-needed',
      context.sourceFolders.length > 0 ? context.sourceFolders.join(', ') : 'Scripts can be uploaded. FERRY_SOURCE_FOLDERS also allows folders of this server.',
    ),
  ];
}

/** Checks that are about reaching a server; the others are about the user. */
const ofNetwork: readonly string[] = ['Host name', 'Port', 'Encryption'];

/** One entry for each thing that was tried on a server. */
function ofTest(side: string, test: ConnectionTest, resource: Resource): Prerequisite[] {
  return test.checks.map((check) =>
    entry(ofNetwork.includes(check.name) ? 'network' : 'credentials', `${side}: ${check.name.toLowerCase()}`, check.passed ? 'met' : check.optional === true ? 'limited' : 'not-met', check.message, { cure: check.cure, resource }),
  );
}

async function ofSource(context: OperationContext, project: ProjectRow): Promise<Prerequisite[]> {
  const resource: Resource = { Type: 'data-provider', Name: project.source.name };
  const row = await providers.find(context.store, { id: project.sourceProviderId });
  const settings = (row?.settings as DataProviderSettings | undefined)?.MicrosoftSqlServerSettings;
  if (project.source.virtual) {
    const folder = settings?.FolderPath ?? settings?.S3Path ?? '';
    const files = row?.files.length ?? 0;
    const there = files > 0 || folder !== '';
    return [
      entry('source', 'Scripts of the source database', there ? 'met' : 'not-met', folder !== '' ? `They are read from ${folder}.` : there ? `${files} uploaded.` : 'There are none yet.', { ...(there ? {} : { cure: 'Upload the DDL scripts to the data provider.' }), resource }),
      entry('network', 'Source: connection', 'not-needed', 'The source is read from scripts.', { resource }),
    ];
  }
  const { server } = enginesOf(project).source;
  if (server === undefined) return [entry('network', 'Source: connection', 'not-met', 'This engine is read from scripts only.', { resource })];
  const address = await worded(() => sourceAddress(context, project));
  if (typeof address === 'string') return [entry('credentials', 'Source: credentials', 'not-met', address, { resource: { Type: 'migration-project', Name: project.name } })];
  return ofTest('Source', await server.test(address, AbortSignal.timeout(patience)), resource);
}

async function ofTarget(context: OperationContext, project: ProjectRow): Promise<Prerequisite[]> {
  const resource: Resource = { Type: 'data-provider', Name: project.target.name };
  const kind = targetKindOf(project.target);
  if (kind === 'virtual') return [entry('network', 'Target: connection', 'not-needed', 'The target is virtual: the converted code is saved as SQL.', { resource })];
  if (kind === 'embedded')
    return [entry('network', 'Target: connection', context.sandboxUrl === undefined ? 'not-met' : 'met', context.sandboxUrl === undefined ? 'Ferry runs without a server of its own.' : 'Ferry keeps a database for this project.', { resource })];
  const { server } = enginesOf(project).target;
  if (server === undefined) return [entry('network', 'Target: connection', 'not-needed', 'This engine is only written to files.', { resource })];
  const address = await worded(() => targetAddress(context, project));
  if (typeof address === 'string') return [entry('credentials', 'Target: credentials', 'not-met', address, { resource: { Type: 'migration-project', Name: project.name } })];
  return ofTest('Target', await server.test(address, AbortSignal.timeout(patience)), resource);
}

/** A file is written where artifacts go, and taken away again. */
async function ofStorage(context: OperationContext, project: ProjectRow): Promise<Prerequisite[]> {
  const bucket = artifactsBucketOf(project);
  const name = bucket === undefined ? 'Folder for artifacts' : 'S3 bucket for artifacts';
  const resource: Resource = { Type: 'migration-project', Name: project.name };
  const failure = await worded(async () => {
    const objects = await artifactsOf(context, project);
    const key = `projects/${project.id}/prerequisites/${randomUUID()}.txt`;
    await objects.put(key, Buffer.from('Ferry can write here.\n'));
    await objects.remove(key);
    return undefined;
  });
  return [
    failure === undefined
      ? entry('storage', name, 'met', `A file was written to ${artifactsLocation(project)} and removed again.`, { resource })
      : entry('storage', name, 'not-met', failure, { cure: 'Choose another place in the project or its instance profile, or mend this one.', resource }),
  ];
}

function ofRoles(project: ProjectRow): Prerequisite[] {
  const resource: Resource = { Type: 'migration-project', Name: project.name };
  const bucket = artifactsBucketOf(project);
  const role = (name: string, wanted: boolean, arn: string | null | undefined): Prerequisite => {
    if (!wanted) return entry('roles', name, 'not-needed', 'Nothing of this project needs it.', { resource });
    return arn === null || arn === undefined || arn === ''
      ? entry('roles', name, 'limited', 'No role is named: the rights of this server itself are used.', { cure: 'Name a role where the server itself must not have the right.', resource })
      : entry('roles', name, 'met', `${arn} is taken on.`, { resource });
  };
  return [
    role('Role for the secret of the source', project.sourceSecretId !== null, project.sourceSecretRole),
    role('Role for the secret of the target', project.targetSecretId !== null, project.targetSecretRole),
    role('Role for the S3 bucket', bucket !== undefined, bucket?.roleArn),
  ];
}

export const prerequisiteHandlers: Pick<Handlers, 'DescribePrerequisites'> = {
  DescribePrerequisites: async (input, context) => {
    if (input.MigrationProjectIdentifier === undefined) return { Prerequisites: installation(context) };
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const parts = await Promise.all([ofSource(context, project), ofTarget(context, project), ofStorage(context, project)]);
    return { Prerequisites: [...installation(context), ...parts.flat(), ...ofRoles(project)] };
  },
};
