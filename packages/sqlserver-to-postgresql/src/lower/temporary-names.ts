import type { Catalog, CodeObject } from '@ferry/catalog';
import type { Lowering } from './lowering';

/** `#x`, and the variables that are declared as tables: `@x TABLE`, `DECLARE @x schema.type`. */
const temporary = /#[\w$@#]{1,128}|@[\w$@#]{1,128}(?=\s+(?:AS\s+)?(?:TABLE\b|(?:\[[^\]]{1,128}\]|\w{1,128})\s*\.\s*(?:\[[^\]]{1,128}\]|\w{1,128})(?!\w|\s+READONLY)))/gi;

const known = new WeakMap<Catalog, ReadonlyMap<string, ReadonlySet<CodeObject>>>();

/** Which routines make a temporary table of a name; found by the words of their texts, so rather too many than too few. */
function usersOf(low: Lowering): ReadonlyMap<string, ReadonlySet<CodeObject>> {
  const { catalog, textOf } = low.ctx;
  const before = known.get(catalog);
  if (before !== undefined) return before;
  const users = new Map<string, Set<CodeObject>>();
  for (const object of catalog.objects) {
    if (object.kind !== 'PROCEDURE' && object.kind !== 'FUNCTION' && object.kind !== 'TRIGGER') continue;
    for (const [name] of textOf(object.definition).matchAll(temporary)) users.set(name.toLowerCase(), (users.get(name.toLowerCase()) ?? new Set()).add(object));
  }
  known.set(catalog, users);
  return users;
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
  const users = usersOf(low).get(name.toLowerCase());
  const { object } = ctx;
  if (users === undefined || users.size < 2 || object.schema === undefined) return ctx.names.local(prefix + bare);
  const twins = [...users].some((other) => other !== object && other.name.toLowerCase() === object.name.toLowerCase());
  return ctx.names.composed(`${prefix}${bare}_${twins ? `${object.schema}_` : ''}${object.name}`);
}
