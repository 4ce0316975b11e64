import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Catalog } from '@ferry/catalog';
import { idOf, objectId } from '@ferry/catalog';
import { resolveSettings, statusOf } from '@ferry/conversion';
import { testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import type { Run } from '@ferry/kernel';
import type { ServerAddress } from '@ferry/kernel/network';
import { systemViews } from '@ferry/source-sqlserver/introspection';
import { startLiveDatabase } from '@ferry/testkit/live-database';
import type { LiveDatabase } from '@ferry/testkit/live-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPair } from '../src/engines';

const run: Run = { signal: new AbortController().signal, progress: () => undefined, log: () => undefined };
const { source, target, pair } = findPair('sqlserver', 'postgresql');
const require = createRequire(import.meta.url);

/** What stands around the schema: roles, users, rights, another server, jobs. */
const around = `CREATE ROLE planner;
GO
CREATE USER ann WITHOUT LOGIN;
GO
ALTER ROLE planner ADD MEMBER ann;
GO
GRANT SELECT ON SCHEMA::sales TO planner;
GO
GRANT EXECUTE TO planner WITH GRANT OPTION;
GO
DENY DELETE ON people.Customer TO ann;
GO
EXEC sp_addlinkedserver @server = N'ARCHIVE', @srvproduct = N'', @provider = N'MSOLEDBSQL', @datasrc = N'archive.example', @catalog = N'Old';
GO
EXEC msdb.dbo.sp_add_job @job_name = N'Nightly tidy', @enabled = 1;
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Nightly tidy', @step_name = N'Tidy', @subsystem = N'TSQL', @command = N'SELECT COUNT(*) FROM people.Customer WHERE 1 = 0', @database_name = N'PedalAndPost';
EXEC msdb.dbo.sp_add_jobschedule @job_name = N'Nightly tidy', @name = N'Each night', @enabled = 1, @freq_type = 4, @freq_interval = 1, @active_start_time = 23000;
GO
`;

/** The sample, as its scripts say it is, and more. */
async function sampleCatalog(): Promise<Catalog> {
  const inputs = await Promise.all(['01-storage.sql', '02-code.sql'].map(async (path) => ({ path, text: await readFile(require.resolve(`@ferry/source-sqlserver/sample/${path}`), 'utf8') })));
  inputs.push({ path: '04-around.sql', text: around });
  return source.readScripts(inputs, { databaseName: 'PedalAndPost', variables: {} }, run);
}

const views = Object.fromEntries(Object.entries(systemViews).map(([view, { columns }]) => [view, Object.keys(columns)]));
let database: TestDatabase;
let live: LiveDatabase;
let scripts: Catalog;
beforeAll(async () => {
  scripts = await sampleCatalog();
  database = await testDatabase();
  live = await startLiveDatabase({ pair, target, databaseUrl: database.url, views, catalog: scripts, databaseName: 'PedalAndPost' });
});
afterAll(async () => {
  await live.close();
  await database.drop();
});
const address = (): ServerAddress => ({ host: '127.0.0.1', port: live.port, database: 'PedalAndPost', user: 'reader', password: 'x', tls: 'none' });
/** What is asked while something is done. */
async function askedFor<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly asked: readonly string[] }> {
  const before = live.asked.length;
  const result = await work();
  return { result, asked: live.asked.slice(before) };
}

/** Everything that the converter makes of a catalogue, without the order. */
function converted(catalog: Catalog): string[] {
  const conversion = pair.begin(catalog, { settings: resolveSettings(pair.settings, {}).settings, targetVersion: 18 });
  return catalog.objects.flatMap((object) => conversion.convert(object).parts.flatMap((part) => part.statements.map((s) => s.sql))).sort();
}

const { server } = source;
if (server === undefined) throw new Error('SQL Server cannot be read live');

