import type { Catalog, CatalogObject, CodeObject } from '@ferry/catalog';
import type { ExecuteStatement, FunctionCall, NiladicFunction } from '@ferry/source-sqlserver';
import { catalogReader, walk } from '@ferry/source-sqlserver';
import type { ConversionContext } from '../context';
import { byName } from '../names/by-name';
import type { ByName } from '../names/by-name';
import { calledProcedure } from './bound-routines';

/*
 * Ownership chains: who may execute a routine needs no rights on what the routine uses, as long as both have the same owner
 * (https://learn.microsoft.com/dotnet/framework/data/adonet/sql/authorization-and-permissions-in-sql-server). PostgreSQL checks the
 * rights of the caller unless the routine is SECURITY DEFINER (https://www.postgresql.org/docs/current/sql-createfunction.html).
 */

/** Who may execute what, and who owns what, as far as statements of the source say so. */
interface Rights {
  readonly everything: boolean;
  /** Somebody is granted EXECUTE by way of PUBLIC. */
  readonly everybody: boolean;
  readonly schemas: ReadonlySet<string>;
  readonly routines: ByName<true>;
  /** Of schemas; those that are missing are dbo's. */
  readonly ownersOfSchemas: ReadonlyMap<string, string>;
  readonly owners: ByName<string>;
}

const rightsOf = new WeakMap<Catalog, Rights>();

function rights(ctx: ConversionContext): Rights {
  const known = rightsOf.get(ctx.catalog);
  if (known !== undefined) return known;
  const { fold } = ctx.lookup;
  let everything = false;
  let everybody = false;
  const schemas = new Set<string>();
  const routines = byName<true>(fold);
  const ownersOfSchemas = new Map<string, string>();
  const owners = byName<string>(fold);
  for (const object of ctx.catalog.objects) {
    if (object.kind !== 'PERMISSION') continue;
    const { on } = object;
    if (object.action === 'OWNER' && on?.class === 'SCHEMA') ownersOfSchemas.set(fold(on.name), fold(object.to[0] ?? ''));
    if (object.action === 'OWNER' && on?.class === 'OBJECT') owners.put(on.schema, on.name, fold(object.to[0] ?? ''));
    if (object.action !== 'GRANT' || !object.permissions.some((p) => p.name === 'EXECUTE' || p.name === 'SELECT' || p.name.startsWith('ALL'))) continue;
    everybody ||= object.permissions.some((p) => p.name !== 'SELECT') && object.to.some((name) => name.toLowerCase() === 'public');
    if (on === undefined || on.class === 'DATABASE') everything ||= object.permissions.some((p) => p.name !== 'SELECT');
    else if (on.class === 'SCHEMA') schemas.add(fold(on.name));
    else if (on.class === 'OBJECT') routines.put(on.schema, on.name, true);
  }
  const made = { everything, everybody, schemas, routines, ownersOfSchemas, owners };
  rightsOf.set(ctx.catalog, made);
  return made;
}

/** What a routine asks about the user who runs it: its answer would be about the owner. */
const aboutTheUser = new Set(['CURRENT_USER', 'USER', 'USER_NAME', 'USER_ID', 'DATABASE_PRINCIPAL_ID', 'SESSION_USER', 'IS_MEMBER', 'IS_ROLEMEMBER', 'IS_SRVROLEMEMBER', 'HAS_PERMS_BY_NAME', 'PERMISSIONS']);
/** Statements that leave the chain, or that PostgreSQL forbids in such a routine. */
const leaving = new Set(['ExecuteAsStatement', 'RevertStatement', 'UseStatement']);

/** Whether all that a routine does is covered by the chain: no text that is executed, nobody else's objects, no question about the user. */
function chained(object: CodeObject, ctx: ConversionContext): boolean {
  const reader = catalogReader(ctx.catalog);
  const routine = reader.bound(object);
  const { binding, body } = routine;
  const { ownersOfSchemas, owners } = rights(ctx);
  const { fold } = ctx.lookup;
  const ownerOf = (o: CatalogObject): string => owners.get(o.schema, o.name) ?? ownersOfSchemas.get(fold(o.schema)) ?? 'dbo';
  const owner = ownerOf(object);
  for (const use of binding.uses) {
    if (use.where === 'elsewhere' || use.where === 'missing') return false;
    if (use.object !== undefined && use.kind !== 'type' && ownerOf(use.object) !== owner) return false;
    // A temporary table of the caller belongs to the caller.
    if (use.where === 'made' && reader.temporaryMakers(object, use.name.at(-1) ?? '').some((maker) => maker !== object)) return false;
  }
  let kept = true;
  for (const statement of body) walk(statement, (node) => {
    if (leaving.has(node.kind)) kept = false;
    if (node.kind === 'FunctionCall' && aboutTheUser.has(((node as FunctionCall).name.parts.at(-1)?.name ?? '').toUpperCase())) kept = false;
    if (node.kind === 'NiladicFunction' && aboutTheUser.has((node as NiladicFunction).name.toUpperCase())) kept = false;
    if (node.kind === 'ExecuteStatement' && calledProcedure(routine, node as ExecuteStatement) === undefined) kept = false;
  });
  return kept;
}

/** Whether the source opens a routine, or a function's rows, to everybody. */
export const everybodyMayExecute = (ctx: ConversionContext): boolean => rights(ctx).everybody;

/** What a GRANT of EXECUTE on a routine means for its code. `needless`: nobody is granted it. */
export type Chain = 'needless' | 'kept' | 'broken';

const chains = new WeakMap<Catalog, Map<CodeObject, Chain>>();

/** Whether a routine has to run with the rights of its owner, so that those who may execute it can; `broken` where it cannot be told, or where it would give them more than they have. */
export function ownershipChain(object: CodeObject, ctx: ConversionContext): Chain {
  const known = chains.get(ctx.catalog) ?? new Map<CodeObject, Chain>();
  chains.set(ctx.catalog, known);
  const before = known.get(object);
  if (before !== undefined) return before;
  const { everything, schemas, routines } = rights(ctx);
  const granted = everything || schemas.has(ctx.lookup.fold(object.schema)) || routines.get(object.schema, object.name) === true;
  const chain = !granted ? 'needless' : chained(object, ctx) ? 'kept' : 'broken';
  known.set(object, chain);
  return chain;
}
