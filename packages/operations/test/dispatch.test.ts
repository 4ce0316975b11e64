import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import { rootPath, selectPaths } from '@ferry/contract';
import type { OperationInput, OperationName } from '@ferry/contract';
import { applyMigrations, requests } from '@ferry/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callOperation, dispatch, downloadRoute, eventsRoute, openOperations, operationRoute, uploadRoute } from '../src';
import type { OpenedOperations } from '../src';

let database: TestDatabase;
let context: OpenedOperations;
let folder: string;
const logged: string[] = [];
beforeAll(async () => {
  database = await testDatabase();
  await applyMigrations(database.url);
  folder = await mkdtemp(join(tmpdir(), 'ferry-operations-'));
  context = await openOperations({ databaseUrl: database.url, dataFolder: folder, log: (level, message, fields) => logged.push(`${level} ${message} ${JSON.stringify(fields)}`) });
});
afterAll(async () => {
  await context.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

const call = <N extends OperationName>(name: N, input: OperationInput<N>) => callOperation(name, input, context);
const refused = async (name: string, input: unknown): Promise<[number, string, string]> => {
  const { status, body } = await dispatch(name, input, context);
  const { __type, message } = body as { __type: string; message: string };
  return [status, __type, message];
};

async function resources(prefix: string): Promise<void> {
  await call('CreateInstanceProfile', { InstanceProfileName: `${prefix}-profile`, NetworkType: 'DUAL', VpcSecurityGroups: ['sg-1'] });
  await call('CreateDataProvider', { DataProviderName: `${prefix}-source`, Engine: 'sqlserver', Virtual: true, Settings: { MicrosoftSqlServerSettings: { DatabaseName: 'shop' } } });
  await call('CreateDataProvider', { DataProviderName: `${prefix}-target`, Engine: 'aurora-postgresql', Virtual: true, Settings: { PostgreSqlSettings: { ServerName: 'pg' } } });
}
const projectOf = (prefix: string, name = prefix): OperationInput<'CreateMigrationProject'> => ({
  MigrationProjectName: name,
  InstanceProfileIdentifier: `${prefix}-profile`,
  SourceDataProviderDescriptors: [{ DataProviderIdentifier: `${prefix}-source` }],
  TargetDataProviderDescriptors: [{ DataProviderIdentifier: `${prefix}-target` }],
});

const upload = (provider: string, name: string, body: BodyLike, more = '') =>
  uploadRoute(new Request(`http://localhost/api/upload?DataProviderIdentifier=${provider}&FileName=${encodeURIComponent(name)}${more}`, { method: 'POST', body: body as never }), context);
type BodyLike = string | Uint8Array | FormData;

describe('the dispatcher', () => {
  it('words what is wrong with an input, with the names and statuses of AWS', async () => {
    expect(await refused('DropEverything', {})).toEqual([400, 'ValidationException', 'There is no operation "DropEverything".']);
    expect(await refused('constructor', {})).toEqual([400, 'ValidationException', expect.any(String)]);
    expect(await refused('CreateInstanceProfile', { InstanceProfileName: 'no spaces please' })).toMatchObject([400, 'ValidationException', expect.stringContaining('InstanceProfileName: a name holds ASCII letters') as string]);
    expect(await refused('CreateInstanceProfile', { Surprise: 1 })).toEqual([400, 'ValidationException', expect.any(String)]);
    expect(await refused('CreateInstanceProfile', null)).toEqual([400, 'ValidationException', expect.any(String)]);
    expect(await refused('DeleteInstanceProfile', { InstanceProfileIdentifier: 'nobody' })).toEqual([404, 'ResourceNotFoundFault', 'There is no instance profile "nobody".']);
    expect(await refused('DeleteInstanceProfile', { InstanceProfileIdentifier: 'arn:aws:dms:us-east-1:000000000000:data-provider:ABCDEFGHIJKLMNOPQRSTUVWXYZ' })).toEqual([400, 'ValidationException', expect.any(String)]);
    expect(await refused('DescribeInstanceProfiles', { Marker: 'xyz' })).toEqual([400, 'ValidationException', expect.any(String)]);
    expect(await refused('DescribeInstanceProfiles', { Filters: [{ Name: 'colour', Values: ['red'] }] })).toMatchObject([400, 'ValidationException', expect.stringContaining('instance-profile-identifier') as string]);
  });

  it('keeps the words of an unexpected error to the log', async () => {
    const broken = { ...context, store: { ...context.store, db: undefined } } as unknown as OpenedOperations;
    const { status, body } = await dispatch('DescribeInstanceProfiles', {}, broken);
    expect(status).toBe(500);
    expect(body).toEqual({ __type: 'InternalFailure', message: 'Ferry met an unexpected error; the log has the details.' });
    expect(logged.at(-1)).toMatch(/DescribeInstanceProfiles failed.*undefined/);
  });

  it('answers over HTTP', async () => {
    const answer = await operationRoute(new Request('http://localhost/x', { method: 'POST', body: '{not json' }), 'DescribeInstanceProfiles', context);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/x-amz-json-1.1']);
    const good = await operationRoute(new Request('http://localhost/x', { method: 'POST' }), 'DescribeInstanceProfiles', context);
    expect(good.status).toBe(200);
  });
});

describe('resources', () => {
  it('are found by name and by ARN, and in pages', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) await call('CreateInstanceProfile', { InstanceProfileName: name });
    const { InstanceProfiles } = await call('DescribeInstanceProfiles', { Filters: [{ Name: 'instance-profile-identifier', Values: ['page-b'] }] });
    expect(InstanceProfiles[0]?.InstanceProfileArn).toMatch(/^arn:aws:dms:us-east-1:000000000000:instance-profile:[A-Z0-9]{26}$/);
    const again = await call('DescribeInstanceProfiles', { Filters: [{ Name: 'instance-profile-identifier', Values: [InstanceProfiles[0]?.InstanceProfileArn ?? ''] }] });
    expect(again.InstanceProfiles).toEqual(InstanceProfiles);
    const names: string[] = [];
    for (let Marker: string | undefined; ; ) {
      const page = await call('DescribeInstanceProfiles', { MaxRecords: 2, ...(Marker === undefined ? {} : { Marker }) });
      names.push(...page.InstanceProfiles.map((p) => p.InstanceProfileName));
      if (page.Marker === undefined) break;
      Marker = page.Marker;
    }
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(expect.arrayContaining(['page-a', 'page-b', 'page-c']));
    expect(await refused('CreateInstanceProfile', { InstanceProfileName: 'page-a' })).toEqual([409, 'ResourceAlreadyExistsFault', 'There is already an instance profile named "page-a".']);
    const { InstanceProfile } = await call('ModifyInstanceProfile', { InstanceProfileIdentifier: 'page-a', InstanceProfileName: 'page-z', Description: 'renamed' });
    expect(InstanceProfile).toMatchObject({ InstanceProfileName: 'page-z', Description: 'renamed', PubliclyAccessible: true });
  });

  it('in use are not deleted, and the words say by whom', async () => {
    await resources('busy');
    const { MigrationProject } = await call('CreateMigrationProject', projectOf('busy'));
    expect(MigrationProject.SchemaConversionStatus).toBe('CLOSED');
    expect(await refused('DeleteInstanceProfile', { InstanceProfileIdentifier: 'busy-profile' })).toEqual([409, 'InvalidResourceStateFault', 'Instance profile "busy-profile" is used by migration project busy and cannot be deleted. Delete or modify that first.']);
    expect(await refused('DeleteDataProvider', { DataProviderIdentifier: 'busy-source' })).toMatchObject([409, 'InvalidResourceStateFault', expect.stringContaining('used by migration project busy') as string]);
    await call('DeleteMigrationProject', { MigrationProjectIdentifier: MigrationProject.MigrationProjectArn });
    for (const DataProviderIdentifier of ['busy-source', 'busy-target']) await call('DeleteDataProvider', { DataProviderIdentifier });
    await call('DeleteInstanceProfile', { InstanceProfileIdentifier: 'busy-profile' });
  });

  it('must fit each other', async () => {
    await resources('fit');
    expect(await refused('CreateMigrationProject', { ...projectOf('fit'), TargetDataProviderDescriptors: [{ DataProviderIdentifier: 'fit-source' }] })).toMatchObject([400, 'ValidationException', expect.stringContaining('cannot be a target') as string]);
    expect(await refused('CreateDataProvider', { Engine: 'oracle', Settings: { PostgreSqlSettings: {} } })).toMatchObject([400, 'ValidationException', expect.stringContaining('cannot work with the engine "oracle" yet') as string]);
    expect(await refused('CreateDataProvider', { Engine: 'sqlserver', Settings: { PostgreSqlSettings: {} } })).toMatchObject([400, 'ValidationException', expect.stringContaining('MicrosoftSqlServerSettings') as string]);
    const { DataProvider } = await call('ModifyDataProvider', { DataProviderIdentifier: 'fit-source', Settings: { MicrosoftSqlServerSettings: { Port: 1433 } } });
    expect(DataProvider.Settings).toEqual({ MicrosoftSqlServerSettings: { DatabaseName: 'shop', Port: 1433 } });
  });
});

