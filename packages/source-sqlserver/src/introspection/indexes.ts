import { column, defineQuery, number, sinceOf, text } from './query';
import type { RowOf } from './query';
import { quoted } from './write';

/** Every index of tables, table types and views, those behind keys too; heaps tell where their table lies. */
export const indexesQuery = defineQuery({
  name: 'indexes',
  about: (object) => `i.object_id = ${object}`,
  since: 10,
  outputs: {
    object: column('number', 'sys.indexes', 'i', 'object_id'),
    index: column('number', 'sys.indexes', 'i', 'index_id'),
    name: column('text', 'sys.indexes', 'i', 'name'),
    type: column('number', 'sys.indexes', 'i', 'type'),
    unique: column('bit', 'sys.indexes', 'i', 'is_unique'),
    ignoreDuplicates: column('bit', 'sys.indexes', 'i', 'ignore_dup_key'),
    fillFactor: number('CAST(i.fill_factor AS int)'),
    padded: column('bit', 'sys.indexes', 'i', 'is_padded'),
    disabled: column('bit', 'sys.indexes', 'i', 'is_disabled'),
    filter: column('text', 'sys.indexes', 'i', 'filter_definition'),
    constraintName: column('text', 'sys.key_constraints', 'k', 'name'),
    constraintType: column('text', 'sys.key_constraints', 'k', 'type'),
    systemNamed: column('bit', 'sys.key_constraints', 'k', 'is_system_named'),
    scheme: text("CASE WHEN ds.type = 'PS' THEN ds.name END"),
    primaryXml: text('px.name'),
    secondaryXml: column('text', 'sys.xml_indexes', 'x', 'secondary_type'),
    tessellation: column('text', 'sys.spatial_index_tessellations', 'st', 'tessellation_scheme'),
    box: text("CAST(st.bounding_box_xmin AS nvarchar(40)) + N', ' + CAST(st.bounding_box_ymin AS nvarchar(40)) + N', ' + CAST(st.bounding_box_xmax AS nvarchar(40)) + N', ' + CAST(st.bounding_box_ymax AS nvarchar(40))"),
    buckets: text('CAST(h.bucket_count AS nvarchar(20))', sinceOf('sys.hash_indexes', 'bucket_count')),
  },
  from: [
    'FROM sys.indexes i',
    'JOIN sys.objects o ON o.object_id = i.object_id',
    'LEFT JOIN sys.key_constraints k ON k.parent_object_id = i.object_id AND k.unique_index_id = i.index_id',
    'LEFT JOIN sys.data_spaces ds ON ds.data_space_id = i.data_space_id',
    'LEFT JOIN sys.xml_indexes x ON x.object_id = i.object_id AND x.index_id = i.index_id',
    'LEFT JOIN sys.xml_indexes px ON px.object_id = x.object_id AND px.index_id = x.using_xml_index_id',
    'LEFT JOIN sys.spatial_index_tessellations st ON st.object_id = i.object_id AND st.index_id = i.index_id',
    { since: 12, sql: 'LEFT JOIN sys.hash_indexes h ON h.object_id = i.object_id AND h.index_id = i.index_id' },
    "WHERE o.type IN ('U', 'TT', 'V') AND o.is_ms_shipped = 0 AND i.is_hypothetical = 0",
    'ORDER BY i.object_id, i.index_id',
  ],
});
export type IndexRow = RowOf<typeof indexesQuery.outputs>;

export const indexColumnsQuery = defineQuery({
  name: 'index columns',
  about: (object) => `ic.object_id = ${object}`,
  since: 10,
  outputs: {
    object: column('number', 'sys.index_columns', 'ic', 'object_id'),
    index: column('number', 'sys.index_columns', 'ic', 'index_id'),
    name: column('text', 'sys.columns', 'c', 'name'),
    key: number('CAST(ic.key_ordinal AS int)'),
    partition: number('CAST(ic.partition_ordinal AS int)'),
    descending: column('bit', 'sys.index_columns', 'ic', 'is_descending_key'),
    included: column('bit', 'sys.index_columns', 'ic', 'is_included_column'),
  },
  from: [
    'FROM sys.index_columns ic',
    'JOIN sys.columns c ON c.object_id = ic.object_id AND c.column_id = ic.column_id',
    'JOIN sys.objects o ON o.object_id = ic.object_id',
    "WHERE o.type IN ('U', 'TT', 'V') AND o.is_ms_shipped = 0",
    'ORDER BY ic.object_id, ic.index_id, ic.key_ordinal, ic.index_column_id',
  ],
});
type IndexColumnRow = RowOf<typeof indexColumnsQuery.outputs>;

/** What the columns of one index come to. */
export interface IndexColumns {
  readonly keys: string[];
  readonly included: string[];
  readonly partitions: string[];
}
export const noColumns: IndexColumns = { keys: [], included: [], partitions: [] };

export function addIndexColumn(into: IndexColumns, row: IndexColumnRow): void {
  const name = quoted(row.name ?? '');
  if (row.included === true) into.included.push(name);
  else if ((row.key ?? 0) > 0) into.keys.push(row.descending === true ? `${name} DESC` : name);
  if ((row.partition ?? 0) > 0) into.partitions.push(name);
}

