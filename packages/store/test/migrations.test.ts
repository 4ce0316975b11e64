import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import { Client } from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { diffSchemas } from '../schema-tools/schema-engine';
import { applyMigrations } from '../src';

const real = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url));
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function database(): Promise<TestDatabase> {
  const db = await testDatabase();
  cleanups.push(db.drop);
  return db;
}

async function query<T extends object>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function copyOfMigrations(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ferry-migrations-'));
  cleanups.push(() => rm(folder, { recursive: true }));
  await cp(real, folder, { recursive: true });
  return folder;
}

async function addMigration(folder: string, name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name));
  await writeFile(join(folder, name, 'migration.sql'), sql);
}

describe('migrations', () => {
  it('are applied once, also when two start at the same moment', async () => {
    const { url } = await database();
    const [first, second] = await Promise.all([applyMigrations(url), applyMigrations(url)]);
    expect([...first, ...second].length).toBeGreaterThan(0);
    expect(first.length === 0 || second.length === 0).toBe(true);
    expect(await applyMigrations(url)).toEqual([]);
  });

  it('leave nothing behind when one fails', async () => {
    const { url } = await database();
    const folder = await copyOfMigrations();
    await addMigration(folder, '99990101000000_bad', 'CREATE TABLE half (id int); SELECT 1/0;');
    await expect(applyMigrations(url, folder)).rejects.toThrow(/99990101000000_bad.*division by zero/);
    expect(await query(url, "SELECT 1 FROM pg_tables WHERE tablename = 'half'")).toEqual([]);
    expect(await query(url, "SELECT 1 FROM pg_tables WHERE tablename = 'requests'")).toHaveLength(1);
  });

  it('say so when an applied one was changed', async () => {
    const { url } = await database();
    const folder = await copyOfMigrations();
    await addMigration(folder, '99990101000000_more', 'SELECT 1;');
    await applyMigrations(url, folder);
    await writeFile(join(folder, '99990101000000_more', 'migration.sql'), 'SELECT 2;');
    await expect(applyMigrations(url, folder)).rejects.toThrow(/99990101000000_more was changed/);
  });

  it('say so when the database is newer', async () => {
    const { url } = await database();
    const folder = await copyOfMigrations();
    await addMigration(folder, '99990101000000_future', 'SELECT 1;');
    await applyMigrations(url, folder);
    await expect(applyMigrations(url)).rejects.toThrow(/newer than this installation/);
  });

  it('say so when the database cannot be reached, without the password', async () => {
    const attempt = applyMigrations('postgres://someone:topsecret@127.0.0.1:1/nowhere');
    await expect(attempt).rejects.toThrow(/cannot be reached/);
    await expect(attempt).rejects.not.toThrow(/topsecret/);
  });

  it('make what the schema says', async () => {
    const migrated = await database();
    const pushed = await database();
    await applyMigrations(migrated.url);
    const schema = await readFile(new URL('../../../prisma/schema.prisma', import.meta.url), 'utf8');
    await query(pushed.url, await diffSchemas(undefined, schema, pushed.url));
    const columns = `SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS needed, pg_get_expr(d.adbin, d.adrelid) AS default
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
      WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> '_prisma_migrations' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, 2`;
    const indexes = `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1`;
    const constraints = `SELECT conrelid::regclass::text AS table, conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> '_prisma_migrations' AND contype <> 'n' ORDER BY 1, 2`;
    for (const sql of [columns, indexes, constraints]) expect(await query(migrated.url, sql)).toEqual(await query(pushed.url, sql));
  });
});
