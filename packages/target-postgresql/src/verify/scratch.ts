import { createHmac, randomBytes } from 'node:crypto';
import { AppError } from '@ferry/kernel';
import { escapeIdentifier, escapeLiteral } from 'pg';
import type { Client, ClientConfig } from 'pg';
import { connect, hangUp, isConnectionLoss, isDatabaseError } from './connection';
import { scramVerifier } from './scram';

/** A database of our own on the server, and who may use it. */
export interface Scratch {
  /** Name of the database, and of its role when there is one. */
  readonly name: string;
  /** `PostgreSQL 18.4`. */
  readonly server: string;
  /** Version of plpgsql_check in the scratch database; routines are not checked without it. */
  readonly checker: string | undefined;
  /** Opens a connection that user's SQL may run on. */
  connectUser(): Promise<Client>;
  /** Ends a backend from outside, for statements that do not heed their timeout. */
  terminate(backend: number): Promise<void>;
  /** Drops the database and the role; of a scratch database that another process made, only hangs up. */
  drop(): Promise<void>;
  /** What another process needs to work in the same database, besides the connection string and the secret; holds no password. */
  readonly invitation: string;
}

interface Invitation {
  readonly name: string;
  readonly server: string;
  readonly checker?: string;
  readonly ownRole: boolean;
}

/** Schema of plpgsql_check, out of the way of every name a conversion makes. */
export const checkerSchema = 'ferry_proof';

/** Processes that work in one scratch database at the same time have a connection each. */
const mostConnections = 32;

const pattern = '^ferry_scratch_[0-9]+_[0-9a-f]{12}$';
const newName = (): string => `ferry_scratch_${Math.floor(Date.now() / 1000)}_${randomBytes(6).toString('hex')}`;

interface Rights {
  readonly versionNumber: number;
  readonly version: string;
  readonly superuser: boolean;
  readonly createDatabase: boolean;
}

async function readRights(admin: Client): Promise<Rights> {
  const { rows } = await admin.query<{ number: number; version: string; superuser: boolean; createdb: boolean }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version, rolsuper AS superuser, rolcreatedb AS createdb
     FROM pg_catalog.pg_roles WHERE rolname = current_user`,
  );
  const row = rows[0];
  if (row === undefined) throw new AppError('access-denied', { public: 'The server does not tell the rights of this user.' });
  return { versionNumber: row.number, version: row.version.split(' ')[0] ?? row.version, superuser: row.superuser, createDatabase: row.createdb };
}

/** Scratch databases and roles of runs that died: everything of ours that is older than a day. A day is longer than any run. */
async function dropLeftovers(admin: Client): Promise<void> {
  const old = (column: string): string =>
    `${column} ~ $1 AND split_part(${column}::text, '_', 3)::bigint < extract(epoch FROM now()) - 86400`;
  const databases = await admin.query<{ name: string }>(`SELECT datname AS name FROM pg_catalog.pg_database WHERE ${old('datname')}`, [pattern]);
  const roles = await admin.query<{ name: string }>(`SELECT rolname AS name FROM pg_catalog.pg_roles WHERE ${old('rolname')}`, [pattern]);
  // Two runs may clean up at the same time, and what another user left is not ours to drop: a refusal is no reason to stop.
  for (const { name } of databases.rows) await admin.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`).catch(tolerateRefusal);
  for (const { name } of roles.rows) await admin.query(`DROP ROLE IF EXISTS ${escapeIdentifier(name)}`).catch(tolerateRefusal);
}

function tolerateRefusal(thrown: unknown): void {
  if (!isDatabaseError(thrown)) throw thrown;
}

/**
 * A role that can do nothing but use its own database. What it may not raise itself: temporary files (a superuser's setting).
 * Timeouts it could raise are held by the verifier from outside as well.
 */
async function createRole(admin: Client, name: string, password: string): Promise<void> {
  const role = escapeIdentifier(name);
  await admin.query(
    `CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT CONNECTION LIMIT ${mostConnections} PASSWORD ${escapeLiteral(scramVerifier(password))}`,
  );
  await admin.query(`ALTER ROLE ${role} SET temp_file_limit = '512MB'`);
}

/** UTF-8 whatever the server's default; template0 so that nothing of the server's own template is in the way. */
async function createDatabase(admin: Client, name: string, owner: string | undefined): Promise<void> {
  const base = `CREATE DATABASE ${escapeIdentifier(name)}${owner === undefined ? '' : ` OWNER ${escapeIdentifier(owner)}`} TEMPLATE template0 ENCODING 'UTF8'`;
  try {
    await admin.query(base);
  } catch (thrown) {
    // 22023: the server's default locale belongs to another encoding.
    if (!isDatabaseError(thrown) || thrown.code !== '22023') throw thrown;
    await admin.query(`${base} LOCALE 'C'`);
  }
}

/** Extensions that only a superuser may create, made before any user's SQL has run. Returns the version of plpgsql_check. */
async function createExtensions(inside: Client, superuser: boolean): Promise<string | undefined> {
  const { rows } = await inside.query<{ name: string; version: string }>(
    `SELECT name, default_version AS version FROM pg_catalog.pg_available_extensions WHERE name IN ('plpgsql_check', 'postgis')`,
  );
  const available = new Map(rows.map((r) => [r.name, r.version]));
  // Without superuser rights a managed service may still allow them; a refusal means going without.
  const attempt = async (sql: string): Promise<boolean> =>
    inside.query(sql).then(
      () => true,
      (thrown: unknown) => {
        if (superuser) throw thrown;
        tolerateRefusal(thrown);
        return false;
      },
    );
  if (available.has('postgis')) await attempt('CREATE EXTENSION postgis');
  const version = available.get('plpgsql_check');
  if (version === undefined || !(await attempt(`CREATE SCHEMA ${checkerSchema}`))) return undefined;
  if (!(await attempt(`CREATE EXTENSION plpgsql_check SCHEMA ${checkerSchema}`))) {
    await attempt(`DROP SCHEMA ${checkerSchema}`);
    return undefined;
  }
  await attempt(`GRANT USAGE ON SCHEMA ${checkerSchema} TO PUBLIC`);
  return version;
}

