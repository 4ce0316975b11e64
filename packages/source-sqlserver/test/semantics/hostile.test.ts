import { describe, expect, it } from 'vitest';
import { parseBatch } from '../../src/parser';
import { dynamicSqlOf, flowOf } from '../../src/semantics';

/** Code that makes careless analyses explode: doubling texts, thousands of choices, deep nesting, many variables and tables. */
const hostile: Readonly<Record<string, string>> = {
  'a text that doubles a hundred times': `DECLARE @s varchar(max) = 'x'\n${'SET @s = @s + @s\n'.repeat(100)}EXEC(@s)`,
  'a choice of itself a hundred times': `DECLARE @s varchar(max) = 'x'\n${"IF @a = 1 SET @s = 'a' + @s ELSE SET @s = 'b' + @s\n".repeat(100)}SET @s = REPLACE(@s, 'a', 'b' + @s)\nEXEC(@s)`,
  'optional pieces of different conditions': `DECLARE @s varchar(max) = 'SELECT 1'\n${Array.from({ length: 500 }, (_, i) => `IF @a = ${i} SET @s += ', ${i}'`).join('\n')}\nEXEC(@s)`,
  'a text that runs after each step': `DECLARE @s varchar(max) = ''\n${"SET @s = @s + 'SELECT 1 '\nEXEC(@s)\n".repeat(400)}`,
  'many holes': `EXEC('SELECT ' ${"+ @a + ',' ".repeat(150)} + ' 1 FROM WHERE')`,
  'a mark that is replaced by itself twice': `DECLARE @s varchar(max) = '${'{a}'.repeat(1000)}'\n${"SET @s = REPLACE(@s, '{a}', '{a}{a}')\n".repeat(30)}EXEC(@s)`,
  'nested loops': `${'WHILE 1 = 1 BEGIN '.repeat(80)}SET @s += 'x' EXEC(@s)${' END'.repeat(80)}`,
  'nested tries': `${'BEGIN TRY '.repeat(80)}SET @s += 'x' EXEC(@s)${" END TRY BEGIN CATCH SET @s = 'y' END CATCH".repeat(80)}`,
  'many variables and tables': Array.from({ length: 600 }, (_, i) => `DECLARE @v${i} int = @v${i - 1}; IF @v${i} > 1 SET @v${i} = 2; CREATE TABLE #t${i} (a int); SELECT * FROM #t${i}`).join('\n'),
  'jumps over nothing': `${'IF @x = 1 GOTO l\n'.repeat(1500)}${'DECLARE @q int\n'.repeat(1500)}l: ${'SELECT @@ROWCOUNT, @@FETCH_STATUS\n'.repeat(500)}`,
};

describe('code that is hostile to analyses', () => {
  it.each(Object.entries(hostile))('%s', (_, sql) => {
    const { statements } = parseBatch(sql);
    const started = performance.now();
    for (const found of dynamicSqlOf(statements).values()) expect(found.variants.length).toBeLessThanOrEqual(64);
    const flow = flowOf(statements);
    flow.unassigned();
    flow.systemReads();
    flow.jumps();
    flow.transactions();
    flow.fetchLoops();
    flow.graph.steps.forEach((step) => step.node !== undefined && flow.isReached(step.node));
    expect(performance.now() - started).toBeLessThan(10_000);
  }, 20_000);
});
