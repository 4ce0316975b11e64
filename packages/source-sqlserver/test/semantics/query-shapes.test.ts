import { quietRun } from '@ferry/kernel';
import { describe, expect, test } from 'vitest';
import { catalogReader, sqlserver } from '../../src';
import type { ShapeColumn } from '../../src';

const tables = `
CREATE TABLE dbo.Sale (Id int IDENTITY NOT NULL PRIMARY KEY, Year_ int NOT NULL, Region varchar(10) NOT NULL, Amount decimal(10, 2) NULL, Note nvarchar(40) NULL, Doc xml NULL)
GO
CREATE TABLE dbo.Part (Id int NOT NULL, ParentId int NULL, Name nvarchar(20) NOT NULL)
GO
CREATE TYPE dbo.Ids AS TABLE (Id int NOT NULL, Word varchar(5))
GO
CREATE FUNCTION dbo.Rows_ (@year int) RETURNS TABLE AS RETURN (SELECT Id, Amount FROM dbo.Sale WHERE Year_ = @year)
GO
CREATE FUNCTION dbo.Filled () RETURNS @t TABLE (A int NOT NULL PRIMARY KEY, B AS (A * 2)) AS BEGIN INSERT @t VALUES (1); RETURN END
GO
`;

const words = (columns: readonly ShapeColumn[] | undefined): string =>
  columns === undefined ? '?' : columns.map(({ name, type }) => `${name === '' ? '-' : name} ${type.kind !== 'scalar' ? type.kind : `${type.base}${type.precision !== undefined ? `(${type.precision},${type.scale ?? 0})` : type.length !== undefined ? `(${type.length})` : ''}${type.nullable ? '' : '!'}`}`).join(', ');

/** The columns of the last statement of a procedure's body. */
async function shapeOf(body: string): Promise<string> {
  const catalog = await sqlserver.readScripts([{ path: 'a.sql', text: `${tables}CREATE PROCEDURE dbo.P @ids dbo.Ids READONLY, @x xml, @j nvarchar(max) AS\n${body}\nGO\n` }], { databaseName: 'd', variables: {} }, quietRun());
  const reader = catalogReader(catalog);
  const procedure = catalog.objects.find((o) => o.kind === 'PROCEDURE');
  if (procedure?.kind !== 'PROCEDURE') return 'not read';
  const { binding, body: statements } = reader.bound(procedure);
  const last = statements[statements.length - 1];
  return words(last === undefined ? undefined : last.kind === 'SelectStatement' ? binding.shapes.get(last.query) : binding.shapes.get(last));
}

