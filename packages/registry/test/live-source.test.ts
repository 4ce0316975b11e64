import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Catalog } from '@ferry/catalog';
import { idOf } from '@ferry/catalog';
import { resolveSettings } from '@ferry/conversion';
import type { RunResult, ScriptSession, TargetSession } from '@ferry/conversion';
import { testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import type { Run } from '@ferry/kernel';
import { systemViews } from '@ferry/source-sqlserver/introspection';
import { createTables, fill, redirect, systemRows } from '@ferry/testkit/system-catalogue';
import { startTdsServer } from '@ferry/testkit/tds';
import type { TdsAnswer, TdsRows, TdsServer } from '@ferry/testkit/tds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPair } from '../src/engines';

const run: Run = { signal: new AbortController().signal, progress: () => undefined, log: () => undefined };
const { source, target, pair } = findPair('sqlserver', 'postgresql');
const require = createRequire(import.meta.url);

/** The sample, as its scripts say it is. */
async function sampleCatalog(): Promise<Catalog> {
  const inputs = await Promise.all(['01-storage.sql', '02-code.sql'].map(async (path) => ({ path, text: await readFile(require.resolve(`@ferry/source-sqlserver/sample/${path}`), 'utf8') })));
  return source.readScripts(inputs, { databaseName: 'PedalAndPost', variables: {} }, run);
}

const views = Object.fromEntries(Object.entries(systemViews).map(([view, { columns }]) => [view, Object.keys(columns)]));
const tdsType = (sourceType: string): 'int' | 'bit' | 'nvarchar' => (/^bit\b/i.test(sourceType) ? 'bit' : /^(int|smallint|tinyint)\b/i.test(sourceType) ? 'int' : 'nvarchar');

/** What the converted query came to, as SQL Server would send it. */
function answerOf(results: readonly RunResult[]): TdsAnswer {
  const error = results.find((r) => r.type === 'error');
  if (error?.type === 'error') return { number: error.number, message: error.message };
  return results.flatMap((r): TdsRows[] => {
    if (r.type !== 'rows') return [];
    const columns = r.columns.map((c) => ({ name: c.name, type: tdsType(c.sourceType) }));
    return [{ columns, rows: r.rows.map((row) => row.map((value, i) => (columns[i]?.type === 'bit' && value !== null ? value === '1' : value))) }];
  });
}

let database: TestDatabase;
let session: TargetSession;
let server: TdsServer;
let scripts: Catalog;
const asked: string[] = [];
beforeAll(async () => {
  scripts = await sampleCatalog();
  database = await testDatabase();
  if (target.openSession === undefined || pair.openRunner === undefined) throw new Error('the pair cannot run scripts');
  session = await target.openSession(database.url);
  const { settings } = resolveSettings(pair.settings, {});
  const runner = await pair.openRunner({ settings, targetVersion: 18, databaseName: 'master', variables: {} });
  const converted: ScriptSession = runner.begin(session);
  const execute = async (sql: string): Promise<RunResult[]> => {
    const results: RunResult[] = [];
    for await (const batch of converted.run(sql)) results.push(...batch.results);
    return results;
  };
  expect((await execute(createTables(views))).filter((r) => r.type === 'error')).toEqual([]);
  for (const { sql, values } of fill(views, systemRows(scripts))) expect((await session.execute(sql, values)).refusal).toBeUndefined();
  const facts: TdsRows = {
    columns: [{ name: 'version', type: 'nvarchar' }, { name: 'edition', type: 'int' }, { name: 'database', type: 'nvarchar' }, { name: 'collation', type: 'nvarchar' }, { name: 'compatibility', type: 'int' }],
    rows: [['16.0.4135.4', 3, 'PedalAndPost', scripts.database.collation ?? null, 160]],
  };
  server = await startTdsServer({
    answer: async (sql) => {
      asked.push(sql);
      return sql.includes('SERVERPROPERTY') ? [facts] : answerOf(await execute(redirect(sql)));
    },
  });
});
afterAll(async () => {
  await server.close();
  await session.close();
  await database.drop();
});

/** Everything that the converter makes of a catalogue, without the order. */
function converted(catalog: Catalog): string[] {
  const conversion = pair.begin(catalog, { settings: resolveSettings(pair.settings, {}).settings, targetVersion: 18 });
  return catalog.objects.flatMap((object) => conversion.convert(object).parts.flatMap((part) => part.statements.map((s) => s.sql))).sort();
}

describe('a live SQL Server', () => {
  it('gives the catalogue that its scripts give', async () => {
    const live = await source.server?.readCatalog({ host: '127.0.0.1', port: server.port, database: 'PedalAndPost', user: 'reader', password: 'x', tls: 'none' }, run);
    if (live === undefined) throw new Error('SQL Server cannot be read live');
    // With the text, so that a failure says where.
    expect(live.diagnostics.map((d) => `${d.message} ${live.sources[d.source]?.text}`)).toEqual([]);
    expect(live.database.name).toBe('PedalAndPost');
    expect(live.objects.map(idOf).sort()).toEqual(scripts.objects.map(idOf).sort());
    expect(converted(live)).toEqual(converted(scripts));
  });

  it('gives the names by two questions', async () => {
    const before = asked.length;
    const found = await source.server?.readNames({ host: '127.0.0.1', port: server.port, database: 'PedalAndPost', user: 'reader', password: 'x', tls: 'none' }, run);
    expect(found?.database).toBe('PedalAndPost');
    const kinds = new Set(['TABLE', 'VIEW', 'PROCEDURE', 'FUNCTION', 'SYNONYM', 'SEQUENCE']);
    const keyOf = (o: { kind: string; schema: string; name: string }): string => `${o.kind} ${o.schema}.${o.name}`;
    expect(found?.names.map(keyOf).sort()).toEqual(scripts.objects.filter((o) => kinds.has(o.kind)).map(keyOf).sort());
    expect(found?.names.filter((o) => o.kind === 'FUNCTION').every((o) => o.flavour !== undefined)).toBe(true);
    expect(asked.splice(before)).toHaveLength(2);
  });

  it('asks a fixed number of questions, none for an object', () => {
    expect(scripts.objects.length).toBeGreaterThan(90);
    expect(asked.length).toBeLessThan(40);
  });
});
