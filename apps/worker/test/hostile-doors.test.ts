import { deflateRawSync } from 'node:zlib';
import { rootPath, selectPaths } from '@ferry/contract';
import type { OperationInput, OperationName } from '@ferry/contract';
import { callOperation, dispatch, downloadRoute, installationFrom, operationRoute, uploadRoute } from '@ferry/operations';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWorker, installation, makeProject, succeeded, waitFor } from './installation';
import type { TestInstallation } from './installation';

let ferry: TestInstallation;
const passwords = ['S3cret-of-the-walk-1', 'S3cret-of-the-form-2', 'S3cret-in-a-url-3'] as const;
const said: string[] = [];
beforeAll(async () => {
  await buildWorker();
  ferry = await installation({ proving: true });
  await ferry.startWorker();
  await makeProject(ferry.context, 'doors', { 'a.sql': 'CREATE TABLE dbo.t (id int NOT NULL PRIMARY KEY)\nGO\n' });
}, 120_000);
afterAll(() => ferry.close());

/** What an operation refuses with, in AWS's words; every answer is looked through for secrets at the end. */
async function refused(name: string, input: unknown): Promise<string> {
  const { status, body } = await dispatch(name, input, ferry.context);
  said.push(JSON.stringify(body));
  if (status === 200) throw new Error(`${name} took ${JSON.stringify(input).slice(0, 200)}: ${JSON.stringify(body).slice(0, 300)}`);
  expect(status, JSON.stringify(body)).toBeLessThan(500);
  return (body as { message: string }).message;
}
async function refusedUpload(name: string, body: string | Uint8Array, query = `DataProviderIdentifier=doors-source&FileName=${encodeURIComponent(name)}`): Promise<string> {
  const answer = await uploadRoute(new Request(`http://localhost/api/upload?${query}`, { method: 'POST', body: typeof body === 'string' ? body : new Uint8Array(body) }), ferry.context);
  const text = await answer.text();
  said.push(text);
  if (answer.status === 200) throw new Error(`the upload was taken: ${text}`);
  expect(answer.status, text).toBeLessThan(500);
  return (JSON.parse(text) as { message: string }).message;
}

const connection = (ServerName: string, more: object = {}): unknown => ({ Engine: 'postgres', Settings: { PostgreSqlSettings: { ServerName, DatabaseName: 'x', ...more } }, Username: 'me', Password: passwords[1] });
const sqlserver = (ServerName: string): unknown => ({ Engine: 'sqlserver', Settings: { MicrosoftSqlServerSettings: { ServerName, DatabaseName: 'x' } }, Username: 'me', Password: passwords[1] });
const project = (source: object): unknown => ({ MigrationProjectName: 'hostile', InstanceProfileIdentifier: 'doors-profile', SourceDataProviderDescriptors: [{ DataProviderIdentifier: 'doors-source', ...source }], TargetDataProviderDescriptors: [{ DataProviderIdentifier: 'doors-target' }] });
const provider = (settings: object): unknown => ({ DataProviderName: 'hostile', Engine: 'sqlserver', Virtual: true, Settings: { MicrosoftSqlServerSettings: settings } });

/** Connection tests answer what is wrong as a failed check. */
async function failedCheck(input: unknown): Promise<string> {
  const { status, body } = await dispatch('TestDataProviderConnection', input, ferry.context);
  said.push(JSON.stringify(body));
  if (status !== 200) return (body as { message: string }).message;
  const { Successful, Checks } = body as { Successful: boolean; Checks: readonly { Passed: boolean; Message: string }[] };
  expect(Successful).toBe(false);
  return Checks.find((check) => !check.Passed)?.Message ?? '';
}

