import type { CatalogObject, ExtendedProperty, Fragment, ObjectRef } from '@ferry/catalog';
import type { ConvertedPart, TargetRef, TargetStatement } from '@ferry/conversion';
import type { ObjectAddress } from '@ferry/target-postgresql';
import { otherItems } from '../action-items/other-objects';
import { collecting } from '../collecting';
import type { ConversionContext, ObjectContext } from '../context';
import { converted, statement } from './parts';

/** The property that SQL Server's tools show as the description. */
const description = 'MS_Description';

/**
 * The text of an object's comment: its description, and the other extended properties under the setting that keeps all. PostgreSQL
 * keeps one comment an object (https://www.postgresql.org/docs/current/sql-comment.html).
 */
function commentText(properties: readonly ExtendedProperty[], ctx: ObjectContext): string | undefined {
  const lines: string[] = [];
  for (const property of properties) {
    if (property.name === description) lines.unshift(property.value);
    else if (ctx.choices.descriptions === 'all') lines.push(`${property.name}: ${property.value}`);
    else ctx.raise(otherItems.property, { property: property.name }, property.at);
  }
  // A NUL character is not a character to PostgreSQL.
  const text = lines.join('\n').replaceAll('\u0000', '');
  return text === '' ? undefined : text;
}

/** COMMENT ON for what carries properties, or nothing. Items about properties that are left out are raised on `ctx`. */
export function commentStatements(properties: readonly ExtendedProperty[] | undefined, object: ObjectAddress, on: TargetRef, ctx: ObjectContext): TargetStatement[] {
  if (properties === undefined || properties.length === 0) return [];
  const text = commentText(properties, ctx);
  if (text === undefined) return [];
  const at = properties.find((p) => p.name === description)?.at ?? properties[0]?.at;
  return [statement(ctx, { kind: 'CommentOn', object, text, source: at }, { creates: commentRef(on), phase: 'comments' })];
}

const commentRef = (on: TargetRef): TargetRef => ({ ...on, kind: 'COMMENT' });

/** The part for the description of an object or column, when there is one, and for its other properties under the setting. */
export function commentPart(ref: { schema: string; name: string; parent?: string }, properties: readonly ExtendedProperty[] | undefined, object: ObjectAddress, on: TargetRef, shared: ConversionContext, of: CatalogObject): ConvertedPart[] {
  if (properties === undefined || properties.length === 0) return [];
  const ctx = collecting(shared, of);
  const statements = commentStatements(properties, object, on, ctx);
  const described = properties.filter((p) => p.name === description);
  const listed = (at: Fragment): { ref: ObjectRef; at: Fragment } => ({ ref: { kind: 'COMMENT', ...ref }, at });
  const first = described[0] ?? properties[0];
  if (first === undefined) return [];
  const head = converted(listed(first.at), statements.length === 0 ? [] : [commentRef(on)], statements, ctx);
  // The same property twice is an error in SQL Server; whatever wrote it, each is accounted for.
  return [head, ...described.slice(1).map((p) => converted(listed(p.at), [commentRef(on)], []))];
}
