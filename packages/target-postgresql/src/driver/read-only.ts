import type { SessionAnswer, TargetSession } from '@ferry/conversion';

/** Where the outer transaction stands in the transaction of the script, and before a statement. */
const scriptPoint = 'ferry_read_only_script';
const statementPoint = 'ferry_read_only_statement';

/** Temporary objects belong to the session and go with it; PostgreSQL refuses to create them in a read only transaction. */
const temporary = /^\s*(?:CREATE (?:TEMP|TEMPORARY) TABLE |CREATE (?:UNIQUE )?INDEX \S{1,200} ON pg_temp\.|(?:CREATE(?: OR REPLACE)? FUNCTION|ALTER TABLE|DROP TABLE(?: IF EXISTS)?|DROP FUNCTION(?: IF EXISTS)?) pg_temp\.)/;
const ofSavepoints = /^\s*(?:SAVEPOINT|RELEASE|ROLLBACK TO)\b/;

/**
 * A session in which nothing can be changed but temporary objects. One transaction is round everything: what the script means as a
 * transaction of its own is a savepoint in it, and closing the session rolls it back. Each statement runs in a subtransaction that is
 * READ ONLY, which no statement in it can take back (https://www.postgresql.org/docs/current/sql-set-transaction.html); only support
 * code and temporary objects are created outside of it.
 */
export async function readOnlySession(session: TargetSession): Promise<TargetSession> {
  const must = async (sql: string): Promise<SessionAnswer> => session.execute(sql);
  await must('BEGIN');
  return {
    ...session,
    async execute(sql, values = [], options = {}) {
      const word = sql.trim();
      if (word === 'BEGIN') return must(`SAVEPOINT ${scriptPoint}`);
      if (word === 'COMMIT') return must(`RELEASE SAVEPOINT ${scriptPoint}`);
      if (word === 'ROLLBACK') {
        const undone = await must(`ROLLBACK TO SAVEPOINT ${scriptPoint}`);
        return undone.refusal === undefined ? must(`RELEASE SAVEPOINT ${scriptPoint}`) : undone;
      }
      if (ofSavepoints.test(sql)) return session.execute(sql, values, options);
      await must(`SAVEPOINT ${statementPoint}`);
      if (options.support !== true && !temporary.test(sql)) await must('SET TRANSACTION READ ONLY');
      const answer = await session.execute(sql, values, options);
      if (answer.refusal !== undefined) await must(`ROLLBACK TO SAVEPOINT ${statementPoint}`);
      await must(`RELEASE SAVEPOINT ${statementPoint}`);
      return answer;
    },
    async close() {
      await must('ROLLBACK').catch(() => undefined); // The connection is lost: the server has rolled back.
      await session.close();
    },
  };
}
