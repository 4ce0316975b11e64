import { rootPath, selectPaths } from '@ferry/contract';
import type { OperationInput, OperationName } from '@ferry/contract';
import { callOperation, dispatch, uploadRoute } from '@ferry/operations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWorker, installation, makeProject, succeeded } from './installation';
import type { TestInstallation } from './installation';

const script = `CREATE SCHEMA app;
GO
CREATE TABLE app.tblItem (ItemID int NOT NULL PRIMARY KEY, Price money NOT NULL, Sold bit NOT NULL DEFAULT (0));
GO
CREATE TABLE app.tblShelf (ShelfID int NOT NULL PRIMARY KEY, ItemID int NOT NULL REFERENCES app.tblItem (ItemID));
GO
CREATE VIEW app.vItem AS SELECT ItemID, Price FROM app.tblItem;
GO
`;
const odd = 'CREATE PROCEDURE app.odd AS BEGIN SHUTDOWN WITH NOWAIT; END;\nGO\n';
const whole = { SelectionRules: selectPaths([rootPath]) };
const ofRuns = { MigrationProjectIdentifier: 'runs' };
const rule = (id: string, more: object) => ({ 'rule-type': 'transformation', 'rule-id': id, 'rule-name': id, ...more });
const rules = JSON.stringify({
  rules: [
    rule('1', { 'rule-target': 'table', 'rule-action': 'remove-prefix', 'object-locator': { 'schema-name': '%', 'table-name': 'tbl%' }, value: 'tbl' }),
    rule('2', { 'rule-target': 'column', 'rule-action': 'change-data-type', 'object-locator': { 'schema-name': 'app', 'table-name': '%', 'column-name': '%', type: 'money' }, 'data-type': { type: 'numeric', precision: 10, scale: 2 } }),
  ],
});

let ferry: TestInstallation;
beforeAll(async () => {
  await buildWorker();
  ferry = await installation({ proving: true });
  await ferry.startWorker();
  await makeProject(ferry.context, 'runs', { 'a.sql': script });
  await finished('OpenSchemaConversion', ofRuns);
});
afterAll(() => ferry.close());

const call = <N extends OperationName>(name: N, input: OperationInput<N>) => callOperation(name, input, ferry.context);
async function finished<N extends OperationName>(name: N, input: OperationInput<N>): Promise<string> {
  const { RequestIdentifier } = (await call(name, input)) as { RequestIdentifier: string };
  await succeeded(ferry.context, 'runs', RequestIdentifier);
  return RequestIdentifier;
}
const target = async (): Promise<string[]> => (await call('SearchMetadataModel', { ...ofRuns, Origin: 'TARGET', Kinds: ['TABLE'] })).MetadataModels.map((m) => m.MetadataModelName);

describe('runs', () => {
  it('show what rules would do before they are kept', async () => {
    const { Hits, Effects, TotalCount } = await call('DescribeTransformationEffects', { ...ofRuns, TransformationRules: rules });
    expect(Hits).toEqual([2, 1]);
    expect(TotalCount).toBe(3);
    expect(Effects).toContainEqual({ Kind: 'table', Name: 'app.tblItem', Result: 'Item' });
    expect(Effects).toContainEqual({ Kind: 'column', Name: 'app.tblItem.Price', Result: 'Price', Type: 'money', ResultType: 'numeric(10, 2)' });
    const wrong = await dispatch('DescribeTransformationEffects', { ...ofRuns, TransformationRules: '{"rules":[{}]}' }, ferry.context);
    expect(wrong.status).toBe(400);
  });

  it('are kept, with what they found', async () => {
    const id = await finished('StartMetadataModelConversion', { ...ofRuns, ...whole });
    const { Runs } = await call('DescribeAssessmentRuns', ofRuns);
    expect(Runs).toMatchObject([{ RequestIdentifier: id, Kind: 'convert', NotAssessed: 0, TransformationRuleCount: 0, Settings: {} }]);
    expect(Runs[0]?.Storage.Total).toBeGreaterThan(3);
    const run = await call('DescribeAssessmentRun', { ...ofRuns, RequestIdentifier: id });
    expect(run.Categories.map((c) => c.Category)).toContain('Table');
    expect(await target()).toEqual(['tblitem', 'tblshelf']);
  });

  it('answer what if, and change nothing', async () => {
    const [before] = (await call('DescribeAssessmentRuns', ofRuns)).Runs;
    const { ConversionConfiguration } = await call('DescribeConversionConfiguration', ofRuns);
    const section = Object.keys(JSON.parse(ConversionConfiguration) as object)[0] ?? '';
    const id = await finished('StartWhatIf', { ...ofRuns, ...whole, ConversionConfiguration: JSON.stringify({ [section]: { bit: 'smallint' } }), TransformationRules: rules });
    expect(await target()).toEqual(['tblitem', 'tblshelf']);
    const compared = await call('CompareAssessmentRuns', { ...ofRuns, Before: before?.RequestIdentifier ?? '', After: id });
    expect(compared.After).toMatchObject({ Kind: 'what-if', TransformationRuleCount: 2, Settings: { 'Type for BIT': 'smallint' } });
    expect(compared.Objects).toMatchObject([{ Name: 'app.tblItem', Gained: expect.arrayContaining([20158]) as number[] }]);
    expect(compared.Codes.map((one) => one.Code)).toContain(20158);
  });

  it('apply the rules of the project, also while it is open', async () => {
    await call('ModifyMigrationProject', { ...ofRuns, TransformationRules: rules });
    await finished('StartMetadataModelConversion', { ...ofRuns, ...whole });
    expect(await target()).toEqual(['item', 'shelf']);
    const refused = await dispatch('ModifyMigrationProject', { ...ofRuns, TransformationRules: rules, MigrationProjectName: 'other' }, ferry.context);
    expect(refused.status).toBe(409);
    const wrong = await dispatch('ModifyMigrationProject', { ...ofRuns, TransformationRules: rules.replace('"value":"tbl"', '"value":""') }, ferry.context);
    expect(wrong.body).toMatchObject({ message: expect.stringContaining('Rule 1: value is needed by remove-prefix') as string });
  });

  it('tell what is new and what is worse', async () => {
    const [before] = (await call('DescribeAssessmentRuns', ofRuns)).Runs;
    await uploadRoute(new Request('http://localhost/api/upload?DataProviderIdentifier=runs-source&FileName=b.sql', { method: 'POST', body: odd }), ferry.context);
    await finished('StartMetadataModelImport', { ...ofRuns, ...whole, Origin: 'SOURCE', Refresh: true });
    const id = await finished('StartMetadataModelAssessment', { ...ofRuns, ...whole });
    const compared = await call('CompareAssessmentRuns', { ...ofRuns, Before: before?.RequestIdentifier ?? '', After: id });
    expect(compared.Counts).toMatchObject({ new: 1, gone: 0, worse: 0 });
    expect(compared.Objects).toMatchObject([{ Change: 'new', Name: 'app.odd', Kind: 'PROCEDURE', After: { Status: 'converted-with-items' } }]);
  });
});

