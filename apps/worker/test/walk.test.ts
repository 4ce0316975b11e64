import { buffer } from 'node:stream/consumers';
import { openContents } from '@ferry/intake';
import { nodePath, rootPath, selectPaths } from '@ferry/contract';
import { callOperation, downloadRoute, uploadRoute } from '@ferry/operations';
import { quietRun } from '@ferry/kernel';
import { converted } from '@ferry/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWorker, installation, makeProject, succeeded } from './installation';
import type { TestInstallation } from './installation';

const script = `CREATE SCHEMA sales;
GO
CREATE TABLE sales.customer (
  customer_id int IDENTITY(1,1) NOT NULL CONSTRAINT PK_customer PRIMARY KEY,
  name nvarchar(100) NOT NULL,
  joined datetime NOT NULL CONSTRAINT DF_joined DEFAULT (getdate())
);
GO
CREATE TABLE sales.invoice (
  invoice_id int NOT NULL PRIMARY KEY,
  customer_id int NOT NULL CONSTRAINT FK_invoice_customer REFERENCES sales.customer (customer_id),
  total money NOT NULL CHECK (total >= 0)
);
GO
CREATE INDEX IX_invoice_customer ON sales.invoice (customer_id);
GO
CREATE VIEW sales.big_invoice AS SELECT invoice_id, total FROM sales.invoice WHERE total > 1000;
GO
CREATE PROCEDURE sales.odd AS BEGIN SHUTDOWN WITH NOWAIT; END;
GO
INSERT INTO sales.customer (name) VALUES ('someone');
GO
`;

const project = { MigrationProjectIdentifier: 'walk' };
let ferry: TestInstallation;
beforeAll(async () => {
  await buildWorker();
  ferry = await installation({ proving: true });
  await ferry.startWorker();
  await makeProject(ferry.context, 'walk', { 'shop.sql': script });
});
afterAll(() => ferry.close());

const names = async (origin: 'SOURCE' | 'TARGET', ...path: string[]): Promise<string[]> => {
  const { MetadataModelChildren } = await callOperation('DescribeMetadataModelChildren', { ...project, Origin: origin, SelectionRules: selectPaths([nodePath(path)]) }, ferry.context);
  return MetadataModelChildren.map((child) => child.MetadataModelName);
};

