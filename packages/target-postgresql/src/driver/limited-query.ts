import { Query } from 'pg';
import type { Client, QueryArrayResult } from 'pg';

/** Bytes of rows of one answer that are kept. */
const mostBytes = 32 * 1024 * 1024;

/** What the driver calls for each row that comes; not in its types. */
interface RowTaker {
  handleDataRow(message: { readonly length: number }): void;
}

/** A query whose rows beyond a limit are let go as they come: what they need of memory does not grow with the table. */
export function limitedQuery(client: Client, config: object, mostRows: number): Promise<{ readonly result: QueryArrayResult; readonly total: number }> {
  return new Promise((resolve, reject) => {
    let total = 0;
    let bytes = 0;
    const query = new Query(config as never, undefined as never);
    const taker = query as unknown as RowTaker & { callback: (error: Error | null, result: QueryArrayResult) => void };
    const take = taker.handleDataRow.bind(taker);
    taker.handleDataRow = (message) => {
      total++;
      bytes += message.length;
      if (total <= mostRows && bytes <= mostBytes) take(message);
    };
    taker.callback = (error, result) => (error === null ? resolve({ result, total }) : reject(error));
    client.query(query as never);
  });
}
