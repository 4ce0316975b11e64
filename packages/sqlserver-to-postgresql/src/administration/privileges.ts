import type { CatalogObject, CodeObject, PermissionRule } from '@ferry/catalog';
import type { ConvertedObject, TargetRef, TargetStatement } from '@ferry/conversion';
import { quoteIdentifier } from '@ferry/target-postgresql';
import { administrationItems } from '../action-items/administration';
import type { ObjectContext, TargetName } from '../context';
import { everybodyMayExecute, ownershipChain } from '../lower/ownership-chains';
import { createRole, isPrincipal, plainStatement, roleName, roleRef, single } from './parts';

const quoted = (name: TargetName): string => `${quoteIdentifier(name.schema)}.${quoteIdentifier(name.name)}`;

/** What a privilege is granted on, in the words of GRANT, and how to call it. */
interface Grantable {
  /** `TABLE s.t`, `ALL TABLES IN SCHEMA s`. */
  readonly words: string;
  /** The privileges that it has, by SQL Server's permission. */
  readonly privileges: Readonly<Record<string, string>>;
  /** Its schema, for USAGE. */
  readonly schema: string;
  /** What later objects of the schema are called in ALTER DEFAULT PRIVILEGES. */
  readonly later?: string;
}

const onTable = { SELECT: 'SELECT', INSERT: 'INSERT', UPDATE: 'UPDATE', DELETE: 'DELETE', REFERENCES: 'REFERENCES' };
const onRoutine = { EXECUTE: 'EXECUTE', SELECT: 'EXECUTE' };
const onSequence = { UPDATE: 'USAGE', SELECT: 'SELECT', REFERENCES: 'USAGE' };
const onType = { EXECUTE: 'USAGE', REFERENCES: 'USAGE' };

/** Permissions that everybody has in PostgreSQL. */
const needless = new Set(['CONNECT', 'VIEW DEFINITION', 'VIEW CHANGE TRACKING', 'SHOWPLAN', 'VIEW ANY COLUMN MASTER KEY DEFINITION', 'VIEW ANY COLUMN ENCRYPTION KEY DEFINITION', 'VIEW ANY DEFINITION']);

/** Kinds of the source that no statement of PostgreSQL may name: they are not converted. */
const lost = new Set<CatalogObject['kind']>(['AGGREGATE', 'ASSEMBLY', 'XML_SCHEMA_COLLECTION']);

function objectGrantable(on: NonNullable<PermissionRule['on']>, ctx: ObjectContext): Grantable | undefined {
  const relation = ctx.lookup.relation(on.schema, on.name);
  if (relation !== undefined) {
    const name = ctx.names.relation(on.schema, on.name);
    return relation.kind === 'SEQUENCE' ? { words: `SEQUENCE ${quoted(name)}`, privileges: onSequence, schema: name.schema } : { words: `TABLE ${quoted(name)}`, privileges: onTable, schema: name.schema };
  }
  const routine = ctx.lookup.routine(on.schema, on.name);
  if (routine !== undefined && !lost.has(routine.kind)) {
    const name = ctx.names.routine(on.schema, on.name);
    return { words: `ROUTINE ${quoted(name)}`, privileges: onRoutine, schema: name.schema };
  }
  return undefined;
}

function schemaGrantables(schema: string, ctx: ObjectContext): Grantable[] {
  const name = ctx.names.schema(schema);
  const all = (words: string, privileges: Grantable['privileges']): Grantable => ({ words: `ALL ${words} IN SCHEMA ${quoteIdentifier(name)}`, privileges, schema: name, later: words });
  return [all('TABLES', onTable), all('ROUTINES', { EXECUTE: 'EXECUTE' })];
}

