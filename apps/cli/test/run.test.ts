import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import { openSession } from '@ferry/target-postgresql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../src/program';

let folder: string;
let database: TestDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-run-'));
  database = await testDatabase();
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function ferry(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const terminal = { out: (t: string) => void (out += t), err: (t: string) => void (err += t), live: false, columns: 80 };
  const code = await runCommandLine(argv, terminal, new AbortController().signal);
  return { code, out, err };
}

const file = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};
const results = (out: string): unknown[] => out.trimEnd().split('\n').flatMap((line) => (JSON.parse(line) as { results: unknown[] }).results);

describe('ferry run', () => {
  it('prints a line for each batch, in the order of files, batches and results', async () => {
    const first = await file('a.sql', "CREATE TABLE dbo.Thing (Id int IDENTITY PRIMARY KEY, Name varchar(5) NOT NULL, Price money)\nGO\n\nINSERT dbo.Thing (Name, Price) VALUES ('one', 1.5), ('two', NULL)\nPRINT 'done'\nSELECT Id, Name, Price FROM dbo.Thing ORDER BY Id\nGO\n");
    const second = await file('b.sql', "INSERT dbo.Thing (Name) VALUES ('far too long')\nSELECT 1/0 AS x\nGO\n");
    const { code, out } = await ferry('run', first, second, '--target', database.url, '--json');
    expect(code).toBe(0);
    const lines = out.trimEnd().split('\n').map((l) => JSON.parse(l) as { file: string; batch: number; line: number });
    expect(lines.map((l) => [l.file.endsWith('a.sql'), l.batch, l.line])).toEqual([[true, 1, 1], [true, 2, 4], [false, 1, 1]]);
    expect(Object.keys(lines[0] ?? {})).toEqual(['file', 'batch', 'line', 'results', 'items']);
    expect(results(out)).toEqual([
      { type: 'count', count: 2 },
      { type: 'message', text: 'done', severity: 0 },
      { type: 'rows', columns: [{ name: 'Id', sourceType: 'int' }, { name: 'Name', sourceType: 'varchar(5)' }, { name: 'Price', sourceType: 'money' }], rows: [['1', 'one', '1.5000'], ['2', 'two', null]] },
      { type: 'error', number: 2628, severity: 16, state: 1, procedure: null, line: 1, message: expect.any(String) as string },
      { type: 'error', number: 8134, severity: 16, state: 1, procedure: null, line: 2, message: expect.any(String) as string },
    ]);
  });

  it('names and types objects as the transformation rules say', async () => {
    const rules = await file('rules.json', JSON.stringify({ rules: [
      { 'rule-type': 'transformation', 'rule-id': '1', 'rule-name': 'a', 'rule-target': 'table', 'rule-action': 'add-prefix', 'object-locator': { 'schema-name': 'dbo', 'table-name': '%' }, value: 't_' },
      { 'rule-type': 'transformation', 'rule-id': '2', 'rule-name': 'b', 'rule-target': 'column', 'rule-action': 'rename', 'object-locator': { 'schema-name': 'dbo', 'table-name': 'Ruled', 'column-name': 'Id' }, value: 'key' },
    ] }));
    const script = await file('ruled.sql', 'CREATE TABLE dbo.Ruled (Id int)\nGO\nINSERT dbo.Ruled VALUES (7)\nSELECT Id FROM dbo.Ruled\nGO\n');
    const { code, out } = await ferry('run', script, '--target', database.url, '--rules', rules, '--json');
    expect(code).toBe(0);
    expect(results(out)).toEqual([{ type: 'count', count: 1 }, { type: 'rows', columns: [{ name: 'Id', sourceType: 'int' }], rows: [['7']] }]);
    const session = await openSession(database.url);
    expect((await session.execute('SELECT key FROM dbo.t_ruled')).rows).toEqual([['7']]);
    await session.close();
  });

  it('knows the objects of an earlier conversion, in whatever order its files have them', async () => {
    const source = join(folder, 'source');
    await mkdir(source);
    // Names make the keys come before the tables.
    await file('source/1-keys.sql', 'ALTER TABLE dbo.Line ADD CONSTRAINT FK_Line FOREIGN KEY (OrderId) REFERENCES dbo.[Order] (Id)\nGO\n');
    await file('source/2-tables.sql', 'CREATE TABLE dbo.[Order] (Id int NOT NULL CONSTRAINT PK_Order PRIMARY KEY, Name varchar(20) COLLATE Latin1_General_CS_AS)\nGO\nCREATE TABLE dbo.Line (Id int IDENTITY, OrderId int NOT NULL)\nGO\nCREATE PROCEDURE dbo.AddLine @order int AS INSERT dbo.Line (OrderId) VALUES (@order)\nGO\n');
    const out = join(folder, 'converted');
    expect(await ferry('convert', source, '--out', out, '--verify', 'none', '--quiet')).toMatchObject({ code: 0 });
    expect(await ferry('apply', out, '--target', database.url, '--quiet')).toMatchObject({ code: 0 });
    const script = await file('use.sql', "INSERT dbo.[Order] VALUES (1, 'a')\nEXEC dbo.AddLine 1\nEXEC dbo.AddLine 2\nSELECT COUNT(*) AS n FROM dbo.[Order] WHERE Name = 'A'\nGO\nALTER TABLE dbo.Line ADD Note varchar(10) NULL\nGO\nSELECT OrderId, Note FROM dbo.Line\nGO\n");
    const ran = await ferry('run', script, '--target', database.url, '--catalog', out, '--json');
    expect([ran.code, results(ran.out)]).toMatchObject([0, [
      { type: 'count', count: 1 },
      { type: 'error', number: 547, procedure: 'AddLine' },
      { type: 'rows', rows: [['0']] },
      { type: 'rows', rows: [['1', null]] },
    ]]);
    expect(await ferry('run', script, '--target', database.url, '--catalog', folder)).toMatchObject({ code: 2, err: expect.stringContaining('source.json is missing') as string });
  });
});
