import { describe, expect, it } from 'vitest';
import { blankRuns, dataRuns } from '../../src/script/data-runs';

const padding = `-- ${'large batch '.repeat(4000)}\n`;
const runsOf = (sql: string): { texts: string[]; counts: number[] } => {
  const text = padding + sql;
  const runs = dataRuns(text, { start: 0, end: text.length });
  return { texts: runs.map((r) => text.slice(r.span.start, r.span.end)), counts: runs.map((r) => r.count) };
};

describe('dataRuns', () => {
  it('joins neighbouring inserts of any spelling', () => {
    const sql = "INSERT INTO dbo.t (a, [b)]) VALUES (1, 'it''s (x)'), (2, N'--')\ninsert \"t\" values (3); INSERT [dbo] . [t] VALUES (CAST(0x1F AS int) /* ) */);";
    expect(runsOf(sql)).toEqual({ texts: [sql], counts: [3] });
  });

  it('goes past SET and PRINT, and stops at definitions', () => {
    const { counts } = runsOf("SET IDENTITY_INSERT t ON INSERT t VALUES (1)\nPRINT 'x' INSERT t VALUES (2); CREATE TABLE u (a int); INSERT u VALUES (1)");
    expect(counts).toEqual([1, 1, 1]);
  });

  it('takes inserts that select constants', () => {
    const sql = "INSERT t SELECT 1, N'FROM' UNION ALL SELECT CONVERT(int, '2'), -3\nINSERT t (a) SELECT NULL AS a";
    expect(runsOf(`${sql} SELECT 1`)).toEqual({ texts: [sql], counts: [2] });
  });

  it('takes updates and deletes that follow each other', () => {
    const sql = "UPDATE t SET a = CASE WHEN b = 1 THEN 'END' END WHERE c IN (SELECT d FROM u)\nUPDATE t WITH (TABLOCK) SET a = 2; DELETE FROM t WHERE a = 1";
    expect(runsOf(`${sql}\nCREATE TABLE v (a int)`)).toEqual({ texts: [sql.slice(0, sql.indexOf(' DELETE')), 'DELETE FROM t WHERE a = 1'], counts: [2, 1] });
    expect(runsOf('UPDATE STATISTICS t').counts).toEqual([]);
    expect(runsOf('IF 1 = 1 UPDATE t SET a = 1').counts).toEqual([]);
  });

  it.each([
    'IF 1 = 1 INSERT t VALUES (1)',
    'IF 1 = 1 PRINT 1 ELSE INSERT t VALUES (1)',
    'BEGIN INSERT t VALUES (1) END',
    'INSERT t SELECT a FROM u',
    'INSERT t SELECT CASE WHEN 1 = 1 THEN 2 END',
    'INSERT t EXEC p',
    'INSERT t DEFAULT VALUES',
    'INSERT t OUTPUT inserted.a VALUES (1)',
    'MERGE t USING u ON t.a = u.a WHEN NOT MATCHED THEN INSERT (a) VALUES (1);',
    'GRANT INSERT ON t TO u',
    "BULK INSERT t FROM 'f'",
    'CREATE PROC p AS INSERT t VALUES (1); INSERT t VALUES (2)',
    'CREATE OR ALTER TRIGGER g ON t AFTER INSERT AS INSERT u VALUES (2)',
    "INSERT t VALUES ('cut",
  ])('leaves %j to the parser', (sql) => {
    expect(runsOf(sql).counts).toEqual([]);
  });

  it('takes the later inserts of a block and keeps the first', () => {
    expect(runsOf('BEGIN TRY INSERT t VALUES (1) INSERT t VALUES (2) INSERT t VALUES (3) END TRY BEGIN CATCH END CATCH').counts).toEqual([2]);
  });

  it('leaves small batches alone', () => {
    expect(dataRuns('INSERT t VALUES (1)', { start: 0, end: 19 })).toEqual([]);
  });
});

describe('blankRuns', () => {
  it('keeps every offset', () => {
    expect(blankRuns('ab INSERT cd', [{ statement: 'INSERT', span: { start: 3, end: 9 }, count: 1 }])).toBe('ab        cd');
  });
});
