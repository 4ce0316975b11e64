import type { TargetConnection } from '@ferry/conversion';
import { AppError } from '@ferry/kernel';
import { guardHost, guardedSocket, tlsOptions } from '@ferry/kernel/network';
import type { Client, ClientConfig } from 'pg';
import { connect, hangUp, readConnection } from '../verify/connection';

/** What `pg` needs to connect. @throws AppError `invalid-input` for what cannot be a server of the user's */
export async function clientConfig(connection: TargetConnection): Promise<ClientConfig> {
  if (typeof connection === 'string') return readConnection(connection);
  await guardHost(connection.host);
  return {
    host: connection.host,
    port: connection.port,
    database: connection.database,
    user: connection.user,
    password: connection.password,
    ssl: tlsOptions(connection),
    // The name is looked up again: it must not lead elsewhere then.
    stream: guardedSocket,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  };
}

/** A session to apply in: the same names mean the same whatever the user's own settings are. */
const settings = `SET search_path = public; SET client_min_messages = warning; SET standard_conforming_strings = on; SET check_function_bodies = on; SET lock_timeout = '20s'; SET statement_timeout = 0`;

/** Opens a session for applying, and one beside it that can stop it. */
export async function openApplySession(config: ClientConfig): Promise<Client> {
  const client = await connect({ ...config, application_name: 'ferry apply' });
  try {
    await client.query(settings);
  } catch (thrown) {
    await hangUp(client);
    throw new AppError('unavailable', { public: 'The target took the connection, but not the settings of the session.', internal: String(thrown), cause: thrown });
  }
  return client;
}

/** Stops what a session is doing, through a connection of its own: PostgreSQL reads no message while it works. */
export async function cancelBackend(config: ClientConfig, client: Client): Promise<void> {
  const backend = (client as Client & { readonly processID: number | null }).processID;
  if (backend === null) return;
  const other = await connect({ ...config, application_name: 'ferry cancel' });
  try {
    await other.query('SELECT pg_catalog.pg_cancel_backend($1)', [backend]);
  } finally {
    await hangUp(other);
  }
}
