import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { testDatabase } from '@ferry/embedded-postgresql/testing';
import { zipFile } from '@ferry/intake/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../src/program';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function ferry(...argv: string[]): Promise<Ran> {
  let out = '';
  let err = '';
  const terminal = { out: (t: string) => void (out += t), err: (t: string) => void (err += t), live: false, columns: 80 };
  const code = await runCommandLine(argv, terminal, new AbortController().signal);
  return { code, out, err };
}

let count = 0;
interface Entry {
  readonly kind: string;
  readonly schema: string;
  readonly name: string;
  readonly status: string;
  readonly proof: string;
  readonly items: readonly { readonly code: number; readonly line?: number; readonly message: string }[];
}

/** Converts files without a server and reads objects.json back. */
async function convert(files: Readonly<Record<string, string | Uint8Array>>, ...more: string[]): Promise<Ran & { folder: string; entries: Entry[] }> {
  const own = join(folder, String(++count));
  await mkdir(own);
  for (const [name, data] of Object.entries(files)) await writeFile(join(own, name), data);
  const result = join(own, 'result');
  const ran = await ferry('convert', ...Object.keys(files).map((name) => join(own, name)), '--out', result, '--verify', 'none', ...more);
  const entries = ran.code === 0 ? (JSON.parse(await readFile(join(result, 'objects.json'), 'utf8')) as Entry[]) : [];
  return { ...ran, folder: result, entries };
}

const named = (entries: readonly Entry[], ...kinds: string[]): string[] => entries.filter((e) => kinds.includes(e.kind)).map((e) => `${e.schema}.${e.name}`);
const good = 'CREATE TABLE dbo.Good (id int NOT NULL PRIMARY KEY, label nvarchar(50) NULL);\nGO\n';