describe('hand edits', () => {
  const view = async (): Promise<{ readonly selection: { readonly SelectionRules: string }; readonly text: string; readonly code: NonNullable<Awaited<ReturnType<typeof describeView>>['TargetCode']> }> => {
    const { MetadataModels } = await call('SearchMetadataModel', { ...ofRuns, Origin: 'TARGET', Text: 'vitem' });
    const selection = { SelectionRules: selectPaths([MetadataModels[0]?.Path ?? '']) };
    const model = await describeView(selection);
    if (model.TargetCode === undefined) throw new Error('the view has no code');
    return { selection, text: model.Definition ?? '', code: model.TargetCode };
  };
  const describeView = (selection: { readonly SelectionRules: string }) => call('DescribeMetadataModel', { ...ofRuns, ...selection, Origin: 'TARGET' });
  const renameTables = (suffix: string): string =>
    JSON.stringify({ rules: [rule('1', { 'rule-target': 'table', 'rule-action': 'rename', 'object-locator': { 'schema-name': 'app', 'table-name': 'tblItem' }, value: `item_${suffix}` })] });

  it('are merged with what a later conversion changes', async () => {
    await finished('StartMetadataModelConversion', { ...ofRuns, ...whole });
    const before = await view();
    const edited = before.text.replace(/^CREATE VIEW/, '-- checked by a person\n\n\nCREATE VIEW');
    await call('SaveTargetCode', { ...ofRuns, ...before.selection, Definition: edited, Revision: before.code.Revision, SavedBy: 'Grace' });
    await call('ModifyMigrationProject', { ...ofRuns, TransformationRules: renameTables('one') });
    await finished('StartMetadataModelConversion', { ...ofRuns, ...whole });
    const after = await view();
    expect(after.text).toContain('-- checked by a person');
    expect(after.text).toContain('item_one');
    expect(after.code).toMatchObject({ Edited: true, BaseChanged: false, Version: 2, Proof: { Level: expect.stringMatching(/created|checked/) as string } });
    const { Versions } = await call('DescribeTargetCodeVersions', { ...ofRuns, ...after.selection });
    expect(Versions.map((version) => [version.Kind, version.SavedBy])).toEqual([['merged', undefined], ['edited', 'Grace']]);
  });

  it('stay where both changed the same lines, and show both', async () => {
    const before = await view();
    await call('SaveTargetCode', { ...ofRuns, ...before.selection, Definition: before.text.replace(/FROM (app\.)?item_one( AS \w+)?/, (from) => `${from} WHERE true`), Revision: before.code.Revision });
    await call('ModifyMigrationProject', { ...ofRuns, TransformationRules: renameTables('two') });
    await finished('StartMetadataModelConversion', { ...ofRuns, ...whole });
    const after = await view();
    expect(after.text).toContain('WHERE true');
    expect(after.code).toMatchObject({ Edited: true, BaseChanged: true, Merge: { Conflicts: 1, Definition: expect.stringContaining('>>>>>>> converted now') as string } });
  });
});
