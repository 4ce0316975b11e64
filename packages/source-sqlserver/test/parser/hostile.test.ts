import { describe, expect, it } from 'vitest';
import { parseBatch } from '../../src/parser';
import { checkBatch, checkSpans, fixtureBatches, mutate, random } from './hostile';

const timed = (work: () => void): number => {
  const begin = performance.now();
  work();
  return performance.now() - begin;
};

describe('hostile input', () => {
  const deep = 10_000;
  it.each([
    ['brackets', `SELECT ${'('.repeat(deep)}1${')'.repeat(deep)}`],
    ['open brackets', `SELECT ${'('.repeat(deep)}`],
    ['closing brackets', `SELECT ${')'.repeat(deep)}`],
    ['subqueries', `${'SELECT ('.repeat(deep)}SELECT 1${')'.repeat(deep)}`],
    ['derived tables', `${'SELECT * FROM ('.repeat(deep)}SELECT 1${') a'.repeat(deep)}`],
    ['blocks', `${'BEGIN '.repeat(deep)}SELECT 1 ${'END '.repeat(deep)}`],
    ['open blocks', 'BEGIN\n'.repeat(deep)],
    ['IF', `${'IF 1 = 1 '.repeat(deep)}SELECT 1`],
    ['ELSE IF', `IF 1 = 1 SELECT 1 ${'ELSE IF 1 = 1 SELECT 1 '.repeat(deep)}`],
    ['CASE', `SELECT ${'CASE WHEN 1 = 1 THEN '.repeat(deep)}1${' END'.repeat(deep)}`],
    ['NOT', `SELECT 1 WHERE ${'NOT '.repeat(deep)}1 = 1`],
    ['signs', `SELECT ${'- '.repeat(deep)}1`],
    ['sums', `SELECT 1${' + 1'.repeat(deep)}`],
    ['AND', `SELECT 1 WHERE 1 = 1${' AND 1 = 1'.repeat(deep)}`],
    ['UNION', `SELECT 1${' UNION ALL SELECT 1'.repeat(deep)}`],
    ['joins', `SELECT 1 FROM a${' JOIN b'.repeat(deep)}`],
    ['commas', `SELECT ${','.repeat(deep)}`],
    ['functions', `SELECT ${'f('.repeat(deep)}${')'.repeat(deep)}`],
    ['comments', `${'/*'.repeat(deep)} SELECT 1`],
    ['TRY', 'BEGIN TRY '.repeat(deep)],
    ['element lists', `CREATE TABLE t (${'a int ('.repeat(deep)}`],
    ['methods', `SELECT @x${'.f()'.repeat(deep)}`],
    ['set lists', `UPDATE t SET ${'a = ('.repeat(deep)}`],
    ['WITH', 'WITH a AS ('.repeat(deep)],
    ['dots', `SELECT a${'.a'.repeat(deep)}`],
    ['EXEC', 'EXEC '.repeat(deep)],
    ['COLLATE', `SELECT a${' COLLATE b'.repeat(deep)}`],
  ])('%s, 10,000 levels deep', (_, text) => {
    const time = timed(() => {
      const { statements } = parseBatch(text);
      for (const statement of statements) checkSpans(statement, text);
    });
    expect(time).toBeLessThan(2000);
  });

  it('reads a string of 5 MB', () => {
    const text = `INSERT t VALUES ('${"x''".repeat(1_700_000)}')`;
    const { diagnostics } = parseBatch(text);
    expect(diagnostics).toEqual([]);
  });

  it('reads 100,000 columns', () => {
    const text = `CREATE TABLE t (${Array.from({ length: 100_000 }, (_, i) => `c${i} int NULL`).join(', ')})`;
    const { statements, diagnostics } = parseBatch(text);
    expect(diagnostics).toEqual([]);
    expect(statements[0]).toMatchObject({ kind: 'CreateTableStatement' });
  });

  it('takes time in proportion to the length', () => {
    const unit = 'SELECT a, (b FROM t WHERE c = 1)\nUPDATE t SET x = (1\nIF @a BEGIN ) END\n';
    parseBatch(unit.repeat(500));
    const small = timed(() => parseBatch(unit.repeat(2_000)));
    const large = timed(() => parseBatch(unit.repeat(16_000)));
    expect(large).toBeLessThan(Math.max(400, small * 32));
  });
});

const script = `CREATE TABLE dbo.Loan (Id int IDENTITY(1,1) PRIMARY KEY, Book nvarchar(50) NOT NULL DEFAULT N'?', Due AS DATEADD(day, 14, Taken), Taken datetime, CONSTRAINT ck CHECK (Taken > '20000101'));
CREATE INDEX ix ON dbo.Loan (Book) INCLUDE (Taken) WHERE Taken IS NOT NULL;
ALTER TABLE dbo.Loan ADD CONSTRAINT fk FOREIGN KEY (Book) REFERENCES dbo.Book (Title) ON DELETE CASCADE;
INSERT dbo.Loan (Book) VALUES (N'a'), ('b''c');
MERGE dbo.Loan AS d USING (SELECT 1 AS Id) AS s ON d.Id = s.Id WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (Book) VALUES ('x');
WITH c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 10) SELECT TOP (5) n, ROW_NUMBER() OVER (ORDER BY n) AS r FROM c CROSS APPLY (SELECT [x] = 1) q ORDER BY n;
CREATE PROCEDURE dbo.Remind @days int = 3, @n int OUTPUT AS
BEGIN TRY
  DECLARE @id int, @t TABLE (id int); DECLARE cur CURSOR LOCAL FOR SELECT Id FROM dbo.Loan WHERE Due < GETDATE() AND Book NOT LIKE '%x%';
  OPEN cur; FETCH NEXT FROM cur INTO @id;
  WHILE @@FETCH_STATUS = 0 BEGIN
    IF EXISTS (SELECT * FROM dbo.Loan WHERE Id = @id) EXEC dbo.Send @id, @flag = 1; ELSE PRINT N'none';
    UPDATE l SET Book = CASE WHEN @n IN (1, 2) THEN 'p' ELSE CAST(@n AS varchar(10)) END FROM dbo.Loan l WHERE l.Id = @id;
    FETCH NEXT FROM cur INTO @id
  END
  CLOSE cur; DEALLOCATE cur; /* done */ RETURN 0
END TRY BEGIN CATCH RAISERROR ('x', 16, 1) END CATCH -- end`;

describe('mutated scripts', () => {
  it('never throw, never hang, never lose a token: 20,000 of them', () => {
    const originals = [script, ...fixtureBatches()];
    const next = random(20_240_501);
    for (let round = 0; round < 20_000; round++) {
      const text = mutate(originals[round % originals.length] ?? script, next);
      checkBatch(parseBatch(text), text);
    }
  }, 60_000);
});
