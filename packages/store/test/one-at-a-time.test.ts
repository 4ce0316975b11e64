import { testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyMigrations, newResourceId, openStore, profiles, projects, providers } from '../src';
import type { Store } from '../src';

let database: TestDatabase;
let store: Store;
const warnings: string[] = [];
const listen = (warning: Error): void => void warnings.push(warning.message);
beforeAll(async () => {
  process.on('warning', listen);
  database = await testDatabase();
  await applyMigrations(database.url);
  store = openStore(database.url);
});
afterAll(async () => {
  await store.close();
  await database.drop();
  process.off('warning', listen);
});

it('asks one connection one thing at a time, also where several relations are read in a transaction', async () => {
  const profile = await profiles.create(store, { name: 'p', networkType: 'IPV4', publiclyAccessible: true });
  const source = await providers.create(store, { name: 'source', engine: 'sqlserver', virtual: true, settings: {} });
  const target = await providers.create(store, { name: 'target', engine: 'postgres', virtual: true, settings: {} });
  const made = await projects.create(store, { name: 'x', instanceProfileId: profile.id, sourceProviderId: source.id, targetProviderId: target.id });
  expect([made.source.name, made.target.name, made.instanceProfile.name]).toEqual(['source', 'target', 'p']);
  const changed = await Promise.all([1, 2, 3].map(() => projects.update(store, made.id, { name: `x-${newResourceId()}` })));
  expect(changed.every((one) => one.source.name === 'source')).toBe(true);
  // What fails inside of a transaction does not hold up the next one.
  await expect(projects.create(store, { name: 'y', instanceProfileId: 'nobody', sourceProviderId: source.id, targetProviderId: target.id })).rejects.toBeDefined();
  expect((await projects.update(store, made.id, { name: 'z' })).name).toBe('z');
  // A warning of Node's comes with the next turn of its loop.
  await new Promise((resolve) => setImmediate(resolve));
  expect(warnings.filter((text) => /already executing/.test(text))).toEqual([]);
});
