import { CreateBucketCommand, ListObjectsV2Command, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderObjects, s3Objects } from '@ferry/cloud';
import type { Objects } from '@ferry/cloud';
import { rootPath, selectPaths } from '@ferry/contract';
import { callOperation } from '@ferry/operations';
import { emulatorCredentials, startAwsEmulator } from '@ferry/testkit/aws';
import type { AwsEmulator } from '@ferry/testkit/aws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWorker, ended, installation, makeProject, succeeded } from './installation';
import type { TestInstallation } from './installation';

const all = selectPaths([rootPath]);
const scripts = {
  'shop.sql': `CREATE TABLE dbo.Item (Id int NOT NULL CONSTRAINT PK_Item PRIMARY KEY, Price money)
GO
CREATE TABLE dbo.[a/b.c] (Id int NOT NULL)
GO
CREATE VIEW dbo.Dear AS SELECT Id FROM dbo.Item WHERE Price > 100
GO
`,
  'broken.sql': 'CREATE TABLE dbo.Bad (Id int,,\nGO\n',
};
let folder: string;
let emulator: AwsEmulator;
let ferry: TestInstallation;
beforeAll(async () => {
  await buildWorker();
  folder = await mkdtemp(join(tmpdir(), 'ferry-artifacts-'));
  emulator = await startAwsEmulator();
  process.env['AWS_ACCESS_KEY_ID'] = emulatorCredentials.accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = emulatorCredentials.secretAccessKey;
  const client = new S3Client({ region: 'us-east-1', endpoint: emulator.endpoint, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: 'team' }));
  await client.send(new PutBucketVersioningCommand({ Bucket: 'team', VersioningConfiguration: { Status: 'Enabled' } }));
  client.destroy();
  ferry = await installation({ proving: true, environment: { FERRY_ARTIFACTS_FOLDERS: folder, AWS_ENDPOINT_URL: emulator.endpoint, AWS_REGION: 'us-east-1' } });
});
afterAll(async () => {
  await ferry.close();
  await emulator.close();
  await rm(folder, { recursive: true });
});

