import { setTimeout as sleep } from 'node:timers/promises';
import { isFinished, rootPath, selectPaths } from '@ferry/contract';
import type { OperationInput, OperationName, OperationOutput } from '@ferry/contract';
import { callOperation } from '@ferry/operations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWorker, installation, makeProject, succeeded } from './installation';
import type { TestInstallation } from './installation';

const schema = `CREATE TABLE dbo.Customer (Id int IDENTITY CONSTRAINT PK_Customer PRIMARY KEY, Name nvarchar(20) NOT NULL, Born date NULL);
GO
CREATE PROCEDURE dbo.AddCustomer @name nvarchar(20) AS INSERT dbo.Customer (Name) VALUES (@name);
GO
CREATE FUNCTION dbo.Twice (@n int) RETURNS int AS BEGIN RETURN @n * 2 END;
GO
`;
const all = selectPaths([rootPath]);
const project = { MigrationProjectIdentifier: 'shop' };
let ferry: TestInstallation;
const call = <N extends OperationName>(name: N, input: OperationInput<N>): Promise<OperationOutput<N>> => callOperation(name, input, ferry.context);

beforeAll(async () => {
  await buildWorker();
  ferry = await installation({ proving: true });
  await ferry.startWorker();
  await makeProject(ferry.context, 'shop', { 'shop.sql': schema }, { Virtual: false, Settings: { PostgreSqlSettings: { Embedded: true } } });
  await succeeded(ferry.context, 'shop', (await call('OpenSchemaConversion', project)).RequestIdentifier ?? '');
  await succeeded(ferry.context, 'shop', (await call('StartMetadataModelConversion', { ...project, SelectionRules: all })).RequestIdentifier);
  await succeeded(ferry.context, 'shop', (await call('StartMetadataModelExportToTarget', { ...project, SelectionRules: all })).RequestIdentifier);
}, 120_000);
afterAll(() => ferry.close());

const outcome = async (id: string): Promise<OperationOutput<'DescribeQuery'>> => {
  for (;;) {
    const found = await call('DescribeQuery', { ...project, RequestIdentifier: id });
    if (isFinished(found.Status)) return found;
    await sleep(100);
  }
};
const start = async (Script: string, more: Partial<OperationInput<'StartQuery'>> = {}): Promise<string> => (await call('StartQuery', { ...project, Script, ...more })).RequestIdentifier;
const run = async (Script: string, more: Partial<OperationInput<'StartQuery'>> = {}): Promise<OperationOutput<'DescribeQuery'>> => outcome(await start(Script, more));
const results = (ran: OperationOutput<'DescribeQuery'>) => (ran.Batches ?? []).flatMap((b) => b.Results);
const count = async (): Promise<unknown> => results(await run('SELECT COUNT(*) AS n FROM dbo.Customer'))[0];

describe('a query', () => {
  it('gives the converted SQL and results in tables, with messages, counts, errors and action items', async () => {
    const ran = await run("DECLARE @n int = 3\nPRINT 'hello'\nSELECT dbo.Twice(@n) AS twice, LEN('abc ') AS l\nSELECT 1/0\nGO\nSELECT * FROM dbo.Nowhere\nGO\nSELECT Id FROM dbo.Customer FOR XML EXPLICIT\n");
    expect(ran).toMatchObject({ Status: 'SUCCESS', AllowChanges: false, Server: expect.stringMatching(/^PostgreSQL \d/) as string });
    expect(ran.Batches?.map((b) => [b.Batch, b.Line])).toEqual([[1, 1], [2, 6], [3, 8]]);
    expect(results(ran)).toMatchObject([
      { Type: 'message', Text: 'hello' },
      { Type: 'rows', Columns: [{ Name: 'twice', SourceType: 'int' }, { Name: 'l', SourceType: 'int' }], Rows: [['6', '3']] },
      { Type: 'error', Number: 8134, Line: 4 },
      { Type: 'error', Number: 208, Line: 1, Message: "Invalid object name 'dbo.Nowhere'." },
      { Type: 'error', Number: 40510 },
    ]);
    expect(ran.Batches?.[0]?.Statements.map((s) => s.Sql).join('\n')).toMatch(/twice\(/);
    expect(ran.Batches?.[2]?.Items[0]).toMatchObject({ Code: expect.any(Number) as number, Message: expect.stringMatching(/XML/) as string });
  });

  it('changes nothing unless it is told to', async () => {
    const before = await count();
    const refused = await run("INSERT dbo.Customer (Name) VALUES ('a')\nEXEC dbo.AddCustomer 'b'\nBEGIN TRAN\nDELETE dbo.Customer\nCOMMIT\nGO\nCREATE TABLE dbo.New (a int)\nGO\nDECLARE @t TABLE (a int)\nINSERT @t VALUES (1), (2)\nSELECT a INTO #x FROM @t\nSELECT SUM(a) FROM #x\nGO\n");
    expect(results(refused).filter((r) => r.Type === 'error').map((r) => r.Number)).toEqual([3906, 3906, 3906, 3906]);
    expect(results(refused).at(-1)).toMatchObject({ Type: 'rows', Rows: [['3']] });
    expect(await count()).toEqual(before);
    const made = await run("INSERT dbo.Customer (Name) VALUES ('a')\nEXEC dbo.AddCustomer 'b'\nSELECT SCOPE_IDENTITY()\nGO\nBEGIN TRAN\nDELETE dbo.Customer\n", { AllowChanges: true });
    expect(results(made).filter((r) => r.Type === 'error')).toEqual([]);
    // The transaction that was left open is rolled back.
    expect(await count()).toMatchObject({ Rows: [['2']] });
  });

  it('gives as many rows as are wanted and says how many there are', async () => {
    const [found] = results(await run('WITH n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 500) SELECT i FROM n OPTION (MAXRECURSION 500)\nSELECT @@ROWCOUNT', { MaxRows: 10 }));
    expect(found).toMatchObject({ Type: 'rows', TotalRows: 500 });
    expect(found?.Type === 'rows' && found.Rows).toHaveLength(10);
  });

  it('can be cancelled, while a statement runs and in a loop without an end', async () => {
    for (const script of ["WAITFOR DELAY '00:05:00'\nSELECT 1", 'WHILE 1 = 1 PRINT 1']) {
      const id = await start(script);
      while ((await call('DescribeQuery', { ...project, RequestIdentifier: id })).Status !== 'IN_PROGRESS') await sleep(50);
      await call('CancelRequest', { ...project, RequestIdentifier: id });
      expect(await outcome(id)).toMatchObject({ Status: 'CANCELED' });
    }
  });

  it('is no request of the tree, and belongs to its project', async () => {
    const id = await start('SELECT 1');
    expect((await call('DescribeRequests', project)).Requests.map((r) => r.RequestIdentifier)).not.toContain(id);
    await makeProject(ferry.context, 'other', { 'shop.sql': schema });
    await expect(call('DescribeQuery', { MigrationProjectIdentifier: 'other', RequestIdentifier: id })).rejects.toThrow(/no such query/);
    await expect(call('StartQuery', { MigrationProjectIdentifier: 'other', Script: 'SELECT 1' })).rejects.toThrow(/virtual/);
    await outcome(id);
  });
});
