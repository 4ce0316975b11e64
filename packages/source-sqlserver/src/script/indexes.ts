import type { Index } from '@ferry/catalog';
import type * as syntax from '../syntax';
import { keyColumns, optionRecord, same, storage } from './columns';
import { find, fragment, isTemporary, passOver, report, resolve, whenKnown } from './draft';
import type { Place } from './draft';

type IndexStatement = syntax.CreateIndexStatement | syntax.CreateXmlIndexStatement | syntax.CreateSpatialIndexStatement | syntax.CreateFullTextIndexStatement;

const plain = { unique: false, clustered: false, columnstore: false, include: [] } as const;
const single = (column: syntax.Identifier): Index['keys'] => [{ name: column.name, descending: false }];
const optional = (options: Readonly<Record<string, string | undefined>>): Record<string, string> => Object.fromEntries(Object.entries(options).filter((e): e is [string, string] => e[1] !== undefined));

function index(place: Place, node: IndexStatement): Index {
  const at = fragment(place, node);
  switch (node.kind) {
    case 'CreateIndexStatement':
      return {
        kind: 'INDEX',
        name: node.name.name,
        unique: node.unique,
        clustered: node.clustered ?? false,
        columnstore: node.columnstore,
        keys: keyColumns(node.columns),
        include: node.include.map((c) => c.name),
        ...(node.where === undefined ? {} : { filter: fragment(place, node.where) }),
        options: { ...optionRecord(node.options), ...storage(node.on), ...(node.orderColumns.length === 0 ? {} : { ORDER: node.orderColumns.map((c) => c.name.name).join(', ') }) },
        at,
      };
    case 'CreateXmlIndexStatement':
      return { ...plain, kind: 'XML_INDEX', name: node.name.name, keys: single(node.column), options: { ...optionRecord(node.options), PRIMARY: node.primary ? 'ON' : 'OFF', ...optional({ USING: node.using?.name, FOR: node.for, PATHS: node.paths }), ...(node.selective ? { SELECTIVE: 'ON' } : {}) }, at };
    case 'CreateSpatialIndexStatement':
      return { ...plain, kind: 'SPATIAL_INDEX', name: node.name.name, keys: single(node.column), options: { ...optionRecord(node.options), ...optional({ USING: node.tessellation?.name }), ...storage(node.on) }, at };
    case 'CreateFullTextIndexStatement':
      return { ...plain, kind: 'FULLTEXT_INDEX', name: '', keys: node.columns.map((c) => ({ name: c.name.name, descending: false })), options: { ...optionRecord(node.options), ...optional({ 'KEY INDEX': node.keyIndex?.name, CATALOG: node.catalog?.name }) }, at };
  }
}

export function createIndex(place: Place, node: IndexStatement): void {
  const name = resolve(node.table);
  if (isTemporary(name.name)) {
    passOver(place, node.span, 'CREATE INDEX', 'an index of a temporary table');
    return;
  }
  whenKnown(place, ['TABLE', 'VIEW'], name, node, 'CREATE INDEX', (owner) => {
    const added = index(place, node);
    const earlier = owner.indexes ?? [];
    if (added.name !== '' && earlier.some((i) => i.name === added.name) && optionRecord(node.options)['DROP_EXISTING'] === undefined)
      report(place, node, 'duplicate-definition', `The index ${added.name} of ${owner.schema}.${owner.name} is defined more than once; the last definition counts.`);
    owner.indexes = [...earlier.filter((i) => i.name !== added.name), added];
  });
}

export function dropIndex(place: Place, node: syntax.DropIndexStatement): void {
  passOver(place, node.span, 'DROP INDEX', 'the last state counts');
  for (const dropped of node.indexes) {
    const owner = find(place.draft, ['TABLE', 'VIEW'], resolve(dropped.table));
    if (owner) owner.indexes = (owner.indexes ?? []).filter((i) => !same(i.name, dropped.name.name));
  }
}

/** Only DISABLE changes what the index is; REBUILD enables it again. */
export function alterIndex(place: Place, node: syntax.AlterIndexStatement): void {
  if (node.action !== 'DISABLE' && node.action !== 'REBUILD') {
    passOver(place, node.span, `ALTER INDEX ${node.action}`, 'maintenance');
    return;
  }
  whenKnown(place, ['TABLE', 'VIEW'], resolve(node.table), node, 'ALTER INDEX', (owner) => {
    owner.indexes = (owner.indexes ?? []).map((i) => {
      if (node.name !== undefined && !same(i.name, node.name.name)) return i;
      const { disabled: _was, ...rest } = i;
      return node.action === 'DISABLE' ? { ...rest, disabled: true } : rest;
    });
  });
}
