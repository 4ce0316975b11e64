import { installationFrom, openOperations } from '@ferry/operations';
import type { OperationContext } from '@ferry/operations';

/** Next.js loads this file once for every route: the one context of the process hangs on the global object. */
const holder = globalThis as typeof globalThis & { ferryOperations?: Promise<OperationContext> };

export function log(level: string, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
  if (level === 'debug') return;
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
}

/**
 * What the operations work with (uploaded and written files are in `objects` of the data folder, as the worker has them), opened at the first request.
 * @throws Error when `DATABASE_URL` is missing or the database does not answer; the next request tries again
 */
export function operationContext(): Promise<OperationContext> {
  holder.ferryOperations ??= open().catch((thrown: unknown) => {
    delete holder.ferryOperations;
    throw thrown;
  });
  return holder.ferryOperations;
}

async function open(): Promise<OperationContext> {
  const databaseUrl = process.env['DATABASE_URL'];
  if (databaseUrl === undefined || databaseUrl === '') throw new Error('DATABASE_URL is not set. Start Ferry with npm start, which sets it.');
  const homeFolder = process.env['FERRY_DATA_DIR'] ?? '.ferry';
  return openOperations({ databaseUrl, dataFolder: `${homeFolder}/objects`, homeFolder, ...installationFrom(process.env), log });
}
