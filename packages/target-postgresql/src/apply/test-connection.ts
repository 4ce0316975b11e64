import { certificateTrouble, failed, limited, passed, reachHost, reachPort, tlsOptions, walkChecks } from '@ferry/kernel/network';
import type { ConnectionTest, Finding, ServerAddress } from '@ferry/kernel/network';
import { Client } from 'pg';
import { hangUp, isDatabaseError } from '../verify/connection';

/** Oldest major version that converted code can be applied to (CREATE OR REPLACE TRIGGER came with 14, its stand-in is not needed). */
const oldest = 13;
/** In milliseconds. */
const patience = 8000;

/** Extensions that some converted code asks for, and what they are for. */
const wanted: readonly (readonly [string, string])[] = [
  ['plpgsql_check', 'checks procedures and functions without running them'],
  ['postgis', 'geometry and geography'],
  ['citext', 'texts without case, where the settings ask for it'],
  ['pg_cron', 'jobs'],
  ['tds_fdw', 'linked SQL Servers'],
  ['oracle_fdw', 'linked Oracle servers'],
  ['mysql_fdw', 'linked MySQL servers'],
  ['postgres_fdw', 'linked PostgreSQL servers'],
];

const codeOf = (thrown: unknown): string => (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '');

/** What a refused login means. None of these texts holds the password: the server's own words about a login do not either. */
function refusedLogin(thrown: unknown, address: ServerAddress): Finding {
  const code = codeOf(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (/does not support SSL/i.test(message)) return failed('Encryption', 'The server does not offer TLS.', 'Choose the SSL mode "none", or switch ssl on in the server.');
  const certificate = certificateTrouble(code, address.host);
  if (certificate !== undefined) return certificate;
  switch (code) {
    case '28P01':
      return failed('Login', `The server refused the user name or the password of "${address.user}".`, 'Check both in the credentials.');
    case '28000':
      return /no pg_hba\.conf entry/i.test(message)
        ? failed('Login', `The server allows no ${/no encryption|SSL off/i.test(message) ? 'unencrypted ' : ''}login of "${address.user}" to "${address.database}" from here.`, /no encryption|SSL off/i.test(message) ? 'Choose the SSL mode "require", or change pg_hba.conf.' : 'Add a line for this user, database and address to pg_hba.conf.')
        : failed('Login', `The server does not let "${address.user}" log in.`, 'Check the user name, that the role may log in, and pg_hba.conf.');
    case '3D000':
      return failed('Database', `There is no database "${address.database}" on this server.`, 'Check the database name, or create the database.');
    case '42501':
      return failed('Database', `"${address.user}" may not connect to the database "${address.database}".`, `GRANT CONNECT ON DATABASE ... TO this user.`);
    case '53300':
      return failed('Login', 'The server has no free connection.', 'Try again later, or raise max_connections.');
    case '57P03':
      return failed('Login', 'The server is starting up or shutting down.', 'Try again in a moment.');
    default:
      return /password must be a string|no password/i.test(message)
        ? failed('Login', 'The server asks for a password, and none was given.', 'Choose credentials for the target.')
        : failed('Login', `The server did not let us in: ${isDatabaseError(thrown) ? message : code || message}.`, 'Check that a PostgreSQL server listens at this address, and its log.');
  }
}

async function login(address: ServerAddress): Promise<{ readonly client: Client } | Finding> {
  const { host, database, user, password } = address;
  const client = new Client({ host, port: address.port, database, user, password, ssl: tlsOptions(address), connectionTimeoutMillis: patience, query_timeout: patience, application_name: 'ferry test' });
  // A connection that dies meanwhile is met at the next query.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return { client };
  } catch (thrown) {
    // How a server refuses a connection is what the test is for.
    await hangUp(client);
    return refusedLogin(thrown, address);
  }
}

