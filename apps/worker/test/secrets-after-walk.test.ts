import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { rootPath, selectPaths } from '@ferry/contract';
import type { OperationInput, OperationName, OperationOutput } from '@ferry/contract';
import { testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import { quietRun } from '@ferry/kernel';
import { callOperation, downloadRoute } from '@ferry/operations';
import { findPair } from '@ferry/registry/engines';
import { systemViews } from '@ferry/source-sqlserver/introspection';
import { emulatorCredentials, startAwsEmulator } from '@ferry/testkit/aws';
import type { AwsEmulator } from '@ferry/testkit/aws';
import { startLiveDatabase } from '@ferry/testkit/live-database';
import type { LiveDatabase } from '@ferry/testkit/live-database';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWorker, installation, succeeded, waitFor } from './installation';
import type { TestInstallation } from './installation';

/** Of the source in Secrets Manager, of the target in Ferry's own store, of a form, and of what is wrong. */
const passwords = { source: 'Src-p@ss/w0rd&1', target: 'Tgt-p@ss/w0rd&2', form: 'Frm-p@ss/w0rd&3', wrong: 'Wrg-p@ss/w0rd&4' } as const;
const forms = (password: string): string[] => {
  const bytes = Buffer.from(password);
  // A text in base64 may begin in any of three places of a group: what lies inside does not depend on the ends.
  const shifted = [0, 1, 2].map((by) => Buffer.concat([Buffer.alloc(by), bytes]).toString('base64').slice(by === 0 ? 0 : 4, -4));
  return [password, encodeURIComponent(password), bytes.toString('hex'), Buffer.from(password, 'utf16le').toString('hex'), JSON.stringify(password).slice(1, -1), ...shifted];
};
const wanted = Object.entries(passwords).flatMap(([whose, password]) => forms(password).map((form) => [whose, form] as const));

let ferry: TestInstallation;
let emulator: AwsEmulator;
let sourceDatabase: TestDatabase;
let target: TestDatabase;
let live: LiveDatabase;
const said: string[] = [];
const call = async <N extends OperationName>(name: N, input: OperationInput<N>): Promise<OperationOutput<N>> => {
  try {
    const answer = await callOperation(name, input, ferry.context);
    said.push(JSON.stringify(answer));
    return answer;
  } catch (thrown) {
    said.push(String(thrown), JSON.stringify(thrown));
    throw thrown;
  }
};

beforeAll(async () => {
  await buildWorker();
  emulator = await startAwsEmulator();
  process.env['AWS_ACCESS_KEY_ID'] = emulatorCredentials.accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = emulatorCredentials.secretAccessKey;
  const s3 = new S3Client({ region: 'us-east-1', endpoint: emulator.endpoint, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'artifacts' }));
  await s3.send(new PutBucketVersioningCommand({ Bucket: 'artifacts', VersioningConfiguration: { Status: 'Enabled' } }));
  s3.destroy();
  emulator.secrets.set('prod/source', JSON.stringify({ username: 'reader', password: passwords.source }));
  ferry = await installation({ proving: true, environment: { AWS_ENDPOINT_URL: emulator.endpoint, AWS_REGION: 'us-east-1', FERRY_CLOUDWATCH_LOGS: 'on' } });
  await ferry.startWorker();
  const { source, target: engine, pair } = findPair('sqlserver', 'postgresql');
  sourceDatabase = await testDatabase();
  target = await testDatabase();
  const script = 'CREATE SCHEMA sales;\nGO\nCREATE TABLE sales.item (id int NOT NULL CONSTRAINT PK_item PRIMARY KEY, price money NULL);\nGO\nCREATE VIEW sales.dear AS SELECT id FROM sales.item WHERE price > 100;\nGO\n';
  const catalog = await source.readScripts([{ path: 'shop.sql', text: script }], { databaseName: 'shop', variables: {} }, quietRun());
  live = await startLiveDatabase({ pair, target: engine, databaseUrl: sourceDatabase.url, views: Object.fromEntries(Object.entries(systemViews).map(([view, { columns }]) => [view, Object.keys(columns)])), catalog, databaseName: 'shop' });
}, 180_000);
afterAll(async () => {
  await live.close();
  await ferry.close();
  await emulator.close();
  await sourceDatabase.drop();
  await target.drop();
});

/** A text, or what is packed in it, as far as it is one. */
function unpacked(bytes: Buffer): string {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes).toString('latin1');
  let text = bytes.toString('latin1');
  // Entries of an archive: their heads tell where their packed bytes begin.
  for (let at = bytes.indexOf('PK\u0003\u0004', 0, 'latin1'); at >= 0; at = bytes.indexOf('PK\u0003\u0004', at + 4, 'latin1')) {
    const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    if (bytes.readUInt16LE(at + 8) === 8) text += inflateRawSync(bytes.subarray(start), { finishFlush: 2 }).toString('latin1');
  }
  return text;
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Everything in every column of every table of a database. */
async function textsOf(url: string): Promise<{ where: string; text: string }[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>("SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')");
    const texts: { where: string; text: string }[] = [];
    for (const { name } of tables.rows) texts.push({ where: name, text: (await client.query<{ text: string }>(`SELECT t::text AS text FROM ${name} AS t`)).rows.map((row) => row.text).join('\n') });
    return texts;
  } finally {
    await client.end();
  }
}

