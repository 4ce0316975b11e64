// Whether the rows that scripts insert arrive, and whether rows that SQL Server would reject stay out: see ../data.mjs.
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { baseType, constantOf, held, stored } from './data-values.mjs';
import { rejectedRows } from './data-rejects.mjs';
import { loadSources } from './load-sources.mjs';

const contents = `
  export { idOf } from '@ferry/catalog';
  export { convertCatalog } from '@ferry/conversion';
  export { debianInstallation, startEphemeralCluster, withClient } from '@ferry/embedded-postgresql';
  export { openPaths } from '@ferry/intake';
  export { quietRun } from '@ferry/kernel';
  export { parseExpression, sqlserver } from '@ferry/source-sqlserver';
  export { sqlserverToPostgresql } from '@ferry/sqlserver-to-postgresql';
  export { postgresql } from '@ferry/target-postgresql';
  export { dataNodes } from '../../packages/sqlserver-to-postgresql/src/data/batches';`;

/** Numbers that look random and are the same for the same seed (mulberry32). */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A checksum that does not depend on the order of rows: the sum of the hashes of its values. */
const checksum = () => ({ sum: 0n, add(value) { this.sum = (this.sum + (value === null ? 1n : createHash('sha1').update(value).digest().readBigUInt64BE(0))) & 0xffff_ffff_ffff_ffffn; } });

const isVersion = (column) => /^(rowversion|timestamp)$/i.test(column.type?.name ?? '');

const nameOf = (node) => node.parts.map((p) => p?.name ?? '');

/** The rows of a statement: lists of expressions; undefined when they are not written out. */
function rowsOf(source) {
  if (source.kind === 'ValuesQuery') return source.rows.map((r) => r.values);
  if (source.kind !== 'Query') return undefined;
  const selects = (body) => (body.kind === 'SetOperation' && body.operator === 'UNION' && body.all ? [...selects(body.left), ...selects(body.right)] : body.kind === 'SelectQuery' && body.from.length === 0 ? [body] : [undefined]);
  const all = selects(source.body);
  return all.includes(undefined) ? undefined : all.map((s) => s.items.map((item) => item.expression));
}

/** What the text of the scripts puts into each table. */
function textRows(ferry, catalog) {
  const tables = new Map();
  const fold = (schema, name) => `${schema.toLowerCase()}.${name.toLowerCase()}`;
  const known = new Map(catalog.objects.filter((o) => o.kind === 'TABLE').map((t) => [fold(t.schema, t.name), t]));
  // A trigger may change what was left to a default.
  const triggers = catalog.objects.some((o) => o.kind === 'TRIGGER');
  for (const { node } of ferry.dataNodes(catalog)) {
    const target = node.target ?? node.table;
    const parts = nameOf(target?.name ?? target ?? { parts: [] });
    const table = known.get(fold(parts.at(-2) || 'dbo', parts.at(-1) ?? ''));
    if (table === undefined) continue;
    const at = tables.get(table) ?? { table, rows: 0, columns: new Map(), touched: false };
    tables.set(table, at);
    const rows = node.kind === 'InsertStatement' ? rowsOf(node.source) : undefined;
    if (rows === undefined) {
      at.touched = true;
      continue;
    }
    const fills = node.columns.length > 0 ? node.columns.map((c) => table.columns.find((t) => t.name.toLowerCase() === nameOf(c).at(-1).toLowerCase())) : table.columns.filter((c) => c.identity === undefined && c.computed === undefined && !isVersion(c));
    at.rows += rows.length;
    for (const column of table.columns) {
      const place = fills.indexOf(column);
      const type = column.type === undefined ? undefined : baseType(catalog, column);
      const sum = at.columns.get(column) ?? { ...checksum(), type, told: true };
      at.columns.set(column, sum);
      const value = column.default?.expression;
      const byDefault = value === undefined || triggers ? undefined : ferry.parseExpression(catalog.sources[value.source].text.slice(value.span.start, value.span.end)).expression;
      for (const row of rows) {
        const written = place < 0 ? undefined : row[place];
        // Without a value of its own a column has its default, or NULL.
        const own = written === undefined || written.kind === 'DefaultValue' ? byDefault : written;
        const constant = place < 0 && column.default === undefined && column.identity === undefined && column.computed === undefined && !isVersion(column) ? null : own === undefined ? undefined : constantOf(own);
        const value = constant === undefined || type === undefined ? undefined : stored(constant, type);
        if (value === undefined) sum.told = false;
        else sum.add(value);
      }
    }
  }
  return tables;
}

