import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OperationInput, OperationName } from '@ferry/contract';
import { testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import { applyMigrations, projects } from '@ferry/store';
import { emulatorCredentials, emulatorRole, startAwsEmulator } from '@ferry/testkit/aws';
import type { AwsEmulator } from '@ferry/testkit/aws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callOperation, openOperations, targetAddress } from '../src';
import type { OpenedOperations } from '../src';

/** One contract for both places that credentials come from: Ferry's own store, and Secrets Manager through AWS's SDK. */
let database: TestDatabase;
let emulator: AwsEmulator;
let folder: string;
const open = (): Promise<OpenedOperations> => openOperations({ databaseUrl: database.url, dataFolder: join(folder, 'objects'), homeFolder: folder, aws: { region: 'us-east-1', endpoint: emulator.endpoint }, log: () => undefined });
let context: OpenedOperations;
const call = <N extends OperationName>(name: N, input: OperationInput<N>, on = context) => callOperation(name, input, on);

beforeAll(async () => {
  database = await testDatabase();
  await applyMigrations(database.url);
  folder = await mkdtemp(join(tmpdir(), 'ferry-secrets-'));
  emulator = await startAwsEmulator();
  process.env['AWS_ACCESS_KEY_ID'] = emulatorCredentials.accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = emulatorCredentials.secretAccessKey;
  context = await open();
  await call('CreateInstanceProfile', { InstanceProfileName: 'p' });
  await call('CreateDataProvider', { DataProviderName: 'source', Engine: 'sqlserver', Virtual: true, Settings: { MicrosoftSqlServerSettings: {} } });
  await call('CreateDataProvider', { DataProviderName: 'target', Engine: 'postgres', Virtual: false, Settings: { PostgreSqlSettings: { ServerName: '127.0.0.1', Port: 1, DatabaseName: 'shop' } } });
});
afterAll(async () => {
  await context.close();
  await emulator.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

interface Place {
  readonly put: (name: string, username: string, password: string) => Promise<unknown>;
  readonly change: (name: string, password: string) => Promise<unknown>;
  readonly remove: (name: string) => Promise<unknown>;
  /** How a project names it. */
  readonly named: (name: string) => { readonly SecretsManagerSecretId: string; readonly SecretsManagerAccessRoleArn?: string };
}
const inAws = {
  put: async (name: string, username: string, password: string) => emulator.secrets.set(name, JSON.stringify({ username, password, engine: 'postgres', host: 'elsewhere' })),
  change: async (name: string, password: string) => emulator.secrets.set(name, JSON.stringify({ username: 'shop app', password })),
  remove: async (name: string) => emulator.secrets.delete(name),
};
const places: readonly (readonly [string, Place])[] = [
  [
    "Ferry's own store",
    {
      put: (Name, Username, Password) => call('CreateSecret', { Name, Username, Password }),
      change: (SecretId, Password) => call('UpdateSecret', { SecretId, Password }),
      // One that a project uses cannot be deleted: the project lets go of it.
      remove: async (SecretId) => {
        await call('ModifyMigrationProject', { MigrationProjectIdentifier: `of-${SecretId.replaceAll('/', '-')}`, TargetDataProviderDescriptors: [{ DataProviderIdentifier: 'target' }] });
        await call('DeleteSecret', { SecretId });
      },
      named: (name) => ({ SecretsManagerSecretId: name }),
    },
  ],
  ['Secrets Manager, by ARN', { ...inAws, named: (name) => ({ SecretsManagerSecretId: `arn:aws:secretsmanager:us-east-1:000000000000:secret:${name}` }) }],
  ['Secrets Manager, by name', { ...inAws, named: (name) => ({ SecretsManagerSecretId: `secretsmanager:${name}` }) }],
  ['Secrets Manager, by name and role, as AWS says it', { ...inAws, named: (name) => ({ SecretsManagerSecretId: name, SecretsManagerAccessRoleArn: emulatorRole }) }],
];

describe.each(places)('credentials in %s', (where, place) => {
  const name = `contract/${places.findIndex(([one]) => one === where)}`;
  const project = `of-${name.replaceAll('/', '-')}`;
  const password = 'p@ss "w\\rd" é€😀 \' %s';
  const address = async (on: OpenedOperations) => {
    const row = await projects.find(on.store, { name: project });
    if (row === null) throw new Error('no project');
    return targetAddress(on, row);
  };

  it('reach the connection as they were put, and are written nowhere in the clear', async () => {
    await place.put(name, 'shop app', password);
    const { MigrationProject } = await call('CreateMigrationProject', {
      MigrationProjectName: project,
      InstanceProfileIdentifier: 'p',
      SourceDataProviderDescriptors: [{ DataProviderIdentifier: 'source' }],
      TargetDataProviderDescriptors: [{ DataProviderIdentifier: 'target', ...place.named(name) }],
    });
    expect(JSON.stringify(MigrationProject)).not.toContain('p@ss');
    for (let i = 0; i < 2; i++) expect(await address(context)).toMatchObject({ host: '127.0.0.1', user: 'shop app', password });
    const rows = await context.store.db.$queryRaw<{ text: string }[]>`SELECT row_to_json(s)::text AS text FROM secrets s UNION ALL SELECT row_to_json(p)::text FROM migration_projects p`;
    expect(rows.map(({ text }) => text).join('\n')).not.toContain('p@ss');
    // Also for a test of the connection, which names it in the same way.
    const { SecretsManagerSecretId, ...role } = place.named(name);
    const test = await call('TestDataProviderConnection', { DataProviderIdentifier: 'target', SecretId: SecretsManagerSecretId, ...role });
    expect(test.Checks.map((check) => [check.Name, check.Passed])).toContainEqual(['Port', false]);
    expect(JSON.stringify(test)).not.toContain('p@ss');
  });

  it('are those of today after a change', async () => {
    await place.change(name, 'changed');
    // What Secrets Manager said is remembered for a minute; another process asks anew.
    const other = await open();
    try {
      expect(await address(other)).toMatchObject({ user: 'shop app', password: 'changed' });
    } finally {
      await other.close();
    }
  });

  it('are refused in words when they are gone', async () => {
    await place.remove(name);
    const other = await open();
    try {
      await expect(address(other)).rejects.toMatchObject({ code: expect.stringMatching(/^(not-found|invalid-state)$/) as string });
    } finally {
      await other.close();
    }
  });
});

describe('a secret that nobody has', () => {
  const create = (descriptor: object) =>
    call('CreateMigrationProject', { MigrationProjectName: 'nobody', InstanceProfileIdentifier: 'p', SourceDataProviderDescriptors: [{ DataProviderIdentifier: 'source' }], TargetDataProviderDescriptors: [{ DataProviderIdentifier: 'target', ...descriptor }] });
  it('is told at once where Ferry keeps none of the name, with how to name one of AWS', async () => {
    await expect(create({ SecretsManagerSecretId: 'nobody' })).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('secretsmanager:<name>') as string });
    await expect(create({ SecretsManagerSecretId: 'secretsmanager:../x y' })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(create({ SecretsManagerSecretId: 'no such name!', SecretsManagerAccessRoleArn: emulatorRole })).rejects.toMatchObject({ code: 'invalid-input' });
  });
  it('has a policy that names what AWS adds to the name', async () => {
    await create({ SecretsManagerSecretId: 'secretsmanager:prod/shop', SecretsManagerAccessRoleArn: emulatorRole });
    const { Documents } = await call('DescribeProjectRoles', { MigrationProjectIdentifier: 'nobody' });
    expect(Documents[0]?.PermissionsPolicy).toContain('arn:aws:secretsmanager:us-east-1:*:secret:prod/shop-??????');
  });
});