describe('after a walk with a live source, a server as target, and AWS', () => {
  it('no password stands in a log, an answer, an error, a URL, a column, a file or a bucket', async () => {
    const url = new URL(target.url);
    const role = `walker_${target.name}`;
    const admin = new Client({ connectionString: target.url });
    await admin.connect();
    await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD '${passwords.target}'; GRANT CREATE ON DATABASE ${target.name} TO ${role}`);
    const walk = { MigrationProjectIdentifier: 'walk' };
    let applied: { where: string; text: string }[] = [];
    const all = { ...walk, SelectionRules: selectPaths([rootPath]) };
    try {
      await call('CreateInstanceProfile', { InstanceProfileName: 'p' });
      await call('CreateSecret', { Name: 'prod/target', Username: role, Password: passwords.target });
      await call('CreateDataProvider', { DataProviderName: 'source', Engine: 'sqlserver', Virtual: false, Settings: { MicrosoftSqlServerSettings: { ServerName: '127.0.0.1', Port: live.port, DatabaseName: 'shop', SslMode: 'none' } } });
      const server = { PostgreSqlSettings: { ServerName: url.hostname, Port: Number(url.port), DatabaseName: target.name } };
      await call('CreateDataProvider', { DataProviderName: 'target', Engine: 'postgres', Virtual: false, Settings: server });
      for (const Password of [passwords.form, passwords.wrong]) await call('TestDataProviderConnection', { Engine: 'postgres', Settings: server, Username: role, Password });
      await call('TestDataProviderConnection', { DataProviderIdentifier: 'source', SecretId: 'secretsmanager:prod/source' });
      await call('CreateMigrationProject', {
        MigrationProjectName: 'walk',
        InstanceProfileIdentifier: 'p',
        SourceDataProviderDescriptors: [{ DataProviderIdentifier: 'source', SecretsManagerSecretId: 'secretsmanager:prod/source' }],
        TargetDataProviderDescriptors: [{ DataProviderIdentifier: 'target', SecretsManagerSecretId: 'prod/target' }],
        SchemaConversionApplicationAttributes: { S3BucketPath: 's3://artifacts/walk' },
      });
      await succeeded(ferry.context, 'walk', (await call('OpenSchemaConversion', walk)).RequestIdentifier ?? '', 120);
      await succeeded(ferry.context, 'walk', (await call('StartMetadataModelConversion', all)).RequestIdentifier, 120);
      await call('DescribeApplyPlan', all);
      expect((await succeeded(ferry.context, 'walk', (await call('StartMetadataModelExportToTarget', all)).RequestIdentifier, 120)).ApplyCounts).toMatchObject({ Failed: 0, Kept: 0 });
      await call('DescribeTargetDrift', walk);
      const { PdfReport, CsvReport } = await call('ExportMetadataModelAssessment', all);
      const script = await succeeded(ferry.context, 'walk', (await call('StartMetadataModelExportAsScript', { ...all, Origin: 'TARGET' })).RequestIdentifier, 120);
      for (const address of [PdfReport?.ObjectURL, CsvReport?.ObjectURL, script.ExportSqlDetails?.ObjectURL]) {
        const answer = await downloadRoute(new Request(`http://localhost${address ?? ''}`), ferry.context);
        expect(answer.status).toBe(200);
        said.push(address ?? '', unpacked(Buffer.from(await answer.arrayBuffer())));
      }
      await call('DescribeProjectRoles', { ...walk, Check: true });
      // Now with what is wrong: errors must not tell it either.
      await call('UpdateSecret', { SecretId: 'prod/target', Password: passwords.wrong });
      await waitFor(ferry.context, 'walk', (await call('StartMetadataModelExportToTarget', all)).RequestIdentifier, (request) => request.Status === 'FAILED', 120);
      emulator.secrets.set('prod/source', passwords.wrong);
      for (const name of ['DescribeRequests', 'DescribeLogEvents', 'DescribeSecrets', 'DescribeDataProviders', 'DescribeMigrationProjects', 'DescribePrerequisites'] as const)
        await call(name, (name === 'DescribeRequests' || name === 'DescribeLogEvents' || name === 'DescribePrerequisites' ? walk : {}) as OperationInput<typeof name>);
      applied = await textsOf(target.url);
    } finally {
      await admin.query(`DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`);
      await admin.end();
    }
    const files = await filesUnder(ferry.folder);
    const places = [
      { where: 'an answer or an error', text: said.join('\n') },
      { where: 'the log of the operations', text: ferry.logged.join('\n') },
      { where: 'the log of the worker', text: ferry.workerSaid() },
      { where: 'CloudWatch Logs', text: emulator.logs().join('\n') },
      ...emulator.contents('artifacts').map(({ key, content }) => ({ where: `s3://artifacts/${key}`, text: unpacked(content) })),
      ...(await textsOf(ferry.databaseUrl)),
      ...applied,
      ...(await Promise.all(files.map(async (path) => ({ where: path.slice(ferry.folder.length), text: unpacked(await readFile(path)) })))),
    ];
    expect(emulator.logs().length).toBeGreaterThan(3);
    expect(places.filter(({ where }) => where.startsWith('s3://')).length).toBeGreaterThan(3);
    expect(files.length).toBeGreaterThan(1);
    expect(applied.map(({ where }) => where)).toContain('ferry_applied.units');
    const found = places.flatMap(({ where, text }) => wanted.filter(([, form]) => text.includes(form)).map(([whose, form]) => `${where} holds the password of the ${whose} as ${form.slice(0, 4)}...`));
    expect(found).toEqual([]);
  }, 300_000);

  it('is a search that finds what is there', () => {
    for (const form of forms('Abc-123/xyz&9')) expect(`x${form}y`).toContain(form);
    const around = Buffer.from(`user:${passwords.source}@host`).toString('base64');
    expect(forms(passwords.source).some((form) => around.includes(form))).toBe(true);
  });
});
