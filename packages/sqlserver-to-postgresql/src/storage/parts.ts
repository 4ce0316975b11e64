import type { Fragment, ObjectRef } from '@ferry/catalog';
import { targetKey } from '@ferry/conversion';
import type { ConvertedPart, TargetKey, TargetRef, TargetStatement } from '@ferry/conversion';
import { phases, printStatement } from '@ferry/target-postgresql';
import type { PhaseName, Statement, TypeName } from '@ferry/target-postgresql';
import type { ConversionContext, ObjectContext, TargetName } from '../context';
import type { MappedType, TargetType } from '../types/mapped-type';

/** A statement ready to be sent, from its syntax tree; written with the features of the target version only. */
export const statement = (ctx: Pick<ConversionContext, 'targetVersion'>, node: Statement, place: { creates: TargetRef; phase: PhaseName; needs?: readonly TargetKey[] }): TargetStatement =>
  printStatement(node, { creates: place.creates, phase: phases[place.phase], needs: place.needs ?? [], version: ctx.targetVersion });

/** Shared: a large schema has hundreds of thousands of parts without statements and items. */
const none: readonly never[] = [];

/** A part that became something. */
export const converted = (listed: { ref: ObjectRef; at: Fragment }, targets: readonly TargetRef[], statements: readonly TargetStatement[], ctx?: ObjectContext): ConvertedPart => ({
  ref: listed.ref,
  at: listed.at,
  targets,
  statements: statements.length === 0 ? none : statements,
  items: ctx === undefined || ctx.items.length === 0 ? none : ctx.items.map((item) => (item.at === undefined ? { ...item, at: listed.at } : item)),
});

/** A part that has no counterpart; the items of `ctx` say why. */
export const notConverted = (listed: { ref: ObjectRef; at: Fragment }, ctx: ObjectContext): ConvertedPart => converted(listed, [], [], ctx);

/** Types as the syntax tree has them. */
export const typeName = (type: TargetType): TypeName => ({
  kind: 'TypeName',
  schema: type.schema,
  name: type.name,
  args: type.args.length === 0 ? undefined : type.args,
  array: type.array === true ? 1 : undefined,
});

/** Maps a type and records what it calls for: an item, something that must exist before. */
export function useType(mapped: MappedType, ctx: ObjectContext, at: Fragment): MappedType {
  if (mapped.item) ctx.raise(mapped.item.code, mapped.item.details, at);
  mapped.needs.forEach(ctx.need);
  return mapped;
}

export const relationRef = (kind: 'TABLE' | 'VIEW' | 'SEQUENCE', name: TargetName): TargetRef => ({ kind, schema: name.schema, name: name.name });
export const relationKey = (name: TargetName): TargetKey => targetKey(relationRef('TABLE', name));
export const qualified = (name: TargetName): { readonly kind: 'QualifiedName'; readonly schema: string; readonly name: string } => ({ kind: 'QualifiedName', schema: name.schema, name: name.name });
