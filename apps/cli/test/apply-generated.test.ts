import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withClient } from '@ferry/embedded-postgresql';
import { testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import { quietRun } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { generatedDatabase } from '@ferry/testkit/generated-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apply } from '../src/apply/apply';
import type { ApplyReport } from '../src/apply/apply';
import { runCommandLine } from '../src/program';

/** In milliseconds. The aim is 30 s for a database of this size on a machine of its own; here others work beside. */
const patience = 120_000;
let folder: string;
let result: string;
const databases: TestDatabase[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-applied-'));
  for (const { name, text } of generatedDatabase(1)) await writeFile(join(folder, name.replaceAll('/', '-')), text);
  result = join(folder, 'result');
  const terminal = { out: () => undefined, err: () => undefined, live: false, columns: 80 };
  expect(await runCommandLine(['convert', folder, '--out', result, '--verify', 'none', '--quiet'], terminal, new AbortController().signal)).toBe(0);
}, 120_000);
afterAll(async () => {
  for (const database of databases) await database.drop();
  await rm(folder, { recursive: true });
});

async function empty(): Promise<TestDatabase> {
  const database = await testDatabase();
  databases.push(database);
  return database;
}
const applyTo = ({ url }: TestDatabase, run: Run = quietRun(), more: { oneTransaction?: boolean; dropAndCreate?: boolean } = {}): Promise<ApplyReport> =>
  apply({ folder: result, target: url, dryRun: false, oneTransaction: false, dropAndCreate: false, ...more }, run);

/** What the server has, in its own words, and what the books say. */
const contents = ({ url }: TestDatabase): Promise<unknown> =>
  withClient(url, async (client) => {
    const rows = async (query: string): Promise<unknown> => (await client.query({ text: query, rowMode: 'array' })).rows;
    const ours = "n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'public', 'ferry_applied')";
    return {
      columns: await rows(`SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE ${ours} AND c.relkind = 'r' AND a.attnum > 0 ORDER BY 1, 2, a.attnum`),
      views: await rows(`SELECT n.nspname, c.relname, pg_get_viewdef(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${ours} AND c.relkind IN ('v', 'm') ORDER BY 1, 2`),
      indexes: await rows(`SELECT n.nspname, c.relname, pg_get_indexdef(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${ours} AND c.relkind = 'i' ORDER BY 1, 2`),
      constraints: await rows(`SELECT n.nspname, o.conname, o.conrelid::regclass::text, pg_get_constraintdef(o.oid) FROM pg_constraint o JOIN pg_namespace n ON n.oid = o.connamespace WHERE ${ours} ORDER BY 1, 2, 3`),
      routines: await rows(`SELECT n.nspname, p.proname, pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${ours} AND p.prokind IN ('f', 'p') ORDER BY 1, 2, 3`),
      triggers: await rows(`SELECT n.nspname, c.relname, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${ours} AND NOT t.tgisinternal ORDER BY 1, 2, 3`),
      books: await rows('SELECT key, hash FROM ferry_applied.units ORDER BY key'),
    };
  });

describe('a database of several hundred objects', () => {
  let calm: ApplyReport;
  let whole: unknown;

  it('is applied to an empty server in time, with a result for each object; the second time nothing changes', async () => {
    const database = await empty();
    const began = performance.now();
    calm = await applyTo(database);
    expect(performance.now() - began).toBeLessThan(patience);
    expect(calm.objects.filter(({ status }) => status !== 'applied').map(({ object, message }) => `${object.kind} ${object.name}: ${message?.message}`)).toEqual([]);
    expect(calm.objects.length).toBeGreaterThan(500);
    whole = await contents(database);
    const written = () => withClient(database.url, async (client) => (await client.query("SELECT (SELECT count(*)::int FROM pg_class) AS objects, (SELECT max(oid::bigint)::text FROM pg_class) AS newest, (SELECT max(applied_at)::text FROM ferry_applied.units) AS last")).rows as unknown);
    const before = await written();
    expect((await applyTo(database)).counts).toMatchObject({ applied: 0, unchanged: calm.counts.applied, failed: 0, kept: 0 });
    expect(await written()).toEqual(before);
    expect(await contents(database)).toEqual(whole);
  }, 2 * patience);

  it.each([0.1, 0.6])('ends the same when it was interrupted after %d of it', async (share) => {
    const database = await empty();
    const stop = new AbortController();
    const run = quietRun(stop.signal);
    await expect(applyTo(database, { ...run, progress: ({ done, total }) => void (total > 0 && done / total > share && stop.abort()) })).rejects.toMatchObject({ code: 'cancelled' });
    const rest = await applyTo(database);
    expect(rest.counts.applied).toBeGreaterThan(0);
    expect(rest.counts.unchanged).toBeGreaterThan(0);
    expect(rest.counts).toMatchObject({ applied: calm.counts.applied - rest.counts.unchanged, failed: 0, kept: 0 });
    expect(await contents(database)).toEqual(whole);
  }, 2 * patience);

  it.each([{ oneTransaction: true }, { dropAndCreate: true }, { oneTransaction: true, dropAndCreate: true }])('comes to the same by %j', async (more) => {
    const database = await empty();
    if (more.dropAndCreate === true) await applyTo(database);
    const report = await applyTo(database, quietRun(), more);
    expect(report.objects.filter(({ status }) => status === 'failed' || status === 'kept').map(({ object, message }) => `${object.kind} ${object.name}: ${message?.message}`)).toEqual([]);
    expect(await contents(database)).toEqual(whole);
  }, 2 * patience);
});
