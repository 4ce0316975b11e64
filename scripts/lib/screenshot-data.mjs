// What the product holds when `npm run screenshots` takes its pictures: a project in every state that a person may meet.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadSources } from './load-sources.mjs';
import { makeProject, whole } from './product.mjs';
import { root } from './step.mjs';

/** Names of the projects. */
export const names = {
  /** Small, converted, applied. */
  small: 'pictures',
  /** The sample: converted with action items, edited, and applied with failures. */
  sample: 'bicycle-retailer',
  /** Names as long as a database allows them. */
  long: 'order-entry-and-billing-of-the-northern-regions-2026',
  /** 20,000 objects, read and not converted. */
  wide: 'ledger',
  /** Reading failed. */
  failed: 'no-objects',
  /** Never launched. */
  closed: 'closed',
};

/** Of the sample: a view with an edit that the server refuses, and a procedure with a good one. */
const objects = { refused: 'vBicycle', edited: 'uspPlaceOrder' };

const longName = (word, letters) => `${word}_${'which_nobody_has_ever_wanted_to_make_shorter_because_a_report_depends_on_it_'.repeat(2)}`.slice(0, letters);
const script = (...statements) => statements.map((one) => `${one}\nGO\n`).join('\n');

/** Our own, with names of up to 128 letters, as SQL Server allows them. */
const longScript = script(
  `CREATE SCHEMA [${longName('billing', 60)}]`,
  ...['Invoice', 'CreditNote', 'Reminder'].map(
    (one, index) => `CREATE TABLE [${longName('billing', 60)}].[${longName(one, 128)}]
(
    [${longName('Identifier', 100)}] int IDENTITY(1, 1) NOT NULL CONSTRAINT [${longName(`PK_${one}`, 120)}] PRIMARY KEY,
    [${longName('AmountWithTax', 110)}] decimal(19, 4) NOT NULL CONSTRAINT [${longName(`DF_${one}`, 120)}] DEFAULT (0),
    [Note ${index}] nvarchar(max) NULL
)`,
  ),
  `CREATE PROCEDURE [${longName('billing', 60)}].[${longName('SendEverythingThatIsDue', 128)}]
    @${longName('WhoeverAsksForIt', 100)} nvarchar(200)
AS
BEGIN
    EXEC xp_cmdshell 'echo sent';
    SELECT i.[${longName('Identifier', 100)}], i.[${longName('AmountWithTax', 110)}] AS [${longName('Sum', 120)}] FROM [${longName('billing', 60)}].[${longName('Invoice', 128)}] AS i WHERE i.[Note 0] LIKE N'%' + @${longName('WhoeverAsksForIt', 100)} + N'%';
END`,
);

const rules = JSON.stringify({
  rules: [
    { 'rule-type': 'transformation', 'rule-id': '1', 'rule-name': '1', 'rule-target': 'table', 'object-locator': { 'schema-name': 'repair', 'table-name': '%' }, 'rule-action': 'add-prefix', value: 't_' },
    { 'rule-type': 'transformation', 'rule-id': '2', 'rule-name': '2', 'rule-target': 'column', 'object-locator': { 'schema-name': '%', 'table-name': 'Part', 'column-name': 'Price' }, 'rule-action': 'change-data-type', 'data-type': { type: 'numeric', precision: 12, scale: 4 } },
  ],
});

const onePath = (nodePath) => JSON.stringify({ rules: [{ 'rule-type': 'selection', 'rule-id': '1', 'rule-name': '1', 'rule-action': 'explicit', 'object-locator': { 'node-path': nodePath } }] });

/** Where an object stands in a tree. */
async function pathOf(call, project, object, Origin = 'SOURCE') {
  const { MetadataModels } = await call('SearchMetadataModel', { MigrationProjectIdentifier: project, Origin, Text: object });
  return (MetadataModels.find((one) => one.MetadataModelName.toLowerCase() === object.toLowerCase()) ?? MetadataModels[0])?.Path ?? 'Servers';
}

async function convert({ timed }, project) {
  const input = { MigrationProjectIdentifier: project, SelectionRules: whole };
  await timed('StartMetadataModelImport', { ...input, Origin: 'SOURCE', Refresh: true });
  await timed('StartMetadataModelConversion', input);
}

/** Saves a text in place of an object's converted code. */
async function edit({ call }, project, object, change) {
  const input = { MigrationProjectIdentifier: project, SelectionRules: onePath(await pathOf(call, project, object, 'TARGET')) };
  const { Definition, TargetCode } = await call('DescribeMetadataModel', { ...input, Origin: 'TARGET' });
  await call('SaveTargetCode', { ...input, Definition: change(Definition), Revision: TargetCode.Revision });
}

