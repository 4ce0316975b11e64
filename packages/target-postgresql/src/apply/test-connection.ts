import { Socket } from 'node:net';
import { toAppError } from '@ferry/kernel';
import type { ConnectionCheck, ConnectionTest, TargetAddress } from '@ferry/conversion';
import { Client } from 'pg';
import { hangUp, isDatabaseError } from '../verify/connection';
import { guardHost } from './host-guard';
import { tlsOptions } from './tls';

/** Oldest major version that converted code can be applied to (CREATE OR REPLACE TRIGGER came with 14, its stand-in is not needed). */
const oldest = 13;
/** In milliseconds. */
const patience = 8000;

/** Extensions that some converted code asks for, and what they are for. */
const wanted: readonly (readonly [string, string])[] = [
  ['plpgsql_check', 'checks procedures and functions without running them'],
  ['postgis', 'geometry and geography'],
  ['pg_trgm', 'searches in texts'],
  ['uuid-ossp', 'sequential identifiers'],
];

const codeOf = (thrown: unknown): string => (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '');

interface Finding {
  readonly check: ConnectionCheck;
  readonly stop: boolean;
}
const passed = (name: string, message: string): Finding => ({ check: { name, passed: true, message }, stop: false });
const failed = (name: string, message: string, cure: string): Finding => ({ check: { name, passed: false, message, cure }, stop: true });
const limited = (name: string, message: string, cure: string): Finding => ({ check: { name, passed: false, optional: true, message, cure }, stop: false });

async function hostName(address: TargetAddress): Promise<Finding> {
  try {
    const addresses = await guardHost(address.host);
    return addresses.length === 0
      ? failed('Host name', `The name "${address.host}" is not known.`, 'Check the server name for typing errors, and that the machine on which Ferry runs can resolve it.')
      : passed('Host name', `"${address.host}" is ${addresses.slice(0, 3).join(', ')}.`);
  } catch (thrown) {
    // What the guard refuses is the answer.
    return failed('Host name', toAppError(thrown).message, 'Give the DNS name or address of the database server.');
  }
}

function port(address: TargetAddress, signal: AbortSignal): Promise<Finding> {
  return new Promise((resolve) => {
    const socket = new Socket();
    const where = `${address.host}:${address.port}`;
    const end = (finding: Finding): void => {
      socket.destroy();
      resolve(finding);
    };
    socket.setTimeout(patience);
    socket.on('connect', () => end(passed('Port', `${where} takes connections.`)));
    socket.on('timeout', () => end(failed('Port', `${where} does not answer.`, 'Check the port, and that no firewall or security group stands between Ferry and the server.')));
    socket.on('error', (error) =>
      end(
        codeOf(error) === 'ECONNREFUSED'
          ? failed('Port', `Nothing listens at ${where}.`, 'Check the port, that PostgreSQL runs, and that its listen_addresses include this address.')
          : failed('Port', `${where} cannot be reached (${codeOf(error) || 'network error'}).`, 'Check the address and the network between Ferry and the server.'),
      ),
    );
    signal.addEventListener('abort', () => end(failed('Port', 'The test was broken off.', 'Test again.')), { once: true });
    socket.connect(address.port, address.host);
  });
}

const certificateErrors = new Set(['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CERT_UNTRUSTED', 'CERT_SIGNATURE_FAILURE']);

