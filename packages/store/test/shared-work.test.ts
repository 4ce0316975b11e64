import { randomUUID } from 'node:crypto';
import { testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyMigrations, openStore, sharedWork } from '../src';
import type { Store } from '../src';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await applyMigrations(database.url);
});
afterAll(() => database.drop());

/** A round with pieces, of no request: this session does not heed foreign keys. */
async function roundOf(store: Store, pieces: number): Promise<string> {
  const id = randomUUID();
  await store.db.$executeRaw`SET session_replication_role = replica`;
  await store.db.workRound.create({ data: { id, requestId: randomUUID(), task: '{}' } });
  await sharedWork.addPieces(store, id, 'convert', Array.from({ length: pieces }, (_, i) => ({ input: `${i}` })));
  return id;
}

describe('pieces of shared work', () => {
  it('are taken one at a time, also when the server believes that there is one only', async () => {
    const store = openStore(database.url, 1);
    // What autovacuum may see while a last piece is left: with such statistics the server plans a join differently.
    await roundOf(store, 1);
    await store.db.$executeRawUnsafe('VACUUM ANALYZE work_pieces');
    await store.db.$executeRaw`DELETE FROM work_pieces`;
    const round = await roundOf(store, 5);
    const [one, two] = [randomUUID(), randomUUID()];
    const taken = [];
    for (const worker of [one, two, one, two, one]) taken.push((await sharedWork.take(store, round, worker))?.position);
    expect(taken).toEqual([0, 1, 2, 3, 4]);
    expect(await sharedWork.take(store, round, two)).toBeUndefined();
    await store.close();
  });

  it('go to whoever is preferred first, and come back when their worker lets go of them or says nothing', async () => {
    const store = openStore(database.url, 1);
    const round = await roundOf(store, 0);
    const [one, two] = [randomUUID(), randomUUID()];
    await sharedWork.addPieces(store, round, 'keep', [{ input: 'a', preferred: two }, { input: 'b', preferred: one }]);
    const own = await sharedWork.take(store, round, one);
    expect(own?.input).toBe('b');
    expect(own && (await sharedWork.finish(store, own, one))).toBe(true);
    expect((await sharedWork.take(store, round, one))?.input).toBe('a');
    await sharedWork.release(store, one);
    const again = await sharedWork.take(store, round, two);
    expect(again).toMatchObject({ input: 'a', attempts: 2 });
    await store.db.$executeRaw`UPDATE work_pieces SET touched_at = now() - interval '1 minute'`;
    const late = await sharedWork.take(store, round, one);
    expect(late).toMatchObject({ input: 'a', attempts: 3 });
    expect(again && (await sharedWork.finish(store, again, two))).toBe(false);
    expect(late && (await sharedWork.finish(store, late, one))).toBe(true);
    await store.close();
  });
});
