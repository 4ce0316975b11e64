import type { ServerAddress } from '@ferry/kernel/network';
import { AppError } from '@ferry/kernel';
import { escapeIdentifier, escapeLiteral } from 'pg';
import type { Client } from 'pg';
import { connect, hangUp, isDatabaseError, readConnection } from '../verify/connection';
import { scramVerifier } from '../verify/scram';

/** Names are made by us, of ids; anything else is a mistake. */
const pattern = /^[a-z][a-z0-9_]{0,62}$/;

async function asAdministrator<T>(admin: string, database: string | undefined, work: (client: Client) => Promise<T>): Promise<T> {
  const config = readConnection(admin);
  const client = await connect({ ...config, ...(database === undefined ? {} : { database }), application_name: 'ferry targets' });
  try {
    return await work(client);
  } finally {
    await hangUp(client);
  }
}

/** `duplicate_object`, `duplicate_database`, `unique_violation`: another process made it a moment ago. */
const isThere = new Set(['42710', '42P04', '23505']);
const tolerate = (codes: ReadonlySet<string>) => (thrown: unknown): void => {
  if (!isDatabaseError(thrown) || !codes.has(thrown.code ?? '')) throw thrown;
};

/**
 * A database with an owner of the same name, made when it is missing. The owner is no superuser, can make neither databases nor roles,
 * and nobody else may connect.
 * @param admin connection string of a superuser
 * @param password of the owner; set anew each time
 */
export async function createOwnDatabase(admin: string, name: string, password: string): Promise<ServerAddress> {
  if (!pattern.test(name)) throw new AppError('internal', { public: 'Ferry made a database name that it does not take.', internal: name });
  const id = escapeIdentifier(name);
  await asAdministrator(admin, undefined, async (client) => {
    const role = await client.query('SELECT FROM pg_catalog.pg_roles WHERE rolname = $1', [name]);
    if (role.rowCount === 0) await client.query(`CREATE ROLE ${id} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT CONNECTION LIMIT 20`).catch(tolerate(isThere));
    await client.query(`ALTER ROLE ${id} PASSWORD ${escapeLiteral(scramVerifier(password))}`);
    const database = await client.query('SELECT FROM pg_catalog.pg_database WHERE datname = $1', [name]);
    if (database.rowCount === 0) await client.query(`CREATE DATABASE ${id} OWNER ${id} TEMPLATE template0 ENCODING 'UTF8'`).catch(tolerate(isThere));
    await client.query(`REVOKE ALL ON DATABASE ${id} FROM PUBLIC`);
  });
  // Types that only a superuser may bring in; what the server does not have is asked for, and refused, when code that needs it is applied.
  await asAdministrator(admin, name, async (client) => {
    const { rows } = await client.query<{ name: string }>(`SELECT name FROM pg_catalog.pg_available_extensions WHERE name IN ('postgis') AND installed_version IS NULL`);
    for (const extension of rows) await client.query(`CREATE EXTENSION IF NOT EXISTS ${escapeIdentifier(extension.name)}`).catch(tolerate(isThere));
  });
  const { host, port } = readConnection(admin);
  return { host: host ?? 'localhost', port: Number(port ?? 5432), database: name, user: name, password, tls: 'none' };
}

/** Drops such a database and its owner; whoever is connected is thrown out. Nothing happens when it is not there. */
export async function dropOwnDatabase(admin: string, name: string): Promise<void> {
  if (!pattern.test(name)) throw new AppError('internal', { public: 'Ferry made a database name that it does not take.', internal: name });
  await asAdministrator(admin, undefined, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
    await client.query(`DROP ROLE IF EXISTS ${escapeIdentifier(name)}`);
  });
}
