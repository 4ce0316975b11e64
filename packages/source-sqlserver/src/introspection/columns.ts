import { column, defineQuery, text } from './query';
import type { RowOf } from './query';
import { literal, quoted, writeType } from './write';

/** Every column of every table and table type, in order. */
export const columnsQuery = defineQuery({
  name: 'columns',
  about: (object) => `c.object_id = ${object}`,
  since: 10,
  outputs: {
    object: column('number', 'sys.columns', 'c', 'object_id'),
    id: column('number', 'sys.columns', 'c', 'column_id'),
    name: column('text', 'sys.columns', 'c', 'name'),
    typeSchema: text('CASE WHEN ty.is_user_defined = 1 THEN ts.name END'),
    typeName: column('text', 'sys.types', 'ty', 'name'),
    maxLength: column('number', 'sys.columns', 'c', 'max_length'),
    precision: column('number', 'sys.columns', 'c', 'precision'),
    scale: column('number', 'sys.columns', 'c', 'scale'),
    collation: column('text', 'sys.columns', 'c', 'collation_name'),
    nullable: column('bit', 'sys.columns', 'c', 'is_nullable'),
    rowGuid: column('bit', 'sys.columns', 'c', 'is_rowguidcol'),
    filestream: column('bit', 'sys.columns', 'c', 'is_filestream'),
    sparse: column('bit', 'sys.columns', 'c', 'is_sparse'),
    columnSet: column('bit', 'sys.columns', 'c', 'is_column_set'),
    generated: column('number', 'sys.columns', 'c', 'generated_always_type'),
    hidden: column('bit', 'sys.columns', 'c', 'is_hidden'),
    graph: column('number', 'sys.columns', 'c', 'graph_type'),
    mask: column('text', 'sys.masked_columns', 'mc', 'masking_function'),
    seed: text('CAST(ic.seed_value AS nvarchar(60))'),
    increment: text('CAST(ic.increment_value AS nvarchar(60))'),
    notForReplication: column('bit', 'sys.identity_columns', 'ic', 'is_not_for_replication'),
    computed: column('text', 'sys.computed_columns', 'cc', 'definition'),
    persisted: column('bit', 'sys.computed_columns', 'cc', 'is_persisted'),
    defaultName: column('text', 'sys.default_constraints', 'dc', 'name'),
    defaultSystemNamed: column('bit', 'sys.default_constraints', 'dc', 'is_system_named'),
    default: column('text', 'sys.default_constraints', 'dc', 'definition'),
    xmlSchema: text('xs.name'),
    xmlCollection: column('text', 'sys.xml_schema_collections', 'xc', 'name'),
  },
  from: [
    'FROM sys.columns c',
    'JOIN sys.objects o ON o.object_id = c.object_id',
    'JOIN sys.types ty ON ty.user_type_id = c.user_type_id',
    'JOIN sys.schemas ts ON ts.schema_id = ty.schema_id',
    'LEFT JOIN sys.identity_columns ic ON ic.object_id = c.object_id AND ic.column_id = c.column_id',
    'LEFT JOIN sys.computed_columns cc ON cc.object_id = c.object_id AND cc.column_id = c.column_id',
    'LEFT JOIN sys.default_constraints dc ON dc.parent_object_id = c.object_id AND dc.parent_column_id = c.column_id',
    { since: 13, sql: 'LEFT JOIN sys.masked_columns mc ON mc.object_id = c.object_id AND mc.column_id = c.column_id AND mc.is_masked = 1' },
    'LEFT JOIN sys.xml_schema_collections xc ON xc.xml_collection_id = c.xml_collection_id AND c.xml_collection_id > 1',
    'LEFT JOIN sys.schemas xs ON xs.schema_id = xc.schema_id',
    "WHERE o.type IN ('U', 'TT')",
    'ORDER BY c.object_id, c.column_id',
  ],
});

export type ColumnRow = RowOf<typeof columnsQuery.outputs>;

/** Values of `generated_always_type` (https://learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-columns-transact-sql). */
export const generatedAs: Readonly<Record<number, string>> = {
  1: 'ROW START',
  2: 'ROW END',
  5: 'TRANSACTION_ID START',
  6: 'TRANSACTION_ID END',
  7: 'SEQUENCE_NUMBER START',
  8: 'SEQUENCE_NUMBER END',
};

const computedColumn = (row: ColumnRow): string =>
  `${quoted(row.name ?? '')} AS ${row.computed}${row.persisted === true ? ` PERSISTED${row.nullable === false ? ' NOT NULL' : ''}` : ''}`;

/**
 * A column as CREATE TABLE writes it.
 * @param databaseCollation a column of the same collation does not say it
 */
export function writeColumn(row: ColumnRow, databaseCollation: string | null): string {
  if (row.computed !== null) return computedColumn(row);
  const type = { schema: row.typeSchema, name: row.typeName ?? '', maxLength: row.maxLength ?? 0, precision: row.precision ?? 0, scale: row.scale ?? 0, xmlCollection: row.xmlCollection === null ? null : `${quoted(row.xmlSchema ?? 'dbo')}.${quoted(row.xmlCollection)}` };
  const as = generatedAs[row.generated ?? 0];
  const words = [
    quoted(row.name ?? ''),
    writeType(type),
    row.filestream === true ? 'FILESTREAM' : '',
    row.collation !== null && row.collation !== databaseCollation && row.typeSchema === null ? `COLLATE ${row.collation}` : '',
    row.sparse === true ? 'SPARSE' : '',
    row.columnSet === true ? 'COLUMN_SET FOR ALL_SPARSE_COLUMNS' : '',
    row.mask === null ? '' : `MASKED WITH (FUNCTION = ${literal(row.mask).slice(1)})`,
    row.seed === null ? '' : `IDENTITY(${row.seed}, ${row.increment})${row.notForReplication === true ? ' NOT FOR REPLICATION' : ''}`,
    as === undefined ? '' : `GENERATED ALWAYS AS ${as}${row.hidden === true ? ' HIDDEN' : ''}`,
    row.rowGuid === true ? 'ROWGUIDCOL' : '',
    row.columnSet === true ? '' : row.nullable === true ? 'NULL' : 'NOT NULL',
    row.default === null ? '' : `${row.defaultSystemNamed === true ? '' : `CONSTRAINT ${quoted(row.defaultName ?? '')} `}DEFAULT ${row.default}`,
  ];
  return words.filter((word) => word !== '').join(' ');
}
