import type { Applier, ApplyOutcome, PlannedAction, TargetRef, TargetStatement } from '@ferry/conversion';
import { targetKey } from '@ferry/conversion';
import { testDatabase, testMajors } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import { quietRun } from '@ferry/kernel';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { phases, postgresql } from '../src';
import type { PhaseName } from '../src';

const { server } = postgresql;
const make = (kind: string, phase: PhaseName, name: string, sql: string, parent?: string, needs: readonly TargetRef[] = []): TargetStatement => ({
  sql,
  links: [],
  creates: { kind, schema: kind === 'SCHEMA' || kind === 'EXTENSION' ? '' : 'shop', name, ...(parent === undefined ? {} : { parent }) },
  phase: phases[phase],
  needs: needs.map(targetKey),
});
const all = [
  make('SCHEMA', 'schemas', 'shop', 'CREATE SCHEMA IF NOT EXISTS shop;'),
  make('DOMAIN', 'types', 'amount', 'CREATE DOMAIN shop.amount AS numeric;'),
  make('FUNCTION', 'supportFunctions', 'zero', 'CREATE FUNCTION shop.zero() RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 0 $$;'),
  make('TABLE', 'tables', 'item', 'CREATE TABLE shop.item (id int NOT NULL, price shop.amount, up int DEFAULT shop.zero());'),
  make('TABLE', 'tables', 'owner', 'CREATE TABLE shop.owner (id int NOT NULL, item int);'),
  make('PRIMARY_KEY', 'keys', 'pk_item', 'ALTER TABLE shop.item ADD CONSTRAINT pk_item PRIMARY KEY (id);', 'item'),
  make('VIEW', 'views', 'dear', 'CREATE VIEW shop.dear AS SELECT id, price FROM shop.item WHERE price > 100;'),
  make('FOREIGN_KEY', 'foreignKeys', 'fk_owner', 'ALTER TABLE shop.owner ADD CONSTRAINT fk_owner FOREIGN KEY (item) REFERENCES shop.item (id);', 'owner'),
  make('INDEX', 'indexes', 'ix_price', 'CREATE INDEX ix_price ON shop.item (price);', 'item'),
  make('PROCEDURE', 'procedures', 'sell', 'CREATE PROCEDURE shop.sell() LANGUAGE plpgsql AS $$ BEGIN DELETE FROM shop.item; END $$;'),
  make('COMMENT', 'comments', 'item', "COMMENT ON TABLE shop.item IS 'What is sold';"),
];

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
  const units = server.units([], all);
  const everything = new Set(units.map(({ key }) => key));
  const keyOf = (kind: string, name: string): string => units.find(({ ref }) => ref.kind === kind && ref.name === name)?.key ?? '';
  const apply = async (more: { recreate?: ReadonlySet<string>; selected?: ReadonlySet<string>; oneTransaction?: boolean; runId?: string; signal?: AbortSignal; stopAfter?: number } = {}) => {
    const outcomes = new Map<string, ApplyOutcome>();
    const { signal, ...options } = more;
    const counts = await applier.apply(units, { ...options, onOutcome: (outcome) => void outcomes.set(`${outcome.unit.ref.kind} ${outcome.unit.ref.name}`, outcome) }, quietRun(signal));
    return { counts, outcomes };
  };
  const oids = async (): Promise<Record<string, number>> =>
    Object.fromEntries((await client.query<{ name: string; oid: number }>("SELECT relname AS name, oid FROM pg_class WHERE relnamespace = 'shop'::regnamespace UNION ALL SELECT proname, oid FROM pg_proc WHERE pronamespace = 'shop'::regnamespace")).rows.map((row) => [row.name, row.oid]));
  const actions = async (recreate?: ReadonlySet<string>): Promise<Record<string, PlannedAction>> =>
    Object.fromEntries((await applier.plan(units, recreate === undefined ? {} : { recreate }, quietRun())).steps.map(({ unit: { ref }, action }) => [`${ref.kind} ${ref.name}`, action]));

  it.each([false, true])('drops and creates everything that it made when that is asked for (one transaction: %s)', async (oneTransaction) => {
    await apply();
    const before = await oids();
    const planned = await actions(everything);
    expect(await oids()).toEqual(before);
    expect(planned).toMatchObject({ 'SCHEMA shop': 'none', 'TABLE item': 'recreate', 'INDEX ix_price': 'recreate', 'VIEW dear': 'recreate', 'DOMAIN amount': 'recreate', 'PROCEDURE sell': 'recreate' });
    const { counts, outcomes } = await apply({ recreate: everything, oneTransaction });
    expect([...outcomes.values()].filter((o) => o.status === 'failed' || o.status === 'kept').map((o) => o.message?.message)).toEqual([]);
    expect(counts).toEqual({ applied: 10, unchanged: 1, failed: 0, kept: 0 });
    const after = await oids();
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
    for (const name of Object.keys(before)) expect(after[name], name).not.toBe(before[name]);
    // "Create or replace" finds nothing to do.
    expect((await apply()).counts).toEqual({ applied: 0, unchanged: 11, failed: 0, kept: 0 });
    expect(new Set(Object.values(await actions()))).toEqual(new Set(['none']));
  });

  it('drops no rows: a table with rows stays with its keys and indexes, and so does what it needs', async () => {
    await apply();
    await client.query('INSERT INTO shop.item VALUES (1, 5)');
    const before = await oids();
    expect(await actions(everything)).toMatchObject({ 'TABLE item': 'keep', 'TABLE owner': 'recreate', 'PRIMARY_KEY pk_item': 'none', 'FOREIGN_KEY fk_owner': 'recreate' });
    const { counts, outcomes } = await apply({ recreate: everything });
    expect(outcomes.get('TABLE item')).toMatchObject({ status: 'kept', message: { message: 'The table shop.item holds rows and was not dropped.' } });
    expect(outcomes.get('DOMAIN amount')?.status).toBe('kept');
    // A default of the table calls it.
    expect(outcomes.get('FUNCTION zero')).toMatchObject({ status: 'kept', message: { message: expect.stringContaining('depends on it') as string } });
    expect(counts).toMatchObject({ failed: 0, kept: 3 });
    const after = await oids();
    for (const name of ['item', 'pk_item', 'ix_price', 'zero']) expect(after[name], name).toBe(before[name]);
    for (const name of ['owner', 'dear', 'sell']) expect(after[name], name).not.toBe(before[name]);
    expect((await client.query('SELECT id FROM shop.item')).rows).toEqual([{ id: 1 }]);
    expect((await client.query("SELECT count(*)::int AS keys FROM pg_constraint WHERE conname = 'fk_owner'")).rows).toEqual([{ keys: 1 }]);
  });

  it('makes a selection anew, with what fell with it, and leaves what is of somebody else', async () => {
    await apply();
    const before = await oids();
    const item = new Set([keyOf('TABLE', 'item')]);
    const { outcomes } = await apply({ recreate: item, selected: item });
    expect(outcomes.get('TABLE item')?.status).toBe('applied');
    const after = await oids();
    for (const name of ['item', 'dear', 'ix_price']) expect(after[name], name).not.toBe(before[name]);
    for (const name of ['owner', 'sell', 'zero']) expect(after[name], name).toBe(before[name]);
    expect((await apply()).counts).toEqual({ applied: 0, unchanged: 11, failed: 0, kept: 0 });
    await client.query('CREATE VIEW public.theirs AS SELECT id FROM shop.item');
    const kept = await apply({ recreate: everything });
    expect(kept.outcomes.get('TABLE item')).toMatchObject({ status: 'kept', message: { message: expect.stringContaining('view theirs depends on it') as string } });
    expect((await client.query('SELECT * FROM public.theirs')).rows).toEqual([]);
  });

  it('goes on where it was interrupted, without dropping again what it has made', async () => {
    await apply();
    const stop = new AbortController();
    const made: string[] = [];
    await expect(
      applier.apply(units, { recreate: everything, runId: 'one', onOutcome: ({ unit, status }) => { if (status === 'applied') made.push(unit.ref.name); if (made.length === 4) stop.abort(); } }, quietRun(stop.signal)),
    ).rejects.toMatchObject({ code: 'cancelled' });
    const between = await oids();
    expect(Object.keys(between)).toContain('item');
    expect(Object.keys(between)).not.toContain('sell');
    const { counts } = await apply({ recreate: everything, runId: 'one' });
    expect(counts).toEqual({ applied: 10, unchanged: 1, failed: 0, kept: 0 });
    const after = await oids();
    for (const name of Object.keys(between)) expect(after[name], name).toBe(between[name]);
    expect((await apply()).counts).toEqual({ applied: 0, unchanged: 11, failed: 0, kept: 0 });
  });

  it('is all or nothing in one transaction, also when it drops', async () => {
    await apply();
    const before = await oids();
    const bad = server.units([], [...all, make('VIEW', 'views', 'bad', 'CREATE VIEW shop.bad AS SELECT nothing FROM shop.item;')]);
    const counts = await applier.apply(bad, { recreate: new Set(bad.map(({ key }) => key)), oneTransaction: true, onOutcome: () => undefined }, quietRun());
    expect(counts).toMatchObject({ applied: 0, failed: 1 });
    expect(await oids()).toEqual(before);
  });

  it('says what the server does not have before anything is applied', async () => {
    const postgis: TargetRef = { kind: 'EXTENSION', schema: '', name: 'no_such_extension' };
    const citext: TargetRef = { kind: 'EXTENSION', schema: '', name: 'citext' };
    const extended = server.units([], [
      ...all,
      make('EXTENSION', 'extensions', 'no_such_extension', 'CREATE EXTENSION IF NOT EXISTS no_such_extension;'),
      make('EXTENSION', 'extensions', 'citext', 'CREATE EXTENSION IF NOT EXISTS citext;'),
      make('TABLE', 'tables', 'place', 'CREATE TABLE shop.place (at point, name citext);', undefined, [postgis, citext]),
    ]);
    const lacks = await applier.lacks(extended);
    expect(lacks).toMatchObject([{ what: 'extension no_such_extension', message: 'The server does not have the extension no_such_extension.', neededBy: [{ name: 'place' }] }]);
    expect((await applier.plan(extended, {}, quietRun())).lacks).toEqual(lacks);
    expect(await client.query("SELECT FROM pg_namespace WHERE nspname = 'shop'")).toMatchObject({ rowCount: 0 });
  });

  it('knows which extensions a user may bring in', async () => {
    const role = `user_${database.name}`;
    await client.query(`CREATE ROLE ${role} LOGIN PASSWORD 'x'; GRANT CREATE ON DATABASE ${database.name} TO ${role}`);
    const url = new URL(database.url);
    url.username = role;
    url.password = 'x';
    const theirs = await server.openApplier(url.href);
    try {
      const wanted = ['citext', 'pageinspect'].map((name) => make('EXTENSION', 'extensions', name, `CREATE EXTENSION IF NOT EXISTS ${name};`));
      const lacks = await theirs.lacks(server.units([], wanted));
      // citext is trusted (https://www.postgresql.org/docs/18/citext.html), pageinspect is for superusers.
      expect(lacks.map(({ message }) => message)).toEqual(['The extension pageinspect is not installed in the database, and this user may not install it.']);
      await client.query('CREATE EXTENSION pageinspect');
      expect(await theirs.lacks(server.units([], wanted))).toEqual([]);
    } finally {
      await theirs.close();
      await client.query(`DROP EXTENSION pageinspect; DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });
});
