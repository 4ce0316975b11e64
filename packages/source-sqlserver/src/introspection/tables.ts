import { bit, column, defineQuery, sinceOf } from './query';
import type { RowOf } from './query';
import { literal, qualified, quoted } from './write';

export const tablesQuery = defineQuery({
  name: 'tables',
  about: (object) => `(t.object_id = ${object} OR t.object_id IN (SELECT r.referenced_object_id FROM sys.foreign_keys r WHERE r.parent_object_id = ${object}))`,
  since: 10,
  outputs: {
    id: column('number', 'sys.tables', 't', 'object_id'),
    schema: column('text', 'sys.schemas', 's', 'name'),
    name: column('text', 'sys.tables', 't', 'name'),
    memoryOptimized: column('bit', 'sys.tables', 't', 'is_memory_optimized'),
    durability: column('number', 'sys.tables', 't', 'durability'),
    temporal: column('number', 'sys.tables', 't', 'temporal_type'),
    historySchema: { type: 'text', sql: 'hs.name', since: sinceOf('sys.tables', 'temporal_type') },
    historyName: { type: 'text', sql: 'h.name', since: sinceOf('sys.tables', 'temporal_type') },
    external: column('bit', 'sys.tables', 't', 'is_external'),
    node: column('bit', 'sys.tables', 't', 'is_node'),
    edge: column('bit', 'sys.tables', 't', 'is_edge'),
    ledger: column('number', 'sys.tables', 't', 'ledger_type'),
  },
  from: [
    'FROM sys.tables t',
    'JOIN sys.schemas s ON s.schema_id = t.schema_id',
    { since: 13, sql: 'LEFT JOIN sys.tables h ON h.object_id = t.history_table_id' },
    { since: 13, sql: 'LEFT JOIN sys.schemas hs ON hs.schema_id = h.schema_id' },
    'WHERE t.is_ms_shipped = 0',
    'ORDER BY s.name, t.name',
  ],
});
export type TableRow = RowOf<typeof tablesQuery.outputs>;

export const tableTypesQuery = defineQuery({
  name: 'table types',
  since: 10,
  outputs: {
    id: column('number', 'sys.table_types', 't', 'type_table_object_id'),
    type: column('number', 'sys.table_types', 't', 'user_type_id'),
    schema: column('text', 'sys.schemas', 's', 'name'),
    name: column('text', 'sys.table_types', 't', 'name'),
    memoryOptimized: column('bit', 'sys.table_types', 't', 'is_memory_optimized'),
  },
  from: ['FROM sys.table_types t', 'JOIN sys.schemas s ON s.schema_id = t.schema_id', 'WHERE t.is_user_defined = 1', 'ORDER BY s.name, t.name'],
});
export type TableTypeRow = RowOf<typeof tableTypesQuery.outputs>;

/** Rules and defaults of the old kind that are bound to columns. */
export const columnBindingsQuery = defineQuery({
  name: 'rules and defaults of columns',
  about: (object) => `c.object_id = ${object}`,
  since: 10,
  outputs: {
    table: column('number', 'sys.columns', 'c', 'object_id'),
    column: column('text', 'sys.columns', 'c', 'name'),
    schema: column('text', 'sys.schemas', 's', 'name'),
    name: column('text', 'sys.objects', 'b', 'name'),
    rule: bit("CAST(CASE WHEN b.type = 'R' THEN 1 ELSE 0 END AS bit)"),
  },
  from: [
    'FROM sys.columns c',
    'JOIN sys.types ty ON ty.user_type_id = c.user_type_id',
    // There are few of these: by their types they are found first, and no other object is tried with every column.
    "JOIN sys.objects b ON b.object_id IN (c.rule_object_id, c.default_object_id) AND b.parent_object_id = 0 AND b.type IN ('R', 'D')",
    'JOIN sys.schemas s ON s.schema_id = b.schema_id',
    // What an alias type brings along is bound to the type.
    'WHERE b.object_id NOT IN (ty.rule_object_id, ty.default_object_id)',
    'ORDER BY c.object_id, c.column_id',
  ],
});

/** The elements of a table's list, and what comes after the table. */
export interface TableParts {
  readonly elements: string[];
  readonly after: string[];
  /** ` ON scheme(column)`. */
  place: string;
  period: { start?: string; end?: string };
}
export const newParts = (): TableParts => ({ elements: [], after: [], place: '', period: {} });

const list = (elements: readonly string[]): string => `(\n${elements.map((e) => `    ${e}`).join(',\n')}\n)`;

function tableOptions(row: TableRow): string {
  const options = [
    row.memoryOptimized === true ? `MEMORY_OPTIMIZED = ON, DURABILITY = ${row.durability === 1 ? 'SCHEMA_ONLY' : 'SCHEMA_AND_DATA'}` : '',
    row.temporal === 2 ? `SYSTEM_VERSIONING = ON${row.historyName === null ? '' : ` (HISTORY_TABLE = ${qualified(row.historySchema ?? 'dbo', row.historyName)})`}` : '',
    // 2 is an updatable ledger table, 3 an append-only one; 1 is the history of one.
    row.ledger === 2 ? 'LEDGER = ON' : row.ledger === 3 ? 'LEDGER = ON (APPEND_ONLY = ON)' : '',
  ].filter((o) => o !== '');
  return options.length === 0 ? '' : `\nWITH (${options.join(', ')})`;
}

/** CREATE TABLE and everything that belongs to the table. */
export function writeTable(row: TableRow, parts: TableParts): string[] {
  const { start, end } = parts.period;
  const elements = start !== undefined && end !== undefined ? [...parts.elements, `PERIOD FOR SYSTEM_TIME (${quoted(start)}, ${quoted(end)})`] : parts.elements;
  const graph = row.node === true ? ' AS NODE' : row.edge === true ? ' AS EDGE' : '';
  const body = elements.length === 0 ? '' : ` ${list(elements)}`;
  return [`CREATE ${row.external === true ? 'EXTERNAL ' : ''}TABLE ${qualified(row.schema ?? '', row.name ?? '')}${body}${graph}${parts.place}${tableOptions(row)}`, ...parts.after];
}

export const writeTableType = (row: TableTypeRow, parts: TableParts): string =>
  `CREATE TYPE ${qualified(row.schema ?? '', row.name ?? '')} AS TABLE ${list(parts.elements)}${row.memoryOptimized === true ? ' WITH (MEMORY_OPTIMIZED = ON)' : ''}`;

/** `sp_bindrule` or `sp_bindefault`. @param to `dbo.Orders.Price` or a type's name, quoted */
export const writeBinding = (bound: { schema: string | null; name: string | null; rule: boolean | null }, to: string): string =>
  `EXEC sp_bind${bound.rule === true ? 'rule' : 'efault'} ${literal(qualified(bound.schema ?? 'dbo', bound.name ?? ''))}, ${literal(to)}`;
