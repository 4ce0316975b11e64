import type { Catalog, CatalogObject, Column, Table, TableType } from '@ferry/catalog';
import type { Lookup } from './context';
import { byName } from './names/by-name';
import type { ByName } from './names/by-name';

/** SQL Server's default schema: names without one mean it. */
export const defaultSchema = 'dbo';

const relationKinds = new Set<CatalogObject['kind']>(['TABLE', 'VIEW', 'SYNONYM', 'SEQUENCE']);
const routineKinds = new Set<CatalogObject['kind']>(['FUNCTION', 'PROCEDURE', 'AGGREGATE']);
const typeKinds = new Set<CatalogObject['kind']>(['TYPE', 'TABLE_TYPE']);

/** Indexes the catalogue by name, once. */
export function buildLookup(catalog: Catalog): Lookup {
  const fold = catalog.database.caseSensitiveNames ? (name: string): string => name : (name: string): string => name.toLowerCase();
  const index = (accepts: (object: CatalogObject) => boolean): ByName<CatalogObject> => {
    const found = byName<CatalogObject>(fold);
    for (const object of catalog.objects) if (accepts(object)) found.put(object.schema, object.name, object);
    return found;
  };
  const finder = (objects: ByName<CatalogObject>) => (schema: string | undefined, name: string): CatalogObject | undefined =>
    objects.get(schema === undefined || schema === '' ? defaultSchema : schema, name);
  const columns = new WeakMap<object, ByName<Column>>();
  const columnsOf = (table: Table | TableType): ByName<Column> => {
    const known = columns.get(table);
    if (known) return known;
    const made = byName<Column>(fold);
    for (const column of table.columns) made.put('', column.name, column);
    columns.set(table, made);
    return made;
  };
  return {
    fold,
    relation: finder(index((o) => relationKinds.has(o.kind))),
    routine: finder(index((o) => routineKinds.has(o.kind))),
    type: finder(index((o) => typeKinds.has(o.kind))),
    trigger: finder(index((o) => o.kind === 'TRIGGER')),
    column: (table, name) => columnsOf(table).get('', name),
  };
}
