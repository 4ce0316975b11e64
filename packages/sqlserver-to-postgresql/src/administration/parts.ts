import { idOf } from '@ferry/catalog';
import type { CatalogObject, Catalog, Fragment } from '@ferry/catalog';
import type { ConvertedObject, ConvertedPart, TargetRef, TargetStatement } from '@ferry/conversion';
import { phases, quoteIdentifier, stringLiteral } from '@ferry/target-postgresql';
import type { PhaseName } from '@ferry/target-postgresql';
import type { ConversionContext, ObjectContext } from '../context';
import { commentParts } from '../storage/comments';
import { converted } from '../storage/parts';

/** One that is written as text: scripts of their own have few kinds of statements. */
export const plainStatement = (sql: string, creates: TargetRef, phase: PhaseName, source: Fragment): TargetStatement => ({
  sql,
  links: [{ source, target: { start: 0, end: sql.length } }],
  creates,
  phase: phases[phase],
  needs: [],
});

/**
 * A converted object of one part, and what its properties came to.
 * @param commentOn what COMMENT ON names, when it can have one
 */
export function single(object: CatalogObject, targets: readonly TargetRef[], statements: readonly TargetStatement[], ctx: ObjectContext, commentOn?: string): ConvertedObject {
  const listed = { ref: { kind: object.kind, schema: object.schema, name: object.name }, at: object.definition };
  const [target] = targets;
  const comments = commentParts(object.properties, { ref: { schema: object.schema, name: object.name } }, ctx).map((part): ConvertedPart => {
    const text = object.properties?.find((p) => p.at === part.at)?.value;
    if (commentOn === undefined || target === undefined || text === undefined) return part;
    const ref: TargetRef = { kind: 'COMMENT', schema: '', name: target.name };
    return { ref: part.ref, at: part.at, targets: [ref], statements: [plainStatement(`COMMENT ON ${commentOn} IS ${stringLiteral(text.replaceAll('\u0000', ''))};`, ref, 'privileges', part.at)], items: [] };
  });
  return { id: idOf(object), parts: [converted(listed, targets, statements, ctx), ...comments] };
}

/** Names that PostgreSQL keeps for roles of its own (https://www.postgresql.org/docs/current/predefined-roles.html). */
const reserved = /^(?:pg_.*|public|none|current_user|session_user|current_role)$/;

/** A user or role of the source as PostgreSQL calls it, ready to be written; everybody is PUBLIC. */
export function roleName(name: string, ctx: ConversionContext): string {
  if (name.toLowerCase() === 'public') return 'PUBLIC';
  const local = ctx.names.local(name);
  return quoteIdentifier(reserved.test(local) ? ctx.names.composed(`role_${local}`) : local);
}

const principals = new WeakMap<Catalog, ReadonlySet<string>>();

/** Whether the scripts create a user or role. */
export function isPrincipal(name: string, ctx: ConversionContext): boolean {
  const known = principals.get(ctx.catalog) ?? new Set(ctx.catalog.objects.flatMap((o) => (o.kind === 'PRINCIPAL' ? [ctx.lookup.fold(o.name)] : [])));
  principals.set(ctx.catalog, known);
  return known.has(ctx.lookup.fold(name));
}

/** Makes a role unless it is there: roles belong to the server, where another database may have made it. */
export const createRole = (quoted: string, login: boolean): string => {
  const bare = quoted.startsWith('"') ? quoted.slice(1, -1).replaceAll('""', '"') : quoted;
  return `DO $role$\nBEGIN\n    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ${stringLiteral(bare)}) THEN\n        CREATE ROLE ${quoted}${login ? ' LOGIN' : ''};\n    END IF;\nEND;\n$role$;`;
};

export const roleRef = (quoted: string): TargetRef => ({ kind: 'ROLE', schema: '', name: quoted.startsWith('"') ? quoted.slice(1, -1).replaceAll('""', '"') : quoted });
