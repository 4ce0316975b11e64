import { setTimeout as sleep } from 'node:timers/promises';
import { nodePath, rootPath, selectPaths } from '@ferry/contract';
import type { OperationInput, OperationName, OperationOutput } from '@ferry/contract';
import { testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import { openContents } from '@ferry/intake';
import { quietRun } from '@ferry/kernel';
import { callOperation, downloadRoute, eventsRoute, uploadRoute } from '@ferry/operations';
import { trees } from '@ferry/store';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWorker, installation, makeProject, succeeded, waitFor } from './installation';
import type { TestInstallation } from './installation';

const script = `CREATE SCHEMA sales;
GO
CREATE TABLE sales.customer (customer_id int NOT NULL CONSTRAINT PK_customer PRIMARY KEY, name nvarchar(100) NOT NULL);
GO
CREATE TABLE sales.invoice (invoice_id int NOT NULL PRIMARY KEY, customer_id int NOT NULL CONSTRAINT FK_invoice REFERENCES sales.customer (customer_id), total money NOT NULL);
GO
CREATE VIEW sales.big_invoice AS SELECT invoice_id, total FROM sales.invoice WHERE total > 1000;
GO
CREATE FUNCTION sales.twice (@n int) RETURNS int AS BEGIN RETURN @n * 2; END;
GO
CREATE TRIGGER sales.on_invoice ON sales.invoice AFTER INSERT AS BEGIN UPDATE sales.invoice SET total = total WHERE 1 = 0; END;
GO
`;
const password = 'correct horse battery 7%';
let ferry: TestInstallation;
let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  await buildWorker();
  ferry = await installation({ proving: true });
  await ferry.startWorker();
  database = await testDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await ferry.close();
  await database.drop();
});

const call = <N extends OperationName>(name: N, input: OperationInput<N>): Promise<OperationOutput<N>> => callOperation(name, input, ferry.context);
const all = selectPaths([rootPath]);
const of = (project: string) => ({ MigrationProjectIdentifier: project });

async function convertedProject(name: string, target: NonNullable<Parameters<typeof makeProject>[3]>, secret?: string): Promise<void> {
  await makeProject(ferry.context, name, { 'shop.sql': script }, target, secret);
  const { RequestIdentifier } = await call('OpenSchemaConversion', of(name));
  await succeeded(ferry.context, name, RequestIdentifier ?? '');
  await succeeded(ferry.context, name, (await call('StartMetadataModelConversion', { ...of(name), SelectionRules: all })).RequestIdentifier);
}
const apply = async (name: string, rules = all): Promise<NonNullable<Awaited<ReturnType<typeof succeeded>>['ApplyCounts']>> => {
  const request = await succeeded(ferry.context, name, (await call('StartMetadataModelExportToTarget', { ...of(name), SelectionRules: rules })).RequestIdentifier);
  if (request.ApplyCounts === undefined) throw new Error('no counts');
  return request.ApplyCounts;
};
async function nodeOf(project: string, name: string, kind: string): Promise<string> {
  const { MetadataModels } = await call('SearchMetadataModel', { ...of(project), Origin: 'TARGET', Text: name, Kinds: [kind] });
  const node = MetadataModels.find((m) => m.MetadataModelName === name);
  return selectPaths([node?.Path ?? '']);
}
const model = (project: string, rules: string) => call('DescribeMetadataModel', { ...of(project), Origin: 'TARGET', SelectionRules: rules });

