import { column, defineQuery, text } from './query';
import type { RowOf } from './query';
import { literal } from './write';

/** Extended properties, with the names of what they are about. */
export const propertiesQuery = defineQuery({
  name: 'extended properties',
  about: (object) => `e.class IN (1, 7) AND e.major_id = ${object}`,
  since: 10,
  outputs: {
    class: column('number', 'sys.extended_properties', 'e', 'class'),
    object: column('number', 'sys.extended_properties', 'e', 'major_id'),
    property: column('text', 'sys.extended_properties', 'e', 'name'),
    value: text('CAST(e.value AS nvarchar(4000))'),
    schema: text('COALESCE(s.name, es.name, ts.name)'),
    objectType: text('o.type'),
    objectName: text('o.name'),
    parentType: text('po.type'),
    parentName: text('po.name'),
    typeName: text('ty.name'),
    columnName: text('c.name'),
    parameterName: text('pa.name'),
    indexName: text('i.name'),
  },
  from: [
    'FROM sys.extended_properties e',
    'LEFT JOIN sys.objects o ON e.class IN (1, 2, 7) AND o.object_id = e.major_id',
    'LEFT JOIN sys.objects po ON po.object_id = o.parent_object_id',
    'LEFT JOIN sys.schemas s ON s.schema_id = o.schema_id',
    'LEFT JOIN sys.schemas es ON e.class = 3 AND es.schema_id = e.major_id',
    'LEFT JOIN sys.types ty ON e.class = 6 AND ty.user_type_id = e.major_id',
    'LEFT JOIN sys.schemas ts ON ts.schema_id = ty.schema_id',
    'LEFT JOIN sys.columns c ON e.class = 1 AND e.minor_id > 0 AND c.object_id = e.major_id AND c.column_id = e.minor_id',
    'LEFT JOIN sys.parameters pa ON e.class = 2 AND pa.object_id = e.major_id AND pa.parameter_id = e.minor_id',
    'LEFT JOIN sys.indexes i ON e.class = 7 AND i.object_id = e.major_id AND i.index_id = e.minor_id',
    'ORDER BY e.class, e.major_id, e.minor_id, e.name',
  ],
});
type PropertyRow = RowOf<typeof propertiesQuery.outputs>;

/** What `sp_addextendedproperty` calls a type of `sys.objects` (https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-addextendedproperty-transact-sql). */
const levels: Readonly<Record<string, string>> = { U: 'TABLE', V: 'VIEW', P: 'PROCEDURE', PC: 'PROCEDURE', RF: 'PROCEDURE', FN: 'FUNCTION', IF: 'FUNCTION', TF: 'FUNCTION', FS: 'FUNCTION', FT: 'FUNCTION', AF: 'AGGREGATE', SN: 'SYNONYM', SO: 'SEQUENCE', R: 'RULE', D: 'DEFAULT' };
const partLevels: Readonly<Record<string, string>> = { TR: 'TRIGGER', TA: 'TRIGGER', PK: 'CONSTRAINT', UQ: 'CONSTRAINT', F: 'CONSTRAINT', C: 'CONSTRAINT', D: 'CONSTRAINT' };

type Level = readonly [type: string, name: string];

/** The path of what a property is about, or undefined for what the catalogue has no place for. */
function pathOf(row: PropertyRow): readonly Level[] | undefined {
  const schema: Level = ['SCHEMA', row.schema ?? ''];
  const own = levels[row.objectType?.trim() ?? ''];
  switch (row.class) {
    case 0:
      return [];
    case 1: {
      const part = row.parentName === null ? undefined : partLevels[row.objectType?.trim() ?? ''];
      if (part !== undefined) return [schema, [levels[row.parentType?.trim() ?? ''] ?? 'TABLE', row.parentName ?? ''], [part, row.objectName ?? '']];
      if (own === undefined || row.objectName === null) return undefined;
      return [schema, [own, row.objectName], ...(row.columnName === null ? [] : [['COLUMN', row.columnName] as const])];
    }
    case 2:
      return own === undefined || row.parameterName === null ? undefined : [schema, [own, row.objectName ?? ''], ['PARAMETER', row.parameterName]];
    case 3:
      return [schema];
    case 6:
      return row.typeName === null ? undefined : [schema, ['TYPE', row.typeName]];
    case 7:
      return row.indexName === null || own === undefined ? undefined : [schema, [own, row.objectName ?? ''], ['INDEX', row.indexName]];
    default:
      return undefined;
  }
}

/** The call that sets a property, or undefined for one of something that is not converted (files, assemblies). */
export function writeProperty(row: PropertyRow): string | undefined {
  const path = pathOf(row);
  if (path === undefined || row.property === null) return undefined;
  const where = path.map(([type, name], index) => `, @level${index}type = N'${type}', @level${index}name = ${literal(name)}`);
  return `EXEC sys.sp_addextendedproperty @name = ${literal(row.property)}, @value = ${literal(row.value ?? '')}${where.join('')}`;
}
