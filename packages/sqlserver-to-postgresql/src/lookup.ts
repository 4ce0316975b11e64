import type { Catalog, CatalogObject, Column, Table, TableType } from '@ferry/catalog';
import type { Lookup } from './context';

/** SQL Server's default schema: names without one mean it. */
export const defaultSchema = 'dbo';

/** A key of two names that no other pair of names has. */
export const pairKey = (a: string, b: string): string => `${a.length}:${a}${b}`;

const relationKinds = new Set<CatalogObject['kind']>(['TABLE', 'VIEW', 'SYNONYM', 'SEQUENCE']);
const routineKinds = new Set<CatalogObject['kind']>(['FUNCTION', 'PROCEDURE', 'AGGREGATE']);
const typeKinds = new Set<CatalogObject['kind']>(['TYPE', 'TABLE_TYPE']);

/**
 * Whether a SQL Server collation compares without case. Names hold `_CI_` or `_CS_`, binary ones end in `_BIN` or `_BIN2`
 * (https://learn.microsoft.com/sql/relational-databases/collations/collation-and-unicode-support). Unknown: yes, as SQL Server
 * is installed.
 */
export function comparesWithoutCase(collation: string | undefined): boolean {
  if (collation === undefined) return true;
  const words = collation.toUpperCase().split('_');
  return !words.includes('CS') && !words.includes('BIN') && !words.includes('BIN2');
}

/** Indexes the catalogue by name, once. */
export function buildLookup(catalog: Catalog): Lookup {
  const fold = catalog.database.caseSensitiveNames ? (name: string): string => name : (name: string): string => name.toLowerCase();
  const index = (accepts: (object: CatalogObject) => boolean): ReadonlyMap<string, CatalogObject> => {
    const map = new Map<string, CatalogObject>();
    for (const object of catalog.objects) if (accepts(object)) map.set(pairKey(fold(object.schema), fold(object.name)), object);
    return map;
  };
  const finder = (map: ReadonlyMap<string, CatalogObject>) => (schema: string | undefined, name: string): CatalogObject | undefined =>
    map.get(pairKey(fold(schema === undefined || schema === '' ? defaultSchema : schema), fold(name)));
  const columns = new WeakMap<object, ReadonlyMap<string, Column>>();
  const columnsOf = (table: Table | TableType): ReadonlyMap<string, Column> => {
    const known = columns.get(table);
    if (known) return known;
    const map = new Map(table.columns.map((c) => [fold(c.name), c]));
    columns.set(table, map);
    return map;
  };
  return {
    fold,
    relation: finder(index((o) => relationKinds.has(o.kind))),
    routine: finder(index((o) => routineKinds.has(o.kind))),
    type: finder(index((o) => typeKinds.has(o.kind))),
    trigger: finder(index((o) => o.kind === 'TRIGGER')),
    column: (table, name) => columnsOf(table).get(fold(name)),
    caseInsensitive: (collation) => comparesWithoutCase(collation ?? catalog.database.collation),
  };
}
