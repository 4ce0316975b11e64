import { quietRun } from '@ferry/kernel';
import { slice } from '@ferry/kernel';
import { expect, test } from 'vitest';
import { readScripts, syntaxElements } from '../src';

async function elementsOf(text: string): Promise<string[][]> {
  const catalog = await readScripts([{ path: 'a.sql', text }], { databaseName: 'd', variables: {} }, quietRun());
  return catalog.objects
    .filter((object) => object.kind !== 'SCHEMA')
    .map((object) => syntaxElements(catalog, object).map((at) => slice(catalog.sources[at.source] ?? { path: '', text: '' }, at.span).replace(/\s+/g, ' ')));
}

test('a routine is counted by its statements and clauses, blocks and expressions are not', async () => {
  const [elements] = await elementsOf(`CREATE PROCEDURE dbo.p @a int AS
BEGIN
  DECLARE @n int = 1;
  SELECT TOP (3) t.x + 1, sum(y) OVER (PARTITION BY z) FROM dbo.t AS t JOIN dbo.u AS u ON u.i = t.i WHERE t.a = @a ORDER BY t.x;
  IF @n = 1 UPDATE dbo.t SET x = 1, y = 2 OUTPUT inserted.x WHERE i = 4;
END`);
  expect(elements?.slice(1).sort()).toEqual(
    [
      '@a int',
      'DECLARE @n int = 1',
      '@n int = 1',
      'SELECT TOP (3) t.x + 1, sum(y) OVER (PARTITION BY z) FROM dbo.t AS t JOIN dbo.u AS u ON u.i = t.i WHERE t.a = @a',
      'SELECT TOP (3) t.x + 1, sum(y) OVER (PARTITION BY z) FROM dbo.t AS t JOIN dbo.u AS u ON u.i = t.i WHERE t.a = @a ORDER BY t.x',
      'TOP (3)',
      'OVER (PARTITION BY z)',
      'dbo.t AS t JOIN dbo.u AS u ON u.i = t.i',
      'dbo.t AS t',
      'dbo.u AS u',
      't.a = @a',
      't.x',
      'IF @n = 1 UPDATE dbo.t SET x = 1, y = 2 OUTPUT inserted.x WHERE i = 4',
      'UPDATE dbo.t SET x = 1, y = 2 OUTPUT inserted.x WHERE i = 4',
      'dbo.t',
      'x = 1',
      'y = 2',
      'OUTPUT inserted.x',
      'i = 4',
    ].sort(),
  );
});

test('a table is counted by its statement and the parts that the catalogue lists', async () => {
  const [table] = await elementsOf(`CREATE TABLE dbo.t (a int NOT NULL CONSTRAINT pk PRIMARY KEY, b int DEFAULT (1), c AS a + b)
GO
CREATE INDEX ix ON dbo.t (b) WHERE b > 1
GO`);
  expect(table?.slice(1)).toEqual(['a int NOT NULL CONSTRAINT pk PRIMARY KEY', 'b int DEFAULT (1)', '(1)', 'c AS a + b', 'a + b', expect.stringContaining('PRIMARY KEY'), expect.stringContaining('CREATE INDEX'), 'b > 1']);
});

test('a definition that cannot be read still counts as one', async () => {
  const [elements] = await elementsOf('CREATE VIEW dbo.v AS SELECT FROM WHERE ((');
  expect(elements?.length).toBeGreaterThan(0);
});

test('counting is linear in the text', async () => {
  const statements = (count: number): string => `CREATE PROCEDURE dbo.p AS\n${'UPDATE dbo.t SET x = 1 WHERE i = 4;\n'.repeat(count)}`;
  const [small] = await elementsOf(statements(10));
  const [large] = await elementsOf(statements(20_000));
  expect(((large?.length ?? 0) - 1) / ((small?.length ?? 0) - 1)).toBe(2000);
});
