import { randomBytes } from 'node:crypto';
import { urlOfDatabase, withClient } from './cluster';
import { debianHasExtension, debianInstallation } from './installation';

/**
 * PostgreSQL for tests. `vitest-setup.ts` (a global setup of the root's vitest config) starts a server the first time a
 * test asks for it and stops it at the end of the run: one server of each version a run, a fresh database a test file.
 */
export type TestMajor = 15 | 18;

/** Where the global setup answers; the path holds a secret. */
export const clustersVariable = 'FERRY_TEST_CLUSTERS';

const missing15 = !debianInstallation(15)
  ? "Debian's postgresql-15 is not installed"
  : !debianHasExtension(15, 'plpgsql_check')
    ? "Debian's postgresql-15-plpgsql-check is not installed"
    : undefined;

/** Whether tests on PostgreSQL 15 with plpgsql_check can run here. */
export const hasPostgres15 = missing15 === undefined;

/** The versions tests can run on here, for `describe.each`. */
export const testMajors: readonly TestMajor[] = hasPostgres15 ? [18, 15] : [18];

/**
 * The name of a test that needs PostgreSQL 15; says why it is skipped when it is:
 * `describe.skipIf(!hasPostgres15)(on15('checks routines'), ...)`.
 */
export const on15 = (name: string): string => (missing15 === undefined ? `${name} (PostgreSQL 15)` : `${name} (skipped: ${missing15})`);

const missingPostgis = missing15 ?? (debianHasExtension(15, 'postgis') ? undefined : "Debian's postgresql-15-postgis-3 is not installed");

/** Whether tests of spatial types can run here, on PostgreSQL 15. */
export const hasPostgis = missingPostgis === undefined;

/** The name of a test that needs PostGIS, like `on15`. */
export const onPostgis = (name: string): string => (missingPostgis === undefined ? `${name} (PostGIS on PostgreSQL 15)` : `${name} (skipped: ${missingPostgis})`);

/** A server that somebody runs, in place of the one that tests start for version 18: an administrator's connection string. */
export const realPostgresVariable = 'FERRY_TEST_POSTGRES_URL';

/** Administrator's connection string of the run's server. */
export async function testPostgres(major: TestMajor = 18): Promise<string> {
  const real = process.env[realPostgresVariable] ?? '';
  if (major === 18 && real !== '') return real;
  const address = process.env[clustersVariable];
  if (address === undefined) throw new Error(`${clustersVariable} is not set: run vitest from the root of the project, its config starts the servers.`);
  const response = await fetch(`${address}/${major}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

export interface TestDatabase {
  readonly url: string;
  /** Name of the database. */
  readonly name: string;
  readonly drop: () => Promise<void>;
}

/** An empty database of its own on the run's server. */
export async function testDatabase(major: TestMajor = 18): Promise<TestDatabase> {
  const admin = await testPostgres(major);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withClient(admin, (client) => client.query(`CREATE DATABASE ${name}`));
  const drop = (): Promise<void> => withClient(admin, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)).then(() => undefined);
  return { url: urlOfDatabase(admin, name), name, drop };
}
