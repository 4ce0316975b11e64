import { testDatabase, testMajors } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import { quietRun } from '@ferry/kernel';
import type { Applier, ApplyOutcome, TargetRef, TargetStatement } from '@ferry/conversion';
import { driftOf, targetKey } from '@ferry/conversion';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { phases, postgresql } from '../src';
import type { PhaseName } from '../src';

const { server } = postgresql;
const make = (kind: string, phase: PhaseName, name: string, sql: string, more: { parent?: string; needs?: TargetRef[] } = {}): TargetStatement => ({
  sql,
  links: [],
  creates: { kind, schema: kind === 'SCHEMA' ? '' : 'shop', name, ...(more.parent === undefined ? {} : { parent: more.parent }) },
  phase: phases[phase],
  needs: (more.needs ?? []).map(targetKey),
});
const schema = make('SCHEMA', 'schemas', 'shop', 'CREATE SCHEMA IF NOT EXISTS shop;');
const table = make('TABLE', 'tables', 'item', 'CREATE TABLE shop.item (id int NOT NULL, price numeric, up int);');
const key = make('PRIMARY_KEY', 'keys', 'pk_item', 'ALTER TABLE shop.item ADD CONSTRAINT pk_item PRIMARY KEY (id);', { parent: 'item' });
const foreign = make('FOREIGN_KEY', 'foreignKeys', 'fk_item', 'ALTER TABLE shop.item ADD CONSTRAINT fk_item FOREIGN KEY (up) REFERENCES shop.item (id);', { parent: 'item' });
const index = make('INDEX', 'indexes', 'ix_price', 'CREATE INDEX ix_price ON shop.item (price);', { parent: 'item' });
const view = make('VIEW', 'views', 'dear', 'CREATE VIEW shop.dear AS SELECT id, price FROM shop.item WHERE price > 100;');
const routine = make('FUNCTION', 'functions', 'half', "CREATE FUNCTION shop.half(p numeric) RETURNS numeric LANGUAGE plpgsql AS $$ BEGIN RETURN p / 2; END $$;");
const comment = make('COMMENT', 'comments', 'item', "COMMENT ON TABLE shop.item IS 'What is sold';");
const all = [schema, table, key, foreign, index, view, routine, comment];
const replaced = (old: TargetStatement, sql: string): TargetStatement[] => all.map((s) => (s === old ? { ...s, sql } : s));