type Case = readonly [what: string, attempt: () => Promise<string>, words: RegExp];
const cases: readonly Case[] = [
  ['the metadata service of AWS as a target', () => failedCheck(connection('169.254.169.254')), /metadata service/],
  ['the same in IPv6', () => failedCheck(connection('fd00:ec2::254')), /metadata service/],
  ['the same inside of an IPv6 address', () => failedCheck(connection('::ffff:169.254.169.254')), /metadata service/],
  ['the metadata service of another cloud', () => failedCheck(connection('100.100.100.200')), /metadata service/],
  ['the metadata service as a source', () => failedCheck(sqlserver('169.254.169.254')), /metadata service/],
  ['the metadata service as the server of a named instance', () => failedCheck(sqlserver('169.254.169.254\\SQL')), /metadata service/],
  ['the same in hexadecimal groups of an IPv6 address', () => failedCheck(connection('::ffff:a9fe:a9fe')), /metadata service/],
  ['the same behind a translator of addresses (NAT64)', () => failedCheck(connection('64:ff9b::a9fe:a9fe')), /metadata service/],
  ['the same through a 6to4 tunnel', () => failedCheck(sqlserver('2002:a9fe:a9fe::1')), /metadata service/],
  ['the same as one decimal number', () => failedCheck(connection('2852039166')), /metadata service|is not known/],
  ['the same in octal numbers', () => failedCheck(sqlserver('0251.0376.0251.0376')), /metadata service|is not known/],
  ['the metadata service of Azure', () => failedCheck(connection('168.63.129.16')), /metadata service/],
  ['the metadata service of Google in IPv6', () => failedCheck(connection('fd20:ce::254')), /metadata service/],
  ['a secret in a region that is a host of an attacker', () => refused('CreateMigrationProject', project({ SecretsManagerSecretId: 'arn:aws:secretsmanager:x.attacker.example/:123456789012:secret:a-AbCdEf' })), /ARN of a secret/],
  ['a secret in a region with a user name', () => refused('CreateMigrationProject', project({ SecretsManagerSecretId: 'arn:aws:secretsmanager:us-east-1@attacker:123456789012:secret:a' })), /ARN of a secret/],
  ['a file name with a line break for a header', () => refused('StartMetadataModelExportAsScript', { MigrationProjectIdentifier: 'doors', SelectionRules: selectPaths([rootPath]), Origin: 'SOURCE', FileName: 'a\r\nSet-Cookie: x=1' }), /FileName|file name|not loaded/i],
  ['a name of a report with a path', async () => {
    const answer = await downloadRoute(new Request(`http://localhost/api/download?MigrationProjectIdentifier=doors&ReportName=${encodeURIComponent('..%2f..\\secret.key')}`), ferry.context);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    return ((await answer.json()) as { message: string }).message;
  }, /./],
  ['SQL in the path of a node', () => refused('DescribeMetadataModel', { MigrationProjectIdentifier: 'doors', Origin: 'SOURCE', SelectionRules: selectPaths(["Servers' OR '1'='1"]) }), /No object/],
  ['a multicast address', () => failedCheck(connection('224.0.0.1')), /metadata service|multicast/],
  ['the folder of a socket as a server', () => failedCheck(connection('/var/run/postgresql')), /server name/i],
  ['a server name with a user and a path', () => failedCheck(connection('me@db/other?sslmode=disable')), /server name/i],
  ['a server name with a line break', () => failedCheck(connection('db\r\nX: y')), /server name/i],
  ['a port beyond all ports', () => refused('TestDataProviderConnection', connection('db', { Port: 99_999 })), /Port/],
  ['SQL in the name of a profile', () => refused('CreateInstanceProfile', { InstanceProfileName: "x'; DROP TABLE requests; --" }), /letters, digits and hyphens/],
  ['SQL in the name of a project', () => refused('DescribeRequests', { MigrationProjectIdentifier: "' OR 1=1 --" }), /no |not/i],
  ['SQL in a marker', () => refused('DescribeDataProviders', { Marker: "1'; SELECT pg_sleep(9)" }), /marker/],
  ['a folder outside of those allowed', () => refused('CreateDataProvider', provider({ FolderPath: '/etc' })), /folder/i],
  ['a folder by way of its parent', () => refused('DescribeSourceFolders', { FolderPath: '/srv/../etc' }), /folder/i],
  ['an S3 path that climbs', () => refused('CreateDataProvider', provider({ S3Path: 's3://team/../other' })), /S3 path/],
  ['an S3 path that is a URL', () => refused('CreateDataProvider', provider({ S3Path: 'http://169.254.169.254/latest/meta-data' })), /S3 path/],
  ['an unknown encoding', () => refused('CreateDataProvider', provider({ Encoding: '../../etc/passwd' })), /encoding/i],
  ['a member that nobody knows', () => refused('CreateDataProvider', { ...(provider({}) as object), __proto__x: 1 }), /[Uu]nrecognized|hostile|key/],
  ['an operation that is none', () => refused('constructor', {}), /no operation/],
  ['selection rules that are no JSON', () => refused('StartMetadataModelConversion', { MigrationProjectIdentifier: 'doors', SelectionRules: '{{' }), /JSON|rules/i],
  ['selection rules as deep as a well', () => refused('StartMetadataModelConversion', { MigrationProjectIdentifier: 'doors', SelectionRules: '['.repeat(50_000) }), /JSON|rules/i],
  ['a file name that climbs and is none', () => refusedUpload('../../..', 'SELECT 1'), /name|not taken/],
  ['a program as an upload', () => refusedUpload('x.exe', 'MZ'), /not taken/],
  ['an upload for nobody', () => refusedUpload('x.sql', 'SELECT 1', 'DataProviderIdentifier=nobody&FileName=x.sql'), /no data provider|not/i],
  ['an upload without a name', () => refusedUpload('', 'SELECT 1', 'DataProviderIdentifier=doors-source'), /FileName|form|name/i],
  ['a form that breaks off', async () => {
    const answer = await uploadRoute(new Request('http://localhost/api/upload?DataProviderIdentifier=doors-source', { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x\r\nContent-Disposition: form-data; name="f"; filename="a.sql"\r\n\r\nSELECT' }), ferry.context);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    return ((await answer.json()) as { message: string }).message;
  }, /broke off|form/],
  ['an input larger than inputs are', async () => {
    const answer = await operationRoute(new Request('http://localhost/api/dms', { method: 'POST', body: `{"x":"${'y'.repeat(5 * 1024 ** 2)}"}` }), 'DescribeDataProviders', ferry.context);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    return ((await answer.json()) as { message: string }).message;
  }, /larger than/],
  ['an input that is no JSON', async () => ((await (await operationRoute(new Request('http://localhost/api/dms', { method: 'POST', body: '\0{' }), 'DescribeDataProviders', ferry.context)).json()) as { message: string }).message, /not JSON/],
  ['a download by a path', async () => {
    const answer = await downloadRoute(new Request('http://localhost/api/download?MigrationProjectIdentifier=doors&RequestIdentifier=../../secret.key'), ferry.context);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    return ((await answer.json()) as { message: string }).message;
  }, /./],
];

/** One entry of an archive, packed. */
function archive(name: string, data: Buffer): Buffer {
  const packed = deflateRawSync(data);
  const file = Buffer.from(name);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(packed.length, 18);
  head.writeUInt32LE(data.length, 22);
  head.writeUInt16LE(file.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 6);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(data.length, 24);
  entry.writeUInt16LE(file.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + file.length, 12);
  end.writeUInt32LE(30 + file.length + packed.length, 16);
  return Buffer.concat([head, file, packed, entry, file, end]);
}

describe('hostile input', () => {
  it(`of ${cases.length} kinds and more is tried`, () => expect(cases.length).toBeGreaterThanOrEqual(30));

  it.each(cases)('%s is refused with a clear error', async (_what, attempt, words) => {
    const message = await attempt();
    expect(message).toMatch(words);
    expect(message).not.toMatch(/\n\s+at |node_modules|Prisma/);
  });

  it.each([
    ['bomb', archive('bomb.sql', Buffer.alloc(64 * 1024 ** 2, 32)), /times its size/],
    ['climber', archive('../../outside.sql', Buffer.from('CREATE TABLE dbo.t (a int);')), /outside the archive/],
  ])('an archive that is a %s fails the import and nothing else', async (name, bytes, words) => {
    await makeProject(ferry.context, name, {});
    const url = `http://localhost/api/upload?DataProviderIdentifier=${name}-source&FileName=x.zip`;
    expect((await uploadRoute(new Request(url, { method: 'POST', body: new Uint8Array(bytes) }), ferry.context)).status).toBe(200);
    const { RequestIdentifier = '' } = await callOperation('OpenSchemaConversion', { MigrationProjectIdentifier: name }, ferry.context);
    const request = await waitFor(ferry.context, name, RequestIdentifier, (r) => r.Status === 'FAILED', 120);
    expect(JSON.stringify(request.Error)).toMatch(words);
  }, 150_000);
});

describe('after a walk', () => {
  it('no secret stands in the clear in a log, an answer, an error or a column of the database', async () => {
    const call = <N extends OperationName>(name: N, input: OperationInput<N>) => callOperation(name, input, ferry.context);
    const { Secret } = await call('CreateSecret', { Name: 'walk', Username: 'walker', Password: passwords[0] });
    said.push(JSON.stringify(Secret));
    await makeProject(ferry.context, 'walk', { 'a.sql': 'CREATE TABLE dbo.t (id int NOT NULL PRIMARY KEY)\nGO\n' }, { Settings: { PostgreSqlSettings: { ServerName: '127.0.0.1', Port: 1, DatabaseName: 'x' } } }, 'walk');
    const ofWalk = { MigrationProjectIdentifier: 'walk' };
    await succeeded(ferry.context, 'walk', (await call('OpenSchemaConversion', ofWalk)).RequestIdentifier ?? '', 120);
    const all = selectPaths([rootPath]);
    await succeeded(ferry.context, 'walk', (await call('StartMetadataModelConversion', { ...ofWalk, SelectionRules: all })).RequestIdentifier, 120);
    const apply = (await call('StartMetadataModelExportToTarget', { ...ofWalk, SelectionRules: all })).RequestIdentifier;
    said.push(JSON.stringify(await waitFor(ferry.context, 'walk', apply, (r) => r.Status === 'FAILED', 120)));
    await failedCheck(connection('127.0.0.1', { Port: 1 }));
    expect(() => installationFrom({ FERRY_SECRET_KEY: passwords[2] })).not.toThrow();
    said.push(...ferry.logged, JSON.stringify(await call('DescribeLogEvents', ofWalk)), JSON.stringify(await call('DescribePrerequisites', ofWalk)));
    const client = new Client({ connectionString: ferry.databaseUrl });
    await client.connect();
    try {
      const tables = await client.query<{ name: string }>("SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')");
      expect(tables.rows.length).toBeGreaterThan(15);
      for (const { name } of tables.rows) for (const password of passwords) {
        const { rows } = await client.query<{ found: number }>(`SELECT count(*)::int AS found FROM ${name} AS t WHERE t::text LIKE '%' || $1 || '%' OR t::text LIKE '%' || encode(convert_to($1, 'UTF8'), 'hex') || '%' OR t::text LIKE '%' || encode(convert_to($1, 'UTF8'), 'base64') || '%'`, [password]);
        expect(rows[0]?.found, `${name} holds a password`).toBe(0);
      }
    } finally {
      await client.end();
    }
    const worker = ferry.workerSaid();
    expect(worker.length).toBeGreaterThan(0);
    for (const text of [...said, worker]) for (const password of passwords) expect(text).not.toContain(password);
  }, 300_000);
});
