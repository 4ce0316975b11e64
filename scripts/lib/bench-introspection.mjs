// The part of `npm run bench` that reads a live catalogue: a generated database with some 50,000 objects (as sys.objects and sys.indexes
// count them), asked over TDS by a process of its own. The server is the one of the tests: it answers through our own converter and an
// embedded PostgreSQL, whose time counts too.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadSources } from './load-sources.mjs';

const quietRun = { signal: new AbortController().signal, progress: () => undefined, log: () => undefined };
/** What reading may take: seconds, and megabytes at most. */
const wanted = { names: 2, seconds: 60, megabytes: 600 };
const rowsAtOnce = 5000;

/** The client: reads everything and tells how long it took and how much memory it had at most. */
async function read(port) {
  const { findSource } = await loadSources(`export { findSource } from '@ferry/registry/engines';`);
  const { server } = findSource('sqlserver');
  const address = { host: '127.0.0.1', port: Number(port), database: 'Generated', user: 'reader', password: 'x', tls: 'none' };
  const began = performance.now();
  const { names } = await server.readNames(address, quietRun);
  const started = performance.now();
  const catalog = await server.readCatalog(address, quietRun);
  process.stdout.write(JSON.stringify({ names: names.length, namesSeconds: (started - began) / 1000, seconds: (performance.now() - started) / 1000, objects: catalog.objects.length, cpu: process.cpuUsage().user / 1e6, megabytes: process.resourceUsage().maxRSS / 1024 }));
}

async function askChild(port) {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), 'read', String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  const code = await new Promise((done) => child.once('exit', done));
  if (code !== 0) throw new Error(`reading ended with ${code}`);
  return JSON.parse(said);
}

const tdsType = (sourceType) => (/^bit\b/i.test(sourceType) ? 'bit' : /^(int|smallint|tinyint)\b/i.test(sourceType) ? 'int' : 'nvarchar');

/** Prints a line. @returns whether it is good enough */
export async function benchIntrospection({ folder, quick }) {
  const m = await loadSources(`
    export { generatedDatabase } from '@ferry/testkit/generated-database';
    export { systemRows, createTables, redirect } from '@ferry/testkit/system-catalogue';
    export { startTdsServer } from '@ferry/testkit/tds';
    export { systemViews } from '@ferry/source-sqlserver/introspection';
    export { resolveSettings } from '@ferry/conversion';
    export { findPair } from '@ferry/registry/engines';
    export { startEphemeralCluster } from '@ferry/embedded-postgresql';
  `);
  mkdirSync(folder, { recursive: true });
  const { source, target, pair } = m.findPair('sqlserver', 'postgresql');
  const texts = m.generatedDatabase(quick ? 10 : 61).map(({ name, text }) => ({ path: name, text }));
  const rows = m.systemRows(await source.readScripts(texts, { databaseName: 'Generated', variables: {} }, quietRun));
  const views = Object.fromEntries(Object.entries(m.systemViews).map(([view, { columns }]) => [view, Object.keys(columns)]));
  const cluster = await m.startEphemeralCluster({ baseDir: folder });
  const session = await target.openSession(cluster.url);
  const runner = await pair.openRunner({ settings: m.resolveSettings(pair.settings, {}).settings, targetVersion: 18, databaseName: 'master', variables: {} });
  const converted = runner.begin(session);
  const execute = async (sql) => {
    const results = [];
    for await (const batch of converted.run(sql)) results.push(...batch.results);
    return results;
  };
  const answer = async (sql) => {
    if (sql.includes('SERVERPROPERTY'))
      return [{ columns: [['version', 'nvarchar'], ['edition', 'int'], ['database', 'nvarchar'], ['collation', 'nvarchar'], ['compatibility', 'int']].map(([name, type]) => ({ name, type })), rows: [['16.0.4135.4', 3, 'Generated', 'Latin1_General_CI_AS', 160]] }];
    return (await execute(m.redirect(sql))).flatMap((result) => {
      if (result.type === 'error') throw new Error(result.message);
      if (result.type !== 'rows') return [];
      const columns = result.columns.map((c) => ({ name: c.name, type: tdsType(c.sourceType) }));
      return [{ columns, rows: result.rows.map((row) => row.map((value, i) => (columns[i].type === 'bit' && value !== null ? value === '1' : value))) }];
    });
  };
  await execute(m.createTables(views));
  for (const [view, columns] of Object.entries(views)) {
    const table = `catalogue.${view.replace(/^sys\./, '')}`;
    const list = columns.map((c) => `"${c}"`).join(', ');
    const all = rows.get(view) ?? [];
    for (let at = 0; at < all.length; at += rowsAtOnce) {
      const some = all.slice(at, at + rowsAtOnce).map((row) => Object.fromEntries(columns.map((c) => [c, row[c] ?? null])));
      const { refusal } = await session.execute(`INSERT INTO ${table} (${list}) SELECT ${list} FROM json_populate_recordset(NULL::${table}, $1::json)`, [JSON.stringify(some)]);
      if (refusal !== undefined) throw new Error(`${table}: ${refusal.message}`);
    }
  }
  const server = await m.startTdsServer({ answer });
  try {
    const count = (rows.get('sys.objects')?.length ?? 0) + (rows.get('sys.indexes')?.length ?? 0) + (rows.get('sys.default_constraints')?.length ?? 0);
    const result = await askChild(server.port);
    console.log(`\nnames of a live catalogue over TDS: ${result.names} in ${result.namesSeconds.toFixed(1)} s (wanted: ${wanted.names} s)`);
    console.log(`reading a live catalogue over TDS: ${count} objects (${result.objects} with their parts) in ${result.seconds.toFixed(1)} s, ${result.cpu.toFixed(1)} s of them the reader's own processor time; ${result.megabytes.toFixed(0)} MB at most (wanted: ${wanted.seconds} s, ${wanted.megabytes} MB)`);
    return result.namesSeconds < wanted.names && result.seconds < wanted.seconds && result.megabytes < wanted.megabytes;
  } finally {
    await server.close();
    await session.close();
    await cluster.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] === 'read') await read(process.argv[3]);
