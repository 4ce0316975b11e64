import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasPostgres15, testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestMajor } from '@ferry/embedded-postgresql/testing';
import pg from 'pg';
import { expect, test } from 'vitest';
import { timeZone } from '../src/functions/time-zones';

const names = [...readFileSync(join(import.meta.dirname, '..', 'src', 'functions', 'time-zones.ts'), 'utf8').matchAll(/^(?: *`)?([a-z][^=\n]*[a-z0-9)])=[A-Z]/gm)].map((m) => m[1] ?? '');

test('names of SQL Server are found in any case', () => {
  expect(names.length).toBeGreaterThan(135);
  expect(timeZone('Pacific STANDARD Time')).toBe('America/Los_Angeles');
  expect(timeZone('America/Los_Angeles')).toBeUndefined();
});

test.each<TestMajor>(hasPostgres15 ? [18, 15] : [18])('PostgreSQL %i knows every zone', async (major) => {
  const database = await testDatabase(major);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const { rows } = await client.query('SELECT zone FROM unnest($1::text[]) AS zone WHERE zone NOT IN (SELECT name FROM pg_timezone_names)', [names.map((n) => timeZone(n) ?? n)]);
    expect(rows).toEqual([]);
  } finally {
    await client.end();
    await database.drop();
  }
});
