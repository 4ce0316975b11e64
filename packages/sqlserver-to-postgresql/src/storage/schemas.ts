import type { Fragment, Schema } from '@ferry/catalog';
import { idOf } from '@ferry/catalog';
import { targetKey } from '@ferry/conversion';
import type { ConvertedObject, TargetKey, TargetRef, TargetStatement } from '@ferry/conversion';
import type { ConversionContext, ObjectContext } from '../context';
import { commentParts } from './comments';
import { converted, statement } from './parts';

export const schemaRef = (name: string): TargetRef => ({ kind: 'SCHEMA', schema: name, name });
export const schemaKey = (name: string): TargetKey => targetKey(schemaRef(name));
/** `IF NOT EXISTS`, because `public` is there already and several schemas may be mapped to one. */
export const createSchema = (ctx: Pick<ConversionContext, 'targetVersion'>, name: string, source?: Fragment): TargetStatement =>
  statement(ctx, { kind: 'CreateSchema', name, ifNotExists: true, source }, { creates: schemaRef(name), phase: 'schemas' });

export function convertSchema(object: Schema, ctx: ObjectContext): ConvertedObject {
  const name = ctx.names.schema(object.name);
  const creates = schemaRef(name);
  const listed = { ref: { kind: 'SCHEMA', schema: object.schema, name: object.name } as const, at: object.definition };
  const comments = commentParts(object.properties, { ref: { schema: object.schema, name: object.name }, target: { address: { type: 'SCHEMA', name }, ref: creates } }, ctx);
  return {
    id: idOf(object),
    parts: [converted(listed, [creates], [createSchema(ctx, name, object.nameAt ?? object.definition)], ctx), ...comments],
  };
}
