import type { CatalogObject } from '@ferry/catalog';
import type { ConvertedObject, ConvertedPart, TargetRef } from '@ferry/conversion';
import type { ObjectAddress } from '@ferry/target-postgresql';
import { collecting } from '../collecting';
import type { ConversionContext } from '../context';
import { commentParts } from './comments';
import { indexRef, viewIndexParts } from './indexes';
import { storedViewIndex } from './indexed-views';
import { qualified } from './parts';

/** What COMMENT ON names for the target of a view or routine. */
function addressOf(target: TargetRef): ObjectAddress | undefined {
  switch (target.kind) {
    case 'VIEW':
      return { type: 'VIEW', name: qualified(target) };
    case 'MATERIALIZED_VIEW':
      return { type: 'MATERIALIZED VIEW', name: qualified(target) };
    case 'FUNCTION':
    case 'PROCEDURE':
      return { type: target.kind, routine: { name: qualified(target) } };
    case 'TRIGGER':
      return target.parent === undefined ? undefined : { type: 'TRIGGER', name: target.name, on: qualified({ schema: target.schema, name: target.parent }) };
    default:
      return undefined;
  }
}

/**
 * Adds what belongs to any view or routine whatever its body says: its description, and the indexes of an indexed view. Whoever
 * converted the body need not think of them.
 */
export function withListedParts(object: CatalogObject, converted: ConvertedObject, shared: ConversionContext): ConvertedObject {
  if (object.kind !== 'VIEW' && object.kind !== 'FUNCTION' && object.kind !== 'PROCEDURE' && object.kind !== 'TRIGGER' && object.kind !== 'DDL_TRIGGER') return converted;
  const present = new Set(converted.parts.map((p) => p.ref.kind));
  const added: ConvertedPart[] = [];
  const [first, ...rest] = converted.parts;
  const target = first.targets[0];
  let head = first;
  const address = target && addressOf(target);
  if (!present.has('COMMENT')) {
    const ref = { schema: object.schema, name: object.name };
    const ctx = collecting(shared, object);
    const comments = commentParts(object.properties, { ref, ...(target && address ? { target: { address, ref: target } } : {}) }, ctx);
    head = ctx.items.length === 0 ? head : { ...head, items: [...head.items, ...ctx.items] };
    added.push(...comments);
  }
  if (!present.has('INDEX') && object.indexes && target?.kind === 'MATERIALIZED_VIEW') added.push(...object.indexes.flatMap((index) => storedViewIndex(object, index, { ref: indexRef(object, index), at: index.at }, shared)));
  else if (!present.has('INDEX') && object.indexes) added.push(...viewIndexParts(object, object.indexes, () => collecting(shared, object)));
  return { ...converted, parts: [head, ...rest, ...added] };
}
