import { column, defineQuery, number, sinceOf, text } from './query';
import type { RowOf } from './query';
import { literal, qualified, quoted, writeType } from './write';

export const schemasQuery = defineQuery({
  name: 'schemas',
  since: 10,
  outputs: { id: column('number', 'sys.schemas', 's', 'schema_id'), name: column('text', 'sys.schemas', 's', 'name') },
  // 2 to 4 are guest, INFORMATION_SCHEMA and sys; from 16384 come the schemas of the fixed roles. dbo is there in every database.
  from: ['FROM sys.schemas s', 'WHERE s.schema_id > 4 AND s.schema_id < 16384', 'ORDER BY s.name'],
});

export const sequencesQuery = defineQuery({
  name: 'sequences',
  about: (object) => `q.object_id = ${object}`,
  since: 11,
  outputs: {
    id: column('number', 'sys.sequences', 'q', 'object_id'),
    schema: column('text', 'sys.schemas', 's', 'name'),
    name: column('text', 'sys.sequences', 'q', 'name'),
    typeSchema: text('CASE WHEN ty.is_user_defined = 1 THEN ts.name END'),
    typeName: column('text', 'sys.types', 'ty', 'name'),
    precision: number('CAST(q.precision AS int)', sinceOf('sys.sequences', 'precision')),
    start: text('CAST(q.start_value AS nvarchar(60))'),
    increment: text('CAST(q.increment AS nvarchar(60))'),
    minimum: text('CAST(q.minimum_value AS nvarchar(60))'),
    maximum: text('CAST(q.maximum_value AS nvarchar(60))'),
    cycling: column('bit', 'sys.sequences', 'q', 'is_cycling'),
    cached: column('bit', 'sys.sequences', 'q', 'is_cached'),
    cacheSize: column('number', 'sys.sequences', 'q', 'cache_size'),
  },
  from: [
    'FROM sys.sequences q',
    'JOIN sys.schemas s ON s.schema_id = q.schema_id',
    'JOIN sys.types ty ON ty.user_type_id = q.user_type_id',
    'JOIN sys.schemas ts ON ts.schema_id = ty.schema_id',
    'ORDER BY s.name, q.name',
  ],
});
type SequenceRow = RowOf<typeof sequencesQuery.outputs>;

/** Bounds of a sequence that says nothing, by type (https://learn.microsoft.com/sql/t-sql/statements/create-sequence-transact-sql). */
const bounds: Readonly<Record<string, readonly [string, string]>> = {
  tinyint: ['0', '255'],
  smallint: ['-32768', '32767'],
  int: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
};

export function writeSequence(row: SequenceRow): string {
  const type = writeType({ schema: row.typeSchema, name: row.typeName ?? 'bigint', maxLength: 0, precision: row.precision ?? 18, scale: 0 });
  const [lowest, highest] = bounds[row.typeName ?? ''] ?? [];
  const words = [
    `CREATE SEQUENCE ${qualified(row.schema ?? '', row.name ?? '')} AS ${type}`,
    `START WITH ${row.start}`,
    `INCREMENT BY ${row.increment}`,
    row.minimum === lowest ? '' : `MINVALUE ${row.minimum}`,
    row.maximum === highest ? '' : `MAXVALUE ${row.maximum}`,
    row.cycling === true ? 'CYCLE' : '',
    row.cached === false ? 'NO CACHE' : row.cacheSize === null ? '' : `CACHE ${row.cacheSize}`,
  ];
  return words.filter((w) => w !== '').join(' ');
}