/** Target names by source object. */
function namesOf(ferry, catalog, result) {
  const names = new Map();
  result.objects.forEach((converted, i) => {
    const object = catalog.objects[i];
    if (object?.kind !== 'TABLE') return;
    const [head, ...parts] = converted.parts;
    names.set(object, { table: head.targets[0], columns: new Map(parts.filter((p) => p.ref.kind === 'COLUMN' || p.ref.kind === 'COMPUTED_COLUMN').map((p) => [p.ref.name.toLowerCase(), p.targets[0]?.name])) });
  });
  return names;
}

const quoted = (name) => `"${name.replaceAll('"', '""')}"`;
const tableName = (name) => `${quoted(name.schema)}.${quoted(name.name)}`;

/** Every row as texts, columns by their source names in lower case. */
async function readRows(client, table, names) {
  const columns = table.columns.filter((c) => names.columns.get(c.name.toLowerCase()) !== undefined);
  const { rows } = await client.query({ text: `SELECT ${columns.map((c) => `${quoted(names.columns.get(c.name.toLowerCase()))}::text`).join(', ')} FROM ${tableName(names.table)}`, rowMode: 'array' });
  return rows.map((row) => new Map(columns.map((c, i) => [c.name.toLowerCase(), row[i]])));
}

/** Compares the tables with the text; returns what differs. */
function compareRows(at, rows) {
  const wrong = [];
  const apart = [];
  let compared = 0;
  if (rows.length !== at.rows) wrong.push(`${at.table.schema}.${at.table.name}: ${rows.length} rows, ${at.rows} in the text`);
  for (const [column, expected] of at.columns) {
    if (!expected.told) {
      apart.push(`${at.table.name}.${column.name}`);
      continue;
    }
    compared++;
    const found = checksum();
    for (const row of rows) {
      const value = row.get(column.name.toLowerCase()) ?? null;
      found.add(value === null ? null : (held(value, expected.type) ?? 'not a value of the type'));
    }
    if (found.sum !== expected.sum) wrong.push(`${at.table.schema}.${at.table.name}.${column.name}: another checksum than in the text`);
  }
  return { wrong, compared, apart };
}

/** Inserts a row in place of the one it was made from, or beside it, and takes it back. @returns SQLSTATE, or undefined when it was taken */
async function tryRow(client, table, names, base, row, writable, keepsOld) {
  const own = table.columns.map((c) => c.name.toLowerCase()).filter((c) => writable.has(c));
  await client.query('BEGIN');
  try {
    if (!keepsOld) {
      // The old row goes without its children noticing: only what is wrong with the new one shall count.
      await client.query("SET LOCAL session_replication_role = 'replica'");
      const known = own.filter((c) => base.get(c) !== undefined);
      await client.query(`DELETE FROM ${tableName(names.table)} WHERE ${known.map((c, i) => `${quoted(names.columns.get(c))}::text IS NOT DISTINCT FROM $${i + 1}`).join(' AND ')}`, known.map((c) => base.get(c)));
      await client.query("SET LOCAL session_replication_role = 'origin'");
    }
    await client.query(`INSERT INTO ${tableName(names.table)} (${own.map((c) => quoted(names.columns.get(c))).join(', ')}) VALUES (${own.map((_, i) => `$${i + 1}`).join(', ')})`, own.map((c) => row.get(c) ?? null));
    await client.query('SET CONSTRAINTS ALL IMMEDIATE');
    return undefined;
  } catch (thrown) {
    return thrown.code ?? String(thrown);
  } finally {
    await client.query('ROLLBACK');
  }
}

/** Rows to reject from all tables that hold rows, taken in turn by kind so that each kind is there. */
async function candidates(ferry, catalog, client, names, rowsByTable, random) {
  const byKind = new Map();
  const textOf = (at) => catalog.sources[at.source]?.text.slice(at.span.start, at.span.end) ?? '';
  for (const [table, rows] of rowsByTable) {
    if (rows.length === 0) continue;
    const of = names.get(table);
    const writable = new Set(table.columns.filter((c) => c.computed === undefined && !isVersion(c) && !c.options.some((o) => /generated always/i.test(o)) && of.columns.get(c.name.toLowerCase()) !== undefined).map((c) => c.name.toLowerCase()));
    for (let i = 0; i < Math.min(3, rows.length); i++) {
      const base = rows[Math.floor(random() * rows.length)];
      const accepted = await tryRow(client, table, of, base, base, writable, false);
      if (accepted !== undefined) continue;
      for (const made of rejectedRows({ parseExpression: ferry.parseExpression, textOf }, catalog, table, base, writable)) byKind.set(made.kind, [...(byKind.get(made.kind) ?? []), { ...made, table, base, writable }]);
    }
  }
  for (const list of byKind.values()) list.sort(() => random() - 0.5);
  const out = [];
  while ([...byKind.values()].some((list) => list.length > 0)) for (const list of byKind.values()) if (list.length > 0) out.push(list.pop());
  return out;
}

