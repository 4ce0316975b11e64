import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withClient } from '@ferry/embedded-postgresql';
import { testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApplyReport } from '../src/apply/apply';
import { runCommandLine } from '../src/program';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-apply-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function ferry(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const terminal = { out: (t: string) => void (out += t), err: (t: string) => void (err += t), live: false, columns: 80 };
  const code = await runCommandLine(argv, terminal, new AbortController().signal);
  return { code, out, err };
}

const secret = 'a-secret-password';

describe('ferry apply', () => {
  it('says what is wrong with its input, and never the password', async () => {
    const none = await ferry('apply', join(folder, 'nowhere'), '--target', `postgres://u:${secret}@localhost:1/d`);
    expect([none.code, none.err]).toEqual([2, expect.stringMatching(/deploy\.sql cannot be read\. Give the output folder of ferry convert/)]);
    const url = await ferry('apply', folder, '--target', `mysql://u:${secret}@localhost/d`);
    expect([url.code, url.err]).toEqual([2, expect.stringMatching(/--target takes a connection string such as postgres:/)]);
    const missing = await ferry('apply', folder);
    expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('--target <url>')]);
    expect(none.err + url.err).not.toContain(secret);
  });

  it('refuses a deploy.sql that was changed', async () => {
    await mkdir(join(folder, 'in'));
    const script = join(folder, 'in', 'a.sql');
    await writeFile(script, 'CREATE TABLE dbo.Good (id int NOT NULL PRIMARY KEY);');
    const out = join(folder, 'changed');
    expect(await ferry('convert', script, '--out', out, '--verify', 'none', '--quiet')).toMatchObject({ code: 0 });
    await writeFile(join(out, 'deploy.sql'), `${await readFile(join(out, 'deploy.sql'), 'utf8')}-- mine\n`);
    const ran = await ferry('apply', out, '--target', 'postgres://u@localhost:1/d', '--json');
    expect([ran.code, JSON.parse(ran.out)]).toEqual([2, { error: { code: 'invalid-input', message: expect.stringContaining('deploy.sql was changed') as string } }]);
  });
});