describe.each(testMajors)('applying to PostgreSQL %i', (major) => {
  let database: TestDatabase;
  let client: Client;
  let applier: Applier;
  beforeEach(async () => {
    database = await testDatabase(major);
    client = new Client({ connectionString: database.url });
    await client.connect();
    applier = await server.openApplier(database.url);
  });
  afterEach(async () => {
    await applier.close();
    await client.end();
    await database.drop();
  });
  const apply = async (statements: readonly TargetStatement[], support: readonly TargetStatement[] = []): Promise<{ counts: unknown; outcomes: ApplyOutcome[] }> => {
    const outcomes: ApplyOutcome[] = [];
    const counts = await applier.apply(server.units(support, statements), { onOutcome: (outcome) => void outcomes.push(outcome) }, quietRun());
    return { counts, outcomes };
  };
  const states = async (statements: readonly TargetStatement[]): Promise<Record<string, string>> => {
    const units = server.units([], statements);
    const found = await applier.inspect(units, quietRun());
    return Object.fromEntries(units.map((unit) => [`${unit.ref.kind} ${unit.ref.name}`, found.get(unit.key) ?? '']));
  };

  it('tells what is missing, changed and extra', async () => {
    await apply(all);
    const units = server.units([], all);
    const drift = async (): Promise<string[]> => (await driftOf(applier, units, quietRun())).map(({ kind, ref }) => `${kind} ${ref.kind} ${ref.name}`).sort();
    expect(await drift()).toEqual([]);
    await client.query(`DROP INDEX shop.ix_price; CREATE OR REPLACE FUNCTION shop.half(p numeric) RETURNS numeric LANGUAGE plpgsql AS 'BEGIN RETURN p / 3; END';
      CREATE TABLE shop.added (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v int CHECK (v > 0)); CREATE INDEX ix_added ON shop.item (up); CREATE DOMAIN shop.mine AS int`);
    expect(await drift()).toEqual(['changed FUNCTION half', 'extra CHECK added_v_check', 'extra DOMAIN mine', 'extra INDEX ix_added', 'extra PRIMARY_KEY added_pkey', 'extra TABLE added', 'missing INDEX ix_price']);
  });

  it('makes everything once, and the second time changes nothing', async () => {
    expect(new Set(Object.values(await states(all)))).toEqual(new Set(['missing']));
    expect((await apply([...all].reverse())).counts).toEqual({ applied: 8, unchanged: 0, failed: 0, kept: 0 });
    const before = (await client.query('SELECT xmin::text, key FROM ferry_applied.units ORDER BY key')).rows;
    expect((await apply(all)).counts).toEqual({ applied: 0, unchanged: 8, failed: 0, kept: 0 });
    expect((await client.query('SELECT xmin::text, key FROM ferry_applied.units ORDER BY key')).rows).toEqual(before);
    expect(new Set(Object.values(await states(all)))).toEqual(new Set(['applied']));
  });

  it('goes on after a failure, tells what the server said and where, and tries again at the end', async () => {
    const bad = make('VIEW', 'views', 'bad', 'CREATE VIEW shop.bad AS\nSELECT nothing\nFROM shop.item;');
    // Stands before what it needs, and says nothing of it.
    const early = make('FUNCTION', 'supportFunctions', 'early', 'CREATE FUNCTION shop.early() RETURNS SETOF shop.item LANGUAGE sql AS $$ SELECT * FROM shop.item $$;');
    const { counts, outcomes } = await apply([...all, bad, early]);
    expect(counts).toEqual({ applied: 9, unchanged: 0, failed: 1, kept: 0 });
    const refusal = outcomes.findLast((o) => o.unit.ref.name === 'bad')?.message;
    expect(refusal).toMatchObject({ sqlstate: '42703', message: 'column "nothing" does not exist' });
    expect(bad.sql.slice(refusal?.offset)).toMatch(/^nothing/);
    expect(outcomes.filter((o) => o.unit.ref.name === 'early').map((o) => o.status)).toEqual(['failed', 'applied']);
  });

  it('makes again what was dropped in the target, with what hung on it', async () => {
    await apply(all);
    await client.query('DROP TABLE shop.item CASCADE');
    expect(await states(all)).toMatchObject({ 'TABLE item': 'missing', 'VIEW dear': 'missing', 'FUNCTION half': 'applied' });
    expect((await apply(all)).counts).toEqual({ applied: 6, unchanged: 2, failed: 0, kept: 0 });
    expect((await client.query("SELECT obj_description('shop.item'::regclass) AS text")).rows).toEqual([{ text: 'What is sold' }]);
    await client.query("CREATE OR REPLACE FUNCTION shop.half(p numeric) RETURNS numeric LANGUAGE plpgsql AS $$ BEGIN RETURN 7; END $$");
    expect((await apply(all)).counts).toEqual({ applied: 1, unchanged: 7, failed: 0, kept: 0 });
    expect((await client.query('SELECT shop.half(10) AS half')).rows).toEqual([{ half: '5.0000000000000000' }]);
  });

  it('replaces changed code in place, and by dropping where the server demands it', async () => {
    await apply(all);
    expect((await apply(replaced(routine, routine.sql.replace('/ 2', '/ 3')))).counts).toMatchObject({ applied: 1, unchanged: 7 });
    // Another result type and other columns: CREATE OR REPLACE cannot do it.
    const user = make('VIEW', 'materializedViews', 'user', 'CREATE VIEW shop."user" AS SELECT id FROM shop.dear;');
    await apply([...all, user]);
    const changed = [...replaced(view, 'CREATE VIEW shop.dear AS SELECT price, id FROM shop.item WHERE price > 50;').map((s) => (s === routine ? { ...s, sql: routine.sql.replace('RETURNS numeric', 'RETURNS integer') } : s)), user];
    const { counts, outcomes } = await apply(changed);
    expect(outcomes.filter((o) => o.status === 'failed')).toEqual([]);
    expect(counts).toEqual({ applied: 3, unchanged: 6, failed: 0, kept: 0 });
    expect((await client.query('SELECT * FROM shop."user"')).rows).toEqual([]);
  });

  it('loses no data: a changed table with rows is kept and reported, an empty one is made anew with all that stands on it', async () => {
    await apply(all);
    const wider = replaced(table, 'CREATE TABLE shop.item (id int NOT NULL, price numeric, up int, name text);');
    expect((await apply(wider)).counts).toEqual({ applied: 6, unchanged: 2, failed: 0, kept: 0 });
    expect(await states(wider)).toMatchObject({ 'INDEX ix_price': 'applied', 'FOREIGN_KEY fk_item': 'applied', 'VIEW dear': 'applied' });
    await client.query('INSERT INTO shop.item (id) VALUES (1)');
    const { counts, outcomes } = await apply(all);
    expect(counts).toMatchObject({ kept: 1, failed: 0 });
    expect(outcomes.find((o) => o.status === 'kept')?.message?.message).toBe('The table shop.item holds rows, and its definition here differs from the one that was applied.');
    expect((await client.query('SELECT id FROM shop.item')).rows).toEqual([{ id: 1 }]);
  });

  it('touches nothing that it did not make', async () => {
    await client.query('CREATE SCHEMA shop; CREATE TABLE shop.item (mine int, id int, price numeric, up int); CREATE FUNCTION shop.half(p numeric) RETURNS numeric LANGUAGE sql AS $$ SELECT 1.0 $$');
    const { outcomes } = await apply(all);
    expect(outcomes.filter((o) => o.status === 'kept').map((o) => o.unit.ref.name)).toEqual(['item', 'half']);
    expect((await client.query('SELECT shop.half(3) AS half')).rows).toEqual([{ half: '1.0' }]);
    // A stranger's view stands on ours.
    await client.query('DROP TABLE shop.item CASCADE');
    await apply(all);
    await client.query('CREATE VIEW public.theirs AS SELECT * FROM shop.dear');
    const changed = await apply(replaced(view, 'CREATE VIEW shop.dear AS SELECT price FROM shop.item;'));
    expect(changed.outcomes.find((o) => o.unit.ref.name === 'dear')).toMatchObject({ status: 'kept', message: { message: expect.stringContaining('view theirs depends on it') as string } });
    expect((await client.query('SELECT * FROM public.theirs')).rows).toEqual([]);
  });

  it('applies a selection only', async () => {
    const units = server.units([], all);
    const chosen = new Set(units.filter((u) => u.ref.kind === 'SCHEMA' || u.ref.kind === 'TABLE').map((u) => u.key));
    expect(await applier.apply(units, { selected: chosen, onOutcome: () => undefined }, quietRun())).toEqual({ applied: 2, unchanged: 0, failed: 0, kept: 0 });
    expect(await states(all)).toMatchObject({ 'TABLE item': 'applied', 'VIEW dear': 'missing' });
    const triggers = [
      make('FUNCTION', 'triggerFunctions', 'react', 'CREATE FUNCTION shop.react() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;'),
      make('TRIGGER', 'triggers', 'on_item', 'CREATE TRIGGER on_item BEFORE INSERT ON shop.item FOR EACH ROW EXECUTE FUNCTION shop.react();', { parent: 'item', needs: [{ kind: 'FUNCTION', schema: 'shop', name: 'react' }, { kind: 'TABLE', schema: 'shop', name: 'item' }] }),
    ];
    const more = server.units([], [...all, ...triggers]);
    const needed = server.withNeeded(more, new Set(more.filter((u) => u.ref.kind === 'TRIGGER').map((u) => u.key)));
    expect(more.filter((u) => needed.has(u.key)).map((u) => u.ref.name)).toEqual(['shop', 'react', 'on_item']);
  });

  const together = async (statements: readonly TargetStatement[], signal?: AbortSignal): Promise<{ counts: unknown; outcomes: ApplyOutcome[] }> => {
    const outcomes: ApplyOutcome[] = [];
    const counts = await applier.apply(server.units([], statements), { oneTransaction: true, runId: 'r', onOutcome: (outcome) => void outcomes.push(outcome) }, quietRun(signal));
    return { counts, outcomes };
  };

  it('applies everything in one transaction or nothing', async () => {
    const bad = make('VIEW', 'views', 'bad', 'CREATE VIEW shop.bad AS SELECT nothing FROM shop.item;');
    const worse = make('VIEW', 'views', 'worse', 'CREATE VIEW shop.worse AS SELECT * FROM shop.none;');
    const early = make('FUNCTION', 'supportFunctions', 'early', 'CREATE FUNCTION shop.early() RETURNS SETOF shop.item LANGUAGE sql AS $$ SELECT * FROM shop.item $$;');
    const failed = await together([...all, bad, worse, early]);
    expect(failed.counts).toEqual({ applied: 0, unchanged: 0, failed: 2, kept: 9 });
    expect(failed.outcomes.filter((o) => o.status === 'failed').map((o) => o.message?.sqlstate)).toEqual(['42703', '42P01']);
    expect(failed.outcomes.find((o) => o.unit.ref.name === 'early')?.message?.message).toBe('Not applied, because 2 others failed and everything was to be applied in one transaction.');
    expect((await client.query("SELECT FROM pg_namespace WHERE nspname = 'shop'")).rows).toEqual([]);
    expect((await together([...all, early])).counts).toEqual({ applied: 9, unchanged: 0, failed: 0, kept: 0 });
    expect((await client.query('SELECT count(DISTINCT applied_at)::int AS count FROM ferry_applied.units')).rows).toEqual([{ count: 1 }]);
    expect((await apply([...all, early])).counts).toEqual({ applied: 0, unchanged: 9, failed: 0, kept: 0 });
    // Changed, with what stands on it.
    expect((await together(replaced(view, 'CREATE VIEW shop.dear AS SELECT price FROM shop.item;'))).counts).toEqual({ applied: 8, unchanged: 0, failed: 0, kept: 0 });
  });

  it('leaves nothing of one transaction that is cancelled, and begins it anew when the connection is lost', async () => {
    const wait = make('STEP', 'finish', 'wait', 'DO $$ BEGIN PERFORM pg_sleep(30); END $$;');
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 500);
    await expect(together([...all, wait], stop.signal)).rejects.toMatchObject({ code: 'cancelled' });
    expect(new Set(Object.values(await states(all)))).toEqual(new Set(['missing']));
    const killer = client.query("SELECT pg_sleep(0.3), pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ferry apply' AND datname = current_database()");
    const short = { ...wait, sql: 'DO $$ BEGIN PERFORM pg_sleep(0.5); END $$;' };
    expect((await together([...all, short])).counts).toEqual({ applied: 9, unchanged: 0, failed: 0, kept: 0 });
    await killer;
    const own = make('STEP', 'finish', 'own', 'COMMIT;');
    await expect(together([...all, own])).rejects.toMatchObject({ code: 'invalid-state' });
  });

  it('stops in the middle of a statement when it is cancelled, and leaves nothing half', async () => {
    const slow = make('FUNCTION', 'functions', 'slow', 'CREATE FUNCTION shop.slow() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;');
    const endless = make('STEP', 'finish', 'endless', "DO $$ BEGIN PERFORM pg_sleep(60); END $$;");
    const stop = new AbortController();
    const before = Date.now();
    setTimeout(() => stop.abort(), 500);
    await expect(applier.apply(server.units([], [schema, slow, endless]), { onOutcome: () => undefined }, quietRun(stop.signal))).rejects.toMatchObject({ code: 'cancelled' });
    expect(Date.now() - before).toBeLessThan(4000);
    expect(await states([schema, slow])).toEqual({ 'SCHEMA shop': 'applied', 'FUNCTION slow': 'applied' });
  });

  it('goes on when the server ends its connection', async () => {
    const killer = client.query("SELECT pg_sleep(0.3), pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ferry apply' AND datname = current_database()");
    const wait = make('STEP', 'finish', 'wait', "DO $$ BEGIN PERFORM pg_sleep(0.5); END $$;");
    const { counts } = await apply([...all, wait]);
    await killer;
    expect(counts).toEqual({ applied: 9, unchanged: 0, failed: 0, kept: 0 });
  });
});

describe('a database of Ferry\'s own', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  it('belongs to a role that may do nothing else', async () => {
    const name = `ferry_target_${database.name.slice(5)}`;
    const first = await server.createDatabase(database.url, name, 'one');
    const address = await server.createDatabase(database.url, name, 'two');
    expect({ ...first, password: '' }).toEqual({ ...address, password: '' });
    const applier = await server.openApplier(address);
    const bad = make('STEP', 'finish', 'role', 'CREATE ROLE intruder SUPERUSER;');
    const outcomes: ApplyOutcome[] = [];
    await applier.apply(server.units([], [...all, bad]), { onOutcome: (o) => void outcomes.push(o) }, quietRun());
    await applier.close();
    expect(outcomes.filter((o) => o.status === 'failed').at(-1)?.message?.sqlstate).toBe('42501');
    await server.dropDatabase(database.url, name);
    await server.dropDatabase(database.url, name);
    await expect(server.openApplier(address)).rejects.toMatchObject({ code: 'access-denied' });
  });
});