const adminOf = (config: ClientConfig): ClientConfig => ({ ...config, application_name: 'ferry verify' });
const passwordOf = (name: string, secret: string): string => createHmac('sha256', secret).update(name).digest('hex');
/** @param password of the role of the database's own name; without one it is the connection's user who works there */
const userOf = (config: ClientConfig, name: string, password: string | undefined): ClientConfig => ({ ...config, ...(password === undefined ? {} : { user: name, password }), database: name, application_name: 'ferry verify: converted code' });

/**
 * Joins a scratch database that another process made with the same secret. Connections are made when they are needed.
 * @param invitation what its maker says of it
 */
export function joinScratch(config: ClientConfig, invitation: string, secret: string): Scratch {
  const { name, server, checker, ownRole } = JSON.parse(invitation) as Invitation;
  const userConfig = userOf(config, name, ownRole ? passwordOf(name, secret) : undefined);
  return {
    name,
    server,
    checker,
    invitation,
    connectUser: () => connectUser(userConfig),
    terminate: async (backend) => {
      const admin = await connect(adminOf(config));
      await admin.query('SELECT pg_catalog.pg_terminate_backend($1)', [backend]).finally(() => hangUp(admin));
    },
    drop: () => Promise.resolve(),
  };
}

function requireRights(rights: Rights, wanted: number): void {
  const major = Math.floor(rights.versionNumber / 10000);
  if (major < wanted) {
    throw new AppError('invalid-input', {
      public: `The server is PostgreSQL ${rights.version}; code for PostgreSQL ${wanted} can only be verified on version ${wanted} or newer. Choose a newer server or an older target version.`,
    });
  }
  if (!rights.superuser && !rights.createDatabase) {
    throw new AppError('access-denied', { public: 'The user may not create databases, so converted code cannot be tried on this server. Grant CREATEDB to the user, or verify on another server.' });
  }
}

/**
 * Makes a scratch database. With a superuser's connection it belongs to a new role without rights, and only that role's
 * connections are handed out; otherwise it belongs to the connection's user, who needs CREATEDB.
 * @param version major version that the code is written for
 * @param secret what the role's password is made from, where other processes are to join; else it is random
 * @throws AppError `unavailable`, `access-denied`, `invalid-input` with a cure
 */
export async function openScratch(config: ClientConfig, version: number, secret?: string): Promise<Scratch> {
  const name = newName();
  const adminConfig = adminOf(config);
  let admin = await connect(adminConfig);
  const reconnected = async (): Promise<Client> => {
    await hangUp(admin);
    admin = await connect(adminConfig);
    return admin;
  };
  /** Once more on a new connection if the old one has died meanwhile. */
  const asAdmin = async (sql: string, values: unknown[] = []): Promise<void> => {
    try {
      await admin.query(sql, values);
    } catch (thrown) {
      if (!isConnectionLoss(thrown)) throw thrown;
      await (await reconnected()).query(sql, values);
    }
  };
  let role: string | undefined;
  const drop = async (): Promise<void> => {
    try {
      await asAdmin(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
      if (role !== undefined) await asAdmin(`DROP ROLE IF EXISTS ${escapeIdentifier(name)}`);
    } catch (thrown) {
      throw new AppError('unavailable', { public: `The scratch database "${name}" could not be dropped. It is removed by a later run, or by hand.`, internal: String(thrown), cause: thrown });
    } finally {
      await hangUp(admin);
    }
  };
  try {
    const rights = await readRights(admin);
    requireRights(rights, version);
    await dropLeftovers(admin);
    const password = secret === undefined ? randomBytes(24).toString('hex') : passwordOf(name, secret);
    if (rights.superuser) {
      await createRole(admin, name, password);
      role = name;
    }
    await createDatabase(admin, name, role);
    const inside = await connect({ ...adminConfig, database: name });
    const checker = await createExtensions(inside, rights.superuser).finally(() => inside.end());
    const userConfig = userOf(config, name, role === undefined ? undefined : password);
    const server = `PostgreSQL ${rights.version}`;
    return {
      name,
      server,
      invitation: JSON.stringify({ name, server, ...(checker === undefined ? {} : { checker }), ownRole: role !== undefined } satisfies Invitation),
      checker,
      connectUser: () => connectUser(userConfig),
      terminate: (backend) => asAdmin('SELECT pg_catalog.pg_terminate_backend($1)', [backend]),
      drop,
    };
  } catch (thrown) {
    await drop();
    throw thrown;
  }
}

/** Timeouts of every session that runs user's SQL, in PostgreSQL's units. */
const sessionSettings: readonly (readonly [string, string])[] = [
  ['statement_timeout', '30s'],
  ['lock_timeout', '10s'],
  ['idle_in_transaction_session_timeout', '60s'],
  ['client_min_messages', 'error'],
  // Nothing here has to survive a crash of the server.
  ['synchronous_commit', 'off'],
  ['check_function_bodies', 'on'],
  ['standard_conforming_strings', 'on'],
];

async function connectUser(config: ClientConfig): Promise<Client> {
  const client = await connect(config);
  await client.query(sessionSettings.map(([k, v]) => `SET ${k} = ${escapeLiteral(v)}`).join('; '));
  return client;
}
