import { Query } from 'pg';
import type { Client } from 'pg';
import { isDatabaseError } from './connection';

/** The part of pg's connection that answers COPY FROM STDIN. */
interface CopyPeer {
  sendCopyFail(message: string): void;
  sync(): void;
}

/**
 * Sends one statement by the extended protocol, which refuses a text of several, and waits until the server is ready for the
 * next one, after an error too: only then is the state of the transaction known.
 * @param onRow gets each row as it comes; nothing is kept here, because a statement of the user's may return a billion of them
 */
export function execute<Row>(client: Client, sql: string, values: readonly unknown[], onRow: (row: Row) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const config = { text: sql, values: [...values], queryMode: 'extended' };
    const query = new Query(config);
    // The server has thrown pg's own Sync away while it waited for data, and would wait for another one for ever.
    Object.assign(query, {
      handleCopyInResponse(peer: CopyPeer) {
        peer.sendCopyFail('COPY FROM STDIN has no data here');
        peer.sync();
      },
    });
    query.on('row', (row) => onRow(row as Row));
    query.on('end', () => resolve());
    query.on('error', (failure) => {
      if (!isDatabaseError(failure)) return reject(failure);
      const settle = (): void => {
        client.off('drain', settle);
        client.off('end', settle);
        reject(failure);
      };
      client.on('drain', settle);
      client.on('end', settle);
    });
    client.query(query);
  });
}
