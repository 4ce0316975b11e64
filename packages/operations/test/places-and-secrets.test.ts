import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import type { OperationInput, OperationName } from '@ferry/contract';
import { applyMigrations, logEvents, projects } from '@ferry/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifactsOf, callOperation, openOperations } from '../src';
import type { OpenedOperations } from '../src';

let database: TestDatabase;
let context: OpenedOperations;
let folder: string;
const open = (secretKey?: string): Promise<OpenedOperations> =>
  openOperations({ databaseUrl: database.url, dataFolder: join(folder, 'objects'), homeFolder: folder, ...(secretKey === undefined ? {} : { secretKey }), sourceFolders: [join(folder, 'scripts')], artifactsFolders: [join(folder, 'artifacts')], log: () => undefined });
beforeAll(async () => {
  database = await testDatabase();
  await applyMigrations(database.url);
  folder = await mkdtemp(join(tmpdir(), 'ferry-places-'));
  for (const name of ['scripts/shop', 'scripts/.git', 'artifacts/team', 'elsewhere']) await mkdir(join(folder, name), { recursive: true });
  for (const name of ['a.sql', 'b.SQL', 'note.md']) await writeFile(join(folder, 'scripts', 'shop', name), 'SELECT 1');
  await symlink(join(folder, 'elsewhere'), join(folder, 'scripts', 'link'));
  context = await open();
});
afterAll(async () => {
  await context.close();
  await database.drop();
  await rm(folder, { recursive: true });
});
const call = <N extends OperationName>(name: N, input: OperationInput<N>) => callOperation(name, input, context);

