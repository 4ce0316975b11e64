import { checkCancelled } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import type { Proof, TargetStatement, Verifier } from '../seam';
import { checkStatements } from './check';
import { readConnection } from './connection';
import { openScratch } from './scratch';
import { openSession } from './session';
import type { Session } from './session';

/** Executes each statement on its own; the first refusal does not stop the rest. */
async function createAll(session: Session, server: string, statements: readonly TargetStatement[], run: Run): Promise<readonly Proof[]> {
  const proofs: Proof[] = [];
  for (const [index, statement] of statements.entries()) {
    checkCancelled(run);
    const refusal = await session.run(statement.sql);
    proofs.push(refusal === undefined ? { level: 'created', by: server } : { level: 'parsed', by: server, refusal });
    if (index % 20 === 19 || index === statements.length - 1) {
      run.progress({ step: 'Creating on the server', done: index + 1, total: statements.length, object: `${statement.creates.schema}.${statement.creates.name}` });
    }
  }
  return proofs;
}

/**
 * Opens a scratch database on the server of a connection string, to try converted code in. The code runs as a role without rights
 * (with a superuser's connection), or as the connection's own user (with CREATEDB); never as a superuser.
 * @param options.version major version that the code is written for; the server must not be older
 * @throws AppError `invalid-input` (connection string, server too old), `access-denied`, `not-found`, `unavailable`, each with a cure
 */
export async function openVerifier(connection: string, options: { readonly version: number }): Promise<Verifier> {
  const scratch = await openScratch(readConnection(connection), options.version);
  let session: Session;
  try {
    session = await openSession(scratch);
  } catch (thrown) {
    await scratch.drop();
    throw thrown;
  }
  return {
    server: scratch.server,
    create: (statements, run) => createAll(session, scratch.server, statements, run),
    check: (statements, run) => checkStatements(session, scratch, statements, run),
    async close() {
      await session.close();
      await scratch.drop();
    },
  };
}