describe('a live SQL Server', () => {
  it('gives the catalogue that its scripts give, by a fixed number of questions', async () => {
    const { result: read, asked } = await askedFor(() => server.readCatalog(address(), run));
    // With the text, so that a failure says where.
    expect(read.diagnostics.map((d) => `${d.message} ${read.sources[d.source]?.text}`)).toEqual([]);
    expect(read.database.name).toBe('PedalAndPost');
    expect(read.objects.map(idOf).sort()).toEqual(scripts.objects.map(idOf).sort());
    expect(converted(read)).toEqual(converted(scripts));
    expect(scripts.objects.length).toBeGreaterThan(90);
    expect(asked.length).toBeLessThan(42);
  });

  it('tells how many rows its tables have and how much room they take, where the login may see that', async () => {
    const sized = (catalog: Catalog) => catalog.objects.flatMap((object) => (object.kind === 'TABLE' ? [{ columns: object.columns.length, size: object.size }] : []));
    const tables = sized(await server.readCatalog(address(), run));
    expect(tables.length).toBeGreaterThan(10);
    // Rows of an index are no rows of the table; its pages count: three times 3 and twice 5 pages of 8 kB.
    for (const { columns, size } of tables) expect(size).toEqual({ rows: 10 * columns, kilobytes: 152 });
    const said: string[] = [];
    live.closeToLogin(/allocation_units/);
    const closed = sized(await server.readCatalog(address(), { ...run, log: (_level, message) => void said.push(message) }));
    live.closeToLogin(undefined);
    expect(closed.every(({ size }) => size === undefined)).toBe(true);
    expect(said.join('\n')).toMatch(/sizes of tables were not read: .*permission was denied/);
  });

  it('gives the names by two questions', async () => {
    const { result: found, asked } = await askedFor(() => server.readNames(address(), run));
    expect(found.database).toBe('PedalAndPost');
    const kinds = new Set(['TABLE', 'VIEW', 'PROCEDURE', 'FUNCTION', 'SYNONYM', 'SEQUENCE']);
    const keyOf = (o: { kind: string; schema: string; name: string }): string => `${o.kind} ${o.schema}.${o.name}`;
    expect(found.names.map(keyOf).sort()).toEqual(scripts.objects.filter((o) => kinds.has(o.kind) && !o.name.startsWith('Nightly')).map(keyOf).sort());
    expect(found.names.filter((o) => o.kind === 'FUNCTION').every((o) => o.flavour !== undefined)).toBe(true);
    expect(asked).toHaveLength(2);
  });

  it('gives every object alone as it gives it with all others, by a few questions about it', async () => {
    const whole = await server.readCatalog(address(), run);
    const textOf = (catalog: Catalog, id: string): string => {
      const object = catalog.objects.find((one) => idOf(one) === id);
      const { source: at, span } = object?.definition ?? { source: -1, span: { start: 0, end: 0 } };
      return (catalog.sources[at]?.text ?? '').slice(span.start, span.end);
    };
    const { names } = await server.readNames(address(), run);
    const most = { TABLE: 13, VIEW: 8, PROCEDURE: 7, FUNCTION: 7, SYNONYM: 4, SEQUENCE: 4 } as const;
    for (const kind of Object.keys(most) as (keyof typeof most)[])
      for (const name of names.filter((one) => one.kind === kind).slice(0, 8)) {
        const { result: one, asked } = await askedFor(() => server.readObject(address(), name, run));
        const id = objectId(name);
        expect(textOf(one, id), id).not.toBe('');
        expect(textOf(one, id)).toBe(textOf(whole, id));
        expect(asked.length, id).toBeLessThanOrEqual(most[kind]);
        expect(asked.slice(1).every((sql) => new RegExp(`= ${name.key}\\b`).test(sql)), id).toBe(true);
      }
  });

  it('reads the database without the jobs when the login may not see them', async () => {
    live.closeToLogin(/msdb\./);
    const said: string[] = [];
    const { objects } = await server.readCatalog(address(), { ...run, log: (_level, message) => void said.push(message) });
    live.closeToLogin(undefined);
    expect(objects.map(idOf)).not.toContain('JOB:Nightly tidy');
    expect(objects.length).toBeGreaterThan(90);
    expect(said.join('\n')).toMatch(/Agent jobs were not read: .*permission was denied/);
  });

  it('lists an encrypted module, and says that it cannot be converted', async () => {
    const own = await testDatabase();
    const catalog = await source.readScripts([{ path: 'a.sql', text: 'CREATE PROCEDURE dbo.Hidden WITH ENCRYPTION AS SELECT 1 AS one;\nGO\nCREATE PROCEDURE dbo.Open1 AS SELECT 1 AS one;\nGO\n' }], { databaseName: 'Small', variables: {} }, run);
    const small = await startLiveDatabase({ pair, target, databaseUrl: own.url, views, catalog, databaseName: 'Small' });
    try {
      const read = await server.readCatalog({ ...address(), port: small.port, database: 'Small' }, run);
      const conversion = pair.begin(read, { settings: resolveSettings(pair.settings, {}).settings, targetVersion: 18 });
      const [hidden, plain] = ['Hidden', 'Open1'].map((name) => read.objects.find((object) => object.name === name)).map((object) => (object === undefined ? undefined : conversion.convert(object)));
      if (hidden === undefined || plain === undefined) throw new Error('a procedure is missing');
      expect([statusOf(plain.parts[0], pair.actionItems), statusOf(hidden.parts[0], pair.actionItems)]).toEqual(['converted', 'not-converted']);
      expect(hidden.parts[0].items.length).toBeGreaterThan(0);
      expect(read.sources.some(({ text }) => text.includes('the server keeps the text encrypted'))).toBe(true);
    } finally {
      await small.close();
      await own.drop();
    }
  });

  it('says so when an object is gone', async () => {
    await expect(server.readObject(address(), { key: '7', kind: 'VIEW' }, run)).rejects.toMatchObject({ code: 'not-found' });
    await expect(server.readObject(address(), { key: "1; DROP TABLE x --", kind: 'VIEW' }, run)).rejects.toMatchObject({ code: 'not-found' });
  });
});
