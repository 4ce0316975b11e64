import { testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applied, applyMigrations, forgetTargetStates, inTransaction, locatedNodes, openStore, profiles, projects, providers, renewTree, replaceLinks, saveTargetStates, targetLocators, trees } from '../src';
import type { NewNode, NodeState, Store, TargetState } from '../src';

let database: TestDatabase;
let store: Store;
let project: string;
beforeAll(async () => {
  database = await testDatabase();
  await applyMigrations(database.url);
  store = openStore(database.url);
  const profile = await profiles.create(store, { name: 'tree-profile', networkType: 'IPV4', publiclyAccessible: true });
  const provider = (name: string, engine: string) => providers.create(store, { name, engine, virtual: true, settings: {} });
  project = (await projects.create(store, { name: 'tree', instanceProfileId: profile.id, sourceProviderId: (await provider('tree-source', 'sqlserver')).id, targetProviderId: (await provider('tree-target', 'postgres')).id })).id;
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

/** A root, and objects below it. */
const tree = (...names: readonly string[]): NewNode[] => [
  { position: 0, subtreeEnd: names.length, path: 'Servers', name: 'Servers', nodeType: 'root', locator: '{"node-path":"Servers"}', childrenCount: names.length },
  ...names.map((name, index): NewNode => ({ position: index + 1, parentPosition: 0, subtreeEnd: index + 1, path: `Servers/${name}`, name, nodeType: 'object', kind: 'TABLE', objectId: `TABLE:${name}`, part: 0, locator: JSON.stringify({ 'server-name': 's', 'table-name': name }), childrenCount: 0, details: `{"name":"${name}"}` })),
];
const states = (nodes: readonly NewNode[], status = 'converted'): NodeState[] => nodes.map(({ position }) => ({ position, objectCount: 1, convertedCount: 1, status, items: [0, 0, 0, 0, 0] }));
const targetState = (position: number, more: Partial<TargetState> = {}): TargetState => ({ position, edited: false, editedCount: 0, appliedCount: 0, applyFailedCount: 0, ...more });
const rows = async () => (await trees.outline(store.db, project, 'TARGET')).map(({ position, name, status, edited, applyStatus }) => [position, name, status, edited, applyStatus]);
const written = (nodes: readonly NewNode[], status?: string) => inTransaction(store, (db) => renewTree(db, project, 'TARGET', nodes, states(nodes, status)));
/** Which version of its row a node is: another one when it was written anew. */
const versions = () => store.db.$queryRaw<{ version: string }[]>`SELECT xmin::text || ctid::text AS version FROM metadata_nodes WHERE project_id = ${project} AND origin = 'TARGET' ORDER BY position`;

describe('the target tree, made again', () => {
  it('leaves what is there as it should be, and takes what moved, came and went', async () => {
    await written(tree('a', 'b', 'c'));
    const before = await versions();
    await written(tree('a', 'b', 'c'));
    expect(await versions()).toEqual(before);
    await written(tree('a', 'c', 'd', 'b'));
    expect(await rows()).toEqual([[0, 'Servers', 'converted', false, null], [1, 'a', 'converted', false, null], [2, 'c', 'converted', false, null], [3, 'd', 'converted', false, null], [4, 'b', 'converted', false, null]]);
    await written(tree('a'), 'not-converted');
    expect(await rows()).toEqual([[0, 'Servers', 'not-converted', false, null], [1, 'a', 'not-converted', false, null]]);
  });

  it('forgets edits and applying where there is nothing of either any more', async () => {
    await written([...tree('a', 'b').slice(0, 2), { ...(tree('a', 'b')[2] as NewNode), applyStatus: 'extra' }]);
    await saveTargetStates(store.db, project, [targetState(0, { editedCount: 1 }), targetState(1, { edited: true, editedCount: 1, applyStatus: 'applied', appliedCount: 1 })]);
    expect((await rows())[1]).toEqual([1, 'a', 'converted', true, 'applied']);
    await forgetTargetStates(store.db, project);
    expect(await rows()).toEqual([[0, 'Servers', 'converted', false, null], [1, 'a', 'converted', false, null], [2, 'b', 'converted', false, 'extra']]);
  });

  it('keeps links that stay, and finds nodes by path, locator and pattern', async () => {
    await written(tree('a', 'a%b', 'b'));
    await replaceLinks(store.db, project, [{ sourcePosition: 1, targetPosition: 1 }, { sourcePosition: 1, targetPosition: 3 }]);
    await replaceLinks(store.db, project, [{ sourcePosition: 1, targetPosition: 3 }, { sourcePosition: 2, targetPosition: 1 }]);
    expect((await trees.allLinks(store, project)).map((link) => [link.sourcePosition, link.targetPosition]).sort()).toEqual([[1, 3], [2, 1]]);
    expect(await targetLocators(store.db, project, [2, 1])).toEqual(['{"server-name":"s","table-name":"a"}', '{"server-name":"s","table-name":"b"}']);
    const found = async (wanted: Partial<Parameters<typeof locatedNodes>[3]>) => (await locatedNodes(store.db, project, 'TARGET', { paths: [], locators: [], patterns: [], ...wanted })).map((node) => node.position);
    expect(await found({})).toEqual([]);
    expect(await found({ paths: ['Servers/b', 'Servers'], locators: ['{"server-name":"s","table-name":"a"}'] })).toEqual([0, 1, 3]);
    expect(await found({ patterns: [{ like: '{"server-name":"%","table-name":"a\\%%"}', unlike: '%","%","%' }] })).toEqual([2]);
  });
});

describe('results of applying', () => {
  it('are counted and listed by status, selection and request, with the paths of their nodes', async () => {
    await written(tree('a', 'b', 'c'));
    const unit = (name: string, status: string, position?: number) => ({ key: name, ref: { kind: 'TABLE', schema: 's', name }, support: position === undefined, status, hash: 'h', ...(position === undefined ? {} : { position }) });
    await applied.save(store, project, [unit('helper', 'applied'), unit('a', 'applied', 1), unit('b', 'failed', 2), unit('c', 'applied', 3)]);
    const statuses = ['failed', 'kept', 'applied', 'unchanged'];
    const list = async (filter: Parameters<typeof applied.counts>[2]) => (await applied.page(store.db, project, { statuses, ...filter }, { skip: 0, take: 10 })).map(({ row, path }) => [row.ref.name, path]);
    expect(await list({})).toEqual([['b', 'Servers/b'], ['helper', undefined], ['a', 'Servers/a'], ['c', 'Servers/c']]);
    expect(await list({ stretches: [{ first: 2, last: 3 }] })).toEqual([['b', 'Servers/b'], ['c', 'Servers/c']]);
    expect(await list({ statuses: ['applied'], stretches: [{ first: 1, last: 1 }, { first: 3, last: 3 }] })).toEqual([['a', 'Servers/a'], ['c', 'Servers/c']]);
    expect(await applied.counts(store.db, project, { stretches: [{ first: 2, last: 3 }] })).toEqual(new Map([['failed', 1], ['applied', 1]]));
    const [a] = await applied.list(store.db, project, ['a']);
    await applied.place(store.db, project, [{ keyHash: a?.keyHash ?? '', position: 2 }]);
    expect(await list({ statuses: ['applied'], stretches: [{ first: 2, last: 2 }] })).toEqual([['a', 'Servers/b']]);
  });
});