describe('ferry apply to a real server', () => {
  let database: TestDatabase;
  let result: string;
  let settings: string;
  const shop = `CREATE SCHEMA sales;
GO
CREATE TABLE sales.Orders (id int NOT NULL PRIMARY KEY, placed datetime2 NOT NULL DEFAULT sysdatetime());
GO
CREATE VIEW sales.Recent AS SELECT TOP 10 id, placed FROM sales.Orders ORDER BY placed DESC;
GO
CREATE PROCEDURE sales.Place @id int AS INSERT INTO sales.Orders (id) VALUES (@id);
GO
`;
  const applied = async (...more: string[]): Promise<{ code: number; report: ApplyReport }> => {
    const { code, out } = await ferry('apply', result, '--target', database.url, '--json', ...more);
    return { code, report: JSON.parse(out) as ApplyReport };
  };
  const column = (query: string): Promise<unknown[]> => withClient(database.url, async (client) => (await client.query({ text: query, rowMode: 'array' })).rows.map((row: unknown[]) => row[0]));
  beforeAll(async () => {
    database = await testDatabase();
    result = join(folder, 'shop');
    settings = join(folder, 'settings.json');
    await writeFile(settings, JSON.stringify({ spatial: 'postgis' }));
    await writeFile(join(folder, 'shop.sql'), shop);
    expect(await ferry('convert', join(folder, 'shop.sql'), '--out', result, '--quiet', '--verify', 'none')).toMatchObject({ code: 0 });
  });
  afterAll(() => database.drop());

  it('only tells what it would do with --dry-run', async () => {
    const { code, report } = await applied('--dry-run');
    expect(code).toBe(0);
    expect(report.counts).toMatchObject({ applied: 0, wouldCreate: report.objects.length });
    expect(await column("SELECT nspname FROM pg_namespace WHERE nspname IN ('sales', 'ferry_applied')")).toEqual([]);
  });

  it('applies everything, and nothing the second time', async () => {
    const first = await applied();
    expect([first.code, first.report.counts]).toEqual([0, { applied: first.report.objects.length, unchanged: 0, failed: 0, kept: 0, wouldCreate: 0, wouldChange: 0, wouldRecreate: 0 }]);
    await withClient(database.url, (client) => client.query('CALL sales.place(7)'));
    expect(await column('SELECT id FROM sales.recent')).toEqual([7]);
    const second = await applied();
    expect([second.code, second.report.counts]).toEqual([0, { applied: 0, unchanged: first.report.objects.length, failed: 0, kept: 0, wouldCreate: 0, wouldChange: 0, wouldRecreate: 0 }]);
    const { out } = await ferry('apply', result, '--target', database.url);
    expect(out).toMatch(/Applied 0; \d+ were there already, 0 failed, 0 were left as they are\./);
  });

  it('drops and creates again with --drop-and-create, but no rows', async () => {
    const oid = async (): Promise<unknown> => (await column("SELECT 'sales.recent'::regclass::oid::int"))[0];
    const before = await oid();
    const dry = await applied('--dry-run', '--drop-and-create');
    expect(dry.report.counts).toMatchObject({ wouldCreate: 0, kept: 1 });
    expect(dry.report.counts.wouldRecreate).toBeGreaterThanOrEqual(2);
    expect(await oid()).toBe(before);
    const { code, report } = await applied('--drop-and-create');
    expect([code, report.counts.failed, report.counts.kept]).toEqual([0, 0, 1]);
    expect(report.objects.find(({ status }) => status === 'kept')?.message?.message).toBe('The table sales.orders holds rows and was not dropped.');
    expect(await oid()).not.toBe(before);
    expect(await column('SELECT id FROM sales.orders')).toEqual([7]);
  });

  it('says first which extension the server lacks', async () => {
    await writeFile(join(folder, 'places.sql'), 'CREATE TABLE dbo.Place (id int NOT NULL, shape geography NULL);');
    const places = join(folder, 'places');
    expect(await ferry('convert', join(folder, 'places.sql'), '--out', places, '--quiet', '--verify', 'none', '--settings', settings)).toMatchObject({ code: 0 });
    const dry = await ferry('apply', places, '--target', database.url, '--dry-run', '--quiet');
    // Ferry's own server has it not; another one may.
    const there = (await column("SELECT name FROM pg_available_extensions WHERE name = 'postgis'")).length > 0;
    if (!there) expect(dry.err).toMatch(/The server does not have the extension postgis\. 1 part of the code needs it \(TABLE .*place\)\. Install the package/);
    const { out } = await ferry('apply', places, '--target', database.url, '--dry-run', '--json');
    expect((JSON.parse(out) as ApplyReport).lacks.map(({ what }) => what)).toEqual(there ? [] : ['extension postgis']);
  });

  it('tells what failed with the words of the server and our line; the rest is applied', async () => {
    const other = await testDatabase();
    try {
      // Somebody else's table stands where ours would go: ours is not made, and what needs its columns fails.
      await withClient(other.url, (client) => client.query('CREATE SCHEMA sales; CREATE TABLE sales.orders (nothing int)'));
      const { code, out } = await ferry('apply', result, '--target', other.url, '--json');
      const report = JSON.parse(out) as ApplyReport;
      expect(code).toBe(3);
      expect(report.objects.find((o) => o.object.kind === 'TABLE' && o.object.name === 'orders')?.status).toBe('kept');
      const view = report.objects.find((o) => o.object.name === 'recent');
      expect([view?.status, view?.message?.sqlstate]).toEqual(['failed', '42703']);
      const lines = (await readFile(join(result, 'deploy.sql'), 'utf8')).split('\n');
      expect(lines[(view?.message?.line ?? 0) - 1]).toMatch(/placed|id/);
      expect(report.objects.find((o) => o.object.name === 'place')?.status).toBe('applied');
      const told = await ferry('apply', result, '--target', other.url);
      expect(told.out).toMatch(/VIEW sales\.recent \(deploy\.sql, line \d+\)\n {4}column .* does not exist/);
    } finally {
      await other.drop();
    }
  });

  it('says how a server can be reached when it cannot', async () => {
    const url = new URL(database.url);
    url.password = secret;
    const wrong = await ferry('apply', result, '--target', url.href);
    expect(wrong.code).toBe(2);
    url.port = '1';
    const nobody = await ferry('apply', result, '--target', url.href);
    expect(nobody.code).toBe(2);
    for (const text of [wrong.err, nobody.err]) {
      expect(text).toMatch(/^ferry: .{20,}/);
      expect(text).not.toContain(secret);
    }
  });
});

describe('ferry --help', () => {
  it('tells every command, and the exit codes', async () => {
    const { code, out } = await ferry('--help');
    expect(code).toBe(0);
    for (const command of ['assess', 'convert', 'apply', 'parse']) expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(out).toContain('Exit codes: 0 done');
  });
});
