import { nodePath, rootPath, selectPaths } from '@ferry/contract';
import type { OperationInput, OperationName, OperationOutput } from '@ferry/contract';
import { testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import { quietRun } from '@ferry/kernel';
import { callOperation, downloadRoute } from '@ferry/operations';
import { findPair } from '@ferry/registry/engines';
import { systemViews } from '@ferry/source-sqlserver/introspection';
import { startLiveDatabase } from '@ferry/testkit/live-database';
import type { LiveDatabase } from '@ferry/testkit/live-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWorker, installation, succeeded } from './installation';
import type { TestInstallation } from './installation';

const script = `CREATE SCHEMA sales;
GO
CREATE TABLE sales.customer (customer_id int IDENTITY(1,1) NOT NULL CONSTRAINT PK_customer PRIMARY KEY, name nvarchar(100) NOT NULL);
GO
CREATE TABLE sales.invoice (invoice_id int NOT NULL CONSTRAINT PK_invoice PRIMARY KEY, customer_id int NOT NULL CONSTRAINT FK_invoice REFERENCES sales.customer (customer_id), total money NOT NULL);
GO
CREATE INDEX IX_invoice ON sales.invoice (customer_id);
GO
CREATE VIEW sales.big_invoice AS SELECT invoice_id, total FROM sales.invoice WHERE total > 1000;
GO
`;
let ferry: TestInstallation;
let database: TestDatabase;
let live: LiveDatabase;
beforeAll(async () => {
  await buildWorker();
  ferry = await installation({ proving: false });
  await ferry.startWorker();
  const { source, target, pair } = findPair('sqlserver', 'postgresql');
  database = await testDatabase();
  const catalog = await source.readScripts([{ path: 'shop.sql', text: script }], { databaseName: 'shop', variables: {} }, quietRun());
  live = await startLiveDatabase({ pair, target, databaseUrl: database.url, views: Object.fromEntries(Object.entries(systemViews).map(([view, { columns }]) => [view, Object.keys(columns)])), catalog, databaseName: 'shop' });
}, 120_000);
afterAll(async () => {
  await live.close();
  await ferry.close();
  await database.drop();
});

const call = <N extends OperationName>(name: N, input: OperationInput<N>): Promise<OperationOutput<N>> => callOperation(name, input, ferry.context);
const of = (name: string) => ({ MigrationProjectIdentifier: name });
const schema = ['Servers', '127.0.0.1', 'Databases', 'shop', 'Schemas', 'sales'];
const model = (project: string, ...path: string[]) => call('DescribeMetadataModel', { ...of(project), Origin: 'SOURCE', SelectionRules: selectPaths([nodePath([...schema, ...path])]) });
/** Questions to the server while something is done. */
async function questions(work: () => Promise<unknown>): Promise<number> {
  const before = live.asked.length;
  await work();
  return live.asked.length - before;
}

/** A project with the live source, launched. */
async function launched(name: string): Promise<void> {
  await call('CreateInstanceProfile', { InstanceProfileName: `${name}-profile` });
  await call('CreateSecret', { Name: `${name}/login`, Username: 'reader', Password: 'x' });
  await call('CreateDataProvider', { DataProviderName: `${name}-source`, Engine: 'sqlserver', Virtual: false, Settings: { MicrosoftSqlServerSettings: { ServerName: '127.0.0.1', Port: live.port, DatabaseName: 'shop', SslMode: 'none' } } });
  await call('CreateDataProvider', { DataProviderName: `${name}-target`, Engine: 'postgres', Virtual: true, Settings: { PostgreSqlSettings: { ServerName: 'pg01' } } });
  await call('CreateMigrationProject', { MigrationProjectName: name, InstanceProfileIdentifier: `${name}-profile`, SourceDataProviderDescriptors: [{ DataProviderIdentifier: `${name}-source`, SecretsManagerSecretId: `${name}/login` }], TargetDataProviderDescriptors: [{ DataProviderIdentifier: `${name}-target` }] });
  await succeeded(ferry.context, name, (await call('OpenSchemaConversion', of(name))).RequestIdentifier ?? '', 60);
}

describe('a live source', () => {
  it('shows its names by two questions when it is launched, and reads an object when it is opened, once', async () => {
    expect(await questions(() => launched('lazy'))).toBe(2);
    const { MetadataModelChildren } = await call('DescribeMetadataModelChildren', { ...of('lazy'), Origin: 'SOURCE', SelectionRules: selectPaths([nodePath([...schema, 'Tables'])]) });
    expect(MetadataModelChildren.map((child) => child.MetadataModelName)).toEqual(['customer', 'invoice']);
    let invoice: OperationOutput<'DescribeMetadataModel'> | undefined;
    const asked = await questions(async () => (invoice = await model('lazy', 'Tables', 'invoice')));
    expect(asked).toBeGreaterThan(2);
    expect(asked).toBeLessThan(14);
    expect(invoice?.Definition).toMatch(/CREATE TABLE \[sales\]\.\[invoice\]/);
    expect(invoice?.Columns?.map((column) => column.Name)).toEqual(['invoice_id', 'customer_id', 'total']);
    expect(await questions(() => model('lazy', 'Tables', 'invoice'))).toBe(0);
    expect(await questions(() => model('lazy', 'Views', 'big_invoice'))).toBeLessThan(9);
    // A category, and what is open already, ask nothing.
    expect(await questions(() => model('lazy', 'Tables'))).toBe(0);
    expect((await call('DescribeMigrationProjects', {})).MigrationProjects.find((p) => p.MigrationProjectName === 'lazy')?.SourceLoaded).toBe(false);
  }, 90_000);

  it('reads the rest before it is converted', async () => {
    const rules = selectPaths([nodePath([...schema, 'Views', 'big_invoice'])]);
    const request = await succeeded(ferry.context, 'lazy', (await call('StartMetadataModelConversion', { ...of('lazy'), SelectionRules: rules })).RequestIdentifier, 60);
    expect(request.Status).toBe('SUCCESS');
    expect(await model('lazy', 'Views', 'big_invoice')).toMatchObject({ Node: { Status: 'converted' }, TargetDefinition: expect.stringContaining('CREATE VIEW') as string });
    expect((await model('lazy', 'Tables', 'invoice')).Node?.ChildrenCount).toBeGreaterThan(0);
    expect(await questions(() => model('lazy', 'Tables', 'customer'))).toBe(0);
  }, 90_000);

  it('reads everything with "Load metadata", by a fixed number of questions', async () => {
    await launched('eager');
    const load = async (): Promise<unknown> => succeeded(ferry.context, 'eager', (await call('StartMetadataModelImport', { ...of('eager'), Origin: 'SOURCE', SelectionRules: selectPaths([rootPath]) })).RequestIdentifier, 60);
    const asked = await questions(load);
    expect(asked).toBeGreaterThan(20);
    expect(asked).toBeLessThan(42);
    expect((await model('eager', 'Tables', 'invoice')).Definition).toContain('PK_invoice');
    expect(await questions(() => model('eager', 'Tables', 'customer'))).toBe(0);
  }, 90_000);

  it('tells what its tables hold: at the table, in the summary and in the report', async () => {
    const properties = (await model('eager', 'Tables', 'invoice')).Properties;
    // The test server says ten rows a column, and 152 kB.
    expect(properties).toEqual(expect.arrayContaining([{ Name: 'Rows', Value: '30' }, { Name: 'Size', Value: '152 kB' }]));
    await succeeded(ferry.context, 'eager', (await call('StartMetadataModelAssessment', { ...of('eager'), SelectionRules: selectPaths([rootPath]) })).RequestIdentifier, 60);
    const all = { ...of('eager'), SelectionRules: selectPaths([rootPath]) };
    const { TableSizes } = await call('DescribeAssessmentSummary', all);
    expect(TableSizes).toMatchObject({ Tables: 2, Kilobytes: 304 });
    expect(TableSizes?.Largest).toContainEqual({ Schema: 'sales', Table: 'invoice', Rows: 30, Kilobytes: 152 });
    expect((await call('DescribeAssessmentSummary', { ...of('eager'), SelectionRules: selectPaths([nodePath([...schema, 'Tables', 'invoice'])]) })).TableSizes).toMatchObject({ Tables: 1, Rows: 30 });
    const { CsvReport } = await call('ExportMetadataModelAssessment', { ...all, AssessmentReportTypes: ['csv'] });
    const zip = await downloadRoute(new Request(`http://localhost${CsvReport?.ObjectURL ?? ''}`), ferry.context);
    // Names stand in an archive as they are.
    expect(Buffer.from(await zip.arrayBuffer()).includes('_Table_Sizes.csv')).toBe(true);
  }, 90_000);

  it('says what to do when an opened object is gone, or its server', async () => {
    await launched('gone');
    await live.close();
    await expect(model('gone', 'Tables', 'customer')).rejects.toMatchObject({ code: 'unavailable' });
    // What was read stays readable.
    expect((await model('eager', 'Tables', 'invoice')).Definition).toContain('PK_invoice');
  }, 90_000);
});