describe.each(['folder', 'bucket'] as const)('metadata of a project in a %s', (kind) => {
  it('lies in the layout of DMS Schema Conversion, follows what changes, and goes with the project', async () => {
    const worker = await ferry.startWorker();
    const name = `in-${kind}`;
    const project = { MigrationProjectIdentifier: name };
    const objects: Objects = kind === 'folder' ? folderObjects(folder) : s3Objects({ bucket: 'team', prefix: 'ferry' }, { region: 'us-east-1', endpoint: emulator.endpoint });
    await makeProject(ferry.context, name, scripts, { Virtual: false, Settings: { PostgreSqlSettings: { Embedded: true } } });
    await callOperation('ModifyMigrationProject', { ...project, SchemaConversionApplicationAttributes: kind === 'folder' ? { ArtifactsFolder: folder } : { S3BucketPath: 's3://team/ferry' } }, ferry.context);
    const opened = await callOperation('OpenSchemaConversion', project, ferry.context);
    await succeeded(ferry.context, name, opened.RequestIdentifier ?? '', 100);
    const { MigrationProject } = opened;
    const id = MigrationProject.MigrationProjectArn.slice(-26);
    const text = async (path: string): Promise<string> => Buffer.from(await objects.get(`${id}/${path}`)).toString('utf8');
    const json = async (path: string): Promise<unknown> => JSON.parse(await text(path)) as unknown;
    const [s, t] = [MigrationProject.SourceDataProviderDescriptors?.[0]?.DataProviderArn?.slice(-26), MigrationProject.TargetDataProviderDescriptors?.[0]?.DataProviderArn?.slice(-26)].map(String);
    expect([await text('s-server'), await text('t-server')]).toEqual(['MSSQL', 'POSTGRESQL']);
    expect((await text('ddl-statistics/ds.csv')).split('\r\n').slice(0, 3).sort()).toEqual([expect.stringMatching(/^File,Status,Objects,Errors,Message$/), expect.stringMatching(/^broken\.sql,FAILED,/), expect.stringMatching(/^shop\.sql,PARSED,4,0,$/)].sort());
    const item = `s-${s}/Databases.shop.Schemas.dbo.Tables.Item`;
    expect(await json(item)).toMatchObject({ content: [{ type: 'TABLE', 'meta-type': 'table', sql: expect.stringMatching(/^CREATE TABLE dbo\.Item/) as string, related_converted_objects: [], children: [{ type: 'PRIMARY_KEY', name: 'PK_Item' }] }] });
    expect(await json('action-items/MSSQL-ot')).toMatchObject({ TABLE: 'STORAGE_OBJECT', PROCEDURE: 'CODE_OBJECT' });
    expect(await json('action-items/MSSQL_TO_POSTGRESQL-aid')).toMatchObject({ 20001: { severityType: 'CRITICAL' } });
    await expect(text(`t-${t}/Schemas.dbo.Tables.item`)).rejects.toMatchObject({ code: 'not-found' });

    const { RequestIdentifier } = await callOperation('StartMetadataModelConversion', { ...project, SelectionRules: all }, ferry.context);
    await succeeded(ferry.context, name, RequestIdentifier, 100);
    const converted = (await json(`t-${t}/Schemas.dbo.Tables.item`)) as { content: { id: string; sql: string }[] };
    expect(converted.content[0]?.sql).toMatch(/^CREATE TABLE dbo\.item/);
    expect(await json(item)).toMatchObject({ content: [{ related_converted_objects: expect.arrayContaining([converted.content[0]?.id]) as string[] }] });
    expect(await json(`action-items/${s}/Databases.shop.Schemas.dbo`)).toMatchObject({ statistics: { objects: 5, converted: expect.any(Number) as number }, messageActions: expect.arrayContaining([expect.objectContaining({ code: expect.any(Number) as number })]) as object[] });
    expect(Buffer.from(await objects.get(`${id}/sct-project`)).subarray(0, 2).toString()).toBe('PK');
    const manifest = (await json('sct-manifest')) as Record<string, string>;
    expect(Object.keys(manifest).filter((path) => /^s-.*Tables\.a_b_c-[0-9a-f]{8}$/.test(path))).toHaveLength(1);

    const apply = (await callOperation('StartMetadataModelExportToTarget', { ...project, SelectionRules: all }, ferry.context)).RequestIdentifier;
    await succeeded(ferry.context, name, apply, 100);
    const [header, ...lines] = (await text(`apply-result/ar-${apply}.csv`)).trim().split('\r\n');
    expect(header).toBe('OperationId,Category,Object,Full Path,Timestamp,Status,Error,Detail,Hint');
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.filter((line) => line.toLowerCase().includes('item')).length).toBeGreaterThan(0);
    expect(lines.every((line) => line.startsWith(`${apply},`))).toBe(true);
    const changes = (await json(`tree-node-changes/tnc-${apply}`)) as { operationId: string; nodes: { path: string }[] };
    expect(changes.operationId).toBe(apply);
    expect(changes.nodes.map((node) => node.path)).toEqual(expect.arrayContaining([expect.stringContaining('item') as string]));
    // The next operation leaves them where they are.
    await succeeded(ferry.context, name, (await callOperation('StartMetadataModelConversion', { ...project, SelectionRules: all }, ferry.context)).RequestIdentifier, 100);
    expect(await text(`apply-result/ar-${apply}.csv`)).toContain('Full Path');

    await callOperation('CloseSchemaConversion', project, ferry.context);
    await callOperation('DeleteMigrationProject', project, ferry.context);
    await expect.poll(() => objects.get(`${id}/s-server`).then(() => 'there', () => 'gone'), { timeout: 60_000 }).toBe('gone');
    if (kind === 'bucket') {
      const client = new S3Client({ region: 'us-east-1', endpoint: emulator.endpoint, forcePathStyle: true });
      expect((await client.send(new ListObjectsV2Command({ Bucket: 'team', Prefix: `ferry/${id}` }))).Contents ?? []).toEqual([]);
      client.destroy();
    }
    await ended(worker);
  }, 300_000);
});