describe('input that cannot be used is told with file and cure, and exit code 2', () => {
  it.each<[string, string, string | Uint8Array, RegExp]>([
    ['a binary file', 'photo.sql', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)), /photo\.sql: The file is a binary file.*Give SQL scripts as text/],
    ['an empty file', 'empty.sql', '', /empty\.sql: The file is empty \(0 bytes\)/],
    ['an archive of 0 bytes', 'empty.zip', '', /empty\.zip: The archive is empty \(0 bytes\)/],
    ['an archive with names that climb out', 'evil.zip', zipFile([{ name: '../evil.sql', data: good }]), /evil\.zip\/\.\.\/evil\.sql: The entry points outside the archive/],
    ['a script without a definition', 'data.sql', 'INSERT t VALUES (1)', /no object of a database found/],
    ['a text that is no SQL', 'letter.sql', 'Dear reader, this is a letter (and nothing else.', /no object of a database found/],
  ])('%s', async (_, name, data, words) => {
    const { code, err, out } = await convert({ [name]: data });
    expect(err).toMatch(words);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  it('a folder without scripts, a path that does not exist', async () => {
    await mkdir(join(folder, 'bare'));
    expect(await ferry('convert', join(folder, 'bare'), '--verify', 'none')).toMatchObject({ code: 2, err: expect.stringContaining('no SQL script found') as string });
    expect(await ferry('convert', join(folder, 'nowhere.sql'), '--verify', 'none')).toMatchObject({ code: 2, err: expect.stringContaining('no such file or folder') as string });
  });

  it('the same as JSON for programs', async () => {
    const { code, out } = await convert({ 'empty.sql': '' }, '--json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'invalid-input', message: expect.stringContaining('0 bytes') as string } });
  });

  it.each<[string, string[], RegExp]>([
    ['an unknown engine', ['--source', 'dbase'], /sqlserver/],
    ['a version that nothing is written for', ['--target-version', '7'], /can be written for 15/],
    ['a place to verify that is none', ['--verify', 'mysql://secret@host'], /--verify takes/],
    ['an unknown option', ['--colour'], /unknown option/],
    ['a variable without a value', ['--variable', 'x'], /Name=value/],
  ])('%s', async (_, options, words) => {
    const { code, err } = await convert({ 'a.sql': good }, ...options);
    expect(err).toMatch(words);
    expect(err).not.toContain('secret');
    expect(code).toBe(2);
  });

  it('variables of the settings file that are no texts', async () => {
    const file = join(folder, 'variables.json');
    await writeFile(file, '{"variables": {"Schema": "app", "databaseOwner": "app."}}');
    const { code, entries } = await convert({ 'a.sql': 'CREATE TABLE $(Schema).a (x int);\nGO\nCREATE TABLE {databaseOwner}b (x int);' }, '--settings', file, '--variable', 'schema=own');
    expect(code).toBe(0);
    expect(named(entries, 'TABLE').sort()).toEqual(['app.b', 'own.a']);
    await writeFile(file, '{"variables": {"Schema": 1}}');
    expect(await convert({ 'a.sql': good }, '--settings', file)).toMatchObject({ code: 2, err: expect.stringMatching(/variable "Schema" takes a text/) as string });
  });

  it('settings that are no JSON, or unknown', async () => {
    const bad = join(folder, 'bad.json');
    await writeFile(bad, '{\n "a": tru\n}');
    expect(await convert({ 'a.sql': good }, '--settings', bad)).toMatchObject({ code: 2, err: expect.stringMatching(/bad\.json: not valid JSON/) as string });
    await writeFile(bad, '{"noSuchSetting": true}');
    expect(await convert({ 'a.sql': good }, '--settings', bad)).toMatchObject({ code: 2, err: expect.stringMatching(/bad\.json: unknown setting "noSuchSetting"/) as string });
  });
});

describe('trouble beside good input costs nothing else', () => {
  it('a binary file and an empty one among scripts', async () => {
    const { code, out, entries } = await convert({ 'a.sql': good, 'b.sql': Buffer.from([0, 1, 2, 3]), 'c.sql': '' });
    expect(code).toBe(0);
    expect(named(entries, 'TABLE')).toEqual(['dbo.Good']);
    expect(out).toMatch(/b\.sql: warning: The file is a binary file/);
    expect(out).toMatch(/c\.sql: warning: The file is empty/);
  });

  it('an archive with a name that climbs out beside a good one', async () => {
    const { code, out, entries, folder: result } = await convert({ 'db.zip': zipFile([{ name: '../../evil.sql', data: good }, { name: 'good.sql', data: good }]) });
    expect(code).toBe(0);
    expect(named(entries, 'TABLE')).toEqual(['dbo.Good']);
    expect(out).toMatch(/points outside the archive/);
    expect(await readdir(join(result, '..'))).toEqual(expect.arrayContaining(['db.zip', 'result']));
  });

  it.each<[string, Buffer]>([
    ['with a mark', Buffer.from(`\ufeff${good}`, 'utf16le')],
    ['without one', Buffer.from(good, 'utf16le')],
    ['big-endian', Buffer.from(`\ufeff${good}`, 'utf16le').swap16()],
  ])('UTF-16 %s', async (_, data) => {
    expect(named((await convert({ 'a.sql': data })).entries, 'TABLE', 'PRIMARY_KEY', 'COLUMN')).toEqual(['dbo.Good', 'dbo.id', 'dbo.label', 'dbo.']);
  });

  it('a script cut in the middle of a string', async () => {
    const { code, out, entries } = await convert({ 'cut.sql': `${good}CREATE PROCEDURE dbo.Cut AS\nPRINT 'this goes on and` });
    expect(code).toBe(0);
    expect(named(entries, 'TABLE', 'PROCEDURE')).toEqual(['dbo.Good', 'dbo.Cut']);
    expect(out).toMatch(/cut\.sql:4:7: error: .*never closed/);
    expect(entries.find((e) => e.name === 'Cut')).toMatchObject({ status: expect.not.stringMatching(/^converted$/) as string });
  });

  it('a procedure with a syntax error among good ones', async () => {
    const { code, entries } = await convert({ 'p.sql': `${good}CREATE PROC dbo.First AS SELECT id FROM dbo.Good\nGO\nCREATE PROC dbo.Broken AS SELEC id FRM ((dbo.Good\nGO\nCREATE PROC dbo.Last AS SELECT label FROM dbo.Good\nGO\n` });
    expect(code).toBe(0);
    expect(named(entries, 'PROCEDURE')).toEqual(['dbo.First', 'dbo.Broken', 'dbo.Last']);
    const broken = entries.find((e) => e.name === 'Broken');
    expect(broken?.status).not.toBe('converted');
    expect(broken?.items.some((i) => i.line !== undefined && i.line >= 5)).toBe(true);
  });

  it('a name of 128 characters, and names that file systems refuse', async () => {
    const long = 'n'.repeat(128);
    const wide = '\u8868'.repeat(128);
    const { code, entries, folder: result } = await convert({ 'n.sql': `CREATE TABLE dbo.[${long}] (a int);\nCREATE TABLE dbo.[${wide}] (a int);\nCREATE TABLE dbo.[../../../climb] (a int);\nCREATE TABLE [..].[con] (a int);\nCREATE TABLE dbo.[a/b\\c:d*e] (a int);` });
    expect(code).toBe(0);
    expect(named(entries, 'TABLE')).toEqual([`dbo.${long}`, `dbo.${wide}`, 'dbo.../../../climb', '...con', 'dbo.a/b\\c:d*e']);
    const files = await readdir(result, { recursive: true });
    expect(files.filter((f) => f.endsWith('.sql')).length).toBeGreaterThanOrEqual(6);
    for (const file of files) for (const segment of file.split('/')) expect(Buffer.byteLength(segment)).toBeLessThan(256);
    expect(await readdir(join(result, '..'))).toEqual(['n.sql', 'result']);
  });

  it('two names that differ by case only', async () => {
    const { code, entries } = await convert({ 'c.sql': 'CREATE TABLE dbo.Orders (a int);\nGO\nCREATE TABLE dbo.ORDERS (b int);\nGO\n' });
    expect(code).toBe(0);
    expect(named(entries, 'TABLE')).toEqual(['dbo.Orders', 'dbo.ORDERS']);
    const tables = entries.filter((e) => e.kind === 'TABLE');
    expect(tables.flatMap((t) => t.items).length).toBeGreaterThan(0);
  });

  it('50 MB of INSERTs, in little time and memory', { timeout: 60_000 }, async () => {
    const file = join(folder, 'data.sql');
    const stream = createWriteStream(file);
    stream.write(good);
    const row = (n: number): string => `INSERT [dbo].[Good] ([id], [label]) VALUES (${n}, N'it''s row (number) -- ${n}')\n`;
    for (let megabyte = 0; megabyte < 50; megabyte++) {
      let text = '';
      for (let n = 0; text.length < 1024 ** 2; n++) text += row(n);
      stream.write(text);
    }
    stream.end('GO\nCREATE VIEW dbo.Names AS SELECT label FROM dbo.Good\n');
    await finished(stream);
    const script = `import { runCommandLine } from ${JSON.stringify(new URL('../src/program.ts', import.meta.url).href)};
      const quiet = { out: () => {}, err: (t) => process.stderr.write(t), live: false, columns: 80 };
      const code = await runCommandLine(['convert', ${JSON.stringify(file)}, '--out', ${JSON.stringify(join(folder, 'data'))}, '--verify', 'none'], quiet, new AbortController().signal);
      console.log(JSON.stringify({ code, megabytes: process.resourceUsage().maxRSS / 1024, seconds: process.cpuUsage().user / 1e6 }));`;
    await writeFile(join(folder, 'measure.mjs'), script);
    const stdout = await new Promise<string>((resolve, reject) => {
      execFile(process.execPath, ['--import', 'tsx', join(folder, 'measure.mjs')], { cwd: new URL('..', import.meta.url).pathname }, (error, out) => (error ? reject(error) : resolve(out)));
    });
    const { code, megabytes, seconds } = JSON.parse(stdout) as { code: number; megabytes: number; seconds: number };
    expect(code).toBe(0);
    expect(megabytes).toBeLessThan(500);
    // Of the processor: other tests may run beside.
    expect(seconds).toBeLessThan(15);
    const entries = JSON.parse(await readFile(join(folder, 'data', 'objects.json'), 'utf8')) as Entry[];
    expect(named(entries, 'TABLE', 'VIEW')).toEqual(['dbo.Good', 'dbo.Names']);
  });
});

describe('the output folder', () => {
  it('holds the deployment, a file for each object, and the list', async () => {
    const { folder: result, out } = await convert({ 'a.sql': good });
    const files = (await readdir(result, { recursive: true })).filter((f) => f.endsWith('.sql') || f.endsWith('.json'));
    expect(files).toEqual(expect.arrayContaining(['deploy.sql', 'objects.json']));
    expect(files.some((f) => /^sql\/.+\/.+\/good\.sql$/.test(f))).toBe(true);
    expect(out).toContain('Storage objects');
    expect(out).toContain('Nothing was tried on a server');
    expect(out).toContain('SQL syntax elements: ');
    expect(out).toMatch(/Written to .*: deploy\.sql, deploy\.json, objects\.json, source\.json, assessment\.pdf, assessment\.zip and \d+ files? under sql\//);
  });

  it('holds the reports only after an assessment, of the same numbers', async () => {
    const { folder: converted, out } = await convert({ 'a.sql': good });
    const target = join(folder, 'assessment');
    const ran = await ferry('assess', join(converted, '..', 'a.sql'), '--out', target, '--verify', 'none');
    expect((await readdir(target)).sort()).toEqual(['.ferry.json', 'assessment.pdf', 'assessment.zip', 'objects.json']);
    expect(await readFile(join(target, 'objects.json'), 'utf8')).toBe(await readFile(join(converted, 'objects.json'), 'utf8'));
    const numbers = (text: string): string => text.slice(0, text.indexOf('Written to'));
    expect(numbers(ran.out)).toBe(numbers(out));
  });

  it('loses what an earlier run wrote and keeps what others did', async () => {
    const first = await convert({ 'a.sql': good });
    const input = join(first.folder, '..', 'b.sql');
    await writeFile(input, 'CREATE TABLE dbo.Other (a int);');
    await writeFile(join(first.folder, 'notes.txt'), 'mine');
    expect(await ferry('convert', input, '--out', first.folder, '--verify', 'none')).toMatchObject({ code: 0 });
    const files = await readdir(first.folder, { recursive: true });
    expect(files.some((f) => f.includes('good'))).toBe(false);
    expect(files.some((f) => f.endsWith('other.sql'))).toBe(true);
    expect(await readFile(join(first.folder, 'notes.txt'), 'utf8')).toBe('mine');
    expect(await readdir(join(first.folder, '..'))).toEqual(['a.sql', 'b.sql', 'result']);
  });

  it('refuses to write over a file that is not its own', async () => {
    const target = join(folder, 'taken');
    await mkdir(target);
    await writeFile(join(target, 'deploy.sql'), 'mine');
    await writeFile(join(folder, 'x.sql'), good);
    const { code, err } = await ferry('convert', join(folder, 'x.sql'), '--out', target, '--verify', 'none');
    expect([code, err]).toEqual([2, expect.stringContaining('was not written by ferry')]);
    expect(await readFile(join(target, 'deploy.sql'), 'utf8')).toBe('mine');
    expect(await readdir(target)).toEqual(['deploy.sql']);
  });

  it('follows a link to a folder and writes into it', async () => {
    await mkdir(join(folder, 'real'));
    await symlink(join(folder, 'real'), join(folder, 'link'));
    await writeFile(join(folder, 'x.sql'), good);
    expect(await ferry('convert', join(folder, 'x.sql'), '--out', join(folder, 'link'), '--verify', 'none')).toMatchObject({ code: 0 });
    expect(await readdir(join(folder, 'real'))).toEqual(expect.arrayContaining(['deploy.sql', 'objects.json']));
  });

  it('says that the output cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    await writeFile(join(folder, 'x.sql'), good);
    expect(await ferry('convert', join(folder, 'x.sql'), '--out', join(folder, 'file', 'inner'), '--verify', 'none')).toMatchObject({ code: 2, err: expect.stringContaining('cannot be written there') as string });
  });
});

describe('options', () => {
  it('--quiet says nothing, --json prints the summary', async () => {
    expect(await convert({ 'a.sql': good }, '--quiet')).toMatchObject({ code: 0, out: '', err: '' });
    const { out } = await convert({ 'a.sql': good }, '--json');
    expect(JSON.parse(out)).toMatchObject({ server: null, targetVersion: 15, objects: { storage: { total: 3, converted: 3, convertedAndProved: 0 } }, notices: [] });
  });

  it('--variable gives SQLCMD variables their values', async () => {
    const script = 'CREATE SCHEMA $(Name)\nGO\nCREATE TABLE $(Name).t (a int)\n';
    expect(named((await convert({ 'a.sql': script }, '--variable', 'Name=shop')).entries, 'TABLE')).toEqual(['shop.t']);
    const without = await convert({ 'a.sql': script });
    expect(named(without.entries, 'TABLE')).toEqual(['Name.t']);
    expect(without.out).toContain('--variable Name=value');
  });

  it('stops between objects when it is cancelled, and leaves nothing behind', async () => {
    const own = join(folder, 'stopped');
    await mkdir(own);
    await writeFile(join(own, 'a.sql'), good);
    const stop = new AbortController();
    stop.abort();
    const terminal = { out: () => undefined, err: () => undefined, live: false, columns: 80 };
    expect(await runCommandLine(['convert', join(own, 'a.sql'), '--out', join(own, 'result'), '--verify', 'none'], terminal, stop.signal)).toBe(130);
    expect(await readdir(own)).toEqual(['a.sql']);
  });

  it('tries the result on a server that is named', async () => {
    const database = await testDatabase(18);
    try {
      const own = join(folder, 'server');
      await mkdir(own);
      await writeFile(join(own, 'a.sql'), good);
      const { code, out } = await ferry('convert', join(own, 'a.sql'), '--out', join(own, 'result'), '--verify', database.url);
      expect(code).toBe(0);
      expect(out).toMatch(/Proved on PostgreSQL 18/);
      const entries = JSON.parse(await readFile(join(own, 'result', 'objects.json'), 'utf8')) as Entry[];
      expect(entries.find((e) => e.kind === 'TABLE')).toMatchObject({ status: 'converted', proof: 'created', provedBy: expect.stringContaining('PostgreSQL 18') as string });
    } finally {
      await database.drop();
    }
  });

  it('tries the result on a server of its own, which is gone afterwards', { timeout: 60_000 }, async () => {
    const own = join(folder, 'embedded');
    await mkdir(own);
    await writeFile(join(own, 'a.sql'), good);
    const { code, out } = await ferry('convert', join(own, 'a.sql'), '--out', join(own, 'result'), '--verify', 'embedded', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ server: expect.stringMatching(/^PostgreSQL \d/) as string, objects: { storage: { total: 3, convertedAndProved: 3 } } });
    const left = await readdir(join(tmpdir(), `ferry-verify-${process.getuid?.() ?? 'user'}`));
    expect(left.filter((name) => name.startsWith(`pg-${process.pid}-`))).toEqual([]);
  });

  it('a server that does not answer is told without its password', async () => {
    const { code, err } = await convert({ 'a.sql': good }, '--verify', 'postgres://someone:hush@127.0.0.1:1/none');
    expect(code).toBe(2);
    expect(err).not.toContain('hush');
    expect(err).toMatch(/127\.0\.0\.1/);
  });
});