async function measureOn(ferry, catalog, result, url, { count, seed, print }) {
  const names = namesOf(ferry, catalog, result);
  const text = textRows(ferry, catalog);
  return ferry.withClient(url, async (client) => {
    const { rows: [{ version }] } = await client.query("SELECT current_setting('server_version') AS version");
    let failed = 0;
    for (const { sql } of [...result.deployment, ...result.data.statements])
      await client.query(sql).catch((thrown) => {
        failed++;
        if (failed <= 5) print(`  refused: ${thrown.message} [${thrown.code}] ${sql.slice(0, 120).replace(/\s+/g, ' ')}`);
      });
    const rowsByTable = new Map();
    for (const [table, of] of names) if (of.table !== undefined) rowsByTable.set(table, await readRows(client, table, of));
    let rows = 0;
    let columns = 0;
    const wrong = [];
    const apart = [];
    for (const [table, at] of text) {
      if (at.touched) {
        print(`  ${table.schema}.${table.name} is changed by other statements than INSERT of constants: not compared`);
        continue;
      }
      const compared = compareRows(at, rowsByTable.get(table) ?? []);
      rows += at.rows;
      columns += compared.compared;
      wrong.push(...compared.wrong);
      apart.push(...compared.apart);
    }
    if (apart.length > 0) print(`  not compared, their values are made when the row is written: ${apart.join(', ')}`);
    wrong.forEach((line) => print(`  ${line}`));
    const random = randomOf(seed);
    const tried = (await candidates(ferry, catalog, client, names, rowsByTable, random)).slice(0, count);
    const kinds = new Map();
    let taken = 0;
    for (const one of tried) {
      const state = await tryRow(client, one.table, names.get(one.table), one.base, one.row, one.writable, one.keepsOld);
      kinds.set(one.kind, (kinds.get(one.kind) ?? 0) + 1);
      if (state !== undefined && one.states.includes(state)) continue;
      taken++;
      print(`  ${state === undefined ? 'taken' : `rejected with ${state}`}: ${one.table.schema}.${one.table.name}, ${one.kind}: ${one.what}`);
    }
    print(`PostgreSQL ${version}: ${failed} statements refused; ${text.size} tables, ${rows} rows, ${columns} columns compared, ${wrong.length} differ; ${tried.length} rows that the source rejects (${[...kinds].map(([k, n]) => `${n} ${k}`).join(', ')}), ${taken} not rejected for their reason`);
    return failed + wrong.length + taken;
  });
}

/** @returns how much is wrong */
export async function measureData(files, { count, seed, target, print }) {
  const ferry = await loadSources(contents);
  const { texts } = await ferry.openPaths(files, ferry.quietRun());
  const catalog = await ferry.sqlserver.readScripts(texts, { databaseName: 'data', variables: {} }, ferry.quietRun());
  const result = await ferry.convertCatalog(ferry.sqlserverToPostgresql, ferry.postgresql, catalog, { settings: {}, targetVersion: 15, data: true }, ferry.quietRun());
  for (const { items } of result.data.left) print(`  not converted: ${items.map((i) => i.code).join(', ')}`);
  const left = result.data.left.length;
  if (target !== undefined) return left + (await measureOn(ferry, catalog, result, target, { count, seed, print }));
  const installations = [undefined, ferry.debianInstallation(15)].filter((i, at) => at === 0 || i !== undefined);
  let wrong = left;
  for (const installation of installations) {
    const cluster = await ferry.startEphemeralCluster({ baseDir: path.join(tmpdir(), `ferry-data-${process.getuid?.() ?? 'user'}`), ...(installation === undefined ? {} : { installation }) });
    try {
      wrong += await measureOn(ferry, catalog, result, cluster.url, { count, seed, print });
    } finally {
      await cluster.stop();
    }
  }
  return wrong;
}
