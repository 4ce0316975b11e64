import { randomBytes } from 'node:crypto';
import { openSession } from '@ferry/target-postgresql';
import { sqlserverToPostgresql } from '@ferry/sqlserver-to-postgresql';
import { readCases, runCases } from '../../packages/sqlserver-to-postgresql/test/behaviour-cases';

/** Runs the behaviour cases in a database of their own; the last line is how many failed. `node run-cases.mjs <url> <root of the project>` */
const [, , admin = '', root = ''] = process.argv;
const cases = readCases(`${root}/packages/sqlserver-to-postgresql/fixtures-behaviour`);
const server = await openSession(admin);
const name = `ferry_cases_${randomBytes(4).toString('hex')}`;
await server.execute(`CREATE DATABASE ${name}`);
const url = new URL(admin);
url.pathname = `/${name}`;
const session = await openSession(url.href);
try {
  await session.execute("SET statement_timeout = '5s'");
  const runner = await (sqlserverToPostgresql.openRunner as NonNullable<typeof sqlserverToPostgresql.openRunner>)({ settings: {}, targetVersion: 15, databaseName: 'master', variables: {} });
  const answers = await runCases(runner, session, cases);
  console.log(cases.filter((c) => JSON.stringify(answers.get(c) ?? []) !== JSON.stringify(c.expected)).length);
} finally {
  await session.close();
  await server.execute(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await server.close();
}
