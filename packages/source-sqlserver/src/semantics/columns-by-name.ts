import type { Catalog } from '@ferry/catalog';
import type { CatalogIndex } from './catalog-index';
import type { ShapeColumn } from './sql-type';

const known = new WeakMap<Catalog, ReadonlyMap<string, ShapeColumn>>();

/**
 * The first column of each folded name in the tables of the catalogue: what a column of a table that only the run names is taken to
 * be like.
 */
export function columnsByName(catalog: Catalog, index: Pick<CatalogIndex, 'relation' | 'fold'>): ReadonlyMap<string, ShapeColumn> {
  const before = known.get(catalog);
  if (before !== undefined) return before;
  const found = new Map<string, ShapeColumn>();
  for (const object of catalog.objects)
    if (object.kind === 'TABLE') for (const column of index.relation(object.schema, object.name)?.columns ?? []) if (!found.has(index.fold(column.name))) found.set(index.fold(column.name), column);
  known.set(catalog, found);
  return found;
}
