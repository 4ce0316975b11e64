import { testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyMigrations, converted, inTransaction, logEvents, openStore, profiles, projects, providers, requests, saveConverted, saveImport, saveNodeStates, saveStudy, codeMatches, searchNodes, storedObjectId, trees, uses } from '../src';
import type { NewNode, ProjectRow, Store, StoredObject } from '../src';

let database: TestDatabase;
let store: Store;
beforeAll(async () => {
  database = await testDatabase();
  await applyMigrations(database.url);
  store = openStore(database.url);
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

async function project(name: string): Promise<ProjectRow> {
  const profile = await profiles.create(store, { name: `${name}-profile`, networkType: 'IPV4', publiclyAccessible: true });
  const source = await providers.create(store, { name: `${name}-source`, engine: 'sqlserver', virtual: true, settings: { MicrosoftSqlServerSettings: {} } });
  const target = await providers.create(store, { name: `${name}-target`, engine: 'postgres', virtual: true, settings: { PostgreSqlSettings: {} } });
  return projects.create(store, { name, instanceProfileId: profile.id, sourceProviderId: source.id, targetProviderId: target.id });
}

const node = (position: number, parent: number | undefined, end: number, name: string, objectId?: string): NewNode => ({
  position,
  ...(parent === undefined ? {} : { parentPosition: parent }),
  subtreeEnd: end,
  path: `Servers/${name}`,
  name,
  nodeType: objectId === undefined ? 'category' : 'object',
  locator: '{}',
  childrenCount: 0,
  ...(objectId === undefined ? {} : { objectId, part: 0, definition: `CREATE ${name}\0`, kind: 'TABLE' }),
});

const object = (objectId: string, code = 7810): StoredObject => ({
  objectId,
  inputsHash: 'h1',
  assessedOnly: false,
  parts: [{ ref: { kind: 'TABLE', schema: 'dbo', name: objectId }, targets: [], statements: [], status: 'converted', proof: { level: 'none' }, lines: 1 }],
  items: [{ part: 0, code, severity: 0, complexity: 'Simple', details: { name: '\0 and \ud800' }, occurrence: `${code}-1` }],
});

describe('resources', () => {
  it('tells a name that is taken, and one that is in use', async () => {
    const row = await project('taken');
    await expect(profiles.create(store, { name: 'taken-profile', networkType: 'IPV4', publiclyAccessible: true })).rejects.toMatchObject({ code: 'already-exists' });
    await expect(profiles.remove(store, row.instanceProfileId)).rejects.toMatchObject({ code: 'invalid-state' });
    expect((await profiles.find(store, { id: row.instanceProfileId }))?.projects).toEqual([{ name: 'taken' }]);
  });

  it('deletes a project with everything in it', async () => {
    const row = await project('doomed');
    await saveImport(store, row.id, [node(0, undefined, 1, 'root'), node(1, 0, 1, 'a', 'TABLE:a')], { key: 'k', hash: 'h' });
    await saveConverted(store, row.id, [object('TABLE:a')]);
    const request = await requests.create(store, { projectId: row.id, kind: 'convert', selectionRules: '{}' });
    await logEvents.add(store, [{ projectId: row.id, requestId: request.id, at: new Date(), level: 'info', module: 'loader', message: 'hello' }]);
    await projects.remove(store, row.id);
    expect(await trees.outline(store.db, row.id, 'SOURCE')).toEqual([]);
    expect(await requests.find(store, request.id)).toBeNull();
    expect(await requests.cancelRequested(store, request.id)).toBe(true);
    await logEvents.add(store, [{ projectId: row.id, at: new Date(), level: 'info', module: 'loader', message: 'too late' }]);
    expect(await logEvents.list(store, row.id, {}, 10)).toEqual([]);
  });
});

describe('trees and converted objects', () => {
  it('keeps hostile texts and very long names', async () => {
    const row = await project('hostile');
    const long = `TABLE:${'名'.repeat(4000)}`;
    await saveImport(store, row.id, [node(0, undefined, 1, 'root'), { ...node(1, 0, 1, '名'.repeat(4000), long), definition: 'a\0b\ud800c' }], { key: 'k', hash: 'h' });
    await saveConverted(store, row.id, [object(long)]);
    const [found] = await trees.objects(store, row.id, [storedObjectId(long)]);
    expect(found?.definition).toBe('a\ufffdb\ufffdc');
    const [item] = await converted.items(store.db, row.id);
    expect(JSON.parse(item?.details ?? '')).toEqual({ name: '\0 and \ud800' });
  });

  it('drops conversions of objects that a new import lacks, and keeps the others', async () => {
    const row = await project('again');
    const root = node(0, undefined, 2, 'root');
    await saveImport(store, row.id, [root, node(1, 0, 1, 'a', 'TABLE:a'), node(2, 0, 2, 'b', 'TABLE:b')], { key: 'k', hash: 'h' });
    await saveConverted(store, row.id, [object('TABLE:a'), object('TABLE:b')]);
    await saveImport(store, row.id, [{ ...root, subtreeEnd: 1 }, node(1, 0, 1, 'b', 'TABLE:b')], { key: 'k2', hash: 'h2' });
    expect([...(await converted.hashes(store, row.id)).keys()]).toEqual(['TABLE:b']);
    expect(await converted.items(store.db, row.id)).toHaveLength(1);
  });

  it('saves a batch whole or not at all', async () => {
    const row = await project('whole');
    await saveImport(store, row.id, [node(0, undefined, 0, 'root')], { key: 'k', hash: 'h' });
    const broken = { ...object('TABLE:b'), items: [{ ...object('TABLE:b').items[0], complexity: 'far too long a word' }] } as StoredObject;
    await expect(saveConverted(store, row.id, [object('TABLE:a'), broken])).rejects.toThrow();
    expect((await converted.hashes(store, row.id)).size).toBe(0);
  });

  it('writes the states of many nodes in one go', async () => {
    const row = await project('states');
    const nodes = Array.from({ length: 5001 }, (_, i) => node(i, i === 0 ? undefined : 0, i === 0 ? 5000 : i, `n${i}`));
    await saveImport(store, row.id, nodes, { key: 'k', hash: 'h' });
    await inTransaction(store, (db) =>
      saveNodeStates(db, row.id, 'SOURCE', nodes.map((n) => ({ position: n.position, objectCount: n.position, convertedCount: 1, status: 'converted', items: [1, 0, 0, 0, 2] as const }))),
    );
    const [last] = await trees.at(store, row.id, 'SOURCE', [5000]);
    expect(last).toMatchObject({ objectCount: 5000, convertedCount: 1, status: 'converted', proofLevel: null, critical: 1, info: 2 });
  });
});

describe('finding', () => {
  it('finds names, code and action items, each without case and with signs that mean themselves', async () => {
    const row = await project('finding');
    const code = 'CREATE PROCEDURE b AS\r\nSELECT 100 % 7\r\nEXEC c_d';
    await saveImport(store, row.id, [node(0, undefined, 2, 'root'), node(1, 0, 1, 'Alpha', 'TABLE:a'), { ...node(2, 0, 2, 'beta', 'PROCEDURE:b'), definition: code }], { key: 'k', hash: 'h' });
    await saveConverted(store, row.id, [object('TABLE:a', 9001)]);
    const find = async (text: string, places?: ('name' | 'code' | 'item')[], itemCodes?: number[]): Promise<string[]> =>
      (await searchNodes(store, row.id, 'SOURCE', { text, ...(places === undefined ? {} : { places }), ...(itemCodes === undefined ? {} : { itemCodes }) }, { skip: 0, take: 10 })).rows.map((one) => one.name);
    expect(await find('ALPH')).toEqual(['Alpha']);
    expect(await find('100 %')).toEqual([]);
    expect(await find('100 %', ['name', 'code'])).toEqual(['beta']);
    expect(await find('cxd', ['code'])).toEqual([]);
    expect(await find('and', ['item'])).toEqual(['Alpha']);
    expect(await find('no such text', ['item'], [9001])).toEqual(['Alpha']);
    expect(await codeMatches(store, row.id, 'SOURCE', [1, 2], 'exec C_D')).toEqual([{ position: 2, line: 3, excerpt: code }]);
  });

  it('keeps who uses what until the source is read again', async () => {
    const row = await project('using');
    const nodes = [node(0, undefined, 2, 'root'), node(1, 0, 1, 'a', 'TABLE:a'), node(2, 0, 2, 'b', 'PROCEDURE:b')];
    await saveImport(store, row.id, nodes, { key: 'k', hash: 'h' });
    await saveStudy(store, row.id, [{ from: 2, to: 1, kinds: ['reads', 'writes'] }], [{ position: 2, details: '{"parameters":[]}' }]);
    expect(await uses.around(store, row.id, [1], 5)).toEqual([{ from: 2, to: 1, kinds: ['reads', 'writes'] }]);
    expect((await trees.at(store, row.id, 'SOURCE', [2]))[0]?.details).toBe('{"parameters":[]}');
    await saveImport(store, row.id, nodes, { key: 'k2', hash: 'h2' });
    expect(await uses.around(store, row.id, [1], 5)).toEqual([]);
  });
});

describe('requests', () => {
  it('cancels at once what waits, marks what runs, and leaves what has ended', async () => {
    const row = await project('cancelling');
    const make = () => requests.create(store, { projectId: row.id, kind: 'convert', selectionRules: '{}' });
    const [waiting, running, ended] = [await make(), await make(), await make()];
    await requests.start(store, running.id);
    await requests.finish(store, ended.id, { status: 'SUCCESS' });
    expect(await requests.cancel(store, waiting.id)).toBe(true);
    expect(await requests.cancel(store, running.id)).toBe(true);
    expect(await requests.cancel(store, ended.id)).toBe(false);
    expect((await requests.find(store, waiting.id))?.status).toBe('CANCELED');
    expect((await requests.find(store, running.id))?.status).toBe('CANCELING');
    expect(await requests.start(store, waiting.id)).toBe(false);
    await requests.finish(store, ended.id, { status: 'FAILED', error: 'too late' });
    expect((await requests.find(store, ended.id))?.status).toBe('SUCCESS');
  });
});
