import type { Session } from '../session';

/**
 * Takes the right to call the procedures of this database from everybody, so that the server analyses a CALL and then refuses to run
 * it, and gives it back.
 */
export async function withoutCalls<T>(session: Session, work: () => Promise<T>): Promise<T> {
  const schemas = await session.query<{ readonly name: string }>(
    `SELECT DISTINCT pg_catalog.quote_ident(n.nspname) AS name FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
     WHERE p.prokind = 'p' AND pg_catalog.pg_has_role(p.proowner, 'USAGE') AND n.nspname NOT LIKE 'pg\\_%' ORDER BY 1`,
  );
  if (schemas.length === 0) return work();
  const list = schemas.map((s) => s.name).join(', ');
  await session.query(`REVOKE EXECUTE ON ALL PROCEDURES IN SCHEMA ${list} FROM PUBLIC, CURRENT_USER`);
  try {
    return await work();
  } finally {
    await session.query(`GRANT EXECUTE ON ALL PROCEDURES IN SCHEMA ${list} TO PUBLIC, CURRENT_USER`);
  }
}