/** What a statement is about; nothing when the target has no such thing. */
function grantablesOf(object: PermissionRule, ctx: ObjectContext): Grantable[] {
  const { on } = object;
  if (on === undefined || on.class === 'DATABASE') return ctx.catalog.objects.flatMap((o) => (o.kind === 'SCHEMA' ? schemaGrantables(o.name, ctx) : []));
  if (on.class === 'SCHEMA') return schemaGrantables(on.name, ctx);
  if (on.class === 'TYPE') {
    const name = ctx.names.type(on.schema, on.name);
    return ctx.lookup.type(on.schema, on.name) === undefined ? [] : [{ words: `TYPE ${quoted(name)}`, privileges: onType, schema: name.schema }];
  }
  const found = on.class === 'OBJECT' ? objectGrantable(on, ctx) : undefined;
  return found === undefined ? [] : [found];
}

const shown = ({ on }: PermissionRule): string | undefined => (on === undefined ? undefined : `${on.class === 'OBJECT' ? '' : `${on.class.toLowerCase()} `}${on.schema === '' ? '' : `${on.schema}.`}${on.name}`);

function ownerStatement(object: PermissionRule, ctx: ObjectContext): string | undefined {
  const { on } = object;
  const to = roleName(object.to[0] ?? '', ctx);
  if (on === undefined || to === 'PUBLIC') return undefined;
  if (on.class === 'SCHEMA') return `ALTER SCHEMA ${quoteIdentifier(ctx.names.schema(on.name))} OWNER TO ${to};`;
  const [found] = grantablesOf(object, ctx);
  return found === undefined ? undefined : `ALTER ${found.words} OWNER TO ${to};`;
}

/** The statements for one permission on one thing, for all who are named. */
function statementsFor(object: PermissionRule, privilege: string, columns: readonly string[], on: Grantable, ctx: ObjectContext): string[] {
  const grant = object.action === 'GRANT';
  const list = columns.length === 0 || object.on === undefined ? '' : ` (${columns.map((c) => quoteIdentifier(ctx.names.column(object.on?.schema, object.on?.name ?? '', c))).join(', ')})`;
  const to = object.to.map((name) => roleName(name, ctx)).join(', ');
  const words = `${privilege}${list} ON ${on.words}`;
  const main = grant ? `GRANT ${words} TO ${to}${object.grantOption ? ' WITH GRANT OPTION' : ''};` : `REVOKE ${words} FROM ${to};`;
  if (on.later === undefined) return [main];
  const later = `${privilege} ON ${on.later} ${grant ? 'TO' : 'FROM'} ${to}`;
  return [main, `ALTER DEFAULT PRIVILEGES IN SCHEMA ${quoteIdentifier(on.schema)} ${grant ? 'GRANT' : 'REVOKE'} ${later};`];
}

/** Names the object that an item is about, in one way. */
const about = (object: PermissionRule): { on?: string } => {
  const on = shown(object);
  return on === undefined ? {} : { on };
};

function privilegeStatements(object: PermissionRule, ctx: ObjectContext): string[] {
  const grantables = grantablesOf(object, ctx);
  const wanted = object.permissions.filter(({ name }) => {
    if (!needless.has(name)) return true;
    ctx.raise(administrationItems.needless, { permission: name }, object.definition);
    return false;
  });
  if (wanted.length === 0) return [];
  if (grantables.length === 0) {
    ctx.raise(administrationItems.securable, { on: shown(object) ?? ctx.catalog.database.name }, object.definition);
    return [];
  }
  const out: string[] = [];
  for (const { name, columns } of wanted) {
    const all = name === 'ALL' || name === 'ALL PRIVILEGES';
    const found = grantables.flatMap((on) => {
      const privilege = all ? 'ALL' : on.privileges[name];
      return privilege === undefined ? [] : statementsFor(object, privilege, columns, on, ctx);
    });
    if (found.length === 0) ctx.raise(administrationItems.permission, { permission: name, action: object.action, ...about(object) }, object.definition);
    out.push(...found);
  }
  if (out.length === 0) return [];
  const to = object.to.join(', ');
  if (object.action === 'DENY') ctx.raise(administrationItems.deny, { permission: wanted.map((p) => p.name).join(', '), to }, object.definition);
  if (object.action !== 'GRANT') return out;
  const routines = grantables.some((g) => (g.privileges === onRoutine || g.later === 'ROUTINES') && wanted.some((p) => p.name.startsWith('ALL') || g.privileges[p.name] !== undefined));
  const chained = routines && raiseChains(object, to, ctx);
  const closed = chained && !everybodyMayExecute(ctx) ? grantables.flatMap((g) => (g.privileges === onRoutine || g.later === 'ROUTINES' ? [`REVOKE EXECUTE ON ${g.words} FROM PUBLIC;`] : [])) : [];
  const schemas = [...new Set(grantables.map((g) => g.schema))];
  return [...schemas.map((schema) => `GRANT USAGE ON SCHEMA ${quoteIdentifier(schema)} TO ${object.to.map((name) => roleName(name, ctx)).join(', ')};`), ...closed, ...out];
}

