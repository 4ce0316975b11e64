import { testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import type { TargetSession } from '@ferry/conversion';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../src';

let database: TestDatabase;
let writer: TargetSession;
beforeAll(async () => {
  database = await testDatabase();
  writer = await openSession(database.url);
  await writer.execute('CREATE TABLE t (a int PRIMARY KEY)');
  await writer.execute('INSERT INTO t SELECT generate_series(1, 100)');
  await writer.execute('CREATE FUNCTION sneak() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM t; RETURN 1; END $$');
});
afterAll(async () => {
  await writer.close();
  await database.drop();
});

const rows = async (session: TargetSession, sql: string): Promise<readonly (readonly (string | null)[])[]> => (await session.execute(sql)).rows;

describe('a session that is read only', () => {
  it('refuses what changes, also inside of functions, and after every way to end a transaction', async () => {
    const session = await openSession(database.url, { readOnly: true });
    const refused = async (sql: string): Promise<string | undefined> => (await session.execute(sql)).refusal?.sqlstate;
    const changes = ['DELETE FROM t', 'INSERT INTO t VALUES (101)', 'CREATE TABLE u (a int)', 'SELECT sneak()', 'TRUNCATE t', "DO $$ BEGIN DELETE FROM t; END $$"];
    for (const sql of changes) expect(await refused(sql), sql).toBe('25006');
    for (const end of ['COMMIT', 'ROLLBACK']) {
      expect(await refused('BEGIN')).toBeUndefined();
      for (const sql of changes) expect(await refused(sql), sql).toBe('25006');
      expect(await refused(end)).toBeUndefined();
      for (const sql of changes) expect(await refused(sql), sql).toBe('25006');
    }
    for (const way of ['SET TRANSACTION READ WRITE', "SELECT set_config('transaction_read_only', 'off', false)", 'SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE']) {
      await session.execute(way);
      for (const sql of changes) expect(await refused(sql), `${way}; ${sql}`).toBe('25006');
    }
    expect(await refused("DO $$ BEGIN COMMIT; DELETE FROM t; END $$")).toBe('2D000');
    expect(await rows(session, 'SELECT count(*) FROM t')).toEqual([['100']]);
    await session.close();
    expect(await rows(writer, 'SELECT count(*) FROM t')).toEqual([['100']]);
  });

  it('has temporary tables and support code, and leaves nothing behind', async () => {
    const session = await openSession(database.url, { readOnly: true });
    await session.execute('CREATE TEMPORARY TABLE tmp_x AS SELECT a FROM t WHERE a < 3');
    expect((await session.execute('INSERT INTO pg_temp.tmp_x VALUES (7)')).count).toBe(1);
    await session.execute('BEGIN');
    await session.execute('DELETE FROM pg_temp.tmp_x');
    await session.execute('ROLLBACK');
    expect(await rows(session, 'SELECT count(*) FROM tmp_x')).toEqual([['3']]);
    await session.execute('CREATE FUNCTION helper() RETURNS int LANGUAGE sql AS $$ SELECT 5 $$', [], { support: true });
    expect(await rows(session, 'SELECT helper()')).toEqual([['5']]);
    await session.close();
    expect(await rows(writer, "SELECT to_regprocedure('helper()')")).toEqual([[null]]);
  });
});

describe('a session', () => {
  it('keeps as many rows as are wanted and counts the others', async () => {
    const { rows: kept, count } = await writer.execute('SELECT a FROM t ORDER BY a', [], { mostRows: 2 });
    expect([kept, count]).toEqual([[['1'], ['2']], 100]);
    expect((await writer.execute('SELECT 1/0', [], { mostRows: 2 })).refusal?.sqlstate).toBe('22012');
  });

  it('stops a statement that takes too long, by itself or when it is told', async () => {
    const hasty = await openSession(database.url, { statementTimeout: 50 });
    expect((await hasty.execute('SELECT pg_sleep(30)')).refusal?.sqlstate).toBe('57014');
    const slow = hasty.execute('SET statement_timeout = 0').then(() => hasty.execute('SELECT pg_sleep(60)'));
    const again = setInterval(() => void hasty.cancel(), 200);
    expect((await slow).refusal?.sqlstate).toBe('57014');
    clearInterval(again);
    await hasty.close();
  });
});