describe('the thin walk', () => {
  it('launches: the scripts become a source tree', async () => {
    const { RequestIdentifier } = await callOperation('OpenSchemaConversion', project, ferry.context);
    const request = await succeeded(ferry.context, 'walk', RequestIdentifier ?? '');
    expect(request).toMatchObject({ Kind: 'import', Progress: { ProgressStep: 'FINISHED', ProgressPercent: 100 } });
    expect(await names('SOURCE', 'Servers')).toEqual(['sql01']);
    expect(await names('SOURCE', 'Servers', 'sql01', 'Databases', 'shop', 'Schemas')).toEqual(['sales']);
    expect(await names('SOURCE', 'Servers', 'sql01', 'Databases', 'shop', 'Schemas', 'sales')).toEqual(['Tables', 'Views', 'Procedures']);
    expect(await names('SOURCE', 'Servers', 'sql01', 'Databases', 'shop', 'Schemas', 'sales', 'Tables', 'invoice')).toEqual(['Constraints', 'Indexes']);
    const { LogEvents } = await callOperation('DescribeLogEvents', { ...project, Text: 'INSERT' }, ferry.context);
    expect(LogEvents[0]?.Message).toMatch(/shop\.sql:\d+:\d+ INSERT passed over/);
  });

  it('converts one table only when one is selected, by AWS rules', async () => {
    const SelectionRules = JSON.stringify({
      rules: [{ 'rule-type': 'selection', 'rule-id': '1', 'rule-name': '1', 'rule-action': 'explicit', 'object-locator': { 'server-name': 'sql01', 'database-name': 'shop', 'schema-name': 'sales', 'table-name': 'customer' } }],
    });
    const { RequestIdentifier } = await callOperation('StartMetadataModelConversion', { ...project, SelectionRules }, ferry.context);
    await succeeded(ferry.context, 'walk', RequestIdentifier);
    const [schema] = await names('TARGET', 'Servers', 'pg01', 'Schemas');
    expect(await names('TARGET', 'Servers', 'pg01', 'Schemas', schema ?? '', 'Tables')).toEqual(['customer']);
    const { MetadataModels } = await callOperation('SearchMetadataModel', { ...project, Origin: 'SOURCE', Statuses: ['converted'], Kinds: ['TABLE'] }, ferry.context);
    expect(MetadataModels.map((m) => m.MetadataModelName)).toEqual(['customer']);
  });

  it('converts and proves the database', async () => {
    const { RequestIdentifier } = await callOperation('StartMetadataModelConversion', { ...project, SelectionRules: selectPaths([rootPath]) }, ferry.context);
    await succeeded(ferry.context, 'walk', RequestIdentifier);
    const summary = await callOperation('DescribeAssessmentSummary', { ...project, SelectionRules: selectPaths([rootPath]) }, ferry.context);
    expect(summary.NotAssessed).toBe(0);
    expect(summary.SyntaxElements?.Total).toBeGreaterThan(summary.Storage.Total + summary.Code.Total);
    expect(summary.SyntaxElements?.Automatic).toBeLessThanOrEqual(summary.SyntaxElements?.Total ?? 0);
    expect(summary.ProvedBy).toMatch(/^PostgreSQL 18/);
    expect(summary.Storage).toMatchObject({ Total: summary.Storage.ConvertedAndProved, Complex: 0 });
    const path = nodePath(['Servers', 'sql01', 'Databases', 'shop', 'Schemas', 'sales', 'Tables', 'customer']);
    const model = await callOperation('DescribeMetadataModel', { ...project, Origin: 'SOURCE', SelectionRules: selectPaths([path]) }, ferry.context);
    expect(model.Definition).toMatch(/^CREATE TABLE sales\.customer/);
    expect(model.TargetDefinition).toMatch(/CREATE TABLE \w*sales\.customer/);
    expect(model.Node).toMatchObject({ Status: 'converted', Proof: { Level: expect.stringMatching(/created|checked/) as string } });
    expect(model.Columns?.map((c) => c.Name)).toEqual(['customer_id', 'name', 'joined']);
    expect(model.Links?.length).toBeGreaterThan(0);
    for (const link of model.Links ?? []) expect(link.Source.End).toBeLessThanOrEqual(model.Definition?.length ?? 0);
    const brief = await callOperation('DescribeMetadataModel', { ...project, Origin: 'SOURCE', SelectionRules: selectPaths([path]), Brief: true }, ferry.context);
    expect(brief).toMatchObject({ Definition: model.Definition, Node: model.Node });
    expect([brief.TargetDefinition, brief.Links]).toEqual([undefined, undefined]);
    expect((await callOperation('DescribeCodeLinks', { ...project, Origin: 'SOURCE', SelectionRules: selectPaths([path]) }, ferry.context)).Links).toEqual(model.Links);
    expect(model.TargetMetadataModels[0]).toMatchObject({ MetadataModelName: 'customer', Kind: 'TABLE' });
    const back = await callOperation('DescribeMetadataModel', { ...project, Origin: 'TARGET', SelectionRules: model.TargetMetadataModels[0]?.SelectionRules ?? '' }, ferry.context);
    expect(back.Definition).toMatch(/CREATE TABLE/);
    expect(back.SourceMetadataModels?.map((m) => m.MetadataModelName)).toEqual(['customer']);
  });

  it('tells what is left to do, with places', async () => {
    const { Items, Groups } = await callOperation('DescribeActionItems', { ...project, SelectionRules: selectPaths([rootPath]) }, ferry.context);
    const item = Items.find((i) => i.ObjectKind === 'PROCEDURE');
    expect(item).toMatchObject({ ObjectName: 'odd', FileName: 'shop.sql', FileLine: 19, Line: 1 });
    const { MetadataModels } = await callOperation('SearchMetadataModel', { ...project, Origin: 'SOURCE', Text: 'odd' }, ferry.context);
    expect(MetadataModels[0]?.Status).not.toBe('converted');
    expect(Groups.reduce((sum, group) => sum + group.Occurrences, 0)).toBe(Items.length);
    const root = await callOperation('DescribeMetadataModel', { ...project, Origin: 'SOURCE', SelectionRules: selectPaths([rootPath]) }, ferry.context);
    const counts = root.Node?.ItemCounts;
    expect((counts?.Critical ?? 0) + (counts?.High ?? 0) + (counts?.Medium ?? 0) + (counts?.Low ?? 0) + (counts?.Info ?? 0)).toBe(Items.length);
  });

  it('counts a selection in the database as the record of a whole run is counted', async () => {
    const summary = await callOperation('DescribeAssessmentSummary', { ...project, SelectionRules: selectPaths([rootPath]) }, ferry.context);
    const { Projects } = await callOperation('DescribeAggregatedAssessment', {}, ferry.context);
    const { Storage, Code, SyntaxElements, EffortUnits, LearningUnits, NotAssessed } = summary;
    expect(Projects[0]).toMatchObject({ Storage, Code, SyntaxElements, EffortUnits, LearningUnits, NotAssessed });
    const id = (await ferry.context.store.db.migrationProject.findFirst({ where: { name: 'walk' } }))?.id ?? '';
    const kept = (await converted.load(ferry.context.store.db, id)).flatMap((object) => object.parts.map((part) => part.lines));
    // The report is made of what is kept, the summary of the tree.
    expect(summary.LinesOfCode).toBeGreaterThan(5);
    expect(kept.reduce((sum, lines) => sum + lines, 0)).toBe(summary.LinesOfCode);
    const below = (...names: string[]): string => nodePath(['Servers', 'sql01', 'Databases', 'shop', 'Schemas', 'sales', ...names]);
    const [tables, rest] = await Promise.all(
      [[below('Tables')], [below('Views'), below('Procedures', 'odd')]].map((paths) => callOperation('DescribeAssessmentSummary', { ...project, SelectionRules: selectPaths(paths) }, ferry.context)),
    );
    expect((tables?.Storage.Total ?? 0) + (tables?.Code.Total ?? 0) + (rest?.Storage.Total ?? 0) + (rest?.Code.Total ?? 0) + 1).toBe(Storage.Total + Code.Total);
    const found = await callOperation('DescribeActionItems', { ...project, SelectionRules: selectPaths([below('Procedures', 'odd')]), MaxRecords: 1 }, ferry.context);
    const named = await callOperation('DescribeActionItems', { ...project, SelectionRules: selectPaths([rootPath]), Text: 'SHUTDOWN', Kinds: ['PROCEDURE'] }, ferry.context);
    expect(found.Items[0]).toEqual(named.Items[0]);
    expect(found.Groups).toEqual(named.Groups);
  });

  it('saves as SQL', async () => {
    const { RequestIdentifier } = await callOperation('StartMetadataModelExportAsScript', { ...project, SelectionRules: selectPaths([rootPath]), Origin: 'TARGET' }, ferry.context);
    const request = await succeeded(ferry.context, 'walk', RequestIdentifier);
    const answer = await downloadRoute(new Request(`http://localhost${request.ExportSqlDetails?.ObjectURL ?? ''}`), ferry.context);
    expect(answer.headers.get('content-type')).toBe('application/zip');
    const zip = await buffer(answer.body as unknown as NodeJS.ReadableStream);
    const { texts } = await openContents([{ name: 'result.zip', bytes: zip }], quietRun());
    const paths = texts.map((t) => t.path);
    expect(paths.some((p) => p.endsWith('deploy.sql'))).toBe(true);
    expect(paths.some((p) => /sql\/\w*sales\/tables\/customer\.sql$/.test(p))).toBe(true);
    expect(zip.includes('objects.json')).toBe(true);
  });

  it('saves the source as SQL too', async () => {
    const { RequestIdentifier } = await callOperation('StartMetadataModelExportAsScript', { ...project, SelectionRules: selectPaths([rootPath]), Origin: 'SOURCE', FileName: 'before' }, ferry.context);
    const request = await succeeded(ferry.context, 'walk', RequestIdentifier);
    const answer = await downloadRoute(new Request(`http://localhost${request.ExportSqlDetails?.ObjectURL ?? ''}`), ferry.context);
    expect(answer.headers.get('content-disposition')).toContain('filename="before.zip"');
    const { texts } = await openContents([{ name: 'result.zip', bytes: await buffer(answer.body as unknown as NodeJS.ReadableStream) }], quietRun());
    expect(texts.find((t) => t.path.endsWith('sql/Schemas/sales/Views/big_invoice.sql'))?.text).toMatch(/^CREATE VIEW sales\.big_invoice/);
  });

  it('exports the assessment as a PDF and as tables, of a selection too', async () => {
    const { PdfReport, CsvReport } = await callOperation('ExportMetadataModelAssessment', { ...project, SelectionRules: selectPaths([rootPath]) }, ferry.context);
    const fetched = (url: string | undefined) => downloadRoute(new Request(`http://localhost${url ?? ''}`), ferry.context);
    const pdf = await fetched(PdfReport?.ObjectURL);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(pdf.headers.get('content-disposition')).toMatch(/SQLSERVER_POSTGRESQL_\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z\.pdf/);
    expect((await buffer(pdf.body as unknown as NodeJS.ReadableStream)).subarray(0, 5).toString()).toBe('%PDF-');
    const zip = await buffer((await fetched(CsvReport?.ObjectURL)).body as unknown as NodeJS.ReadableStream);
    for (const name of ['sql01/pg01/pg01.csv', 'sql01/pg01/pg01_Action_Items_Summary.csv', 'sql01/pg01/pg01_Summary.csv']) expect(zip.includes(name)).toBe(true);
    const views = selectPaths([nodePath(['Servers', 'sql01', 'Databases', 'shop', 'Schemas', 'sales', 'Views'])]);
    const part = await callOperation('ExportMetadataModelAssessment', { ...project, SelectionRules: views, AssessmentReportTypes: ['csv'], FileName: 'views' }, ferry.context);
    expect(part.PdfReport).toBeUndefined();
    expect(part.CsvReport?.S3ObjectKey).toMatch(/\/views\.zip$/);
    const url = `/api/download?MigrationProjectIdentifier=walk&ReportName=${encodeURIComponent('../exports/x.zip')}`;
    expect((await fetched(url)).status).toBe(404);
    expect((await fetched('/api/download?MigrationProjectIdentifier=walk&ReportName=nothing.pdf')).status).toBe(404);
  });

  it('shows a part that is written inside its table, and finds the counterparts of a selection', async () => {
    const table = ['Servers', 'sql01', 'Databases', 'shop', 'Schemas', 'sales', 'Tables', 'customer'];
    const part = await callOperation('DescribeMetadataModel', { ...project, Origin: 'SOURCE', SelectionRules: selectPaths([nodePath([...table, 'Constraints', 'PK_customer'])]) }, ferry.context);
    expect(part).toMatchObject({ MetadataModelType: 'primary-key', Definition: expect.stringContaining('PRIMARY KEY') as string });
    expect(part.Definition?.length).toBeLessThan(60);
    const { TargetSelectionRules } = await callOperation('GetTargetSelectionRules', { ...project, SelectionRules: selectPaths([nodePath(table)]) }, ferry.context);
    const rules = (JSON.parse(TargetSelectionRules) as { rules: { 'object-locator': Record<string, string> }[] }).rules;
    expect(rules).toMatchObject([{ 'rule-action': 'explicit', 'object-locator': { 'server-name': 'pg01', 'table-name': 'customer' } }]);
    const back = await callOperation('DescribeMetadataModel', { ...project, Origin: 'TARGET', SelectionRules: TargetSelectionRules }, ferry.context);
    expect(back.Definition).toMatch(/CREATE TABLE/);
  });

  it('assesses without taking the place of a conversion', async () => {
    const describe = () => callOperation('DescribeMetadataModel', { ...project, Origin: 'SOURCE', SelectionRules: selectPaths([rootPath]) }, ferry.context);
    const before = await describe();
    const { RequestIdentifier } = await callOperation('StartMetadataModelAssessment', { ...project, SelectionRules: selectPaths([rootPath]) }, ferry.context);
    await succeeded(ferry.context, 'walk', RequestIdentifier);
    expect(before.Node?.ConvertedCount).toBeGreaterThan(2);
    expect(await describe()).toEqual(before);
  });

  it('says why a source cannot be read, and goes on once it is mended', async () => {
    await makeProject(ferry.context, 'unreadable', { 'data.sql': 'no text \u0000\u0001\u0002', 'data-only.sql': "INSERT INTO t VALUES ('x')" });
    const unreadable = { MigrationProjectIdentifier: 'unreadable' };
    const open = async () => (await callOperation('OpenSchemaConversion', unreadable, ferry.context)).RequestIdentifier ?? '';
    await expect(succeeded(ferry.context, 'unreadable', await open())).rejects.toThrow(/No database objects were found in the uploaded scripts.*data\.sql: The file is/);
    const { LogEvents } = await callOperation('DescribeLogEvents', { ...unreadable, Levels: ['warn', 'error'] }, ferry.context);
    expect(LogEvents.map((e) => e.Message)).toEqual(expect.arrayContaining([expect.stringContaining('Failed: No database objects'), expect.stringContaining('data.sql: The file is')]));
    const url = 'http://localhost/api/upload?DataProviderIdentifier=unreadable-source&FileName=good.sql&Replace=true';
    expect((await uploadRoute(new Request(url, { method: 'POST', body: 'CREATE TABLE dbo.t (id int)' }), ferry.context)).status).toBe(200);
    expect((await succeeded(ferry.context, 'unreadable', await open())).Unread).toBeUndefined();
    expect((await uploadRoute(new Request(url, { method: 'POST', body: 'CREATE TABLE dbo.t (id int)\nGO\nthis is no SQL' }), ferry.context)).status).toBe(200);
    const again = await callOperation('StartMetadataModelImport', { ...unreadable, Origin: 'SOURCE', Refresh: true, SelectionRules: selectPaths([rootPath]) }, ferry.context);
    expect((await succeeded(ferry.context, 'unreadable', again.RequestIdentifier)).Unread).toEqual({ Places: 1, First: expect.stringMatching(/^good\.sql:3:6 Expected/) as string });
  });

  it('converts and proves again only what changed', async () => {
    const view = { ...project, Origin: 'SOURCE' as const, SelectionRules: selectPaths([nodePath(['Servers', 'sql01', 'Databases', 'shop', 'Schemas', 'sales', 'Views', 'big_invoice'])]) };
    const table = { ...project, Origin: 'SOURCE' as const, SelectionRules: selectPaths([nodePath(['Servers', 'sql01', 'Databases', 'shop', 'Schemas', 'sales', 'Tables', 'customer'])]) };
    const before = await callOperation('DescribeMetadataModel', table, ferry.context);
    const url = 'http://localhost/api/upload?DataProviderIdentifier=walk-source&FileName=shop.sql';
    expect((await uploadRoute(new Request(url, { method: 'POST', body: `-- moved down\n${script.replace('total > 1000', 'total > 2000')}` }), ferry.context)).status).toBe(200);
    const read = await callOperation('StartMetadataModelImport', { ...project, Origin: 'SOURCE', Refresh: true, SelectionRules: selectPaths([rootPath]) }, ferry.context);
    await succeeded(ferry.context, 'walk', read.RequestIdentifier);
    const { RequestIdentifier } = await callOperation('StartMetadataModelConversion', { ...project, SelectionRules: selectPaths([rootPath]) }, ferry.context);
    await succeeded(ferry.context, 'walk', RequestIdentifier);
    const { LogEvents } = await callOperation('DescribeLogEvents', { ...project, Text: 'use what changed' }, ferry.context);
    expect(LogEvents.map((event) => event.Message.replace(/of \d+/, 'of all'))).toContain('1 of all objects changed, or use what changed; the others are kept as they were.');
    expect(await callOperation('DescribeMetadataModel', view, ferry.context)).toMatchObject({ TargetDefinition: expect.stringContaining('2000') as string, Node: { Proof: { Level: 'checked' } } });
    expect(await callOperation('DescribeMetadataModel', table, ferry.context)).toMatchObject({ TargetDefinition: before.TargetDefinition, Links: before.Links, Node: { Proof: before.Node?.Proof } });
  });

  it('reads changed scripts again, and keeps conversions of objects that are still there', async () => {
    const url = 'http://localhost/api/upload?DataProviderIdentifier=walk-source&FileName=shop.sql';
    const changed = `${script.replace(/CREATE PROCEDURE[^;]*; END;/, '')}\nCREATE TABLE sales.added (id int)\nGO\n`;
    expect((await uploadRoute(new Request(url, { method: 'POST', body: changed }), ferry.context)).status).toBe(200);
    const { RequestIdentifier } = await callOperation('StartMetadataModelImport', { ...project, Origin: 'SOURCE', Refresh: true, SelectionRules: selectPaths([rootPath]) }, ferry.context);
    await succeeded(ferry.context, 'walk', RequestIdentifier);
    const schema = ['Servers', 'sql01', 'Databases', 'shop', 'Schemas', 'sales'];
    expect(await names('SOURCE', ...schema)).toEqual(['Tables', 'Views']);
    const { MetadataModelChildren } = await callOperation('DescribeMetadataModelChildren', { ...project, Origin: 'SOURCE', SelectionRules: selectPaths([nodePath([...schema, 'Tables'])]) }, ferry.context);
    expect(MetadataModelChildren.map((c) => [c.MetadataModelName, c.Status])).toEqual([['added', undefined], ['customer', 'converted'], ['invoice', 'converted']]);
  });

  it('is deleted with its files once it is closed', async () => {
    await expect(callOperation('DeleteMigrationProject', project, ferry.context)).rejects.toThrow(/is open. Close it/);
    await callOperation('CloseSchemaConversion', project, ferry.context);
    await callOperation('DeleteMigrationProject', project, ferry.context);
    await expect(callOperation('DeleteDataProvider', { DataProviderIdentifier: 'walk-source' }, ferry.context)).resolves.toBeDefined();
  });
});
