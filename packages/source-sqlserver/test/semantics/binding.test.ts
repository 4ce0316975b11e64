import { quietRun } from '@ferry/kernel';
import { describe, expect, test } from 'vitest';
import { catalogReader, sqlserver } from '../../src';
import type { ShapeColumn } from '../../src';

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