/** The routines that a statement is about. */
function routinesOf({ on }: PermissionRule, ctx: ObjectContext): readonly CodeObject[] {
  const all = ctx.catalog.objects.filter((o): o is CodeObject => o.kind === 'PROCEDURE' || o.kind === 'FUNCTION');
  if (on === undefined || on.class === 'DATABASE') return all;
  if (on.class === 'SCHEMA') return all.filter((o) => ctx.lookup.fold(o.schema) === ctx.lookup.fold(on.name));
  const found = ctx.lookup.routine(on.schema, on.name);
  return found?.kind === 'PROCEDURE' || found?.kind === 'FUNCTION' ? [found] : [];
}

/** Says what became of the ownership chains of the routines of a GRANT. @returns whether any runs with the rights of its owner */
function raiseChains(object: PermissionRule, to: string, ctx: ObjectContext): boolean {
  const found = routinesOf(object, ctx);
  const kept = ctx.choices.ownershipChains === 'definer' ? found.filter((o) => ownershipChain(o, ctx) === 'kept') : [];
  const rest = found.filter((o) => !kept.includes(o));
  const named = (some: readonly CodeObject[]): string => (some.length === found.length ? (shown(object) ?? ctx.catalog.database.name) : `${some.length} of the ${found.length} routines of ${shown(object) ?? ctx.catalog.database.name} (${some[0]?.name ?? ''}${some.length > 1 ? ', ...' : ''})`);
  if (rest.length > 0) ctx.raise(administrationItems.execute, { to, on: named(rest) }, object.definition);
  if (kept.length > 0) ctx.raise(administrationItems.ownershipChain, { to, on: named(kept) }, object.definition);
  return kept.length > 0;
}

/** Users of every database that own it, or stand for nobody who can log in. */
const everywhere = new Set(['dbo', 'sys', 'information_schema']);

/** Who may do what: GRANT and REVOKE; DENY takes away what was granted to the role itself. */
export function convertPermission(given: PermissionRule, ctx: ObjectContext): ConvertedObject {
  const object = { ...given, to: given.to.filter((name) => !everywhere.has(name.toLowerCase())) };
  if (object.to.length === 0) {
    ctx.raise(administrationItems.needless, { permission: given.name }, given.definition);
    return single(given, [], [], ctx);
  }
  const ref: TargetRef = { kind: 'PRIVILEGE', schema: '', name: object.name };
  let texts: string[];
  if (object.action === 'OWNER') {
    const text = ownerStatement(object, ctx);
    if (text === undefined) ctx.raise(administrationItems.securable, { on: shown(object) ?? '' }, object.definition);
    texts = text === undefined ? [] : [text];
  } else texts = privilegeStatements(object, ctx);
  if (texts.length === 0) return single(object, [], [], ctx);
  // Whoever is named without being created is a user of the server.
  const roles = object.to.filter((name) => name.toLowerCase() !== 'public' && !isPrincipal(name, ctx)).map((name): TargetStatement => {
    const role = roleName(name, ctx);
    return plainStatement(createRole(role, false), roleRef(role), 'roles', object.definition);
  });
  return single(object, [ref], [...roles, ...texts.map((sql) => plainStatement(sql, ref, 'privileges', object.definition))], ctx);
}