/** Values of `sys.indexes.type`. */
const types = { heap: 0, clustered: 1, nonclustered: 2, xml: 3, spatial: 4, clusteredColumnstore: 5, columnstore: 6, hash: 7 } as const;
export const isHeap = (row: IndexRow): boolean => row.type === types.heap;
/** The row that tells where the table itself lies. */
export const holdsTable = (row: IndexRow): boolean => row.type === types.heap || row.type === types.clustered || row.type === types.clusteredColumnstore;

const withOptions = (row: IndexRow): string => {
  const options = [
    row.padded === true ? 'PAD_INDEX = ON' : '',
    row.ignoreDuplicates === true ? 'IGNORE_DUP_KEY = ON' : '',
    (row.fillFactor ?? 0) > 0 && row.fillFactor !== 100 ? `FILLFACTOR = ${row.fillFactor}` : '',
    row.buckets === null ? '' : `BUCKET_COUNT = ${row.buckets}`,
  ].filter((o) => o !== '');
  return options.length === 0 ? '' : ` WITH (${options.join(', ')})`;
};

const onScheme = (row: IndexRow, columns: IndexColumns): string => (row.scheme === null ? '' : ` ON ${quoted(row.scheme)}(${columns.partitions.join(', ')})`);

/** Where a table lies when that is a partition scheme. */
export const tablePlace = onScheme;

const clusteredWord = (row: IndexRow): string => (row.type === types.clustered ? 'CLUSTERED' : row.type === types.hash ? 'NONCLUSTERED HASH' : 'NONCLUSTERED');

/** PRIMARY KEY or UNIQUE as an element of a table's list. */
export function writeKey(row: IndexRow, columns: IndexColumns): string {
  const name = row.systemNamed === true || row.constraintName === null ? '' : `CONSTRAINT ${quoted(row.constraintName)} `;
  return `${name}${row.constraintType?.trim() === 'PK' ? 'PRIMARY KEY' : 'UNIQUE'} ${clusteredWord(row)} (${columns.keys.join(', ')})${withOptions(row)}`;
}

/** An index as an element of a table's list: the only form that memory-optimised tables and table types have. */
export const writeInlineIndex = (row: IndexRow, columns: IndexColumns): string =>
  row.type === types.clusteredColumnstore
    ? `INDEX ${quoted(row.name ?? '')} CLUSTERED COLUMNSTORE`
    : `INDEX ${quoted(row.name ?? '')} ${row.unique === true ? 'UNIQUE ' : ''}${clusteredWord(row)} (${columns.keys.join(', ')})${withOptions(row)}`;

/** CREATE INDEX, and the statement that disables it. @param on the table or view, quoted */
export function writeIndex(row: IndexRow, columns: IndexColumns, on: string): string[] {
  const name = quoted(row.name ?? '');
  const list = (names: readonly string[]): string => `(${names.join(', ')})`;
  const tail = `${row.filter === null ? '' : ` WHERE ${row.filter}`}${withOptions(row)}${onScheme(row, columns)}`;
  const disabled = row.disabled === true ? [`ALTER INDEX ${name} ON ${on} DISABLE`] : [];
  switch (row.type) {
    case types.xml: {
      const secondary = row.primaryXml === null ? '' : ` USING XML INDEX ${quoted(row.primaryXml)} FOR ${secondaryNames[row.secondaryXml?.trim() ?? ''] ?? 'PATH'}`;
      return [`CREATE ${row.primaryXml === null ? 'PRIMARY ' : ''}XML INDEX ${name} ON ${on} ${list(columns.keys)}${secondary}`, ...disabled];
    }
    case types.spatial:
      return [`CREATE SPATIAL INDEX ${name} ON ${on} ${list(columns.keys)} USING ${row.tessellation ?? 'GEOGRAPHY_AUTO_GRID'}${row.tessellation?.startsWith('GEOMETRY') === true && row.box !== null ? ` WITH (BOUNDING_BOX = (${row.box}))` : ''}`, ...disabled];
    case types.clusteredColumnstore:
      return [`CREATE CLUSTERED COLUMNSTORE INDEX ${name} ON ${on}${onScheme(row, columns)}`, ...disabled];
    case types.columnstore:
      return [`CREATE NONCLUSTERED COLUMNSTORE INDEX ${name} ON ${on} ${list([...columns.keys, ...columns.included])}${row.filter === null ? '' : ` WHERE ${row.filter}`}`, ...disabled];
    default:
      return [`CREATE ${row.unique === true ? 'UNIQUE ' : ''}${clusteredWord(row)} INDEX ${name} ON ${on} ${list(columns.keys)}${columns.included.length === 0 ? '' : ` INCLUDE ${list(columns.included)}`}${tail}`, ...disabled];
  }
}

/** Values of `secondary_type`. */
const secondaryNames: Readonly<Record<string, string>> = { P: 'PATH', V: 'VALUE', R: 'PROPERTY' };
