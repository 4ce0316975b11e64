import { commentRef } from '@ferry/catalog';
import type { Described, ExtendedProperty } from '@ferry/catalog';
import type { ConvertedPart, TargetRef } from '@ferry/conversion';
import type { ObjectAddress } from '@ferry/target-postgresql';
import { otherItems } from '../action-items/other-objects';
import type { ObjectContext } from '../context';
import { converted, statement } from './parts';

/** The property that SQL Server's tools show as the description. */
const description = 'MS_Description';

/** Names that scripts give it, too. Other names that begin with MS_ are notes of the tools to themselves (diagram panes). */
const describes = new Set([description, 'Description']);

/** What a comment is about: an object of the source, and what it became (nothing when it was not converted). */
export interface Commented {
  /** As the catalogue lists it: a part names its object as parent. */
  readonly ref: Described;
  readonly target?: { readonly address: ObjectAddress; readonly ref: TargetRef };
}

/**
 * The text of an object's one comment (https://www.postgresql.org/docs/current/sql-comment.html): its description, then those of
 * what cannot have a comment of its own (parameters), then, unless the setting says otherwise, other properties. A property that is
 * left out is raised on `ctx`.
 */
function commentText(properties: readonly ExtendedProperty[], ctx: ObjectContext): string {
  const own: string[] = [];
  const parts: string[] = [];
  const others: string[] = [];
  for (const property of properties) {
    const isDescription = describes.has(property.name);
    const label = [property.part, isDescription ? undefined : property.name].filter((w) => w !== undefined).join(' ');
    if (isDescription) (property.part === undefined ? own : parts).push(label === '' ? property.value : `${label}: ${property.value}`);
    else if (ctx.choices.descriptions === 'all' && !property.name.startsWith('MS_')) others.push(`${label}: ${property.value}`);
    else ctx.raise(otherItems.property, { property: label }, property.at);
  }
  // PostgreSQL's text holds every character but U+0000.
  return [...own, ...parts, ...others].join('\n').replaceAll('\u0000', '');
}

/**
 * The descriptions of an object or part: the first carries the statement. Call it before the part that `ctx` belongs to is made:
 * properties that are left out are raised there.
 */
export function commentParts(properties: readonly ExtendedProperty[] | undefined, about: Commented, ctx: ObjectContext): ConvertedPart[] {
  const [first] = properties ?? [];
  if (properties === undefined || first === undefined) return [];
  const text = commentText(properties, ctx);
  const described = properties.filter((p) => p.name === description);
  const listed = described.length === 0 && text !== '' ? [first] : described;
  const { target } = about;
  if (target === undefined) return listed.map((p): ConvertedPart => ({ ref: commentRef(p, about.ref), at: p.at, targets: [], statements: [], items: [{ code: otherItems.lostDescription, details: { name: about.ref.name ?? about.ref.parent ?? about.ref.schema }, at: p.at }] }));
  // An empty description is none.
  if (text === '') return listed.map((p) => converted({ ref: commentRef(p, about.ref), at: p.at }, [], []));
  const creates: TargetRef = { ...target.ref, kind: 'COMMENT' };
  const comment = statement(ctx, { kind: 'CommentOn', object: target.address, text, source: listed[0]?.at }, { creates, phase: 'comments' });
  return listed.map((p, i) => converted({ ref: commentRef(p, about.ref), at: p.at }, [creates], i === 0 ? [comment] : []));
}
