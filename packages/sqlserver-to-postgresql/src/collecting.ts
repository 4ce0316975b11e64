import type { CatalogObject } from '@ferry/catalog';
import type { ActionItem, TargetKey } from '@ferry/conversion';
import type { ConversionContext, ObjectContext } from './context';

/** A context with collectors of its own: one for each object or part. */
export function collecting(shared: ConversionContext, object: CatalogObject): ObjectContext {
  const items: ActionItem[] = [];
  const needs: TargetKey[] = [];
  return {
    ...shared,
    object,
    items,
    needs,
    raise: (code, details = {}, at) => void items.push({ code, details, ...(at === undefined ? {} : { at }) }),
    need: (key) => {
      if (!needs.includes(key)) needs.push(key);
    },
  };
}