interface Facts {
  readonly number: number;
  readonly version: string;
  readonly create: boolean;
  readonly encoding: string;
  readonly encrypted: boolean;
  readonly recovery: boolean;
  readonly available: readonly string[];
  readonly aurora: boolean;
  readonly rds: boolean;
}

async function inside(client: Client): Promise<Facts | undefined> {
  const { rows } = await client.query<Facts>(
    `SELECT current_setting('server_version_num')::int AS number, split_part(current_setting('server_version'), ' ', 1) AS version,
            has_database_privilege(current_user, current_database(), 'CREATE') AS create,
            current_setting('server_encoding') AS encoding,
            coalesce((SELECT ssl FROM pg_catalog.pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS encrypted,
            pg_is_in_recovery() AS recovery,
            to_regproc('aurora_version') IS NOT NULL AS aurora, EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'rds_superuser') AS rds,
            ARRAY(SELECT name::text FROM pg_catalog.pg_available_extensions WHERE name = ANY ($1)) AS available`,
    [wanted.map(([name]) => name)],
  );
  return rows[0];
}

function judge(facts: Facts, address: ServerAddress): Finding[] {
  const major = Math.floor(facts.number / 10_000);
  const missing = wanted.filter(([name]) => !facts.available.includes(name));
  return [
    passed('Encryption', facts.encrypted ? `The connection is encrypted (${address.tls}).` : 'The connection is not encrypted.'),
    passed('Login', `"${address.user}" is logged in.`),
    facts.encoding === 'UTF8' ? passed('Database', `The database "${address.database}" is there, in UTF-8.`) : failed('Database', `The database "${address.database}" keeps its texts in ${facts.encoding}.`, 'Converted code needs a database in UTF-8: CREATE DATABASE ... ENCODING \'UTF8\' TEMPLATE template0.'),
    major >= oldest ? passed('Version', `PostgreSQL ${facts.version}${facts.aurora ? ' (Amazon Aurora)' : facts.rds ? ' (Amazon RDS)' : ''}.`) : failed('Version', `PostgreSQL ${facts.version} is too old.`, `Version ${oldest} or newer is needed.`),
    facts.recovery ? failed('Right to create', 'The server is a read-only replica.', 'Give the address of the primary server.') : facts.create ? passed('Right to create', `"${address.user}" may create schemas in the database.`) : failed('Right to create', `"${address.user}" may not create schemas in the database.`, `Grant the right: GRANT CREATE ON DATABASE ${address.database} TO ${address.user};`),
    missing.length === 0 ? passed('Extensions', `Available: ${facts.available.join(', ')}.`) : limited('Extensions', `${facts.available.length === 0 ? '' : `Available: ${facts.available.join(', ')}. `}Not available: ${missing.map(([name, use]) => `${name} (${use})`).join(', ')}.`, 'Needed only by code that uses them; install their packages on the server.'),
  ];
}

/** Tries a connection step by step, as far as it goes. Never throws for what is wrong with it: that is the answer. */
export async function testConnection(address: ServerAddress, signal: AbortSignal): Promise<ConnectionTest> {
  const walk = walkChecks();
  if (walk.stops(await reachHost(address.host)) || walk.stops(await reachPort(address, { product: 'PostgreSQL', listens: 'that its listen_addresses include this address' }, signal))) return walk.ended();
  const session = await login(address);
  if (!('client' in session)) {
    walk.stops(session);
    return walk.ended();
  }
  try {
    const facts = await inside(session.client);
    if (facts === undefined) return walk.ended();
    for (const finding of judge(facts, address)) walk.stops(finding);
    return walk.ended(`PostgreSQL ${facts.version}`);
  } catch (thrown) {
    walk.stops(failed('Database', `The server answered with an error: ${isDatabaseError(thrown) ? thrown.message : 'the connection was lost'}.`, 'Look at the log of the server, then test again.'));
    return walk.ended();
  } finally {
    await hangUp(session.client);
  }
}
