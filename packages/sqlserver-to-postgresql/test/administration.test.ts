import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { arrange, convertCatalog } from '@ferry/conversion';
import type { TargetStatement } from '@ferry/conversion';
import { withClient } from '@ferry/embedded-postgresql';
import { hasPostgres15, on15, testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestMajor } from '@ferry/embedded-postgresql/testing';
import { quietRun } from '@ferry/kernel';
import { sqlserver } from '@ferry/source-sqlserver';
import { postgresql } from '@ferry/target-postgresql';
import { describe, expect, test } from 'vitest';
import { sqlserverToPostgresql } from '../src';

/** What is applied apart from the deployment, on servers: rights are asked for, and everything can be run again. */

async function convertFixture(name: string): Promise<{ deployment: readonly TargetStatement[]; apart: readonly TargetStatement[] }> {
  const text = readFileSync(join(import.meta.dirname, '..', 'fixtures', 'administration', name, 'source.sql'), 'utf8');
  const catalog = await sqlserver.readScripts([{ path: 'source.sql', text }], { databaseName: 'fixture', variables: {} }, quietRun());
  const result = await convertCatalog(sqlserverToPostgresql, postgresql, catalog, { settings: {}, targetVersion: 15 }, quietRun());
  const all = result.objects.flatMap((o) => o.parts).flatMap((p) => p.statements);
  return { deployment: result.deployment, apart: arrange(all.filter((s) => postgresql.ownScript(s) !== undefined)) };
}

type Client = Parameters<Parameters<typeof withClient>[1]>[0];

async function runAll(client: Client, statements: readonly TargetStatement[], leave: (sql: string) => boolean = () => false): Promise<void> {
  for (const { sql } of statements) if (!leave(sql)) await client.query(sql);
}

const value = async (client: Client, expression: string): Promise<unknown> => Object.values((await client.query<Record<string, unknown>>(`SELECT ${expression} AS value`)).rows[0] ?? {})[0];

const fixtureRoles = ['fixtureclerk', 'fixturereaders', 'fixturewriter', 'fixturetellers', 'fixturestranger'];
async function dropRoles(client: Client): Promise<void> {
  for (const role of fixtureRoles) {
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
    if (rowCount === 0) continue;
    await client.query(`DROP OWNED BY ${role} CASCADE`);
    await client.query(`DROP ROLE ${role}`);
  }
}

