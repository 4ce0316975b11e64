import { describe, expect, it } from 'vitest';
import { lineMap } from '@ferry/kernel';
import { parseBatch } from '../../src/parser';
import { checkBatch } from './hostile';
import { walk } from '../../src/syntax';

describe('recovery', () => {
  it('loses the bad statement only', () => {
    const text = 'SELECT 1;\nSELECT FROM WHERE;\nUPDATE t SET a = 1\nSELEC oops\nDELETE t';
    const { statements, diagnostics } = parseBatch(text);
    expect(statements.map((s) => s.kind)).toEqual(['SelectStatement', 'UnparsedStatement', 'UpdateStatement', 'UnparsedStatement', 'DeleteStatement']);
    expect(statements[1]).toMatchObject({ text: 'SELECT FROM WHERE' });
    expect(diagnostics).toHaveLength(2);
  });

  it('loses one statement of a routine, not the routine', () => {
    const text = `CREATE PROCEDURE p AS
BEGIN
  DECLARE @a int
  SELECT CASE WHEN @a = 1 THEN FROM t END
  IF @a = 1
    UPDATE t SET = 5
  ELSE
    DELETE t
  WHILE 1 = 1 BEGIN
    PRINT 'x' +
    BREAK
  END
  RETURN 1
END`;
    const { statements, diagnostics } = parseBatch(text);
    expect(statements.map((s) => s.kind)).toEqual(['CreateProcedureStatement']);
    expect(diagnostics).toHaveLength(3);
    const kinds: string[] = [];
    walk(statements[0]!, (node) => void kinds.push(node.kind));
    expect(kinds.filter((kind) => kind === 'UnparsedStatement')).toHaveLength(3);
    expect(kinds).toEqual(expect.arrayContaining(['DeclareStatement', 'IfStatement', 'DeleteStatement', 'WhileStatement', 'BreakStatement', 'ReturnStatement']));
  });

  it('says where a bracket was opened when it knows the lines', () => {
    const text = '\n\nSELECT (a\nFROM t';
    const { diagnostics } = parseBatch(text, undefined, { lines: lineMap(text) });
    expect(diagnostics.map((d) => d.message)).toEqual(['Expected ) to close the bracketed expression opened on line 3, but found FROM.']);
  });

  it('covers every token by statements and semicolons', () => {
    const text = 'SELECT 1; oops here; CREATE TABLE t (a int,); IF 1 SELECT 2; END; BEGIN SELECT 3';
    const { statements, tokens } = parseBatch(text);
    for (let i = 0; i < tokens.count - 1; i++) {
      const start = tokens.starts[i] as number;
      const inside = statements.some((s) => s.span.start <= start && start < s.span.end);
      expect(inside || text[start] === ';', text.slice(start, start + 10)).toBe(true);
    }
  });

  it('keeps the spans in order where the parameters of a function are missing', () => {
    const text = 'CREATE FUNCTION dbo.f RETURNS @r TABLE (id int) AS BEGIN INSERT @r SELECT 1 RETURN END';
    const batch = parseBatch(text);
    checkBatch(batch, text);
    expect(batch.statements.map((s) => s.kind)).toEqual(['CreateFunctionStatement']);
    expect(batch.diagnostics).toHaveLength(1);
  });
});
