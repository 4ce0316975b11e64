import { AppError, breathe } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { connectGuarded, guardHost } from '@ferry/kernel/network';
import type { ServerAddress } from '@ferry/kernel/network';
import type { Socket } from 'node:net';
import mssql from 'mssql';
import type { config, ConnectionPool, Request } from 'mssql';
import { guardLogin } from './login-guard';
import { writeQuery } from '../introspection';
import type { Ask, CatalogQuery } from '../introspection';
import { loginFinding } from './refusals';

/** In milliseconds. */
const connectTimeout = 15_000;
const requestTimeout = 600_000;

/** `server\INSTANCE`: the server's browser service knows the port of a named instance. */
export function splitInstance(host: string): { readonly host: string; readonly instance?: string } {
  const [name = '', instance] = host.split('\\', 2);
  return instance === undefined || instance === '' ? { host: name } : { host: name, instance };
}

/** The driver hands over where to go; its type does not say so. */
const connector = ((to: { readonly host: string; readonly port: number }, _lookup: unknown, signal?: AbortSignal) => connectGuarded(to, signal)) as () => Promise<Socket>;

/** An application of Entra ID by its number and that of its tenant, as `application@tenant`. */
const entraApplication = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/**
 * Who logs in, told by the user name: `DOMAIN\user` by NTLM (the name of a SQL Server login has no backslash:
 * https://learn.microsoft.com/sql/t-sql/statements/create-login-transact-sql), `application@tenant` as an application of Microsoft Entra ID with
 * its client secret, anybody else as a login of the server.
 */
export function loginOf({ user, password }: Pick<ServerAddress, 'user' | 'password'>): Pick<config, 'user' | 'password' | 'domain' | 'authentication'> {
  const [, clientId, tenantId] = entraApplication.exec(user) ?? [];
  if (clientId !== undefined && tenantId !== undefined) return { authentication: { type: 'azure-active-directory-service-principal-secret', options: { clientId, clientSecret: password, tenantId } } };
  const at = user.indexOf('\\');
  return at > 0 ? { domain: user.slice(0, at), user: user.slice(at + 1), password } : { user, password };
}

/**
 * What the driver needs (https://tediousjs.github.io/tedious/api-connection.html). `ReadOnly` sends us to a readable secondary when
 * there is one: nothing is written.
 */
export function driverConfig(address: ServerAddress): config {
  const { host, instance } = splitInstance(address.host);
  return {
    server: host,
    ...(instance === undefined ? { port: address.port } : {}),
    database: address.database,
    ...loginOf(address),
    connectionTimeout: connectTimeout,
    requestTimeout,
    arrayRowMode: true,
    // A question more before each question, otherwise.
    validateConnection: 'socket',
    pool: { min: 0, max: 1 },
    options: {
      ...(instance === undefined ? {} : { instanceName: instance }),
      encrypt: address.tls !== 'none',
      // The driver either checks everything or nothing: `verify-ca` is held in `guardLogin`.
      trustServerCertificate: address.tls !== 'verify-full',
      ...(address.certificateAuthority === undefined ? {} : { cryptoCredentialsDetails: { ca: address.certificateAuthority } }),
      // Also where the server sends us on to another one: https://learn.microsoft.com/openspecs/windows_protocols/ms-tds (ENVCHANGE, routing).
      connector,
      readOnlyIntent: true,
      appName: 'Ferry',
      enableArithAbort: true,
    },
  };
}

export interface Session {
  /** Reads what a query answers, row by row. @param version major version of the server */
  ask(query: CatalogQuery, version: number, onRow: (row: Readonly<Record<string, string | number | boolean | null>>) => void): Promise<void>;
  close(): Promise<void>;
}

/** A pool of one connection, open. @throws the driver's error, with SQL Server's number where the server spoke */
export async function openPool(address: ServerAddress): Promise<ConnectionPool> {
  let number: number | undefined;
  const pool = new mssql.ConnectionPool({
    ...driverConfig(address),
    beforeConnect: (connection) => {
      guardLogin(connection, address.tls);
      // The driver's own error of a refused login has no number.
      connection.on('errorMessage', (message: { readonly number: number }) => {
        number = message.number;
      });
    },
  });
  // A connection that dies meanwhile is met at the next query.
  pool.on('error', () => undefined);
  try {
    return await pool.connect();
  } catch (thrown) {
    // The driver reports a refused connection by throwing.
    await pool.close();
    throw thrown instanceof Error && number !== undefined ? Object.assign(thrown, { number }) : thrown;
  }
}

/** Rows between two breaths, in which a cancellation is seen. */
const breathEvery = 2000;

/** Runs one request as a stream; cancelling sends an attention to the server. */
async function stream(request: Request, sql: string, names: readonly string[], signal: AbortSignal, onRow: (row: Readonly<Record<string, string | number | boolean | null>>) => void): Promise<void> {
  request.stream = true;
  request.arrayRowMode = true;
  const cancel = (): void => request.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  let rows = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      request.on('row', (values: readonly (string | number | boolean | null)[]) => {
        onRow(Object.fromEntries(names.map((name, index) => [name, values[index] ?? null])));
        if (++rows % breathEvery !== 0) return;
        request.pause();
        void breathe().then(() => request.resume());
      });
      request.on('error', reject);
      request.on('done', () => resolve());
      void request.query(sql).catch(reject);
    });
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/**
 * Numbers of errors that say that a table or a database is closed to the login, or is not there on this kind of server: 208 no such object,
 * 229 permission denied, 916 no user in the database, 40515 another database (Azure SQL).
 * https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors
 */
const closed = new Set([208, 229, 916, 40515]);
const mayNotSee = (thrown: unknown): boolean => thrown instanceof Error && 'number' in thrown && typeof thrown.number === 'number' && closed.has(thrown.number);

/**
 * Opens a session that only reads.
 * @throws AppError with a cure when the server cannot be reached
 */
export async function openSession(address: ServerAddress, run: Pick<Run, 'signal'>): Promise<Session> {
  await guardHost(splitInstance(address.host).host);
  let pool: ConnectionPool;
  try {
    pool = await openPool(address);
  } catch (thrown) {
    // A refused connection is worded by its cause.
    const { check } = loginFinding(thrown, address);
    throw new AppError('unavailable', { public: `${check.message} ${check.cure ?? ''}`.trim(), internal: thrown instanceof Error ? thrown.message : String(thrown), cause: thrown });
  }
  return {
    async ask(query, version, onRow) {
      try {
        await stream(pool.request(), writeQuery(query, version), Object.keys(query.outputs), run.signal, onRow);
      } catch (thrown) {
        // A cancelled request ends with an error of the driver.
        if (run.signal.aborted) throw new AppError('cancelled', { public: 'The operation was cancelled.', cause: thrown });
        const text = thrown instanceof Error ? thrown.message : String(thrown);
        if (query.optional === true && mayNotSee(thrown)) throw new AppError('access-denied', { public: `The server does not let the user see its ${query.name}: ${text.replace(/\.$/, '')}.`, internal: text, cause: thrown });
        throw new AppError('unavailable', { public: `The server did not answer the question for its ${query.name}: ${text.replace(/\.$/, '')}. Check the connection and the rights of the user (VIEW DEFINITION), then try again.`, internal: text, cause: thrown });
      }
    },
    close: () => pool.close(),
  };
}

/** A session's questions with the server's version filled in. */
export const askOf =
  (session: Session, version: number): Ask =>
  (query, onRow) =>
    // The driver's values have the types that the query's outputs name.
    session.ask(query, version, onRow as (row: Readonly<Record<string, string | number | boolean | null>>) => void);
