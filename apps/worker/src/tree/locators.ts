import type { LeafKey, ObjectLocator } from '@ferry/contract';

/** AWS's leaf key for a kind of object; views are tables of the type `view`. */
const keys: Readonly<Record<string, LeafKey>> = {
  TABLE: 'table-name',
  VIEW: 'table-name',
  PROCEDURE: 'procedure-name',
  AGGREGATE: 'aggregate-function-name',
  SYNONYM: 'synonym-name',
  SEQUENCE: 'sequence-name',
  TYPE: 'type-name',
  TABLE_TYPE: 'table-type-name',
  XML_SCHEMA_COLLECTION: 'xml-schema-collection-name',
  MATERIALIZED_VIEW: 'materialized-view-name',
  DOMAIN: 'domain-name',
};

const functionKeys: Readonly<Record<string, LeafKey>> = {
  scalar: 'scalar-function-name',
  inline: 'inline-function-name',
  'table-valued': 'table-valued-function-name',
};

/**
 * AWS's locator of an object in a schema
 * (https://docs.aws.amazon.com/dms/latest/userguide/sc-selection-rules.html); nothing for a kind or a name that it has no words for.
 */
export function objectLocator(schema: ObjectLocator, object: { readonly kind: string; readonly name: string; readonly flavour?: string }): ObjectLocator | undefined {
  const key = object.flavour === 'statement' ? 'statement-name' : object.kind === 'FUNCTION' ? (object.flavour === undefined ? 'function-name' : functionKeys[object.flavour]) : keys[object.kind];
  if (key === undefined || object.name === '') return undefined;
  return { ...schema, [key]: object.name, ...(object.kind === 'VIEW' ? { 'table-type': 'view' as const } : {}) };
}
