import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../src/program';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-parse-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function ferry(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const terminal = { out: (t: string) => void (out += t), err: (t: string) => void (err += t), live: false, columns: 80 };
  return { code: await runCommandLine(argv, terminal, new AbortController().signal), out, err };
}

async function file(name: string, data: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, data);
  return path;
}

const lines = (out: string): unknown[] => out.trimEnd().split('\n').map((line): unknown => JSON.parse(line));

describe('ferry parse', () => {
  it('prints a line a file and a total', async () => {
    const a = await file('a.sql', 'CREATE TABLE t (a int);\nGO\nSELECT 1; SELECT FROM;\n');
    const b = await file('b.sql', Buffer.from('\ufeffUSE $(Db);\r\nGO\r\n', 'utf16le'));
    const { code, out } = await ferry('parse', a, b, '--json', '--variable', 'Db=x');
    expect(code).toBe(0);
    expect(lines(out)).toEqual([
      { file: 'a.sql', bytes: 50, batches: 2, statements: 3, diagnostics: [{ line: 3, column: expect.any(Number), severity: 'error', message: expect.any(String) }], ms: expect.any(Number) },
      { file: 'b.sql', bytes: 34, batches: 1, statements: 1, diagnostics: [], ms: expect.any(Number) },
      { total: { files: 2, bytes: 84, batches: 3, statements: 4, errors: 1, warnings: 0, ms: expect.any(Number), mbPerSecond: expect.any(Number) }, problems: [] },
    ]);
  });

  it('tells people file, line and column', async () => {
    const { code, out } = await ferry('parse', await file('c.sql', 'SELECT\n  FROM;\n'));
    expect(code).toBe(0);
    expect(out).toMatch(/^c\.sql {2}15 bytes, /);
    expect(out).toMatch(/c\.sql:\d:\d+: error: /);
    expect(out).toMatch(/^Total: 1 files, .* 1 errors, .* MB\/s$/m);
  });

  it('reads a large file in parts, in any encoding', async () => {
    const statement = "INSERT INTO dbo.Names (n) VALUES (N'Жуковка €');\nGO\n";
    const text = `SELECT 1;\nGO\n${statement.repeat(110_000)}SELECT FROM;\n`;
    const latin = `SELECT 1;\n${"PRINT 'x';\nGO\n".repeat(400_000)}PRINT 'caf\u00e9';\n`;
    const given = [await file('utf8.sql', text), await file('utf16.sql', Buffer.from(`\ufeff${text}`, 'utf16le')), await file('latin.sql', Buffer.from(latin, 'latin1'))];
    const { code, out } = await ferry('parse', ...given, '--json');
    expect(code).toBe(0);
    const [utf8, utf16, ansi] = lines(out) as { diagnostics: { line: number }[]; statements: number; batches: number }[];
    for (const found of [utf8, utf16]) {
      expect(found).toMatchObject({ batches: 110_002 });
      expect(found?.diagnostics.map((d) => d.line)).toEqual([220_003]);
    }
    expect(ansi).toMatchObject({ diagnostics: [], batches: 400_001, statements: 400_002 });
  });

  it('refuses what cannot be used with exit code 2', async () => {
    expect(await ferry('parse', join(folder, 'none.sql'))).toMatchObject({ code: 2, err: expect.stringMatching(/no such file/) });
    expect(await ferry('parse', await file('d.sql', 'SELECT 1'), '--encoding', 'klingon')).toMatchObject({ code: 2, err: expect.stringMatching(/--encoding takes/) });
    expect(await ferry('parse', await file('e.sql', Buffer.alloc(5_000_000)))).toMatchObject({ code: 2, err: expect.stringMatching(/binary file/) });
  });
});