export const synonymsQuery = defineQuery({
  name: 'synonyms',
  about: (object) => `y.object_id = ${object}`,
  since: 10,
  outputs: {
    id: column('number', 'sys.synonyms', 'y', 'object_id'),
    schema: column('text', 'sys.schemas', 's', 'name'),
    name: column('text', 'sys.synonyms', 'y', 'name'),
    base: column('text', 'sys.synonyms', 'y', 'base_object_name'),
  },
  from: ['FROM sys.synonyms y', 'JOIN sys.schemas s ON s.schema_id = y.schema_id', 'ORDER BY s.name, y.name'],
});
export const writeSynonym = (row: RowOf<typeof synonymsQuery.outputs>): string => `CREATE SYNONYM ${qualified(row.schema ?? '', row.name ?? '')} FOR ${row.base}`;

export const xmlCollectionsQuery = defineQuery({
  name: 'XML schema collections',
  since: 10,
  outputs: {
    id: column('number', 'sys.xml_schema_collections', 'x', 'xml_collection_id'),
    schema: column('text', 'sys.schemas', 's', 'name'),
    name: column('text', 'sys.xml_schema_collections', 'x', 'name'),
  },
  from: ['FROM sys.xml_schema_collections x', 'JOIN sys.schemas s ON s.schema_id = x.schema_id', 'WHERE x.xml_collection_id > 1', 'ORDER BY s.name, x.name'],
});

/**
 * The texts of XML schema collections. XML_SCHEMA_NAMESPACE takes literals only
 * (https://learn.microsoft.com/sql/t-sql/xml/xml-schema-namespace), so their names are written into the one query.
 */
export const xmlTextsQuery = (collections: readonly { readonly schema: string; readonly name: string }[]) =>
  defineQuery({
    name: 'texts of XML schema collections',
    since: 10,
    outputs: { schema: text('v.schema_name'), name: text('v.name'), definition: text('v.definition') },
    from: [`FROM (${collections.map(({ schema, name }) => `SELECT ${literal(schema)}, ${literal(name)}, CAST(XML_SCHEMA_NAMESPACE(${literal(schema)}, ${literal(name)}) AS nvarchar(max))`).join('\nUNION ALL ')}) AS v (schema_name, name, definition)`],
  });

export const partitionFunctionsQuery = defineQuery({
  name: 'partition functions',
  since: 10,
  outputs: {
    id: column('number', 'sys.partition_functions', 'f', 'function_id'),
    name: column('text', 'sys.partition_functions', 'f', 'name'),
    right: column('bit', 'sys.partition_functions', 'f', 'boundary_value_on_right'),
    typeName: column('text', 'sys.types', 'ty', 'name'),
    maxLength: column('number', 'sys.partition_parameters', 'p', 'max_length'),
    precision: column('number', 'sys.partition_parameters', 'p', 'precision'),
    scale: column('number', 'sys.partition_parameters', 'p', 'scale'),
  },
  from: ['FROM sys.partition_functions f', 'JOIN sys.partition_parameters p ON p.function_id = f.function_id', 'JOIN sys.types ty ON ty.user_type_id = p.user_type_id', 'ORDER BY f.function_id'],
});
type PartitionFunctionRow = RowOf<typeof partitionFunctionsQuery.outputs>;

export const partitionValuesQuery = defineQuery({
  name: 'partition boundaries',
  since: 10,
  outputs: {
    id: column('number', 'sys.partition_range_values', 'v', 'function_id'),
    // Style 126 is ISO 8601 and the same in every language; other types do not mind it.
    value: text('CONVERT(nvarchar(4000), v.value, 126)'),
  },
  from: ['FROM sys.partition_range_values v', 'ORDER BY v.function_id, v.boundary_id'],
});

const dates = new Set(['date', 'datetime', 'smalldatetime', 'datetime2', 'datetimeoffset']);
const bare = new Set(['int', 'bigint', 'smallint', 'tinyint', 'decimal', 'numeric', 'money', 'smallmoney', 'float', 'real', 'bit']);

