import type { Verifier } from '@ferry/conversion';
import { checkStatements } from './check';
import { readConnection } from './connection';
import { creator } from './create';
import { openScratch } from './scratch';
import { openSession } from './session';
import type { Session } from './session';

/**
 * Opens a scratch database on the server of a connection string, to try converted code in. The code runs as a role without rights
 * (with a superuser's connection), or as the connection's own user (with CREATEDB); never as a superuser.
 * @param options.version major version that the code is written for; the server must not be older
 * @param options.ownCheck looks into routines with our own check even where plpgsql_check is installed, to compare the two
 * @throws AppError `invalid-input` (connection string, server too old), `access-denied`, `not-found`, `unavailable`, each with a cure
 */
export async function openVerifier(connection: string, options: { readonly version: number; readonly ownCheck?: boolean }): Promise<Verifier> {
  const opened = await openScratch(readConnection(connection), options.version);
  const scratch = options.ownCheck === true ? { ...opened, checker: undefined } : opened;
  let session: Session;
  try {
    session = await openSession(scratch);
  } catch (thrown) {
    await scratch.drop();
    throw thrown;
  }
  return {
    server: scratch.server,
    create: creator(session, scratch.server),
    check: (statements, run) => checkStatements(session, scratch, statements, run),
    async close() {
      await session.close();
      await scratch.drop();
    },
  };
}
