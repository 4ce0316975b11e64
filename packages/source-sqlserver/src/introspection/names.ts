import type { SourceName } from '@ferry/conversion';
import { column, defineQuery } from './query';
import type { RowOf } from './query';

/** Every object of a schema by name: one question, whatever the size, and nothing of what the objects look like. */
export const namesQuery = defineQuery({
  name: 'names',
  since: 10,
  outputs: {
    id: column('number', 'sys.objects', 'o', 'object_id'),
    schema: column('text', 'sys.schemas', 's', 'name'),
    name: column('text', 'sys.objects', 'o', 'name'),
    type: column('text', 'sys.objects', 'o', 'type'),
  },
  from: ['FROM sys.objects o', 'JOIN sys.schemas s ON s.schema_id = o.schema_id', 'WHERE o.is_ms_shipped = 0 AND o.parent_object_id = 0', 'ORDER BY s.name, o.name'],
});

/** Types of `sys.objects` that have a node of their own under a schema (https://learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-objects-transact-sql). */
const kinds: Readonly<Record<string, Pick<SourceName, 'kind' | 'flavour'>>> = {
  U: { kind: 'TABLE' },
  V: { kind: 'VIEW' },
  P: { kind: 'PROCEDURE' },
  PC: { kind: 'PROCEDURE' },
  FN: { kind: 'FUNCTION', flavour: 'scalar' },
  FS: { kind: 'FUNCTION', flavour: 'scalar' },
  IF: { kind: 'FUNCTION', flavour: 'inline' },
  TF: { kind: 'FUNCTION', flavour: 'table-valued' },
  FT: { kind: 'FUNCTION', flavour: 'table-valued' },
  AF: { kind: 'AGGREGATE' },
  SN: { kind: 'SYNONYM' },
  SO: { kind: 'SEQUENCE' },
};

/** @returns nothing for what has no node of its own */
export function nameOf({ id, schema, name, type }: RowOf<typeof namesQuery.outputs>): SourceName | undefined {
  const known = kinds[type?.trim() ?? ''];
  return known === undefined || name === null || id === null ? undefined : { ...known, key: String(id), schema: schema ?? '', name };
}
