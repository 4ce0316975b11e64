import type { CatalogObject, TopLevelKind } from './model';

/**
 * The address of a top-level object inside one catalogue: `TABLE:dbo.Orders`. Parts that hold a dot, a colon or a bracket are
 * bracketed with `]` doubled, so that two different objects never share an id.
 */
export type ObjectId = string;

const quotePart = (part: string): string => (/[.:[\]]/.test(part) ? `[${part.replaceAll(']', ']]')}]` : part);

export function objectId(object: { kind: TopLevelKind; schema: string; name: string }): ObjectId {
  return object.schema === '' || object.kind === 'SCHEMA'
    ? `${object.kind}:${quotePart(object.name)}`
    : `${object.kind}:${quotePart(object.schema)}.${quotePart(object.name)}`;
}

export const idOf = (object: CatalogObject): ObjectId => objectId(object);
