import { AppError } from '@ferry/kernel';
import { Client, DatabaseError } from 'pg';
import type { ClientConfig } from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';

/** Connection details out of a connection string. @throws AppError `invalid-input`; never repeats the string, which holds a password. */
export function readConnection(connection: string): ClientConfig {
  if (!/^postgres(?:ql)?:\/\//.test(connection)) {
    throw new AppError('invalid-input', { public: 'The connection string of the target server must look like postgres://user:password@host:5432/database.' });
  }
  try {
    return { connectionTimeoutMillis: 10_000, keepAlive: true, ...parseIntoClientConfig(connection) };
  } catch (thrown) {
    // The library throws for strings that are no URL.
    throw new AppError('invalid-input', { public: 'The connection string of the target server is not a valid URL. Special characters in the password must be percent-encoded.', cause: thrown });
  }
}

const place = (config: ClientConfig): string => `${config.host ?? 'localhost'}:${config.port ?? 5432}`;

/** What a failed connection means, in words with a cure. */
function connectionError(thrown: unknown, config: ClientConfig): AppError {
  const code = thrown instanceof Error ? (thrown as { code?: unknown }).code : undefined;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const where = place(config);
  const say = (appCode: 'access-denied' | 'not-found' | 'unavailable', text: string): AppError => new AppError(appCode, { public: text, internal: message, cause: thrown });
  switch (code) {
    case '28P01':
    case '28000':
      return say('access-denied', `The server at ${where} refused the login of "${config.user ?? ''}". Check the user name, the password and the server's pg_hba.conf.`);
    case '3D000':
      return say('not-found', `The server at ${where} has no database "${config.database ?? ''}".`);
    case '53300':
      return say('unavailable', `The server at ${where} has no free connection. Try again later, or raise max_connections.`);
    case 'ECONNREFUSED':
      return say('unavailable', `Nothing answers at ${where}. Check the host and port, and that PostgreSQL is running.`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return say('unavailable', `The host ${config.host ?? 'localhost'} is not known. Check the name.`);
    default:
      return say('unavailable', `The PostgreSQL server at ${where} could not be reached: ${message}.`);
  }
}

/** Closes a connection that may be dead already. */
export const hangUp = async (client: Client | undefined): Promise<void> => {
  await client?.end().catch(() => {
    // The server has closed it before us: that is what was wanted.
  });
};

/**
 * Opens a connection.
 * @throws AppError `access-denied`, `not-found` or `unavailable`, with a cure
 */
export async function connect(config: ClientConfig): Promise<Client> {
  const client = new Client(config);
  // A connection that dies between two queries is met at the next query; unheard, the event would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (thrown) {
    await hangUp(client);
    throw connectionError(thrown, config);
  }
  return client;
}

export const isDatabaseError = (thrown: unknown): thrown is DatabaseError => thrown instanceof DatabaseError;

/** Errors after which the server has closed the connection: shutdown, crash, a terminated backend. */
const endOfConnection = new Set(['57P01', '57P02', '57P03', '57P05', '25P03', '25P04', '08006', '08003', '08P01']);

/** Whether an error says that this connection is of no more use. */
export const isConnectionLoss = (thrown: unknown): boolean => !isDatabaseError(thrown) || endOfConnection.has(thrown.code ?? '');
