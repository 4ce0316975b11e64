import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertCatalog } from '@ferry/conversion';
import { hasPostgres15, on15, testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase, TestMajor } from '@ferry/embedded-postgresql/testing';
import { quietRun } from '@ferry/kernel';
import { sqlserver } from '@ferry/source-sqlserver';
import { postgresql } from '@ferry/target-postgresql';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sqlserverToPostgresql } from '../src';

/**
 * `fixtures/<family>/<case>/behaviour.json`: statements that are run one after the other on a real server that holds the converted
 * fixture, with the rows they give (as PostgreSQL writes them as text) or the SQLSTATE they fail with. What is expected is what SQL
 * Server's documentation says of the source.
 */
const root = join(import.meta.dirname, '..', 'fixtures');
const cases = readdirSync(root).flatMap((family) => readdirSync(join(root, family)).map((name) => `${family}/${name}`)).filter((name) => existsSync(join(root, name, 'behaviour.json')));

interface Step {
  readonly sql: string;
  readonly rows?: readonly (readonly (string | null)[])[];
  /** SQLSTATE. */
  readonly error?: string;
}

/** Values as text, whatever their type. */
const asText = { getTypeParser: () => (value: string) => value };

const optionsOf = (name: string): { settings?: Readonly<Record<string, boolean | string>>; targetVersion?: number } => {
  const path = join(root, name, 'options.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { settings?: Readonly<Record<string, boolean | string>>; targetVersion?: number }) : {};
};

async function deploy(name: string, client: pg.Client): Promise<void> {
  const text = readFileSync(join(root, name, 'source.sql'), 'utf8');
  const catalog = await sqlserver.readScripts([{ path: 'source.sql', text }], { databaseName: 'fixture', variables: {} }, quietRun());
  const options = optionsOf(name);
  const { deployment } = await convertCatalog(sqlserverToPostgresql, postgresql, catalog, { settings: options.settings ?? {}, targetVersion: options.targetVersion ?? 15 }, quietRun());
  for (const statement of deployment) await client.query(statement.sql);
}

const outcome = (client: pg.Client, sql: string): Promise<{ rows: unknown } | { error: string | undefined }> =>
  client.query({ text: sql, rowMode: 'array', types: asText as never }).then(
    (result) => ({ rows: result.rows }),
    (failure: pg.DatabaseError) => ({ error: failure.code }),
  );

function behaviour(major: TestMajor): void {
  let database: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await testDatabase(major);
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });
  test.each(cases.filter((name) => (optionsOf(name).targetVersion ?? 15) <= major))('%s behaves as in SQL Server', async (name) => {
    await deploy(name, client);
    const steps = JSON.parse(readFileSync(join(root, name, 'behaviour.json'), 'utf8')) as Step[];
    const actual = [];
    for (const step of steps) actual.push({ sql: step.sql, ...(await outcome(client, step.sql)) });
    const schemas = await client.query<{ name: string }>("SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public')");
    for (const { name: schema } of schemas.rows) await client.query(`DROP SCHEMA "${schema}" CASCADE`);
    expect(actual).toEqual(steps);
  });
}

describe('behaviour on PostgreSQL 18', () => behaviour(18));
describe.skipIf(!hasPostgres15)(on15('behaviour on PostgreSQL 15'), () => behaviour(15));