/** What a refused login means. None of these texts holds the password: the server's own words about a login do not either. */
function refusedLogin(thrown: unknown, address: TargetAddress): Finding {
  const code = codeOf(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (/does not support SSL/i.test(message)) return failed('Encryption', 'The server does not offer TLS.', 'Choose the SSL mode "none", or switch ssl on in the server.');
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return failed('Encryption', `The server's certificate is not for the name "${address.host}".`, 'Give the name that stands in the certificate, or choose the SSL mode "verify-ca".');
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') return failed('Encryption', "The server's certificate is not valid at this time.", 'Renew the certificate of the server, or check the clocks of both machines.');
  if (certificateErrors.has(code)) return failed('Encryption', "The server's certificate was not signed by an authority that is trusted here.", 'Paste the certificate of the authority (PEM) into the data provider, or choose the SSL mode "require".');
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_OSSL') || code === 'EPROTO') return failed('Encryption', 'The encrypted connection could not be made.', 'Check the SSL mode and, if one is given, that the CA certificate is PEM text.');
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

async function login(address: TargetAddress): Promise<{ readonly client: Client } | Finding> {
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
}

async function inside(client: Client): Promise<Facts | undefined> {
  const { rows } = await client.query<Facts>(
    `SELECT current_setting('server_version_num')::int AS number, split_part(current_setting('server_version'), ' ', 1) AS version,
            has_database_privilege(current_user, current_database(), 'CREATE') AS create,
            current_setting('server_encoding') AS encoding,
            coalesce((SELECT ssl FROM pg_catalog.pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS encrypted,
            pg_is_in_recovery() AS recovery,
            ARRAY(SELECT name::text FROM pg_catalog.pg_available_extensions WHERE name = ANY ($1)) AS available`,
    [wanted.map(([name]) => name)],
  );
  return rows[0];
}

function judge(facts: Facts, address: TargetAddress): Finding[] {
  const major = Math.floor(facts.number / 10_000);
  const missing = wanted.filter(([name]) => !facts.available.includes(name));
  return [
    passed('Encryption', facts.encrypted ? `The connection is encrypted (${address.tls}).` : 'The connection is not encrypted.'),
    passed('Login', `"${address.user}" is logged in.`),
    facts.encoding === 'UTF8' ? passed('Database', `The database "${address.database}" is there, in UTF-8.`) : failed('Database', `The database "${address.database}" keeps its texts in ${facts.encoding}.`, 'Converted code needs a database in UTF-8: CREATE DATABASE ... ENCODING \'UTF8\' TEMPLATE template0.'),
    major >= oldest ? passed('Version', `PostgreSQL ${facts.version}.`) : failed('Version', `PostgreSQL ${facts.version} is too old.`, `Version ${oldest} or newer is needed.`),
    facts.recovery ? failed('Right to create', 'The server is a read-only replica.', 'Give the address of the primary server.') : facts.create ? passed('Right to create', `"${address.user}" may create schemas in the database.`) : failed('Right to create', `"${address.user}" may not create schemas in the database.`, `Grant the right: GRANT CREATE ON DATABASE ${address.database} TO ${address.user};`),
    missing.length === 0 ? passed('Extensions', `Available: ${facts.available.join(', ')}.`) : limited('Extensions', `Not available: ${missing.map(([name, use]) => `${name} (${use})`).join(', ')}.`, 'Needed only by code that uses them; install their packages on the server.'),
  ];
}

/** Tries a connection step by step, as far as it goes. Never throws for what is wrong with it: that is the answer. */
export async function testConnection(address: TargetAddress, signal: AbortSignal): Promise<ConnectionTest> {
  const checks: ConnectionCheck[] = [];
  const stops = (finding: Finding): boolean => {
    checks.push(finding.check);
    return finding.stop;
  };
  const ended = (server?: string): ConnectionTest => ({ successful: checks.every((c) => c.passed || c.optional === true), checks, ...(server === undefined ? {} : { server }) });
  if (stops(await hostName(address)) || stops(await port(address, signal))) return ended();
  const session = await login(address);
  if (!('client' in session)) {
    stops(session);
    return ended();
  }
  try {
    const facts = await inside(session.client);
    if (facts === undefined) return ended();
    for (const finding of judge(facts, address)) stops(finding);
    return ended(`PostgreSQL ${facts.version}`);
  } catch (thrown) {
    stops(failed('Database', `The server answered with an error: ${isDatabaseError(thrown) ? thrown.message : 'the connection was lost'}.`, 'Look at the log of the server, then test again.'));
    return ended();
  } finally {
    await hangUp(session.client);
  }
}
