import { unproved } from '@ferry/conversion';
import type { Proof, TargetStatement, Verifier } from '@ferry/conversion';
import { parserVersion } from '../check';
import { ownScript } from '../deploy-options';
import { checkStatements, whileChecking } from './check';
import { readConnection } from './connection';
import { creator, keyOfMade } from './create';
import { joinScratch, openScratch } from './scratch';
import type { Scratch } from './scratch';
import { openSession } from './session';
import type { Session } from './session';

/**
 * Opens a scratch database on the server of a connection string, to try converted code in. The code runs as a role without rights
 * (with a superuser's connection), or as the connection's own user (with CREATEDB); never as a superuser.
 * @param options.version major version that the code is written for; the server must not be older
 * @param options.ownCheck looks into routines with our own check even where plpgsql_check is installed, to compare the two
 * @param options.secret lets other processes that know it join
 * @throws AppError `invalid-input` (connection string, server too old), `access-denied`, `not-found`, `unavailable`, each with a cure
 */
export async function openVerifier(connection: string, options: { readonly version: number; readonly ownCheck?: boolean; readonly secret?: string }): Promise<Verifier> {
  const opened = await openScratch(readConnection(connection), options.version, options.secret);
  return verifierIn(options.ownCheck === true ? { ...opened, checker: undefined } : opened);
}

/**
 * Joins the scratch database of a verifier of another process.
 * @param invitation that verifier's
 * @param secret what that verifier was opened with
 */
export const joinVerifier = (connection: string, invitation: string, secret: string): Promise<Verifier> => verifierIn(joinScratch(readConnection(connection), invitation, secret));

/** What speaks of the whole server (roles, jobs) is never tried in a scratch database: it was parsed, and that is all that is shown. */
async function apart(statements: readonly TargetStatement[], work: (inside: readonly TargetStatement[]) => Promise<readonly Proof[]>): Promise<readonly Proof[]> {
  const inside = statements.filter((s) => ownScript(s) === undefined);
  const proofs = await work(inside);
  if (inside.length === statements.length) return proofs;
  const parsed: Proof = { level: 'parsed', by: await parserVersion() };
  let next = 0;
  return statements.map((s) => (ownScript(s) === undefined ? (proofs[next++] ?? unproved) : parsed));
}

async function verifierIn(scratch: Scratch): Promise<Verifier> {
  let session: Session;
  try {
    session = await openSession(scratch);
  } catch (thrown) {
    await scratch.drop();
    throw thrown;
  }
  const made = new Map<string, TargetStatement>();
  const create = creator(session, scratch.server, made);
  return {
    server: scratch.server,
    invitation: scratch.invitation,
    create: (statements, run) => apart(statements, (inside) => create(inside, run)),
    adopt: (statements) => {
      for (const statement of statements) made.set(keyOfMade(statement.creates), statement);
    },
    whileChecking: (work) => whileChecking(session, scratch, work),
    check: (statements, run, among) => apart(statements, (inside) => checkStatements(session, scratch, inside, run, among?.filter((s) => ownScript(s) === undefined))),
    async close() {
      await session.close();
      await scratch.drop();
    },
  };
}
