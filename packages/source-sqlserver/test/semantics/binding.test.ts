import { quietRun } from '@ferry/kernel';
import { describe, expect, test } from 'vitest';
import type { CodeObject } from '@ferry/catalog';
import { catalogReader, shapeOf, sqlserver } from '../../src';
import type { BoundObject, SelectStatement, ShapeColumn } from '../../src';

const source = `
CREATE TYPE dbo.Code FROM varchar(8) NOT NULL
GO
CREATE TABLE dbo.A (Id int IDENTITY NOT NULL PRIMARY KEY, Code dbo.Code NOT NULL, Price money NULL, Twice AS (Price * 2))
GO
CREATE TABLE dbo.B (Id int NOT NULL, AId int NOT NULL, Note nvarchar(20) NULL)
GO
CREATE VIEW dbo.V AS SELECT a.*, b.Note, COUNT(*) OVER () AS N FROM dbo.A a LEFT JOIN dbo.B b ON b.AId = a.Id
GO
CREATE VIEW dbo.W (X, Y) AS SELECT Code + '-' + ISNULL(Note, ''), Price FROM dbo.V
GO
CREATE VIEW dbo.Tree AS WITH T AS (SELECT Id, 0 AS Depth FROM dbo.B UNION ALL SELECT B.Id, T.Depth + 1 FROM dbo.B JOIN T ON T.Id = B.AId) SELECT * FROM T
GO
CREATE FUNCTION dbo.F (@a int) RETURNS TABLE AS RETURN (SELECT Id, Note FROM dbo.B WHERE AId = @a)
GO
CREATE VIEW dbo.Applied AS SELECT f.Note, p.q FROM dbo.A CROSS APPLY dbo.F(A.Id) f CROSS APPLY (VALUES (1), (2)) AS p (q)
GO
CREATE VIEW dbo.Lost AS SELECT x.Id FROM dbo.NoSuchTable x
GO
`;

const words = (columns: readonly ShapeColumn[] | undefined): readonly string[] | undefined =>
  columns?.map(({ name, type }) => `${name} ${type.kind === 'scalar' ? `${type.base}${type.length === undefined ? '' : `(${type.length})`}${type.nullable ? '' : ' not null'}` : type.kind}`);

describe('shapes', async () => {
  const catalog = await sqlserver.readScripts([{ path: 'a.sql', text: source }], { databaseName: 'd', variables: {} }, quietRun());
  const { index } = catalogReader(catalog);
  test.each([
    ['A', ['Id int not null', 'Code varchar(8) not null', 'Price money', 'Twice money']],
    ['V', ['Id int not null', 'Code varchar(8) not null', 'Price money', 'Twice money', 'Note nvarchar(20)', 'N int not null']],
    ['W', ['X nvarchar(29) not null', 'Y money']],
    ['Tree', ['Id int not null', 'Depth int not null']],
    ['Applied', ['Note nvarchar(20)', 'q int not null']],
    ['Lost', ['Id unknown']],
  ])('%s', (name, expected) => expect(words(index.relation('dbo', name)?.columns)).toEqual(expected));
  test('a table function', () => expect(words(index.routine('dbo', 'F')?.table?.columns)).toEqual(['Id int not null', 'Note nvarchar(20)']));
});

describe('names whose meaning depends on the statements around them', async () => {
  const script = `
CREATE TABLE dbo.A (Id int NOT NULL, Name nvarchar(20) NOT NULL)
GO
CREATE TABLE dbo.B (Id int NOT NULL, Name nvarchar(30) NOT NULL)
GO
CREATE PROCEDURE dbo.SortedUnion AS SELECT a.Id, a.Name FROM dbo.A a UNION SELECT b.Id, b.Name FROM dbo.B b ORDER BY a.Name, LEN(a.Name)
GO
CREATE PROCEDURE dbo.SortedByExpression AS SELECT a.Id, UPPER(a.Name) FROM dbo.A a UNION SELECT b.Id, UPPER(b.Name) FROM dbo.B b ORDER BY UPPER(b.Name)
GO
CREATE PROCEDURE dbo.DropsInBranch @x bit AS
CREATE TABLE #t (a int, b int)
IF @x = 1 ALTER TABLE #t DROP COLUMN b
IF @x = 0 SELECT b FROM #t
ALTER TABLE #t DROP COLUMN b
SELECT * FROM #t
GO
CREATE PROCEDURE dbo.ClosesFirst AS
IF CURSOR_STATUS('global', 'Each') >= 0 CLOSE Each
DECLARE Each CURSOR FOR SELECT Id FROM dbo.A
GO
CREATE PROCEDURE dbo.MakesOne AS CREATE TABLE dbo.Work (x int); SELECT x FROM dbo.Work
GO
CREATE PROCEDURE dbo.MakesAnother AS CREATE TABLE dbo.Work (y int); ALTER TABLE dbo.Work ADD z date; SELECT y, z FROM dbo.Work
GO
`;
  const catalog = await sqlserver.readScripts([{ path: 'a.sql', text: script }], { databaseName: 'd', variables: {} }, quietRun());
  const reader = catalogReader(catalog);
  const bound = (name: string): BoundObject => reader.bound(catalog.objects.find((o) => o.name === name) as CodeObject);
  const lost = (name: string): number => [...bound(name).binding.symbols.values()].filter((s) => s.kind === 'unresolved').length;

  // `LEN(a.Name)` is in no list: SQL Server refuses it, and its name stays unresolved.
  test.each([['SortedUnion', 1], ['SortedByExpression', 0], ['DropsInBranch', 0], ['ClosesFirst', 0], ['MakesOne', 0], ['MakesAnother', 0]])('%s', (name, expected) => expect(lost(name)).toBe(expected));
  test('ORDER BY of a UNION that repeats an expression names a column of the result', () =>
    expect([...bound('SortedUnion').binding.symbols.values(), ...bound('SortedByExpression').binding.symbols.values()].flatMap((s) => (s.kind === 'alias' ? [`${s.name} ${s.place}`] : []))).toEqual(['Name 1', ' 1']));
  test('a column that every way drops is gone', () => {
    const { binding, body } = bound('DropsInBranch');
    expect(words(shapeOf(binding, (body.at(-1) as SelectStatement).query))).toEqual(['a int']);
  });
});
