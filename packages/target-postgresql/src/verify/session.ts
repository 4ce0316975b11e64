import { AppError } from '@ferry/kernel';
import type { Client } from 'pg';
import { utf16Offset } from '../offset';
import type { ServerMessage } from '@ferry/conversion';
import { hangUp, isConnectionLoss, isDatabaseError } from './connection';
import { execute } from './execute';
import type { Scratch } from './scratch';

/** Longer than the session's own statement_timeout, which user's SQL could switch off. In milliseconds. */
const patience = 40_000;

/** How often in a row the connection may be lost before the server is given up. */
const maxLosses = 5;

/** The connection that user's SQL runs on, replaced when it dies. */
export interface Session {
  /** Runs one statement in its own transaction; its rows are thrown away. Returns the server's refusal, or nothing. */
  run(sql: string): Promise<ServerMessage | undefined>;
  /** A query of ours, as the same user. */
  query<Row extends object>(sql: string, values?: unknown[]): Promise<readonly Row[]>;
  /** Goes on with a new backend, outside of a transaction: what the old one kept in memory is gone. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

/** The server's words; `position` counts characters from 1. */
export function serverMessage(thrown: unknown, sql: string): ServerMessage {
  if (!isDatabaseError(thrown)) return { sqlstate: '08006', message: `the connection was lost: ${thrown instanceof Error ? thrown.message : String(thrown)}` };
  const position = Number(thrown.position ?? 0);
  return {
    sqlstate: thrown.code ?? 'XX000',
    message: thrown.message,
    ...(thrown.detail === undefined ? {} : { detail: thrown.detail }),
    ...(thrown.hint === undefined ? {} : { hint: thrown.hint }),
    ...(position > 0 ? { offset: utf16Offset(sql, position - 1) } : {}),
  };
}

export async function openSession(scratch: Scratch): Promise<Session> {
  let client: Client | undefined = await scratch.connectUser();
  let losses = 0;
  const current = async (): Promise<Client> => (client ??= await scratch.connectUser());
  const forget = async (): Promise<void> => {
    const dead = client;
    client = undefined;
    losses++;
    await hangUp(dead);
    if (losses > maxLosses) throw new AppError('unavailable', { public: 'The connection to the verifying server was lost again and again; verification was given up.' });
  };
  /** Ends the backend from outside when it does not answer in time. */
  const guarded = async <T>(on: Client, work: Promise<T>): Promise<T> => {
    const backend = (on as Client & { readonly processID: number | null }).processID;
    const timer = setTimeout(() => {
      if (backend === null) return;
      scratch.terminate(backend).catch(() => {
        // The server itself is gone; the statement that waits for it learns the same.
      });
    }, patience);
    return work.finally(() => clearTimeout(timer));
  };
  const leave = async (): Promise<void> => {
    await hangUp(client);
    client = undefined;
  };
  return {
    async run(sql) {
      const on = await current();
      try {
        await guarded(on, execute(on, sql, [], () => undefined));
        losses = 0;
        // A statement that opened a transaction would take those after it along.
        if (on.getTransactionStatus() !== 'I') {
          await on.query('ROLLBACK');
          return { sqlstate: '25000', message: 'transaction control is not allowed in converted code outside of procedures' };
        }
        return undefined;
      } catch (thrown) {
        const refusal = serverMessage(thrown, sql);
        if (isConnectionLoss(thrown)) await forget();
        else if (on.getTransactionStatus() !== 'I') await on.query('ROLLBACK');
        return refusal;
      }
    },
    async query<Row extends object>(sql: string, values: unknown[] = []): Promise<readonly Row[]> {
      const on = await current();
      try {
        const rows: Row[] = [];
        await guarded(on, execute<Row>(on, sql, values, (row) => rows.push(row)));
        return rows;
      } catch (thrown) {
        if (isConnectionLoss(thrown)) await forget();
        throw thrown;
      }
    },
    renew: leave,
    close: leave,
  };
}