function onServer(major: TestMajor): void {
  test('who may execute a routine needs no rights on its tables, as far as the ownership chain reaches', async () => {
    const { deployment, apart } = await convertFixture('ownership-chains');
    const database = await testDatabase(major);
    try {
      await withClient(database.url, async (client) => {
        try {
          await runAll(client, deployment);
          await runAll(client, apart);
          await client.query('INSERT INTO vault.accounts (id, balance) VALUES (1, 10)');
          await client.query('CREATE ROLE fixturestranger');
          await client.query('GRANT USAGE ON SCHEMA vault TO fixturestranger');
          await client.query('SET ROLE fixturetellers');
          await client.query('CALL vault.payin(1, 5)');
          await client.query('CALL vault.paytwice(1, 1)');
          expect((await client.query('SELECT * FROM vault.show(1)')).rows).toEqual([{ id: 1, balance: '17.0000' }]);
          expect((await client.query('SELECT * FROM vault.rich(10)')).rows).toEqual([{ id: 1 }]);
          for (const refused of ['SELECT * FROM vault.accounts', "CALL vault.empty('Accounts')", 'CALL vault.note(1)']) await expect(client.query(refused), refused).rejects.toThrow(/permission denied/);
          expect((await client.query('SELECT * FROM vault.who()')).rows).toEqual([{ who: 'fixturetellers' }]);
          await client.query('SET ROLE fixturestranger');
          await expect(client.query('CALL vault.payin(1, 5)')).rejects.toThrow(/permission denied/);
        } finally {
          await client.query('RESET ROLE');
          await dropRoles(client);
        }
      });
    } finally {
      await database.drop();
    }
  });

  test('users have the rights that the source gave them', async () => {
    const { deployment, apart } = await convertFixture('users-and-rights');
    const database = await testDatabase(major);
    try {
      await withClient(database.url, async (client) => {
        try {
          await runAll(client, deployment);
          await runAll(client, apart);
          await runAll(client, apart);
          const may: readonly (readonly [expression: string, result: unknown])[] = [
            ["pg_has_role('fixtureclerk', 'fixturereaders', 'member')", true],
            ["pg_has_role('fixturereaders', 'pg_read_all_data', 'member')", true],
            ["has_table_privilege('fixtureclerk', 'sales.large', 'SELECT')", true],
            ["has_sequence_privilege('fixtureclerk', 'sales.numbers', 'USAGE')", true],
            ["has_function_privilege('fixturereaders', 'sales.half(numeric)', 'EXECUTE')", true],
            ["has_type_privilege('fixtureclerk', 'sales.code', 'USAGE')", true],
            ["(SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'sales')", 'fixturereaders'],
            ["(SELECT relowner::regrole::text FROM pg_class WHERE oid = 'sales.orders'::regclass)", 'fixtureclerk'],
            ["(SELECT rolcanlogin FROM pg_roles WHERE rolname = 'fixturereaders')", false],
            ["shobj_description('fixtureclerk'::regrole, 'pg_authid')", 'Enters orders'],
            ["(SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database())", "The shop's database"],
          ];
          for (const [expression, result] of may) expect([expression, await value(client, expression)]).toEqual([expression, result]);
        } finally {
          await dropRoles(client);
        }
      });
    } finally {
      await database.drop();
    }
  });

  test('linked servers are foreign servers', async () => {
    const { apart } = await convertFixture('linked-servers');
    const database = await testDatabase(major);
    try {
      await withClient(database.url, async (client) => {
        // The wrappers themselves are extensions that a test server lacks: what is written for them is looked at.
        for (const wrapper of ['tds_fdw', 'oracle_fdw']) await client.query(`CREATE FOREIGN DATA WRAPPER ${wrapper}`);
        for (let again = 0; again < 2; again++) await runAll(client, apart, (sql) => sql.startsWith('CREATE EXTENSION'));
        const { rows } = await client.query('SELECT srvname, srvoptions FROM pg_foreign_server ORDER BY srvname');
        expect(rows).toEqual([
          { srvname: 'back\\office', srvoptions: ['servername=BACK\\OFFICE'] },
          { srvname: 'ledger', srvoptions: ['dbserver=//ledger.example.com:1521/books'] },
          { srvname: 'mirror', srvoptions: ['servername=db.example.com', 'port=1444', 'database=Shop'] },
        ]);
      });
    } finally {
      await database.drop();
    }
  });

  test('the commands of jobs run', async () => {
    const { deployment, apart } = await convertFixture('jobs');
    const database = await testDatabase(major);
    try {
      await withClient(database.url, async (client) => {
        await runAll(client, deployment);
        // pg_cron has to be loaded when the server starts: its functions are stood in for, and run the command at once.
        await client.query('CREATE SCHEMA cron');
        await client.query("CREATE FUNCTION cron.schedule(name text, times text, command text) RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN EXECUTE command; RETURN 1; END $$");
        await client.query('CREATE FUNCTION cron.alter_job(id bigint, active boolean) RETURNS void LANGUAGE sql AS $$ SELECT $$');
        await runAll(client, apart, (sql) => sql.startsWith('CREATE EXTENSION'));
        const { rows } = await client.query('SELECT words FROM dbo.entries ORDER BY id');
        expect(rows).toEqual([{ words: 'purged' }, { words: 'purged' }, { words: 'purged' }, { words: '3 entries' }]);
      });
    } finally {
      await database.drop();
    }
  });
}

describe('on PostgreSQL 18', () => onServer(18));
describe.skipIf(!hasPostgres15)(on15('on PostgreSQL 15'), () => onServer(15));