async function makeSmall(api) {
  const project = names.small;
  await makeProject(api, project, [{ name: 'workshop.sql', text: readFileSync(path.join(root, 'e2e', 'data', 'workshop.sql'), 'utf8') }]);
  const input = { MigrationProjectIdentifier: project, SelectionRules: whole };
  await convert(api, project);
  await api.timed('StartMetadataModelExportToTarget', input);
  await api.timed('StartMetadataModelAssessment', input);
  await api.call('CreateReplicationSubnetGroup', { ReplicationSubnetGroupIdentifier: 'migration', ReplicationSubnetGroupDescription: 'Two zones for the migration', SubnetIds: ['subnet-0a1b2c3d', 'subnet-0d3c2b1a'] });
  await api.call('CreateSecret', { Name: 'billing/sql-server', Username: 'ferry_reader', Password: 'never shown' });
}

/** Converted, edited by hand once well and once not, and applied. */
async function makeSample(api) {
  const sample = path.join(root, 'packages', 'source-sqlserver', 'sample');
  const project = names.sample;
  await makeProject(api, project, ['01-storage.sql', '02-code.sql'].map((name) => ({ name, text: readFileSync(path.join(sample, name), 'utf8') })));
  await convert(api, project);
  await edit(api, project, objects.refused, (text) => text.replace(/SELECT\b/, 'SELECT no_such_column,'));
  await edit(api, project, objects.edited, (text) => text.replace(/\bBEGIN\b/, 'BEGIN\n    -- looked at by us'));
  await api.timed('StartMetadataModelExportToTarget', { MigrationProjectIdentifier: project, SelectionRules: whole });
}

/** Makes all of them. @returns the paths of objects that pictures are taken of */
export async function prepare(api) {
  const { call, timed } = api;
  const projects = await call('DescribeMigrationProjects', { MaxRecords: 1000 });
  const known = new Set(projects.MigrationProjects.map((one) => one.MigrationProjectName));
  const absent = (name) => !known.has(name);
  if (absent(names.small)) await makeSmall(api);
  if (absent(names.sample)) await makeSample(api);
  if (absent(names.long)) {
    await makeProject(api, names.long, [{ name: `${longName('all-of-the-definitions', 100)}.sql`, text: longScript }]);
    await convert(api, names.long);
  }
  if (absent(names.wide)) {
    const { wideDatabase } = await loadSources(`export { wideDatabase } from '@ferry/testkit/wide-database';`);
    await makeProject(api, names.wide, wideDatabase(20_000));
    await timed('StartMetadataModelImport', { MigrationProjectIdentifier: names.wide, SelectionRules: whole, Origin: 'SOURCE', Refresh: true });
  }
  if (absent(names.closed)) {
    await makeProject(api, names.closed, []);
    await call('ModifyMigrationProject', { MigrationProjectIdentifier: names.closed, TransformationRules: rules });
  }
  if (absent(names.failed)) {
    await makeProject(api, names.failed, [{ name: 'questions.sql', text: 'SELECT 1;\nGO\n' }]);
    // No object stands in it: that reading fails is what is shown.
    await timed('StartMetadataModelImport', { MigrationProjectIdentifier: names.failed, SelectionRules: whole, Origin: 'SOURCE', Refresh: true }).catch(() => undefined);
  }
  const { Runs } = await call('DescribeAssessmentRuns', { MigrationProjectIdentifier: names.small });
  return {
    table: await pathOf(call, names.small, 'Ticket'),
    procedure: await pathOf(call, names.small, 'CloseTicket'),
    run: Runs[0]?.RequestIdentifier ?? '',
    first: Runs.at(-1)?.RequestIdentifier ?? '',
    refused: await pathOf(call, names.sample, objects.refused, 'TARGET'),
    edited: await pathOf(call, names.sample, objects.edited, 'TARGET'),
    order: await pathOf(call, names.sample, 'Order'),
    placeOrder: await pathOf(call, names.sample, 'uspPlaceOrder'),
    schema: await pathOf(call, names.sample, 'vOrder').then((path) => path.split('/').slice(0, -2).join('/')),
    longTable: await pathOf(call, names.long, longName('Invoice', 128)),
    longProcedure: await pathOf(call, names.long, longName('SendEverythingThatIsDue', 128)),
    wide: await pathOf(call, names.wide, 'RecalculateEverything'),
  };
}
