import { rootPath, selectPaths } from '@ferry/contract';
import type { OperationInput, OperationName } from '@ferry/contract';
import { callOperation, dispatch } from '@ferry/operations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWorker, installation, makeProject, requestOf, succeeded, waitFor } from './installation';
import type { TestInstallation } from './installation';

const script = `CREATE SCHEMA app;
GO
CREATE TABLE app.Orders (OrderID int NOT NULL PRIMARY KEY, Total money NOT NULL);
GO
CREATE VIEW app.vOrders AS SELECT OrderID FROM app.Orders;
GO
CREATE FUNCTION app.Above (@Least money) RETURNS TABLE AS RETURN (SELECT OrderID, Total AS Worth FROM app.Orders WHERE Total > @Least);
GO
`;
const ofProject = { MigrationProjectIdentifier: 'named' };
const rules = (locator: object): string => JSON.stringify({ rules: [{ 'rule-type': 'selection', 'rule-id': '1', 'rule-name': '1', 'rule-action': 'explicit', 'object-locator': { 'server-name': 'sql01', 'database-name': 'shop', ...locator } }] });
const inSchema = { ...ofProject, SelectionRules: rules({ 'schema-name': 'app' }) };
const topFive = { ...ofProject, SelectionRules: rules({ 'schema-name': 'app', 'statement-name': 'TopFive' }) };
const creation = (name: string, definition: string) => ({ ...inSchema, MetadataModelName: name, Properties: { StatementProperties: { Definition: definition } } });

let ferry: TestInstallation;
beforeAll(async () => {
  await buildWorker();
  ferry = await installation({ proving: true });
  await ferry.startWorker();
  await makeProject(ferry.context, 'named', { 'a.sql': script });
  await finished('OpenSchemaConversion', ofProject);
  await finished('StartMetadataModelConversion', { ...ofProject, SelectionRules: selectPaths([rootPath]) });
});
afterAll(() => ferry.close());

const call = <N extends OperationName>(name: N, input: OperationInput<N>) => callOperation(name, input, ferry.context);
async function finished<N extends OperationName>(name: N, input: OperationInput<N>): Promise<string> {
  const { RequestIdentifier } = (await call(name, input)) as { RequestIdentifier: string };
  await succeeded(ferry.context, 'named', RequestIdentifier);
  return RequestIdentifier;
}
const describeSource = () => call('DescribeMetadataModel', { ...topFive, Origin: 'SOURCE' });

describe('named statements', () => {
  it('are kept under Statements of their schema', async () => {
    const id = await finished('StartMetadataModelCreation', creation('TopFive', '-- the best\nSELECT TOP 5 OrderID\nFROM Orders ORDER BY Total DESC'));
    expect((await call('DescribeMetadataModelCreations', ofProject)).Requests).toMatchObject([{ RequestIdentifier: id, Status: 'SUCCESS', Kind: 'create' }]);
    const model = await describeSource();
    expect(model).toMatchObject({ MetadataModelName: 'TopFive', MetadataModelType: 'statement', Definition: '-- the best\nSELECT TOP 5 OrderID\nFROM Orders ORDER BY Total DESC' });
    expect(model.Node?.Path?.split('/').at(-2)).toBe('Statements');
    expect((await call('DescribeMetadataModel', { ...ofProject, Origin: 'SOURCE', SelectionRules: rules({ 'schema-name': 'app', 'table-name': 'Orders' }) })).Node?.Status).toBe('converted');
  });

  it('are converted in the context of the project, proved, and saved as SQL', async () => {
    await finished('StartMetadataModelConversion', topFive);
    const model = await describeSource();
    expect(model.Node).toMatchObject({ Status: 'converted', Proof: { Level: 'checked' } });
    expect(model.TargetMetadataModels.map((one) => one.MetadataModelName)).toEqual(['topfive']);
    const target = await call('DescribeMetadataModel', { ...ofProject, Origin: 'TARGET', SelectionRules: model.TargetMetadataModels[0]?.SelectionRules ?? '' });
    expect(target.Definition).toContain('LIMIT 5');
    expect((await call('DescribeAssessmentSummary', topFive)).Code).toMatchObject({ Total: 1, Automatic: 1 });
    await finished('StartMetadataModelExportAsScript', { ...topFive, Origin: 'SOURCE' });
  });

  it('stay when the source is read again', async () => {
    await finished('StartMetadataModelImport', { ...ofProject, SelectionRules: selectPaths([rootPath]), Origin: 'SOURCE', Refresh: true });
    expect(await describeSource()).toMatchObject({ MetadataModelType: 'statement', Node: { Status: 'converted' } });
  });

  it('are refused when the name is taken, or when they are more than one batch', async () => {
    expect(await dispatch('StartMetadataModelCreation', creation('topfive', 'SELECT 1'), ferry.context)).toMatchObject({ status: 409, body: { __type: 'ResourceAlreadyExistsFault' } });
    for (const [input, reason] of [[creation('vorders', 'SELECT 1'), 'has a view "vOrders" already'], [creation('two', 'SELECT 1\nGO\nSELECT 2'), 'more than one batch']] as const) {
      const { RequestIdentifier } = await call('StartMetadataModelCreation', input);
      await waitFor(ferry.context, 'named', RequestIdentifier, (request) => request.Status === 'FAILED');
      expect((await requestOf(ferry.context, 'named', RequestIdentifier)).Error?.defaultErrorDetails.Message).toContain(reason);
    }
    const { RequestIdentifier } = (await call('DescribeMetadataModelCreations', ofProject)).Requests[0] ?? { RequestIdentifier: '' };
    expect((await dispatch('CancelMetadataModelCreation', { ...ofProject, RequestIdentifier }, ferry.context)).status).toBe(409);
  });

  it('are deleted with what they were converted to', async () => {
    expect((await dispatch('StartStatementDeletion', { ...ofProject, SelectionRules: rules({ 'schema-name': 'app', 'table-name': 'Orders' }) }, ferry.context)).status).toBe(400);
    await finished('StartStatementDeletion', topFive);
    expect((await dispatch('DescribeMetadataModel', { ...topFive, Origin: 'SOURCE' }, ferry.context)).status).toBe(404);
    const { MetadataModels } = await call('SearchMetadataModel', { ...ofProject, Origin: 'TARGET', Text: 'topfive' });
    expect(MetadataModels).toEqual([]);
  });
});

describe('a function that gives back rows', () => {
  it('shows its parameters, and its columns on both sides', async () => {
    const source = await call('DescribeMetadataModel', { ...ofProject, Origin: 'SOURCE', SelectionRules: rules({ 'schema-name': 'app', 'inline-function-name': 'Above' }) });
    expect(source.Parameters?.map((one) => one.Name)).toEqual(['@Least', '']);
    expect(source.Columns).toMatchObject([{ Name: 'OrderID', Type: 'int' }, { Name: 'Worth', Type: 'money' }]);
    const target = await call('DescribeMetadataModel', { ...ofProject, Origin: 'TARGET', SelectionRules: source.TargetMetadataModels[0]?.SelectionRules ?? '' });
    expect(target.Columns).toMatchObject([{ Name: 'orderid', Type: 'integer' }, { Name: 'worth', Type: expect.stringMatching(/^numeric/) as string }]);
  });
});
