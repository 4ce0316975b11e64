import { checkCancelled } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { nameText, quoteIdentifier } from '../printer';
import type { Proof, ServerMessage, TargetRef, TargetStatement } from '@ferry/conversion';
import type { Session } from './session';

/** The words that drop what a statement created, for the kinds whose stand-in may follow in the same scratch database. */
function dropText(ref: TargetRef): string | undefined {
  const name = nameText({ schema: ref.schema === '' ? 'public' : ref.schema, name: ref.name });
  switch (ref.kind) {
    case 'FUNCTION':
    case 'PROCEDURE':
      return `DROP ROUTINE ${name} CASCADE`;
    case 'VIEW':
      return `DROP VIEW ${name} CASCADE`;
    case 'TRIGGER':
      return ref.parent === undefined ? undefined : `DROP TRIGGER ${quoteIdentifier(ref.name)} ON ${nameText({ schema: ref.schema === '' ? 'public' : ref.schema, name: ref.parent })}`;
    default:
      return undefined;
  }
}

/** `duplicate_function`, `duplicate_table`, `duplicate_object`. */
const exists = new Set(['42723', '42P07', '42710']);

/** The same definition that may replace an existing one. Comments before it stay where they are. */
const replacing = (sql: string): string => sql.replace(/^(?<comments>(?:\s|--[^\n]*\n|\/\*(?:[^*]|\*(?!\/))*\*\/)*)CREATE (?=FUNCTION |PROCEDURE |VIEW |TRIGGER )/, '$<comments>CREATE OR REPLACE ');

/** What `made` is keyed by. */
export const keyOfMade = (ref: TargetRef): string => JSON.stringify([ref.kind, ref.schema, ref.parent ?? '', ref.name]);

/**
 * Executes statements one by one, each in a transaction of its own; a refusal does not stop the rest. A definition for an object
 * that an earlier, other definition made (the stand-in of a routine that did not pass its check) takes its place.
 * @param made the definitions that were accepted, by `keyOfMade`; grows
 */
export function creator(session: Session, server: string, made: Map<string, TargetStatement>): (statements: readonly TargetStatement[], run: Run) => Promise<readonly Proof[]> {
  const createOne = async (statement: TargetStatement): Promise<ServerMessage | undefined> => {
    const refusal = await session.run(statement.sql);
    const earlier = made.get(keyOfMade(statement.creates));
    const drop = dropText(statement.creates);
    if (refusal === undefined || !exists.has(refusal.sqlstate) || earlier === undefined || earlier.sql === statement.sql || drop === undefined) return refusal;
    const inPlace = replacing(statement.sql);
    if (inPlace !== statement.sql && (await session.run(inPlace)) === undefined) return undefined;
    // Another signature or other columns: only a new object will do. What depended on the old one has been proved already.
    return (await session.run(drop)) ?? session.run(statement.sql);
  };
  return async (statements, run) => {
    const proofs: Proof[] = [];
    for (const [index, statement] of statements.entries()) {
      checkCancelled(run);
      const refusal = await createOne(statement);
      if (refusal === undefined) made.set(keyOfMade(statement.creates), statement);
      proofs.push(refusal === undefined ? { level: 'created', by: server } : { level: 'parsed', by: server, refusal });
      if (index % 20 === 19 || index === statements.length - 1) {
        run.progress({ step: 'Creating on the server', done: index + 1, total: statements.length, object: `${statement.creates.schema}.${statement.creates.name}` });
      }
    }
    return proofs;
  };
}
