import { listObject } from '@ferry/catalog';
import type { CatalogObject } from '@ferry/catalog';
import type { ConvertedObject, ConvertedPart, TargetRef } from '@ferry/conversion';
import type { ObjectAddress } from '@ferry/target-postgresql';
import { collecting } from '../collecting';
import type { ConversionContext } from '../context';
import { commentPart } from './comments';
import { viewIndexParts } from './indexes';
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

/** What was not converted has no comment either; the object's own items say why. */
const commentsOfNothing = (object: CatalogObject): ConvertedPart[] =>
  [...listObject(object)].filter(({ ref }) => ref.kind === 'COMMENT').map(({ ref, at }) => ({ ref, at, targets: [], statements: [], items: [] }));

/**
 * Adds what belongs to any view or routine whatever its body says: its description, and the indexes of an indexed view. Whoever
 * converted the body need not think of them.
 */
export function withListedParts(object: CatalogObject, converted: ConvertedObject, shared: ConversionContext): ConvertedObject {
  if (object.kind !== 'VIEW' && object.kind !== 'FUNCTION' && object.kind !== 'PROCEDURE' && object.kind !== 'TRIGGER') return converted;
  const present = new Set(converted.parts.map((p) => p.ref.kind));
  const added: ConvertedPart[] = [];
  const target = converted.parts[0].targets[0];
  const address = target && addressOf(target);
  if (!present.has('COMMENT')) {
    const ref = { schema: object.schema, name: object.name };
    const onTarget = target && address ? commentPart(ref, object.properties, address, target, shared, object) : undefined;
    added.push(...(onTarget ?? commentsOfNothing(object)));
  }
  if (!present.has('INDEX') && object.indexes) added.push(...viewIndexParts(object, object.indexes, () => collecting(shared, object)));
  return added.length === 0 ? converted : { ...converted, parts: [...converted.parts, ...added] };
}
