import { describe, expect, it } from 'vitest';
import { withClient } from '../src/index';
import { hasPostgres15, on15, testDatabase } from '../src/testing';

describe('the servers of a test run', () => {
  it('gives each caller a database of its own on PostgreSQL 18', async () => {
    const database = await testDatabase(18);
    const rows = await withClient(database.url, async (client) => (await client.query('SELECT current_database() AS name, version()')).rows);
    expect(rows[0]).toMatchObject({ name: database.name, version: expect.stringContaining('PostgreSQL 18') as string });
    await database.drop();
  });
});

describe.skipIf(!hasPostgres15)(on15('the older server'), () => {
  it('has plpgsql_check', async () => {
    const database = await testDatabase(15);
    await withClient(database.url, (client) => client.query('CREATE EXTENSION plpgsql_check'));
    await database.drop();
  });
});
