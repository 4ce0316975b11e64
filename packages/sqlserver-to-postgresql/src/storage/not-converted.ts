import { idOf, listObject } from '@ferry/catalog';
import type { CatalogObject } from '@ferry/catalog';
import type { ConvertedObject, ConvertedPart } from '@ferry/conversion';
import { otherItems } from '../action-items/other-objects';
import type { ObjectContext } from '../context';
import { notConverted } from './parts';

/** An object of a kind that PostgreSQL does not have: listed, nothing written, the item says what to do instead. */
export const withoutCounterpart =
  (code: number) =>
  (object: CatalogObject, ctx: ObjectContext): ConvertedObject => {
    ctx.raise(code, { name: object.name });
    const [head, ...rest] = [...listObject(object)];
    const parts = rest.map((listed): ConvertedPart => ({ ref: listed.ref, at: listed.at, targets: [], statements: [], items: listed.ref.kind === 'COMMENT' ? [{ code: otherItems.lostDescription, details: { name: object.name }, at: listed.at }] : [] }));
    return { id: idOf(object), parts: [notConverted(head ?? { ref: { kind: object.kind, schema: object.schema, name: object.name }, at: object.definition }, ctx), ...parts] };
  };
