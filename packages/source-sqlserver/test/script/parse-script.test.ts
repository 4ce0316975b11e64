import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openBatchStream, openScriptParse, parseBatch } from '../../src';
import { splitBatches } from '../../src/script/batches';
import { pieces } from '../../src/script/pieces';

const sample = ['01-storage', '02-code', '03-data'].map((name) => readFileSync(new URL(`../../sample/${name}.sql`, import.meta.url), 'utf8')).join('\nGO\n');

function stream(text: string, chunk: number): string[] {
  const batches = openBatchStream();
  const out: string[] = [];
  for (let at = 0; at < text.length; at += chunk) out.push(...batches.push(text.slice(at, at + chunk)).map((p) => p.text));
  return [...out, ...batches.end().map((p) => p.text)];
}

const whole = (text: string): string[] => splitBatches(text).batches.map(({ span }) => text.slice(span.start, span.end));

function parse(text: string, chunk = text.length, variables: Record<string, string> = {}) {
  const script = openScriptParse({ variables });
  for (let at = 0; at < text.length; at += chunk) script.push(text.slice(at, at + chunk));
  return script.end();
}

describe('a stream of batches', () => {
  it.each([1009, 65_537, 1_000_000])('is what the whole text is split into, in chunks of %d', (chunk) => {
    const text = `${sample}\nGO 5\n`.repeat(4).replaceAll('\n', '\r\n');
    expect(stream(text, chunk)).toEqual(whole(text));
  });

  it('takes GO apart from words that begin so, wherever a chunk ends', () => {
    const filler = `SELECT '${'x'.repeat(70_000)}\nGO\n''';\n`;
    const text = `${filler}GO\n${filler}GOTO x;\nGO 2 -- twice\r/* GO\nGO\n*/ SELECT 1\rGO`;
    for (const cut of [1, 2, 3, 5]) {
      const at = text.lastIndexOf('GO 2') + cut;
      const batches = openBatchStream();
      const found = [...batches.push(text.slice(0, at)), ...batches.push(text.slice(at)), ...batches.end()];
      expect(found.map((p) => p.text)).toEqual(whole(text));
    }
  });

  it('loses no more than one batch to a forgotten quote', () => {
    const text = `SELECT 1;\nGO\nPRINT 'open\nGO\n${"CREATE TABLE a (b varchar(1) DEFAULT 'c');\nGO\n".repeat(3000)}`;
    const found = stream(text, 10_000);
    expect(found.length).toBeGreaterThan(2990);
  });

  it('gives lines and columns of the file, also with lone CR', () => {
    const filler = 'CREATE TABLE t (a int);\rGO\r'.repeat(5000);
    const { diagnostics, batches } = parse(`${filler}SELECT 1;\r  SELECT FROM;\rGO\r`, 4096);
    expect(batches).toBe(5001);
    expect(diagnostics[0]).toMatchObject({ line: 10_002, severity: 'error' });
  });

  it('keeps QUOTED_IDENTIFIER from batch to batch, and asks once for a variable', () => {
    const text = 'SET QUOTED_IDENTIFIER OFF\nGO\nPRINT "it is a string";\nGO\nUSE $(Db)\nGO\nUSE $(Db)\nGO\n';
    expect(parse(text).diagnostics.map((d) => [d.line, d.severity])).toEqual([[5, 'warning']]);
    expect(parse(text, 10, { db: 'x' }).diagnostics).toEqual([]);
  });
});

describe('large batches', () => {
  const statements = [
    "INSERT INTO t (a, b) VALUES (1, 'x;')\n",
    'IF EXISTS (SELECT 1 FROM t)\nINSERT INTO t (a) VALUES (2)\nELSE\nDELETE FROM t;\n',
    'BEGIN\n  UPDATE t SET a = CASE WHEN a = 1 THEN 2 END;\n  DELETE FROM t;\nEND;\n',
    'BEGIN TRAN;\nALTER TABLE t ADD c int;\nCOMMIT;\n',
    'WITH x AS (SELECT 1 AS a)\nINSERT INTO t (a) SELECT a FROM x;\n',
    'MERGE t USING u ON (t.a = u.a) WHEN NOT MATCHED THEN\nINSERT (a) VALUES (1);\n',
    "CREATE TABLE u (a int, b varchar(10) DEFAULT 'a;b');\n",
  ];
  const text = Array.from({ length: 700 }, (_, i) => statements[(i * i) % statements.length]).join('');

  it('are cut between statements only', () => {
    const cut = pieces(text, { start: 0, end: text.length }, 100);
    expect(cut.length).toBeGreaterThan(100);
    expect(cut.map((c) => text.slice(c.start, c.end)).join('')).toBe(text);
    const one = parseBatch(text).statements;
    const many = cut.flatMap((c) => parseBatch(text, c).statements);
    expect(many).toEqual(one);
  });

  it('leave routines whole', () => {
    const routine = `CREATE PROCEDURE p AS\n${'DELETE FROM t;\n'.repeat(100)}`;
    expect(pieces(routine, { start: 0, end: routine.length }, 100)).toHaveLength(1);
  });

  it('are read in pieces when a script has no GO', () => {
    const long = text.repeat(60);
    const result = parse(long, 65_536);
    expect(result).toMatchObject({ batches: 1, diagnostics: [] });
    expect(result.statements).toBe(parseBatch(text).statements.length * 60);
  });
});

it('holds no more diagnostics than anybody reads', () => {
  const { diagnostics } = parse('SELECT FROM;\nGO\n'.repeat(11_000));
  expect(diagnostics.length).toBe(10_001);
  expect(diagnostics.at(-1)?.message).toMatch(/^\d+ more diagnostics/);
});