describe('a target on a server', () => {
  it('takes the converted code, and applying again changes nothing', async () => {
    const url = new URL(database.url);
    const role = `ferry_${database.name}`;
    await client.query(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'; GRANT CREATE ON DATABASE ${database.name} TO ${role}`);
    const Settings = { PostgreSqlSettings: { ServerName: url.hostname, Port: Number(url.port), DatabaseName: database.name } };
    expect(await call('TestDataProviderConnection', { Engine: 'postgres', Settings, Username: role, Password: 'wrong' })).toMatchObject({ Successful: false, Checks: [{ Passed: true }, { Passed: true }, { Name: 'Login', Passed: false }] });
    await call('CreateSecret', { Name: 'shop/login', Username: role, Password: password });
    expect(await call('TestDataProviderConnection', { Engine: 'postgres', Settings, SecretId: 'shop/login' })).toMatchObject({ Successful: true });
    await convertedProject('shop', { Virtual: false, Settings }, 'shop/login');
    const first = await apply('shop');
    expect(first).toMatchObject({ Unchanged: 0, Failed: 0, Kept: 0 });
    expect(first.Applied).toBeGreaterThan(6);
    expect(await apply('shop')).toEqual({ Applied: 0, Unchanged: first.Applied, Failed: 0, Kept: 0 });
    const pack = await succeeded(ferry.context, 'shop', (await call('StartExtensionPackAssociation', of('shop'))).RequestIdentifier);
    expect(pack).toMatchObject({ Kind: 'extension-pack', ApplyCounts: { Applied: 0, Failed: 0 } });
    expect((await call('DescribeExtensionPackAssociations', of('shop'))).Requests).toHaveLength(1);
    const root = await model('shop', all);
    expect(root.Node?.AppliedCount).toBeGreaterThan(6);
    expect((await call('DescribeSelection', { ...of('shop'), Origin: 'TARGET', SelectionRules: all })).Unapplied).toBe(0);
    const tables = await client.query("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname IN ('customer', 'invoice') ORDER BY 1");
    expect(tables.rows.map((row: { relname: string }) => row.relname)).toEqual(['customer', 'invoice']);
  }, 60_000);

  it('tells by a dry run what it would do, and drops and creates again when that is asked for', async () => {
    const plan = (more: object = {}) => call('DescribeApplyPlan', { ...of('shop'), SelectionRules: all, ...more });
    const nothing = await plan();
    expect(nothing).toMatchObject({ Server: expect.stringMatching(/^PostgreSQL /) as string, Counts: { Create: 0, Replace: 0, Recreate: 0, Keep: 0 }, Steps: [], Lacks: [] });
    const anew = await plan({ ExistingObjects: 'DROP_AND_CREATE' });
    expect(anew.Counts.Recreate).toBeGreaterThan(5);
    const view = (await client.query<{ oid: number }>("SELECT oid FROM pg_class WHERE relname = 'big_invoice'")).rows[0]?.oid;
    const { RequestIdentifier } = await call('StartMetadataModelExportToTarget', { ...of('shop'), SelectionRules: all, ExistingObjects: 'DROP_AND_CREATE' });
    const done = await succeeded(ferry.context, 'shop', RequestIdentifier);
    expect(done.ApplyCounts).toMatchObject({ Applied: anew.Counts.Recreate, Unchanged: anew.Counts.None, Failed: 0, Kept: 0 });
    expect((await client.query<{ oid: number }>("SELECT oid FROM pg_class WHERE relname = 'big_invoice'")).rows[0]?.oid).not.toBe(view);
    expect((await apply('shop')).Applied).toBe(0);
  }, 60_000);

  it('tells its log while it works', async () => {
    const stop = new AbortController();
    const events = await eventsRoute(new Request('http://localhost/api/events?MigrationProjectIdentifier=shop&Logs=true', { signal: stop.signal }), ferry.context);
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
    const first = await reader?.read();
    let told = first?.value ?? '';
    await apply('shop');
    while (!told.includes('Applying finished')) told += (await reader?.read())?.value ?? '';
    expect(told).toMatch(/event: log\ndata: \{"EventId":"\d+".*"Module":"apply"/);
    stop.abort();
  }, 30_000);

  it('shows what was dropped there after a refresh, and makes it again', async () => {
    await client.query('DROP SCHEMA IF EXISTS sales CASCADE; DROP SCHEMA IF EXISTS shop_sales CASCADE');
    await succeeded(ferry.context, 'shop', (await call('StartMetadataModelImport', { ...of('shop'), Origin: 'TARGET', SelectionRules: all, Refresh: true })).RequestIdentifier);
    const { Unapplied, Applied } = await call('DescribeSelection', { ...of('shop'), Origin: 'TARGET', SelectionRules: all });
    expect(Unapplied).toBeGreaterThan(5);
    expect(Applied).toBeLessThan(Unapplied);
    expect((await apply('shop')).Failed).toBe(0);
    expect((await call('DescribeSelection', { ...of('shop'), Origin: 'TARGET', SelectionRules: all })).Unapplied).toBe(0);
  }, 60_000);

  it('shows what else stands there, in its schema, and applies, counts and packs none of it', async () => {
    const schema = (await client.query<{ nspname: string }>("SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = 'big_invoice'")).rows[0]?.nspname ?? '';
    const before = await call('DescribeSelection', { ...of('shop'), Origin: 'TARGET', SelectionRules: all });
    const { ObjectCount } = (await model('shop', all)).Node ?? {};
    await client.query(`CREATE SCHEMA legacy; CREATE TABLE legacy.ledger (id int CONSTRAINT ledger_key PRIMARY KEY); CREATE VIEW ${schema}.only_here AS SELECT 1 AS one; CREATE INDEX by_name_here ON ${schema}.customer (name); CREATE FUNCTION legacy.post() RETURNS int LANGUAGE sql AS 'SELECT 1'`);
    const refresh = async (): Promise<void> => {
      await succeeded(ferry.context, 'shop', (await call('StartMetadataModelImport', { ...of('shop'), Origin: 'TARGET', SelectionRules: all, Refresh: true })).RequestIdentifier);
    };
    const only = async () => (await call('SearchMetadataModel', { ...of('shop'), Origin: 'TARGET', ApplyStatuses: ['extra'] })).MetadataModels.map((node) => [node.Kind, node.Path?.split('/').slice(2).join('/')]).sort();
    expect(await only()).toEqual([]);
    await refresh();
    const schemas = nodePath(['Schemas']);
    const expected = [
      ['FUNCTION', `${schemas}/legacy/Functions/post`],
      ['INDEX', `${schemas}/${schema}/Tables/customer/Indexes/by_name_here`],
      ['PRIMARY_KEY', `${schemas}/legacy/Tables/ledger/Constraints/ledger_key`],
      ['SCHEMA', `${schemas}/legacy`],
      ['TABLE', `${schemas}/legacy/Tables/ledger`],
      ['VIEW', `${schemas}/${schema}/Views/only_here`],
    ];
    expect(await only()).toEqual(expected);
    const ledger = await model('shop', await nodeOf('shop', 'ledger', 'TABLE'));
    expect(ledger).toMatchObject({ MetadataModelName: 'ledger', Node: { ApplyStatus: 'extra' }, SourceMetadataModels: [] });
    expect(ledger.Definition).toBeUndefined();
    expect(await call('DescribeSelection', { ...of('shop'), Origin: 'TARGET', SelectionRules: all })).toEqual(before);
    expect((await model('shop', all)).Node?.ObjectCount).toBe(ObjectCount);
    // It stays with another conversion, and after applying it is looked at again.
    await succeeded(ferry.context, 'shop', (await call('StartMetadataModelConversion', { ...of('shop'), SelectionRules: all })).RequestIdentifier);
    expect(await only()).toEqual(expected);
    await client.query(`DROP VIEW ${schema}.only_here; DROP INDEX ${schema}.by_name_here`);
    expect(await apply('shop')).toMatchObject({ Applied: 0, Failed: 0, Kept: 0 });
    expect(await only()).toEqual(expected.filter(([, path]) => path?.includes('/legacy') === true));
    // Of another target nothing is known yet: what the old one has goes, and the rest of the tree stays whole.
    const objects = await call('SearchMetadataModel', { ...of('shop'), Origin: 'TARGET', MaxRecords: 100 });
    const [project] = await ferry.context.store.db.migrationProject.findMany({ where: { name: 'shop' } });
    await trees.forgetOnlyOnTarget(ferry.context.store, project?.id ?? '');
    expect(await only()).toEqual([]);
    const left = await call('SearchMetadataModel', { ...of('shop'), Origin: 'TARGET', MaxRecords: 100 });
    expect(left.MetadataModels.map((node) => node.Path)).toEqual(objects.MetadataModels.filter((node) => node.ApplyStatus !== 'extra').map((node) => node.Path));
    expect(await call('DescribeSelection', { ...of('shop'), Origin: 'TARGET', SelectionRules: all })).toEqual(before);
    await client.query('DROP SCHEMA legacy CASCADE');
  }, 90_000);

  it('shows the function of a trigger with the trigger, edits it there and applies it', async () => {
    const rules = await nodeOf('shop', 'on_invoice', 'TRIGGER');
    const before = await model('shop', rules);
    expect(before.Definition).toMatch(/CREATE (OR REPLACE )?FUNCTION[^]*UPDATE[^]*CREATE TRIGGER on_invoice/);
    expect(before.TargetCode).toMatchObject({ Editable: true, ApplyStatus: 'applied' });
    expect(before.Links?.length).toBeGreaterThan(1);
    const related = await call('DescribeRelatedObjects', { ...of('shop'), Origin: 'TARGET', SelectionRules: rules });
    expect(related.Objects.map((node) => node.MetadataModelName).sort()).toEqual(['invoice', 'on_invoice']);
    const edited = (before.Definition ?? '').replace('1 = 0', '2 = 0');
    expect(edited).not.toBe(before.Definition);
    await call('SaveTargetCode', { ...of('shop'), SelectionRules: rules, Definition: edited, Revision: before.TargetCode?.Revision ?? '' });
    expect(await model('shop', rules)).toMatchObject({ Definition: edited, Node: { Edited: true, ApplyStatus: 'changed' } });
    expect(await apply('shop', rules)).toMatchObject({ Applied: 1, Failed: 0, Kept: 0 });
    const { rows } = await client.query<{ prosrc: string }>("SELECT prosrc FROM pg_proc WHERE proname = 'on_invoice'");
    expect(rows[0]?.prosrc).toContain('2 = 0');
    await succeeded(ferry.context, 'shop', (await call('StartMetadataModelConversion', { ...of('shop'), SelectionRules: all, OverwriteEdits: true })).RequestIdentifier);
    expect((await model('shop', rules)).Definition).toBe(before.Definition);
    await apply('shop');
  }, 60_000);

  it('edits target code: checked on the server, kept, guarded against a second window, applied', async () => {
    const rules = await nodeOf('shop', 'twice', 'FUNCTION');
    const before = await model('shop', rules);
    expect(before.TargetCode).toMatchObject({ Editable: true, Edited: false, Version: 0, ApplyStatus: 'applied' });
    const text = before.Definition ?? '';
    const input = { ...of('shop'), SelectionRules: rules };
    const bad = await call('CheckTargetCode', { ...input, Definition: text.replace(/\* 2/, '* nothing') });
    expect(bad.Messages[0]).toMatchObject({ Severity: 'error', Line: expect.any(Number) as number });
    expect(bad.Proof.Refusal).toBeDefined();
    expect((await call('CheckTargetCode', { ...input, Definition: 'CREATE FUNCTION (' })).Messages[0]).toMatchObject({ Severity: 'error', SqlState: '42601', Line: 1 });
    const revision = before.TargetCode?.Revision ?? '';
    await expect(call('SaveTargetCode', { ...input, Definition: 'not sql', Revision: revision })).rejects.toMatchObject({ code: 'invalid-input' });
    const edited = text.replace(/\* 2/, '* 3');
    const saved = await call('SaveTargetCode', { ...input, Definition: edited, Revision: revision });
    expect(saved).toMatchObject({ Version: 1, Proof: { Level: expect.stringMatching(/created|checked/) as string } });
    await expect(call('SaveTargetCode', { ...input, Definition: text, Revision: revision })).rejects.toMatchObject({ code: 'invalid-state' });
    const after = await model('shop', rules);
    expect(after.Definition).toBe(edited);
    expect(after.Node).toMatchObject({ Edited: true, ApplyStatus: 'changed' });
    expect(after.TargetCode).toMatchObject({ Edited: true, Version: 1, BaseChanged: false, ConvertedDefinition: text });
    expect(await apply('shop')).toMatchObject({ Applied: 1, Failed: 0, Kept: 0 });
    const script = await succeeded(ferry.context, 'shop', (await call('StartMetadataModelExportAsScript', { ...of('shop'), SelectionRules: all, Origin: 'TARGET' })).RequestIdentifier);
    const zip = await downloadRoute(new Request(`http://localhost${script.ExportSqlDetails?.ObjectURL ?? ''}`), ferry.context);
    const { texts } = await openContents([{ name: 'x.zip', bytes: new Uint8Array(await zip.arrayBuffer()) }], quietRun());
    expect(texts.find((one) => one.path.endsWith('deploy.sql'))?.text).toContain(edited);
    // Converting again leaves the edit in front, also when the source is read anew.
    await succeeded(ferry.context, 'shop', (await call('StartMetadataModelConversion', { ...of('shop'), SelectionRules: all })).RequestIdentifier);
    expect((await model('shop', rules)).Definition).toBe(edited);
    expect(await call('DescribeSelection', { ...of('shop'), Origin: 'SOURCE', SelectionRules: all })).toMatchObject({ Edited: 1, EditedBaseChanged: 0 });
    await succeeded(ferry.context, 'shop', (await call('StartMetadataModelConversion', { ...of('shop'), SelectionRules: all, OverwriteEdits: true })).RequestIdentifier);
    expect((await model('shop', rules)).TargetCode).toMatchObject({ Edited: false, Version: 2, ApplyStatus: 'changed' });
    expect((await call('DescribeTargetCodeVersions', input)).Versions.map((v) => [v.Version, v.Kind, v.Definition === edited])).toEqual([[2, 'overwritten', true], [1, 'edited', true]]);
    const again = await call('SaveTargetCode', { ...input, Definition: edited, Revision: (await model('shop', rules)).TargetCode?.Revision ?? '' });
    expect(again.Version).toBe(3);
    expect(await call('RestoreConvertedCode', { ...of('shop'), SelectionRules: all })).toEqual({ Restored: 1 });
    expect((await model('shop', rules)).Definition).toBe(text);
  }, 90_000);

  it('merges an edit with what changed in the source, and marks it where both changed the same line', async () => {
    const rules = await nodeOf('shop', 'twice', 'FUNCTION');
    const url = 'http://localhost/api/upload?DataProviderIdentifier=shop-source&FileName=shop.sql&Replace=true';
    const convertWith = async (expression: string) => {
      expect((await uploadRoute(new Request(url, { method: 'POST', body: script.replace('@n * 2', expression) }), ferry.context)).status).toBe(200);
      await succeeded(ferry.context, 'shop', (await call('StartMetadataModelImport', { ...of('shop'), Origin: 'SOURCE', SelectionRules: all, Refresh: true })).RequestIdentifier);
      await succeeded(ferry.context, 'shop', (await call('StartMetadataModelConversion', { ...of('shop'), SelectionRules: all })).RequestIdentifier);
      return model('shop', rules);
    };
    const edit = async (change: (text: string) => string): Promise<void> => {
      const { Definition = '', TargetCode } = await model('shop', rules);
      const changed = change(Definition);
      expect(changed).not.toBe(Definition);
      await call('SaveTargetCode', { ...of('shop'), SelectionRules: rules, Definition: changed, Revision: TargetCode?.Revision ?? '' });
    };
    await edit((text) => `-- by hand\n${text}`);
    const merged = await convertWith('@n * 2 + 1');
    expect(merged.Definition).toMatch(/^-- by hand[^]*2 \+ 1/);
    expect(merged.TargetCode).toMatchObject({ Edited: true, BaseChanged: false, ConvertedDefinition: expect.stringContaining('2 + 1') as string });

    await edit((text) => text.replace('2 + 1', '2 + 1 + 0'));
    const marked = await convertWith('@n * 2 + 3');
    expect(marked.Definition).toContain('2 + 1 + 0');
    expect(marked.TargetCode).toMatchObject({ Edited: true, BaseChanged: true, ConvertedDefinition: expect.stringContaining('2 + 3') as string });
    expect(await call('DescribeSelection', { ...of('shop'), Origin: 'TARGET', SelectionRules: all })).toMatchObject({ Edited: 1, EditedBaseChanged: 1, EditedNames: [expect.stringContaining('twice')] });
    expect(await call('RestoreConvertedCode', { ...of('shop'), SelectionRules: rules })).toEqual({ Restored: 1 });
  }, 90_000);

  it('tells a failure with the words of the server and the line', async () => {
    const rules = await nodeOf('shop', 'big_invoice', 'VIEW');
    const { Definition = '', TargetCode } = await model('shop', rules);
    const saved = await call('SaveTargetCode', { ...of('shop'), SelectionRules: rules, Definition: Definition.replace(/\btotal\b/i, 'no_column'), Revision: TargetCode?.Revision ?? '' });
    expect(saved.Proof.Refusal?.SqlState).toBe('42703');
    expect((await apply('shop', rules)).Failed).toBe(1);
    const { Results, Counts } = await call('DescribeApplyResults', { ...of('shop'), Statuses: ['failed'] });
    expect(Counts.Failed).toBe(1);
    expect(Results[0]).toMatchObject({ Status: 'failed', Kind: 'VIEW', ObjectName: 'big_invoice', SqlState: '42703', Message: 'column "no_column" does not exist', Line: expect.any(Number) as number, Path: expect.stringContaining('big_invoice') as string });
    expect((await model('shop', rules)).TargetCode?.LastApply).toMatchObject({ Status: 'failed', Line: expect.any(Number) as number });
    const { LogEvents } = await call('DescribeLogEvents', { ...of('shop'), Text: 'failed', Modules: ['apply'] });
    expect(LogEvents.some((event) => event.Message.startsWith('Failed: view') && event.Level === 'error')).toBe(true);
  }, 60_000);

  it('keeps the password to itself', async () => {
    const rows = await ferry.context.store.db.$queryRaw<{ text: string }[]>`
      SELECT row_to_json(l)::text AS text FROM log_events l UNION ALL SELECT row_to_json(r)::text FROM requests r UNION ALL SELECT row_to_json(s)::text FROM secrets s UNION ALL SELECT row_to_json(p)::text FROM data_providers p`;
    const told = [await call('DescribeSecrets', {}), await call('DescribeDataProviders', {}), await call('DescribeMigrationProjects', {}), await call('UpdateSecret', { SecretId: 'shop/login', Description: 'x' })];
    const everything = [...rows.map((row) => row.text), ...ferry.logged, ...told.map((one) => JSON.stringify(one))].join('\n');
    expect(everything).not.toContain(password);
    expect(everything).not.toContain(Buffer.from(password).toString('base64'));
    expect(everything).not.toContain(Buffer.from(password).toString('hex'));
    await expect(call('DeleteSecret', { SecretId: 'shop/login' })).rejects.toMatchObject({ code: 'invalid-state', message: expect.stringContaining('"shop/login" is used by migration project shop') as string });
    await client.query(`ALTER ROLE ferry_${database.name} PASSWORD 'another'`);
    const { RequestIdentifier } = await call('StartMetadataModelExportToTarget', { ...of('shop'), SelectionRules: all });
    const failed = await waitFor(ferry.context, 'shop', RequestIdentifier, (r) => r.Status === 'FAILED');
    expect(failed.Error?.defaultErrorDetails.Message).toMatch(/refused the login of/);
    expect(JSON.stringify(failed)).not.toContain(password);
  }, 60_000);
});

describe('an embedded target', () => {
  it('is made for the project, takes a selection, and goes with the project', async () => {
    await convertedProject('own', { Settings: { PostgreSqlSettings: { Embedded: true } } });
    const [project] = (await call('DescribeMigrationProjects', { Filters: [{ Name: 'migration-project-identifier', Values: ['own'] }] })).MigrationProjects;
    expect(project).toMatchObject({ TargetKind: 'embedded' });
    const own = `ferry_target_${project?.MigrationProjectArn.slice(-26).toLowerCase() ?? ''}`;
    const table = await nodeOf('own', 'customer', 'TABLE');
    const counts = await apply('own', table);
    expect(counts.Failed).toBe(0);
    expect(counts.Applied).toBeGreaterThanOrEqual(2);
    expect((await apply('own')).Failed).toBe(0);
    expect((await client.query('SELECT FROM pg_database WHERE datname = $1', [own])).rowCount).toBe(1);
    await call('CloseSchemaConversion', of('own'));
    await call('DeleteMigrationProject', of('own'));
    for (let tries = 0; ; tries++) {
      const left = await client.query('SELECT FROM pg_database WHERE datname = $1', [own]);
      const roles = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [own]);
      if (left.rowCount === 0 && roles.rowCount === 0) break;
      if (tries > 50) throw new Error('the embedded database is still there');
      await sleep(100);
    }
  }, 60_000);
});

describe('the sample', () => {
  it('is a project with one call, and the same project with the next', async () => {
    const { MigrationProject, Created } = await call('CreateSampleProject', {});
    expect(Created).toBe(true);
    expect(MigrationProject).toMatchObject({ TargetKind: 'embedded' });
    expect(await call('CreateSampleProject', {})).toMatchObject({ Created: false, MigrationProject: { MigrationProjectArn: MigrationProject.MigrationProjectArn } });
    const { RequestIdentifier } = await call('OpenSchemaConversion', of('sample-project'));
    await succeeded(ferry.context, 'sample-project', RequestIdentifier ?? '');
    const { MetadataModelChildren } = await call('DescribeMetadataModelChildren', { ...of('sample-project'), Origin: 'SOURCE', SelectionRules: selectPaths([nodePath(['Servers', 'sample', 'Databases', 'PedalAndPost', 'Schemas'])]) });
    expect(MetadataModelChildren.length).toBeGreaterThanOrEqual(5);
  }, 60_000);
});
