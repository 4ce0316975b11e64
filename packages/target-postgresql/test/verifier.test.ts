import { hasPostgres15, on15, testMajors, testPostgres } from '@ferry/embedded-postgresql/testing';
import type { TargetDialect } from '@ferry/conversion';
import { AppError, quietRun } from '@ferry/kernel';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openVerifier, pg, phases, postgresql, printStatement } from '../src';
import type { Proof, TargetStatement, Verifier } from '@ferry/conversion';

const dialect: TargetDialect = postgresql;

const statement = (kind: string, name: string, sql: string, parent?: string): TargetStatement => ({ sql, links: [], creates: { kind, schema: 'app', name, ...(parent === undefined ? {} : { parent }) }, phase: 0, needs: [] });
const run = quietRun();

async function asAdmin<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const body = (text: string, returns = 'integer'): string => `RETURNS ${returns} LANGUAGE plpgsql AS $$\n${text}\n$$;`;

test('the dialect fits the engine', () => {
  expect(dialect.phases).toHaveLength(Object.keys(phases).length);
  expect(dialect.phases[phases.foreignKeys]).toBe('Foreign keys');
});

describe.each(testMajors)('on PostgreSQL %i', (major) => {
  let url: string;
  let verifier: Verifier;
  beforeAll(async () => {
    url = await testPostgres(major);
    verifier = await openVerifier(url, { version: 15 });
    const [schema] = await verifier.create([statement('SCHEMA', 'app', 'CREATE SCHEMA app;')], run);
    expect(schema).toEqual({ level: 'created', by: verifier.server });
  }, 60_000);
  afterAll(() => verifier.close());

  const create = async (...statements: TargetStatement[]): Promise<readonly Proof[]> => verifier.create(statements, run);
  const one = async (sql: string): Promise<Proof> => (await create(statement('X', 'x', sql)))[0] as Proof;

  test('tells product and version', () => expect(verifier.server).toMatch(new RegExp(`^PostgreSQL ${major}\\.\\d+$`)));

  test('goes on after a refusal, and places it in UTF-16 code units', async () => {
    const sql = "CREATE TABLE app.bad (\"😀\" text DEFAULT '😀', x notype);";
    const proofs = await create(statement('TABLE', 'bad', sql), statement('TABLE', 'good', 'CREATE TABLE app.good (id integer);'));
    expect(proofs[0]?.refusal).toMatchObject({ sqlstate: '42704' });
    expect(sql.slice(proofs[0]?.refusal?.offset)).toMatch(/^notype/);
    expect(proofs[1]).toEqual({ level: 'created', by: verifier.server });
  });

  test('a text of two statements is refused whole', async () => {
    await create(statement('TABLE', 'kept', 'CREATE TABLE app.kept (id integer);'));
    expect((await one('SELECT 1; DROP TABLE app.kept;')).refusal?.sqlstate).toBe('42601');
    expect((await one('SELECT * FROM app.kept;')).refusal).toBeUndefined();
  });

  test('a statement cannot take those after it along in a transaction', async () => {
    expect((await one('BEGIN;')).refusal?.sqlstate).toBe('25000');
    expect((await one('CREATE TABLE app.after_begin (id integer);')).refusal).toBeUndefined();
    expect((await one('ROLLBACK;')).refusal).toBeUndefined();
    expect((await one('SELECT * FROM app.after_begin;')).refusal).toBeUndefined();
  });

  test('the code has no rights beyond its own database', async () => {
    expect((await one('CREATE ROLE evil SUPERUSER;')).refusal?.sqlstate).toBe('42501');
    expect((await one('CREATE DATABASE evil;')).refusal?.sqlstate).toBe('42501');
    expect((await one("COPY app.good TO PROGRAM 'id';")).refusal?.sqlstate).toBe('42501');
    expect((await one("SELECT pg_read_file('/etc/passwd');")).refusal?.sqlstate).toBe('42501');
    expect((await one('SET SESSION AUTHORIZATION postgres;')).refusal?.sqlstate).toMatch(/42501|22023/);
    expect((await one("SET temp_file_limit = '-1';")).refusal?.sqlstate).toBe('42501');
  });

  test('survives the loss of its connection', async () => {
    const proofs = await create(statement('X', 'x', 'SELECT pg_terminate_backend(pg_backend_pid());'), statement('TABLE', 'later', 'CREATE TABLE app.later (id integer);'));
    expect(proofs[0]?.refusal).toBeDefined();
    expect(proofs[1]).toEqual({ level: 'created', by: verifier.server });
  });

  test('does not wait for data, and does not keep rows', async () => {
    expect((await one('COPY app.good FROM STDIN;')).refusal).toBeDefined();
    expect((await one('SELECT repeat(\'x\', 1000) FROM generate_series(1, 200000);')).refusal).toBeUndefined();
  });

  test('reads views, takes SQL functions for checked, leaves tables at created', async () => {
    const statements = [
      statement('TABLE', 't', 'CREATE TABLE app.t (id integer PRIMARY KEY, name text);'),
      statement('VIEW', 'v', 'CREATE VIEW app.v AS SELECT * FROM app.t;'),
      statement('FUNCTION', 's', 'CREATE FUNCTION app.s() RETURNS integer LANGUAGE sql AS $$ SELECT id FROM app.t $$;'),
    ];
    expect((await verifier.create(statements, run)).map((p) => p.refusal)).toEqual([undefined, undefined, undefined]);
    expect((await verifier.check(statements, run)).map((p) => p.level)).toEqual(['created', 'checked', 'checked']);
  });

  test('a stand-in takes the place of what it stands for', async () => {
    const real = statement('FUNCTION', 'g', `CREATE FUNCTION app.g() ${body('BEGIN\n  RETURN 1;\nEND;')}`);
    const view = statement('VIEW', 'gv', 'CREATE VIEW app.gv AS SELECT app.g() AS n;');
    await create(real, view);
    expect((await create(real))[0]?.refusal?.sqlstate).toBe('42723');
    expect((await create(statement('FUNCTION', 'g', `-- a stub\nCREATE FUNCTION app.g() ${body('BEGIN\n  RAISE EXCEPTION USING ERRCODE = $a$0A000$a$;\nEND;')}`)))[0]?.refusal).toBeUndefined();
    expect((await one('SELECT * FROM app.gv;')).refusal?.sqlstate).toBe('0A000');
    expect((await create(statement('VIEW', 'gv', 'CREATE VIEW app.gv AS SELECT true AS other;')))[0]?.refusal).toBeUndefined();
    expect((await one('SELECT other FROM app.gv;')).refusal).toBeUndefined();
  });

  test('stops between two statements when it is cancelled', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(verifier.create([statement('X', 'x', 'SELECT 1;')], quietRun(controller.signal))).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('leaves nothing behind, and takes away what dead runs left', async () => {
    await asAdmin(url, 'CREATE DATABASE ferry_scratch_1000000000_0123456789ab');
    const count = async (): Promise<number> => (await asAdmin<{ n: number }>(url, "SELECT (SELECT count(*) FROM pg_database WHERE datname LIKE 'ferry_scratch%')::int + (SELECT count(*) FROM pg_roles WHERE rolname LIKE 'ferry_scratch%')::int AS n"))[0]?.n ?? -1;
    const before = await count();
    const other = await openVerifier(url, { version: 15 });
    expect(await count()).toBe(before - 1 + 2);
    await other.create([statement('X', 'x', 'SELECT 1 FROM nowhere;')], run);
    await other.close();
    expect(await count()).toBe(before - 1);
  });

  test('a printed database is created whole', async () => {
    const at = (kind: string, name: string, phase: number) => ({ creates: { kind, schema: 'printed', name }, phase });
    const table = pg.name('printed', 'Order');
    const statements = [
      printStatement({ kind: 'CreateSchema', name: 'printed' }, at('SCHEMA', 'printed', phases.schemas)),
      printStatement({ kind: 'CreateCollation', name: pg.name('printed', 'ci'), provider: 'icu', locale: 'und-u-ks-level2', deterministic: false }, at('COLLATION', 'ci', phases.collations)),
      printStatement({ kind: 'CreateTable', name: table, columns: [{ kind: 'TableColumn', name: 'id', type: pg.type('integer'), identity: { always: false, options: { start: '10', increment: '5' } }, notNull: true }, { kind: 'TableColumn', name: 'user', type: pg.type('varchar', 20), collation: pg.name('printed', 'ci'), default: pg.text("it's") }] }, at('TABLE', 'Order', phases.tables)),
      printStatement({ kind: 'AlterTable', name: table, actions: [{ do: 'ADD CONSTRAINT', constraint: { kind: 'KeyConstraint', type: 'PRIMARY KEY', name: 'pk', columns: ['id'] } }] }, at('PRIMARY_KEY', 'pk', phases.keys)),
      printStatement({ kind: 'CreateView', name: pg.name('printed', 'v'), query: pg.select([pg.item(pg.column('user'), 'group')], { from: [pg.table(table, 'o')], where: pg.eq(pg.column('o', 'user'), pg.text("IT'S")) }) }, at('VIEW', 'v', phases.views)),
      printStatement({ kind: 'CommentOn', object: { type: 'COLUMN', relation: table, name: 'user' }, text: 'two\nlines' }, at('COMMENT', 'user', phases.comments)),
    ];
    expect((await verifier.create(statements, run)).map((p) => p.refusal)).toEqual(statements.map(() => undefined));
  });
});

describe('what keeps a verifier from opening', () => {
  const failure = async (url: string, version = 15): Promise<AppError> => {
    const error: unknown = await openVerifier(url, { version }).then((v) => v.close(), (thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).message).not.toContain('s3cret');
    return error as AppError;
  };

  test('no server', async () => expect(await failure('postgres://u:s3cret@127.0.0.1:1/x')).toMatchObject({ code: 'unavailable' }));
  test('not a PostgreSQL string', async () => expect(await failure('mysql://u:s3cret@h/x')).toMatchObject({ code: 'invalid-input' }));
  test('wrong password', async () => {
    const url = new URL(await testPostgres(18));
    url.password = 's3cret';
    expect(await failure(url.href)).toMatchObject({ code: 'access-denied' });
  });
  test('a server older than the code', async () => expect(await failure(await testPostgres(18), 99)).toMatchObject({ code: 'invalid-input', message: expect.stringContaining('newer') as string }));

  test('a user who may not create databases; one who may is enough', async () => {
    const admin = await testPostgres(18);
    await asAdmin(admin, "CREATE ROLE ferry_plain LOGIN PASSWORD 's3cret'");
    const url = new URL(admin);
    url.username = 'ferry_plain';
    url.password = 's3cret';
    try {
      expect(await failure(url.href)).toMatchObject({ code: 'access-denied', message: expect.stringContaining('CREATEDB') as string });
      await asAdmin(admin, 'ALTER ROLE ferry_plain CREATEDB');
      const verifier = await openVerifier(url.href, { version: 15 });
      expect(await verifier.create([statement('TABLE', 't', 'CREATE TABLE t (id integer);')], run)).toMatchObject([{ level: 'created' }]);
      await verifier.close();
    } finally {
      await asAdmin(admin, 'DROP ROLE ferry_plain');
    }
  });
});

describe.skipIf(!hasPostgres15)(on15('routines are looked through by plpgsql_check'), () => {
  test('errors are found and placed, temporary tables are made first, triggers are checked for each table', async () => {
    const verifier = await openVerifier(await testPostgres(15), { version: 15 });
    try {
      const broken = statement('FUNCTION', 'broken', `CREATE FUNCTION app.broken() ${body("DECLARE\n  v integer;\nBEGIN\n  /* 😀 */ SELECT '😀', missing\n  INTO v FROM app.t;\n  RETURN v;\nEND;")}`);
      const statements = [
        statement('SCHEMA', 'app', 'CREATE SCHEMA app;'),
        statement('TABLE', 't', 'CREATE TABLE app.t (id integer);'),
        statement('TABLE', 'u', 'CREATE TABLE app.u (other integer);'),
        broken,
        statement('FUNCTION', 'temp', `CREATE FUNCTION app.temp() ${body('BEGIN\n  CREATE TEMPORARY TABLE x (n integer);\n  INSERT INTO x SELECT id FROM app.t;\n  RETURN 1;\nEND;')}`),
        statement('FUNCTION', 'dynamic', `CREATE FUNCTION app.dynamic(p integer) ${body('BEGIN\n  CREATE TEMPORARY TABLE y AS SELECT p AS n;\n  UPDATE y SET n = 2;\n  RETURN 1;\nEND;')}`),
        statement('FUNCTION', 'trg', `CREATE FUNCTION app.trg() ${body('BEGIN\n  PERFORM id FROM inserted;\n  RETURN NULL;\nEND;', 'trigger')}`),
        statement('TRIGGER', 'tr', 'CREATE TRIGGER tr AFTER INSERT ON app.t REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION app.trg();', 't'),
        statement('TRIGGER', 'tr', 'CREATE TRIGGER tr AFTER INSERT ON app.u REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION app.trg();', 'u'),
        statement('FUNCTION', 'idle', `CREATE FUNCTION app.idle() ${body('BEGIN\n  RETURN NULL;\nEND;', 'trigger')}`),
      ];
      expect((await verifier.create(statements, run)).filter((p) => p.refusal !== undefined)).toEqual([]);
      const proofs = await verifier.check(statements, run);
      const of = (name: string, parent?: string): Proof => proofs[statements.findIndex((s) => s.creates.name === name && s.creates.parent === parent)] as Proof;
      expect(of('broken')).toMatchObject({ level: 'created', refusal: { sqlstate: '42703' } });
      expect(broken.sql.slice(of('broken').refusal?.offset)).toMatch(/^missing/);
      expect(of('temp')).toMatchObject({ level: 'checked', by: expect.stringContaining('plpgsql_check') as string });
      expect(of('dynamic')).toEqual({ level: 'created', by: verifier.server });
      expect(of('tr', 't').level).toBe('checked');
      expect(of('tr', 'u').refusal?.sqlstate).toBe('42703');
      expect(of('trg').refusal?.sqlstate).toBe('42703');
      expect(of('idle')).toEqual({ level: 'created', by: verifier.server });
    } finally {
      await verifier.close();
    }
  });
});

describe.each(testMajors)('routines are looked through by our own check (PostgreSQL %i)', (major) => {
  const procedure = (name: string, parameters: string, text: string): TargetStatement => statement('PROCEDURE', name, `CREATE PROCEDURE app.${name}(${parameters}) LANGUAGE plpgsql AS $$\n${text}\n$$;`);
  const right: readonly TargetStatement[] = [
    statement('FUNCTION', 'loops', `CREATE FUNCTION app.loops(p integer) ${body("#variable_conflict use_column\nDECLARE\n  r record;\n  n integer := p + 1;\n  c CURSOR FOR SELECT id, name FROM app.t;\nBEGIN\n  FOR r IN SELECT id, name FROM app.t WHERE id = n LOOP\n    n := n + r.id;\n  END LOOP;\n  FOR i IN 1..n LOOP\n    n := n + i;\n  END LOOP;\n  OPEN c;\n  FETCH c INTO r;\n  UPDATE app.t SET name = r.name WHERE CURRENT OF c;\n  CASE n WHEN 1 THEN n := 2; ELSE n := 3; END CASE;\n  DECLARE\n    n text;\n  BEGIN\n    n := 'a' || loops.p;\n  EXCEPTION WHEN OTHERS THEN\n    RAISE NOTICE '% %', sqlerrm, sqlstate;\n  END;\n  RETURN n;\nEND;")}`),
    statement('FUNCTION', 'rows', "CREATE FUNCTION app.rows(p integer) RETURNS TABLE(id integer, name text) LANGUAGE plpgsql AS $$\n#variable_conflict use_column\nBEGIN\n  RETURN QUERY SELECT t.id, t.name FROM app.t AS t WHERE t.id = p;\nEND;\n$$;"),
    statement('FUNCTION', 'temp', `CREATE FUNCTION app.temp(p integer) ${body('BEGIN\n  CREATE TEMPORARY TABLE x ON COMMIT DROP AS SELECT p AS n, t.* FROM app.t AS t;\n  INSERT INTO x (n) SELECT id FROM app.t;\n  RETURN (SELECT max(n) FROM x);\nEND;')}`),
    procedure('callee', 'IN a integer, INOUT b text, OUT c integer', 'BEGIN\n  DELETE FROM app.t;\n  b := a::text;\n  c := 1;\nEND;'),
    procedure('caller', '', "DECLARE\n  t text;\n  n integer;\nBEGIN\n  CALL app.callee(1, t, n);\n  COMMIT;\nEND;"),
    statement('FUNCTION', 'trg', `CREATE FUNCTION app.trg() ${body("BEGIN\n  IF tg_op = 'INSERT' THEN\n    PERFORM id FROM inserted;\n  END IF;\n  RETURN NULL;\nEND;", 'trigger')}`),
    statement('TRIGGER', 'tr', 'CREATE TRIGGER tr AFTER INSERT ON app.t REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION app.trg();', 't'),
    statement('FUNCTION', 'row_trg', `CREATE FUNCTION app.row_trg() ${body('BEGIN\n  NEW.name := upper(OLD.name);\n  RETURN NEW;\nEND;', 'trigger')}`),
    statement('TRIGGER', 'row_tr', 'CREATE TRIGGER row_tr BEFORE UPDATE ON app.t FOR EACH ROW EXECUTE FUNCTION app.row_trg();', 't'),
  ];
  const wrong: readonly (readonly [TargetStatement, string, string])[] = [
    [statement('FUNCTION', 'w_column', `CREATE FUNCTION app.w_column() ${body("DECLARE\n  v integer;\nBEGIN\n  /* 😀 */ SELECT '😀', missing\n  INTO v FROM app.t;\n  RETURN v;\nEND;")}`), '42703', 'missing'],
    [statement('FUNCTION', 'w_field', `CREATE FUNCTION app.w_field() ${body('DECLARE\n  r record;\nBEGIN\n  FOR r IN SELECT id FROM app.t LOOP\n    RETURN r.other;\n  END LOOP;\nEND;')}`), '42703', 'RETURN r.other'],
    [statement('FUNCTION', 'w_count', `CREATE FUNCTION app.w_count() ${body('DECLARE\n  a integer;\n  b integer;\nBEGIN\n  SELECT id INTO a, b FROM app.t;\n  RETURN a;\nEND;')}`), '42804', 'SELECT id'],
    [statement('FUNCTION', 'w_cast', `CREATE FUNCTION app.w_cast() ${body('DECLARE\n  a integer;\nBEGIN\n  a := localtimestamp;\n  RETURN a;\nEND;')}`), '42846', 'a := localtimestamp'],
    [statement('FUNCTION', 'w_rows', 'CREATE FUNCTION app.w_rows() RETURNS TABLE(id integer, name text) LANGUAGE plpgsql AS $$\nBEGIN\n  RETURN QUERY SELECT t.name, t.id FROM app.t AS t;\nEND;\n$$;'), '42804', 'RETURN QUERY'],
    [procedure('w_call', '', 'BEGIN\n  CALL app.callee(1);\nEND;'), '42883', 'app.callee'],
    [procedure('w_target', '', "DECLARE\n  n integer;\nBEGIN\n  CALL app.callee(1, 'a', n);\nEND;"), '42601', 'CALL'],
    [statement('FUNCTION', 'w_operator', `CREATE FUNCTION app.w_operator(p integer) ${body("BEGIN\n  IF p = ARRAY['a'] THEN\n    RETURN 1;\n  END IF;\n  RETURN 2;\nEND;")}`), '42883', '= ARRAY'],
    [statement('FUNCTION', 'w_trg', `CREATE FUNCTION app.w_trg() ${body('BEGIN\n  PERFORM other FROM inserted;\n  RETURN NULL;\nEND;', 'trigger')}`), '42703', 'other'],
  ];

  test('what is right passes, what is wrong is refused at its place, nothing runs', async () => {
    const verifier = await openVerifier(await testPostgres(major), { version: 15, ownCheck: true });
    try {
      const statements = [
        statement('SCHEMA', 'app', 'CREATE SCHEMA app;'),
        statement('TABLE', 't', 'CREATE TABLE app.t (id integer NOT NULL, name text);'),
        ...right,
        ...wrong.map(([s]) => s),
        statement('TRIGGER', 'w_tr', 'CREATE TRIGGER w_tr AFTER INSERT ON app.t REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION app.w_trg();', 't'),
      ];
      expect((await verifier.create(statements, run)).filter((p) => p.refusal !== undefined)).toEqual([]);
      const proofs = await verifier.check(statements, run);
      const of = (s: TargetStatement): Proof => proofs[statements.indexOf(s)] as Proof;
      for (const s of right) expect([s.creates.name, of(s)]).toEqual([s.creates.name, { level: 'checked', by: `${verifier.server} with Ferry's own check` }]);
      for (const [s, sqlstate, place] of wrong) {
        const { refusal } = of(s);
        expect([s.creates.name, refusal?.sqlstate]).toEqual([s.creates.name, sqlstate]);
        expect(s.sql.slice(refusal?.offset)).toMatch(new RegExp(`^${place.replace(/[.]/g, '\\.')}`));
      }
      // The right to call is back, and a second look says the same.
      expect((await verifier.create([statement('DO', 'call', "DO $$ DECLARE t text; n integer; BEGIN CALL app.callee(1, t, n); END $$;")], run))[0]?.refusal).toBeUndefined();
      expect(await verifier.check(statements, run)).toEqual(proofs);
    } finally {
      await verifier.close();
    }
  });
});
