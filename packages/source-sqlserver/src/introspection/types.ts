import { bit, column, defineQuery, text } from './query';
import type { RowOf } from './query';
import { qualified, writeType } from './write';

export const aliasTypesQuery = defineQuery({
  name: 'types',
  since: 10,
  outputs: {
    id: column('number', 'sys.types', 't', 'user_type_id'),
    schema: column('text', 'sys.schemas', 's', 'name'),
    name: column('text', 'sys.types', 't', 'name'),
    base: text('b.name'),
    maxLength: column('number', 'sys.types', 't', 'max_length'),
    precision: column('number', 'sys.types', 't', 'precision'),
    scale: column('number', 'sys.types', 't', 'scale'),
    nullable: column('bit', 'sys.types', 't', 'is_nullable'),
    clr: column('bit', 'sys.types', 't', 'is_assembly_type'),
  },
  from: [
    'FROM sys.types t',
    'JOIN sys.schemas s ON s.schema_id = t.schema_id',
    'LEFT JOIN sys.types b ON b.user_type_id = t.system_type_id AND b.is_user_defined = 0',
    'WHERE t.is_user_defined = 1 AND t.is_table_type = 0',
    'ORDER BY s.name, t.name',
  ],
});
type AliasTypeRow = RowOf<typeof aliasTypesQuery.outputs>;

export const typeBindingsQuery = defineQuery({
  name: 'rules and defaults of types',
  since: 10,
  outputs: {
    type: column('number', 'sys.types', 't', 'user_type_id'),
    schema: column('text', 'sys.schemas', 's', 'name'),
    name: column('text', 'sys.objects', 'b', 'name'),
    rule: bit("CAST(CASE WHEN b.type = 'R' THEN 1 ELSE 0 END AS bit)"),
  },
  from: [
    'FROM sys.types t',
    "JOIN sys.objects b ON b.object_id IN (t.rule_object_id, t.default_object_id) AND b.parent_object_id = 0 AND b.type IN ('R', 'D')",
    'JOIN sys.schemas s ON s.schema_id = b.schema_id',
    'WHERE t.is_user_defined = 1',
    'ORDER BY t.user_type_id',
  ],
});

export function writeAliasType(row: AliasTypeRow): string {
  const name = qualified(row.schema ?? '', row.name ?? '');
  // Which class of which assembly it is, the catalogue tells to few; the type is listed all the same.
  if (row.clr === true) return `CREATE TYPE ${name} EXTERNAL NAME [unknown].[${row.name}]`;
  const base = writeType({ schema: null, name: row.base ?? '', maxLength: row.maxLength ?? 0, precision: row.precision ?? 0, scale: row.scale ?? 0 });
  return `CREATE TYPE ${name} FROM ${base} ${row.nullable === true ? 'NULL' : 'NOT NULL'}`;
}
