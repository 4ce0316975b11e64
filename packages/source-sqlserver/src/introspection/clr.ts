import { column, defineQuery, text } from './query';
import type { RowOf } from './query';
import { qualified, quoted, writeType } from './write';

export const assembliesQuery = defineQuery({
  name: 'assemblies',
  since: 10,
  outputs: { name: column('text', 'sys.assemblies', 'a', 'name') },
  from: ['FROM sys.assemblies a', 'WHERE a.is_user_defined = 1', 'ORDER BY a.name'],
});
/** Without its bits, which no conversion could use. */
export const writeAssembly = (row: RowOf<typeof assembliesQuery.outputs>): string => `CREATE ASSEMBLY ${quoted(row.name ?? '')} FROM 0x00`;

export const clrModulesQuery = defineQuery({
  name: 'code in assemblies',
  about: (object) => `o.object_id = ${object}`,
  since: 10,
  outputs: {
    id: column('number', 'sys.objects', 'o', 'object_id'),
    schema: column('text', 'sys.schemas', 's', 'name'),
    name: column('text', 'sys.objects', 'o', 'name'),
    type: column('text', 'sys.objects', 'o', 'type'),
    assembly: text('a.name'),
    class: column('text', 'sys.assembly_modules', 'm', 'assembly_class'),
    method: column('text', 'sys.assembly_modules', 'm', 'assembly_method'),
    parentSchema: text('ps.name'),
    parentName: text('p.name'),
  },
  from: [
    'FROM sys.assembly_modules m',
    'JOIN sys.objects o ON o.object_id = m.object_id',
    'JOIN sys.schemas s ON s.schema_id = o.schema_id',
    'JOIN sys.assemblies a ON a.assembly_id = m.assembly_id',
    'LEFT JOIN sys.objects p ON p.object_id = o.parent_object_id',
    'LEFT JOIN sys.schemas ps ON ps.schema_id = p.schema_id',
    'WHERE o.is_ms_shipped = 0',
    'ORDER BY s.name, o.name',
  ],
});
type ClrModuleRow = RowOf<typeof clrModulesQuery.outputs>;

/** Parameters of code in assemblies; number 0 is the value that a function returns. */
export const parametersQuery = defineQuery({
  name: 'parameters of code in assemblies',
  about: (object) => `p.object_id = ${object}`,
  since: 10,
  outputs: {
    object: column('number', 'sys.parameters', 'p', 'object_id'),
    position: column('number', 'sys.parameters', 'p', 'parameter_id'),
    name: column('text', 'sys.parameters', 'p', 'name'),
    typeSchema: text('CASE WHEN ty.is_user_defined = 1 THEN ts.name END'),
    typeName: column('text', 'sys.types', 'ty', 'name'),
    maxLength: column('number', 'sys.parameters', 'p', 'max_length'),
    precision: column('number', 'sys.parameters', 'p', 'precision'),
    scale: column('number', 'sys.parameters', 'p', 'scale'),
    output: column('bit', 'sys.parameters', 'p', 'is_output'),
  },
  from: [
    'FROM sys.parameters p',
    'JOIN sys.assembly_modules m ON m.object_id = p.object_id',
    'JOIN sys.types ty ON ty.user_type_id = p.user_type_id',
    'JOIN sys.schemas ts ON ts.schema_id = ty.schema_id',
    'ORDER BY p.object_id, p.parameter_id',
  ],
});
export type ParameterRow = RowOf<typeof parametersQuery.outputs>;

const typeOf = (row: ParameterRow): string => writeType({ schema: row.typeSchema, name: row.typeName ?? '', maxLength: row.maxLength ?? 0, precision: row.precision ?? 0, scale: row.scale ?? 0 });

/** Undefined for a kind that has no such form. */
export function writeClrModule(row: ClrModuleRow, parameters: readonly ParameterRow[]): string | undefined {
  const name = qualified(row.schema ?? '', row.name ?? '');
  const list = parameters.filter((p) => p.position !== 0).map((p) => `${p.name} ${typeOf(p)}${p.output === true ? ' OUTPUT' : ''}`);
  const result = parameters.find((p) => p.position === 0);
  const external = `EXTERNAL NAME ${quoted(row.assembly ?? '')}.${quoted(row.class ?? '')}`;
  const method = `${external}.${quoted(row.method ?? '')}`;
  switch (row.type?.trim()) {
    case 'PC':
      return `CREATE PROCEDURE ${name}${list.length === 0 ? '' : ` ${list.join(', ')}`} AS ${method}`;
    case 'FS':
      return result === undefined ? undefined : `CREATE FUNCTION ${name} (${list.join(', ')}) RETURNS ${typeOf(result)} AS ${method}`;
    case 'AF':
      return result === undefined ? undefined : `CREATE AGGREGATE ${name} (${list.join(', ')}) RETURNS ${typeOf(result)} ${external}`;
    case 'TA':
      // Which events it waits for does not matter to a conversion that cannot take it over.
      return `CREATE TRIGGER ${name} ON ${qualified(row.parentSchema ?? '', row.parentName ?? '')} AFTER INSERT, UPDATE, DELETE AS ${method}`;
    default:
      return undefined;
  }
}
