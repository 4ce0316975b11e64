import type { CatalogObject } from '@ferry/catalog';
import type { ConvertedObject, TargetStatement } from '@ferry/conversion';
import type { ConversionContext } from '../context';
import { createSchema } from './schemas';

export interface SchemaSupport {
  readonly record: (object: CatalogObject, converted: ConvertedObject) => void;
  /** CREATE SCHEMA for schemas that converted objects are in and that no converted schema object creates (`dbo`). */
  readonly statements: () => TargetStatement[];
}

/** Names that no CREATE SCHEMA is needed for. */
const given = new Set(['', 'public', 'pg_catalog']);

export function schemaSupport(shared: ConversionContext): SchemaSupport {
  const used = new Set<string>();
  const created = new Set<string>();
  return {
    record: (object, { parts }) => {
      const schemas = object.kind === 'SCHEMA' ? created : used;
      for (const part of parts) for (const { creates } of part.statements) if (creates.kind !== 'COMMENT') schemas.add(creates.schema);
    },
    statements: () => [...used].filter((schema) => !given.has(schema) && !created.has(schema)).map((schema) => createSchema(shared, schema)),
  };
}
