import type { Catalog, CodeObject } from '@ferry/catalog';
import { catalogReader, temporaryUsers } from '@ferry/source-sqlserver';
import type { Lowering } from './lowering';

const groups = new WeakMap<Catalog, Map<string, ReadonlyMap<CodeObject, CodeObject>>>();

/**
 * Routines that hand a temporary table down to routines that they call share it: each routine with the one whose name the table bears.
 * Several makers of a table that one routine works on are one group.
 */
function ownersOf(low: Lowering, name: string, users: ReadonlySet<CodeObject>): ReadonlyMap<CodeObject, CodeObject> {
  const { catalog } = low.ctx;
  const ofCatalog = groups.get(catalog) ?? new Map<string, ReadonlyMap<CodeObject, CodeObject>>();
  groups.set(catalog, ofCatalog);
  const before = ofCatalog.get(name.toLowerCase());
  if (before !== undefined) return before;
  const reader = catalogReader(catalog);
  const parent = new Map<CodeObject, CodeObject>();
  const rootOf = (routine: CodeObject): CodeObject => {
    let at = routine;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  for (const user of users) {
    const [first, ...more] = reader.temporaryMakers(user, name).map(rootOf);
    if (first === undefined) continue;
    for (const other of more) if (other !== first) parent.set(other, first);
    if (rootOf(user) !== first) parent.set(rootOf(user), first);
  }
  const owners = new Map([...users].map((user) => [user, rootOf(user)]));
  ofCatalog.set(name.toLowerCase(), owners);
  return owners;
}

/**
 * A temporary table: `#x` and `@x` have names of their own, apart from variables. In SQL Server each call has its own; in
 * PostgreSQL the session has one of a name, and a routine that another calls would drop its caller's. So a name that several
 * routines use bears the name of the routine too.
 */
export function temporaryName(low: Lowering, name: string): string {
  const { ctx } = low;
  if (!name.startsWith('#') && !name.startsWith('@')) return ctx.names.local(name);
  const bare = name.replace(/^[#@]+/, '');
  // A table whose name is known at run time only is written by its placeholder.
  if (/hole_\d+_/.test(name)) return ctx.names.local(bare);
  const prefix = name.startsWith('#') ? 'tmp_' : 'tab_';
  const users = temporaryUsers(ctx.catalog).get(name.toLowerCase());
  if (users === undefined || users.size < 2 || ctx.object.schema === undefined) return ctx.names.local(prefix + bare);
  const own = [...users].find((user) => user === ctx.object);
  const object = own === undefined || !name.startsWith('#') ? ctx.object : (ownersOf(low, name, users).get(own) ?? ctx.object);
  const twins = [...users].some((other) => other !== object && other.name.toLowerCase() === object.name.toLowerCase());
  return ctx.names.composed(`${prefix}${bare}_${twins ? `${object.schema}_` : ''}${object.name}`);
}