export function writePartitionFunction(row: PartitionFunctionRow, values: readonly (string | null)[]): string {
  const type = writeType({ schema: null, name: row.typeName ?? '', maxLength: row.maxLength ?? 0, precision: row.precision ?? 0, scale: row.scale ?? 0 });
  // The start of a day is written as the day alone.
  const written = values.map((v) => (v === null ? 'NULL' : bare.has(row.typeName ?? '') ? v : literal(dates.has(row.typeName ?? '') ? v.replace(/T00:00:00(\.0+)?$/, '') : v)));
  return `CREATE PARTITION FUNCTION ${quoted(row.name ?? '')} (${type}) AS RANGE ${row.right === true ? 'RIGHT' : 'LEFT'} FOR VALUES (${written.join(', ')})`;
}

export const partitionSchemesQuery = defineQuery({
  name: 'partition schemes',
  since: 10,
  outputs: {
    name: column('text', 'sys.partition_schemes', 'p', 'name'),
    functionName: column('text', 'sys.partition_functions', 'f', 'name'),
    space: text('ds.name'),
  },
  from: [
    'FROM sys.partition_schemes p',
    'JOIN sys.partition_functions f ON f.function_id = p.function_id',
    'JOIN sys.destination_data_spaces d ON d.partition_scheme_id = p.data_space_id',
    'JOIN sys.data_spaces ds ON ds.data_space_id = d.data_space_id',
    'ORDER BY p.name, d.destination_id',
  ],
});
export const writePartitionScheme = (name: string, functionName: string, spaces: readonly string[]): string =>
  `CREATE PARTITION SCHEME ${quoted(name)} AS PARTITION ${quoted(functionName)} TO (${spaces.map(quoted).join(', ')})`;

export const fullTextCatalogsQuery = defineQuery({
  name: 'full-text catalogs',
  since: 10,
  outputs: { name: column('text', 'sys.fulltext_catalogs', 'c', 'name'), isDefault: column('bit', 'sys.fulltext_catalogs', 'c', 'is_default') },
  from: ['FROM sys.fulltext_catalogs c', 'ORDER BY c.name'],
});
export const writeFullTextCatalog = (row: RowOf<typeof fullTextCatalogsQuery.outputs>): string => `CREATE FULLTEXT CATALOG ${quoted(row.name ?? '')}${row.isDefault === true ? ' AS DEFAULT' : ''}`;

/** One row for each column of each full-text index. */
export const fullTextIndexesQuery = defineQuery({
  name: 'full-text indexes',
  about: (object) => `f.object_id = ${object}`,
  since: 10,
  outputs: {
    object: column('number', 'sys.fulltext_indexes', 'f', 'object_id'),
    key: text('i.name'),
    catalog: text('fc.name'),
    column: text('c.name'),
    typeColumn: text('tc.name'),
    language: number('CAST(k.language_id AS int)'),
  },
  from: [
    'FROM sys.fulltext_indexes f',
    'JOIN sys.indexes i ON i.object_id = f.object_id AND i.index_id = f.unique_index_id',
    'JOIN sys.fulltext_catalogs fc ON fc.fulltext_catalog_id = f.fulltext_catalog_id',
    'JOIN sys.fulltext_index_columns k ON k.object_id = f.object_id',
    'JOIN sys.columns c ON c.object_id = k.object_id AND c.column_id = k.column_id',
    'LEFT JOIN sys.columns tc ON tc.object_id = k.object_id AND tc.column_id = k.type_column_id',
    'ORDER BY f.object_id, k.column_id',
  ],
});
type FullTextRow = RowOf<typeof fullTextIndexesQuery.outputs>;

/** @param rows those of one table. @param on the table, quoted */
export function writeFullTextIndex(rows: readonly FullTextRow[], on: string): string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const columns = rows.map((r) => `${quoted(r.column ?? '')}${r.typeColumn === null ? '' : ` TYPE COLUMN ${quoted(r.typeColumn)}`} LANGUAGE ${r.language ?? 0}`);
  return [`CREATE FULLTEXT INDEX ON ${on} (${columns.join(', ')}) KEY INDEX ${quoted(first.key ?? '')} ON ${quoted(first.catalog ?? '')}`];
}
