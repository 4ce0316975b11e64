import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testDatabase } from '@ferry/embedded-postgresql/testing';
import { expect, it } from 'vitest';
import { findTarget } from '../src/engines';

const fixtures = fileURLToPath(new URL('../../sqlserver-to-postgresql/fixtures', import.meta.url));

it('every extension that converted code brings in is looked for when a connection is tested', async () => {
  const files = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sql'));
  const wanted = new Set(files.flatMap((name) => [...readFileSync(join(fixtures, name), 'utf8').matchAll(/CREATE EXTENSION IF NOT EXISTS "?([\w-]+)/g)].map(([, extension]) => extension ?? '')));
  expect([...wanted]).toEqual(expect.arrayContaining(['postgis', 'citext']));
  const database = await testDatabase();
  try {
    const url = new URL(database.url);
    const address = { host: url.hostname, port: Number(url.port || 5432), database: database.name, user: decodeURIComponent(url.username), password: decodeURIComponent(url.password), tls: 'none' as const };
    const test = await findTarget('postgresql').server?.test(address, new AbortController().signal);
    const told = test?.checks.find((check) => check.name === 'Extensions');
    for (const extension of wanted) expect(`${told?.message} ${told?.cure ?? ''}`, extension).toMatch(new RegExp(`\\b${extension}\\b`));
  } finally {
    await database.drop();
  }
});