describe('folders of the server', () => {
  it('are listed inside the allowed ones, and nowhere else', async () => {
    expect(await call('DescribeSourceFolders', {})).toEqual({ Folders: [{ FolderPath: join(folder, 'scripts'), Name: 'scripts' }], Scripts: 0 });
    expect(await call('DescribeSourceFolders', { FolderPath: join(folder, 'scripts') })).toEqual({ Folders: [{ FolderPath: join(folder, 'scripts', 'shop'), Name: 'shop' }], Scripts: 0 });
    expect(await call('DescribeSourceFolders', { FolderPath: join(folder, 'scripts', 'shop') })).toEqual({ Folders: [], Scripts: 2, ParentPath: join(folder, 'scripts') });
    for (const path of ['/etc', join(folder, 'scripts', 'link'), `${folder}/scripts/../elsewhere`]) await expect(call('DescribeSourceFolders', { FolderPath: path }), path).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('are taken by a data provider only when they are allowed', async () => {
    const provider = (FolderPath: string, more = {}): OperationInput<'CreateDataProvider'> => ({ Engine: 'sqlserver', Virtual: true, Settings: { MicrosoftSqlServerSettings: { FolderPath, ...more } } });
    await expect(call('CreateDataProvider', provider('/etc'))).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(call('CreateDataProvider', provider(join(folder, 'scripts'), { Encoding: 'klingon' }))).rejects.toThrow(/"klingon" is not known/);
    const { DataProvider } = await call('CreateDataProvider', { ...provider(join(folder, 'scripts', 'shop'), { ScriptVariables: { Name: 'value' }, Encoding: 'windows-1252' }), DataProviderName: 'scripts' });
    expect(DataProvider.Settings.MicrosoftSqlServerSettings).toMatchObject({ ScriptVariables: { Name: 'value' } });
  });
});

describe('artifacts', () => {
  it('go to the folder of the profile, and are refused with its name when it is gone', async () => {
    const place = join(folder, 'artifacts', 'team');
    await expect(call('CreateInstanceProfile', { InstanceProfileName: 'p', ArtifactsFolder: '/tmp' })).rejects.toMatchObject({ code: 'invalid-input' });
    await call('CreateInstanceProfile', { InstanceProfileName: 'p', ArtifactsFolder: place });
    await call('CreateDataProvider', { DataProviderName: 'target', Engine: 'postgres', Virtual: true, Settings: { PostgreSqlSettings: {} } });
    const { MigrationProject } = await call('CreateMigrationProject', { MigrationProjectName: 'places', InstanceProfileIdentifier: 'p', SourceDataProviderDescriptors: [{ DataProviderIdentifier: 'scripts' }], TargetDataProviderDescriptors: [{ DataProviderIdentifier: 'target' }] });
    expect(MigrationProject).toMatchObject({ ArtifactsLocation: place, TargetKind: 'virtual' });
    const row = await projects.find(context.store, { name: 'places' });
    if (row === null) throw new Error('no project');
    const artifacts = await artifactsOf(context, row);
    await artifacts.put('projects/x/report.pdf', Buffer.from('report'));
    await rename(place, `${place}-away`);
    await expect(artifactsOf(context, row)).rejects.toThrow(/folder for artifacts .*team is not there any more.*instance profile "p"/);
    await rename(`${place}-away`, place);
    expect(Buffer.from(await (await artifactsOf(context, row)).get('projects/x/report.pdf')).toString()).toBe('report');
    expect((await call('ModifyInstanceProfile', { InstanceProfileIdentifier: 'p', ArtifactsFolder: '' })).InstanceProfile.ArtifactsFolder).toBeUndefined();
  });
});

describe('secrets', () => {
  it('are named by projects, kept while they are, and never shown', async () => {
    const { Secret } = await call('CreateSecret', { Name: 'team/login', Username: 'me', Password: 'hidden-42' });
    expect(JSON.stringify(Secret)).not.toContain('hidden');
    await expect(call('CreateSecret', { Name: 'team/login', Username: 'me', Password: 'x' })).rejects.toMatchObject({ code: 'already-exists' });
    await expect(call('ModifyMigrationProject', { MigrationProjectIdentifier: 'places', TargetDataProviderDescriptors: [{ DataProviderIdentifier: 'target', SecretsManagerSecretId: 'nobody' }] })).rejects.toMatchObject({ code: 'not-found' });
    const { MigrationProject } = await call('ModifyMigrationProject', { MigrationProjectIdentifier: 'places', TargetDataProviderDescriptors: [{ DataProviderIdentifier: 'target', SecretsManagerSecretId: 'team/login' }] });
    expect(MigrationProject.TargetDataProviderDescriptors[0]).toMatchObject({ SecretsManagerSecretId: Secret.SecretId, SecretName: 'team/login' });
    await expect(call('DeleteSecret', { SecretId: Secret.SecretId })).rejects.toThrow('Secret "team/login" is used by migration project places and cannot be deleted.');
    await call('DeleteMigrationProject', { MigrationProjectIdentifier: 'places' });
    expect((await call('DescribeSecrets', {})).Secrets).toMatchObject([{ Name: 'team/login', UsedBy: [] }]);
  });

  it('say so when they were encrypted with another key, and are mended by entering them again', async () => {
    const other = await open(randomBytes(32).toString('base64'));
    const there = await callOperation('DescribeSecrets', {}, other);
    expect(there.Secrets[0]?.Unreadable).toMatch(/another key/);
    const test = { Engine: 'postgres', Settings: { PostgreSqlSettings: { ServerName: 'localhost', DatabaseName: 'x' } }, SecretId: 'team/login' } as const;
    await expect(callOperation('TestDataProviderConnection', test, other)).rejects.toThrow(/encrypted with another key.*FERRY_SECRET_KEY/);
    expect((await callOperation('UpdateSecret', { SecretId: 'team/login', Password: 'new' }, other)).Secret.Unreadable).toBeUndefined();
    await other.close();
    await call('DeleteSecret', { SecretId: 'team/login' });
  });

  it('open only with a key file that is private', async () => {
    await chmod(join(folder, 'secret.key'), 0o644);
    await expect(open()).rejects.toThrow(/chmod 600/);
    await chmod(join(folder, 'secret.key'), 0o600);
  });
});

describe('the log of a project', () => {
  it('is searched without case and literally, and read in both directions', async () => {
    await call('CreateMigrationProject', { MigrationProjectName: 'log', InstanceProfileIdentifier: 'p', SourceDataProviderDescriptors: [{ DataProviderIdentifier: 'scripts' }], TargetDataProviderDescriptors: [{ DataProviderIdentifier: 'target' }] });
    const row = await projects.find(context.store, { name: 'log' });
    const event = (level: string, module: string, message: string) => ({ projectId: row?.id ?? '', at: new Date(), level, module, message });
    await logEvents.add(context.store, [event('info', 'loader', 'one'), event('error', 'apply', 'FAILED: 100 % of a_b'), event('warn', 'prover', 'Three'), event('info', 'apply', 'four')]);
    const ask = async (input: Omit<OperationInput<'DescribeLogEvents'>, 'MigrationProjectIdentifier'>) => call('DescribeLogEvents', { MigrationProjectIdentifier: 'log', ...input });
    const messages = async (input: Parameters<typeof ask>[0]): Promise<string[]> => (await ask(input)).LogEvents.map((e) => e.Message);
    expect(await messages({})).toEqual(['four', 'Three', 'FAILED: 100 % of a_b', 'one']);
    expect(await messages({ Text: 'failed' })).toEqual(['FAILED: 100 % of a_b']);
    expect(await messages({ Text: 'Error' })).toEqual(['FAILED: 100 % of a_b']);
    expect(await messages({ Text: '100 %' })).toEqual(['FAILED: 100 % of a_b']);
    expect(await messages({ Text: 'a%b' })).toEqual([]);
    expect(await messages({ Text: 'o_r' })).toEqual([]);
    expect(await messages({ Modules: ['apply'] })).toEqual(['four', 'FAILED: 100 % of a_b']);
    const first = await ask({ MaxRecords: 1 });
    expect((await ask({ MaxRecords: 5, Marker: first.Marker ?? '' })).LogEvents.map((e) => e.Message)).toEqual(['Three', 'FAILED: 100 % of a_b', 'one']);
    const oldest = (await ask({})).LogEvents.at(-1)?.EventId ?? '';
    expect(await messages({ AfterEventId: oldest, MaxRecords: 2 })).toEqual(['FAILED: 100 % of a_b', 'Three']);
  });
});