describe('uploads', () => {
  it('keep scripts, replace one of the same name, and free what is replaced', async () => {
    await resources('up');
    const first = (await (await upload('up-source', 'C:\\scripts\\a.sql', 'SELECT 1')).json()) as { DataProvider: { Files: { Name: string; Size: number }[] } };
    expect(first.DataProvider.Files).toMatchObject([{ Name: 'a.sql', Size: 8 }]);
    await upload('up-source', 'a.sql', 'SELECT 22');
    const form = new FormData();
    form.append('files', new Blob(['SELECT 3']), 'b.sql');
    form.append('files', new Blob(['SELECT 4']), 'ü.sql');
    const both = (await (await upload('up-source', '', form)).json()) as { DataProvider: { Files: { Name: string; Size: number; FileIdentifier: string }[] } };
    expect(both.DataProvider.Files.map((f) => [f.Name, f.Size])).toEqual([['a.sql', 9], ['b.sql', 8], ['ü.sql', 8]]);
    const { DataProvider } = await call('DeleteDataProviderFile', { DataProviderIdentifier: 'up-source', FileIdentifier: both.DataProvider.Files[0]?.FileIdentifier ?? '' });
    expect(DataProvider.Files?.map((f) => f.Name)).toEqual(['b.sql', 'ü.sql']);
    const replaced = (await (await upload('up-source', 'c.zip', 'x', '&Replace=true')).json()) as { DataProvider: { Files: { Name: string }[] } };
    expect(replaced.DataProvider.Files.map((f) => f.Name)).toEqual(['c.zip']);
  });

  it('refuse what is no script, has no name or no owner, and keep nothing of it', async () => {
    await resources('bad');
    const answer = async (response: Response) => [response.status, ((await response.json()) as { message: string }).message];
    expect(await answer(await upload('bad-source', 'virus.exe', 'MZ'))).toEqual([400, expect.stringContaining('"virus.exe" is not taken')]);
    expect(await answer(await upload('bad-source', '../..', 'x'))).toEqual([400, expect.any(String)]);
    expect(await answer(await upload('bad-source', `${'x'.repeat(300)}.sql`, 'x'))).toEqual([400, expect.any(String)]);
    expect(await answer(await upload('nobody', 'a.sql', 'x'))).toEqual([404, 'There is no data provider "nobody".']);
    expect(await answer(await uploadRoute(new Request('http://localhost/api/upload?DataProviderIdentifier=bad-source', { method: 'POST', body: 'x' }), context))).toEqual([400, 'The parameter FileName is missing.']);
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('schema conversion', () => {
  const p = { MigrationProjectIdentifier: 'sc' };
  beforeAll(async () => {
    await resources('sc');
    await call('CreateMigrationProject', projectOf('sc'));
  });

  it('is not launched without scripts, and says what is missing', async () => {
    expect(await refused('OpenSchemaConversion', p)).toMatchObject([409, 'InvalidResourceStateFault', expect.stringContaining('Upload the DDL scripts') as string]);
    expect(await refused('StartMetadataModelConversion', { ...p, SelectionRules: selectPaths([rootPath]) })).toMatchObject([409, 'InvalidResourceStateFault', expect.stringContaining('not loaded yet') as string]);
    expect((await call('DescribeMetadataModelChildren', { ...p, Origin: 'SOURCE', SelectionRules: selectPaths([rootPath]) })).MetadataModelChildren).toEqual([]);
    expect(await refused('DescribeMetadataModel', { ...p, Origin: 'SOURCE', SelectionRules: selectPaths(['Servers/none']) })).toEqual([404, 'ResourceNotFoundFault', expect.any(String)]);
    expect(await refused('DescribeMetadataModel', { ...p, Origin: 'SOURCE', SelectionRules: '{"rules":[]}' })).toEqual([400, 'ValidationException', expect.any(String)]);
    expect(await refused('DescribeMetadataModel', { ...p, Origin: 'SOURCE', SelectionRules: 'rules' })).toMatchObject([400, 'ValidationException', 'SelectionRules is not JSON.']);
  });

  it('is launched once, and guards its resources while it is open', async () => {
    await upload('sc-source', 'a.sql', 'CREATE TABLE dbo.t (id int)');
    const { RequestIdentifier, MigrationProject } = await call('OpenSchemaConversion', p);
    expect(MigrationProject.SchemaConversionStatus).toBe('OPEN');
    expect((await call('OpenSchemaConversion', p)).RequestIdentifier).toBeUndefined();
    expect(await refused('ModifyMigrationProject', { ...p, MigrationProjectName: 'sc2' })).toMatchObject([409, 'InvalidResourceStateFault', expect.stringContaining('is open') as string]);
    expect(await refused('ModifyDataProvider', { DataProviderIdentifier: 'sc-target', Description: 'x' })).toEqual([409, 'InvalidResourceStateFault', expect.any(String)]);
    expect(await refused('CloseSchemaConversion', p)).toMatchObject([409, 'InvalidResourceStateFault', expect.stringContaining('busy') as string]);
    const { Requests } = await call('DescribeMetadataModelImports', p);
    expect(Requests).toMatchObject([{ Status: 'RECEIVED', RequestIdentifier, Kind: 'import' }]);
    expect(await refused('CancelMetadataModelConversion', { ...p, RequestIdentifier: RequestIdentifier ?? '' })).toEqual([404, 'ResourceNotFoundFault', expect.any(String)]);
    expect((await call('CancelRequest', { ...p, RequestIdentifier: RequestIdentifier ?? '' })).Request.Status).toBe('CANCELED');
    await call('CloseSchemaConversion', p);
  });

  it('has settings in the sections of AWS', async () => {
    const before = await call('DescribeConversionConfiguration', p);
    const sections = JSON.parse(before.ConversionConfiguration) as Record<string, Record<string, unknown>>;
    expect(Object.keys(sections)).toEqual(['Common project settings', 'MSSQL_TO_AURORA_POSTGRESQL', 'Conversion version']);
    expect(sections['Conversion version']).toEqual({ MSSQL_TO_AURORA_POSTGRESQL_target_engine_version: '15' });
    const setting = before.Settings?.find((s) => s.Type === 'boolean');
    const key = setting?.DmsKey ?? setting?.Key ?? '';
    await call('ModifyConversionConfiguration', { ...p, ConversionConfiguration: JSON.stringify({ MSSQL_TO_AURORA_POSTGRESQL: { [key]: setting?.Value !== true }, 'Conversion version': { MSSQL_TO_AURORA_POSTGRESQL_target_engine_version: '16' } }) });
    const after = JSON.parse((await call('DescribeConversionConfiguration', p)).ConversionConfiguration) as Record<string, Record<string, unknown>>;
    expect(after['MSSQL_TO_AURORA_POSTGRESQL']?.[key]).toBe(setting?.Value !== true);
    expect(after['Conversion version']).toEqual({ MSSQL_TO_AURORA_POSTGRESQL_target_engine_version: '16' });
    expect(await refused('ModifyConversionConfiguration', { ...p, ConversionConfiguration: '{"MSSQL_TO_AURORA_POSTGRESQL":{"NoSuchKey":true}}' })).toMatchObject([400, 'ValidationException', expect.stringContaining('NoSuchKey') as string]);
    expect(await refused('ModifyConversionConfiguration', { ...p, ConversionConfiguration: '{"Nowhere":{}}' })).toEqual([400, 'ValidationException', expect.any(String)]);
    expect(await refused('ModifyConversionConfiguration', { ...p, ConversionConfiguration: '[1]' })).toEqual([400, 'ValidationException', expect.any(String)]);
  });

  it('tells its requests live', async () => {
    const controller = new AbortController();
    const response = await eventsRoute(new Request('http://localhost/api/events?MigrationProjectIdentifier=sc', { signal: controller.signal }), context);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const { DescribeRequests } = { DescribeRequests: await call('DescribeRequests', p) };
    const id = DescribeRequests.Requests[0]?.RequestIdentifier ?? '';
    const started = await call('StartMetadataModelImport', { ...p, Origin: 'SOURCE', SelectionRules: selectPaths([rootPath]) });
    await requests.start(context.store, started.RequestIdentifier);
    let text = '';
    while (!text.includes(started.RequestIdentifier) || !text.includes('IN_PROGRESS')) text += new TextDecoder().decode((await reader.read()).value);
    expect(text).toMatch(/^event: request\ndata: \{/m);
    expect(text).toContain(id);
    controller.abort();
    await reader.cancel();
    await requests.finish(context.store, started.RequestIdentifier, { status: 'FAILED', error: 'made up' });
  });

  it('gives no result that is not there', async () => {
    const { Requests } = await call('DescribeRequests', p);
    const answer = await downloadRoute(new Request(`http://localhost/api/download?MigrationProjectIdentifier=sc&RequestIdentifier=${Requests[0]?.RequestIdentifier ?? ''}`), context);
    expect(answer.status).toBe(404);
    expect((await downloadRoute(new Request(`http://localhost/api/download?MigrationProjectIdentifier=sc&RequestIdentifier=..%2F..`), context)).status).toBe(404);
  });
});