describe('columns of queries', () => {
  test.each([
    // https://learn.microsoft.com/sql/t-sql/queries/select-clause-transact-sql
    ['SELECT Id, s.Region, Amount * 2 AS Twice, Note + N\'!\', [Odd name] = 1 FROM dbo.Sale s', 'Id int!, Region varchar(10)!, Twice decimal(12,2), - nvarchar(41), Odd name int!'],
    ['SELECT * FROM dbo.Part', 'Id int!, ParentId int, Name nvarchar(20)!'],
    ['SELECT p.*, s.Region FROM dbo.Part p LEFT JOIN dbo.Sale s ON s.Id = p.Id', 'Id int!, ParentId int, Name nvarchar(20)!, Region varchar(10)'],
    ['SELECT a.Id, b.Id AS Other FROM dbo.Part a FULL JOIN dbo.Part b ON b.Id = a.ParentId', 'Id int, Other int'],
    ['SELECT a.Id, b.Id AS Other FROM dbo.Part a RIGHT JOIN dbo.Part b ON b.Id = a.ParentId', 'Id int, Other int!'],
    // https://learn.microsoft.com/sql/t-sql/language-elements/set-operators-union-transact-sql
    ["SELECT 'a' AS X, 1 AS N UNION ALL SELECT 'abc', 2.5", 'X varchar(3)!, N decimal(11,1)!'],
    ['SELECT Region AS X FROM dbo.Sale EXCEPT SELECT Name FROM dbo.Part', 'X nvarchar(20)!'],
    ['SELECT NULL AS X UNION ALL SELECT Amount FROM dbo.Sale', 'X decimal(10,2)'],
    // https://learn.microsoft.com/sql/t-sql/queries/with-common-table-expression-transact-sql
    ['WITH T AS (SELECT Id, Name FROM dbo.Part), U (A, B) AS (SELECT Id, Name FROM T) SELECT * FROM U', 'A int!, B nvarchar(20)!'],
    ['WITH T AS (SELECT Id, 0 AS Depth, CAST(Name AS nvarchar(max)) AS Path FROM dbo.Part WHERE ParentId IS NULL UNION ALL SELECT p.Id, t.Depth + 1, t.Path + p.Name FROM dbo.Part p JOIN T t ON t.Id = p.ParentId) SELECT * FROM T', 'Id int!, Depth int!, Path nvarchar(max)!'],
    // https://learn.microsoft.com/sql/t-sql/queries/from-using-pivot-and-unpivot
    ['SELECT * FROM (SELECT Year_, Region, Amount FROM dbo.Sale) s PIVOT (SUM(Amount) FOR Region IN ([north], [south])) p', 'Year_ int!, north decimal(38,2), south decimal(38,2)'],
    ['SELECT * FROM (SELECT Id, Region, CAST(Note AS varchar(10)) AS Note FROM dbo.Sale) s UNPIVOT (Value_ FOR Column_ IN (Region, Note)) u', 'Id int!, Value_ varchar(10)!, Column_ nvarchar(128)'],
    // https://learn.microsoft.com/sql/t-sql/queries/from-transact-sql
    ['SELECT * FROM (VALUES (1, N\'a\'), (NULL, N\'bc\')) AS v (A, B)', 'A int, B nvarchar(2)!'],
    ['SELECT r.* FROM dbo.Part p CROSS APPLY dbo.Rows_(p.Id) r', 'Id int!, Amount decimal(10,2)'],
    ['SELECT r.Id FROM dbo.Part p OUTER APPLY dbo.Rows_(p.Id) r', 'Id int'],
    ['SELECT * FROM dbo.Filled()', 'A int!, B int'],
    ['SELECT * FROM @ids', 'Id int!, Word varchar(5)'],
    // https://learn.microsoft.com/sql/t-sql/functions/string-split-transact-sql
    ["SELECT * FROM STRING_SPLIT('a,b', ',')", 'value varchar(3)!'],
    ['SELECT s.ordinal, s.value FROM STRING_SPLIT(@j, N\',\', 1) s', 'ordinal bigint!, value nvarchar(max)'],
    // https://learn.microsoft.com/sql/t-sql/functions/generate-series-transact-sql
    ['SELECT * FROM GENERATE_SERIES(1, 10)', 'value int!'],
    // https://learn.microsoft.com/sql/t-sql/functions/openjson-transact-sql
    ['SELECT * FROM OPENJSON(@j)', 'key nvarchar(4000), value nvarchar(max), type int'],
    ["SELECT * FROM OPENJSON(@j) WITH (Id int, Name nvarchar(20) '$.n', Rest nvarchar(max) AS JSON)", 'Id int, Name nvarchar(20), Rest nvarchar(max)'],
    // https://learn.microsoft.com/sql/t-sql/functions/openxml-transact-sql
    ["SELECT * FROM OPENXML(1, '/a', 1) WITH (Id int, Name varchar(5) '@n')", 'Id int, Name varchar(5)'],
    ["SELECT * FROM OPENXML(1, '/a') WITH (dbo.Part)", 'Id int!, ParentId int, Name nvarchar(20)!'],
    ["SELECT id, localname FROM OPENXML(1, '/a')", 'id bigint!, localname nvarchar(max)'],
    // https://learn.microsoft.com/sql/t-sql/xml/nodes-method-xml-data-type
    ["SELECT t.c.value('@id', 'int') AS Id, t.c.query('.') AS Node FROM @x.nodes('/a') AS t (c)", 'Id int, Node xml'],
    // https://learn.microsoft.com/sql/t-sql/queries/select-for-clause-transact-sql
    ["SELECT Id FROM dbo.Part FOR XML PATH('p'), TYPE", '- xml'],
    ['SELECT Id FROM dbo.Part FOR JSON AUTO', '- nvarchar(max)'],
    // https://learn.microsoft.com/sql/t-sql/queries/output-clause-transact-sql
    ['UPDATE dbo.Part SET Name = Name OUTPUT deleted.Name AS Old, inserted.Name AS New', 'Old nvarchar(20)!, New nvarchar(20)!'],
    ['DELETE dbo.Part OUTPUT deleted.*', 'Id int!, ParentId int, Name nvarchar(20)!'],
    ['MERGE dbo.Part AS t USING @ids AS s ON s.Id = t.Id WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (Id, Name) VALUES (Id, Word) OUTPUT $action, inserted.Id, s.Word;', '- nvarchar(10)!, Id int!, Word varchar(5)'],
    // https://learn.microsoft.com/sql/t-sql/statements/create-table-transact-sql
    ['CREATE TABLE #t (A int NOT NULL, B AS (A + 1), C varchar(5) COLLATE Greek_CI_AS DEFAULT (\'x\')); ALTER TABLE #t ADD D date; SELECT * FROM #t', 'A int!, B int, C varchar(5), D date'],
    ['SELECT IDENTITY(int, 1, 1) AS N, NULL AS X, Name INTO #u FROM dbo.Part; SELECT * FROM #u', 'N int!, X int, Name nvarchar(20)!'],
    ['DECLARE @t TABLE (K int PRIMARY KEY, V money); SELECT t.K, SUM(t.V) AS Total FROM @t t GROUP BY t.K', 'K int!, Total money'],
    // https://learn.microsoft.com/sql/t-sql/queries/select-over-clause-transact-sql
    ['SELECT ROW_NUMBER() OVER w AS N, LAG(Amount) OVER w AS Before_ FROM dbo.Sale WINDOW w AS (ORDER BY Id)', 'N bigint!, Before_ decimal(10,2)'],
    ['SELECT Region, GROUPING(Region) AS G, COUNT(*) AS N FROM dbo.Sale GROUP BY ROLLUP (Region)', 'Region varchar(10)!, G tinyint!, N int!'],
    // https://learn.microsoft.com/sql/relational-databases/system-catalog-views/catalog-views-transact-sql
    ['SELECT t.name, c.max_length FROM sys.tables t JOIN sys.columns c ON c.object_id = t.object_id', 'name nvarchar(128)!, max_length smallint!'],
    ['SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES', 'TABLE_NAME nvarchar(128)!'],
    ['SELECT x.gone FROM dbo.NoSuchTable x', 'gone unknown'],
    ['SELECT * FROM dbo.NoSuchTable', '?'],
  ])('%s', async (body, expected) => expect(await shapeOf(body)).toBe(expected));
});
