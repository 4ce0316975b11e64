import { column, defineQuery } from './query';
import type { RowOf } from './query';
import { quoted } from './write';

export const checksQuery = defineQuery({
  name: 'check constraints',
  about: (object) => `k.parent_object_id = ${object}`,
  since: 10,
  outputs: {
    object: column('number', 'sys.check_constraints', 'k', 'parent_object_id'),
    name: column('text', 'sys.check_constraints', 'k', 'name'),
    definition: column('text', 'sys.check_constraints', 'k', 'definition'),
    disabled: column('bit', 'sys.check_constraints', 'k', 'is_disabled'),
    untrusted: column('bit', 'sys.check_constraints', 'k', 'is_not_trusted'),
    notForReplication: column('bit', 'sys.check_constraints', 'k', 'is_not_for_replication'),
    systemNamed: column('bit', 'sys.check_constraints', 'k', 'is_system_named'),
  },
  from: ['FROM sys.check_constraints k', 'ORDER BY k.parent_object_id, k.object_id'],
});
type CheckRow = RowOf<typeof checksQuery.outputs>;

export const foreignKeysQuery = defineQuery({
  name: 'foreign keys',
  about: (object) => `k.parent_object_id = ${object}`,
  since: 10,
  outputs: {
    id: column('number', 'sys.foreign_keys', 'k', 'object_id'),
    object: column('number', 'sys.foreign_keys', 'k', 'parent_object_id'),
    referenced: column('number', 'sys.foreign_keys', 'k', 'referenced_object_id'),
    name: column('text', 'sys.foreign_keys', 'k', 'name'),
    onDelete: column('text', 'sys.foreign_keys', 'k', 'delete_referential_action_desc'),
    onUpdate: column('text', 'sys.foreign_keys', 'k', 'update_referential_action_desc'),
    disabled: column('bit', 'sys.foreign_keys', 'k', 'is_disabled'),
    untrusted: column('bit', 'sys.foreign_keys', 'k', 'is_not_trusted'),
    notForReplication: column('bit', 'sys.foreign_keys', 'k', 'is_not_for_replication'),
    systemNamed: column('bit', 'sys.foreign_keys', 'k', 'is_system_named'),
  },
  from: ['FROM sys.foreign_keys k', 'ORDER BY k.parent_object_id, k.object_id'],
});
type ForeignKeyRow = RowOf<typeof foreignKeysQuery.outputs>;

export const foreignKeyColumnsQuery = defineQuery({
  name: 'foreign key columns',
  about: (object) => `k.parent_object_id = ${object}`,
  since: 10,
  outputs: {
    id: column('number', 'sys.foreign_key_columns', 'k', 'constraint_object_id'),
    name: column('text', 'sys.columns', 'c', 'name'),
    referenced: { ...column('text', 'sys.columns', 'r', 'name') },
  },
  from: [
    'FROM sys.foreign_key_columns k',
    'JOIN sys.columns c ON c.object_id = k.parent_object_id AND c.column_id = k.parent_column_id',
    'JOIN sys.columns r ON r.object_id = k.referenced_object_id AND r.column_id = k.referenced_column_id',
    'ORDER BY k.constraint_object_id, k.constraint_column_id',
  ],
});

const named = (row: { name: string | null; systemNamed: boolean | null }): string => (row.systemNamed === true ? '' : `CONSTRAINT ${quoted(row.name ?? '')} `);
const replication = (row: { notForReplication: boolean | null }): string => (row.notForReplication === true ? ' NOT FOR REPLICATION' : '');

/** CHECK as an element of a table's list: the only form of a table type. */
export const writeInlineCheck = (row: CheckRow): string => `${named(row)}CHECK ${row.definition}`;

/** ALTER TABLE ADD, and the statement that switches it off. @param table quoted */
function added(row: CheckRow | ForeignKeyRow, table: string, constraint: string): string[] {
  const off = row.disabled === true && row.name !== null ? [`ALTER TABLE ${table} NOCHECK CONSTRAINT ${quoted(row.name)}`] : [];
  return [`ALTER TABLE ${table} WITH ${row.untrusted === true || row.disabled === true ? 'NOCHECK' : 'CHECK'} ADD ${constraint}`, ...off];
}

export const writeCheck = (row: CheckRow, table: string): string[] => added(row, table, `${named(row)}CHECK${replication(row)} ${row.definition}`);

const action = (event: string, value: string | null): string => (value === null || value === 'NO_ACTION' ? '' : ` ON ${event} ${value.replace('_', ' ')}`);

export const writeForeignKey = (row: ForeignKeyRow, table: string, referencedTable: string, columns: readonly { readonly name: string; readonly referenced: string }[]): string[] =>
  added(
    row,
    table,
    `${named(row)}FOREIGN KEY (${columns.map((c) => quoted(c.name)).join(', ')}) REFERENCES ${referencedTable} (${columns.map((c) => quoted(c.referenced)).join(', ')})${action('DELETE', row.onDelete)}${action('UPDATE', row.onUpdate)}${replication(row)}`,
  );
