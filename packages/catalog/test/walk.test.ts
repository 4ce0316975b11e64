import { expect, test } from 'vitest';
import { listObject, objectId } from '../src/index';
import type { Fragment, Table } from '../src/index';

const at: Fragment = { source: 0, span: { start: 0, end: 1 } };
const column = (name: string) => ({ name, nullable: true, options: [], at });

test('a table lists itself and every part, each with its place', () => {
  const table: Table = {
    kind: 'TABLE',
    schema: 'dbo',
    name: 'orders',
    definition: at,
    properties: [{ name: 'MS_Description', value: 'Orders.', at }],
    columns: [
      { ...column('id'), identity: { seed: '1', increment: '1' } },
      { ...column('total'), default: { expression: at }, properties: [{ name: 'MS_Description', value: 'Sum.', at }, { name: 'Other', value: 'x', at }] },
      { ...column('net'), computed: { expression: at, persisted: false, columns: ['total'] } },
    ],
    constraints: [{ kind: 'CHECK', column: 'total', columns: ['total'], expression: at, at }],
    indexes: [{ kind: 'INDEX', name: 'ix', unique: false, clustered: false, columnstore: false, keys: [{ name: 'total', descending: false }], include: [], options: {}, at }],
    options: {},
  };
  expect([...listObject(table)].map(({ ref }) => `${ref.kind} ${ref.parent ?? ''}.${ref.name ?? `(${ref.columns?.join() ?? ''})`}`)).toEqual([
    'TABLE .orders',
    'COMMENT .orders',
    'COLUMN orders.id',
    'IDENTITY orders.id',
    'COLUMN orders.total',
    'DEFAULT orders.(total)',
    'COMMENT orders.total',
    'COLUMN orders.net',
    'COMPUTED_COLUMN orders.net',
    'CHECK orders.(total)',
    'INDEX orders.ix',
  ]);
});

test('ids of different objects differ, whatever their names hold', () => {
  const id = (schema: string, name: string) => objectId({ kind: 'TABLE', schema, name });
  expect(id('a.b', 'c')).not.toBe(id('a', 'b.c'));
  expect(id('a', '[b]')).not.toBe(id('a', 'b'));
  expect(id('a]', 'b')).toBe('TABLE:[a]]].b');
});
