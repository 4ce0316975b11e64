import type { Catalog, CodeObject } from '@ferry/catalog';

/** `#x`, and the variables that are declared as tables: `@x TABLE`, `DECLARE @x schema.type`. */
const temporary = /#[\w$@#]{1,128}|@[\w$@#]{1,128}(?=\s+(?:AS\s+)?(?:TABLE\b|(?:\[[^\]]{1,128}\]|\w{1,128})\s*\.\s*(?:\[[^\]]{1,128}\]|\w{1,128})(?!\w|\s+READONLY)))/gi;

const known = new WeakMap<Catalog, ReadonlyMap<string, ReadonlySet<CodeObject>>>();

/** Which routines make or name a temporary table of a name, in lower case; found by the words of their texts, so rather too many than too few. */
export function temporaryUsers(catalog: Catalog): ReadonlyMap<string, ReadonlySet<CodeObject>> {
  const before = known.get(catalog);
  if (before !== undefined) return before;
  const users = new Map<string, Set<CodeObject>>();
  for (const object of catalog.objects) {
    if (object.kind !== 'PROCEDURE' && object.kind !== 'FUNCTION' && object.kind !== 'TRIGGER') continue;
    const { source, span } = object.definition;
    const text = catalog.sources[source]?.text.slice(span.start, span.end) ?? '';
    for (const [name] of text.matchAll(temporary)) users.set(name.toLowerCase(), (users.get(name.toLowerCase()) ?? new Set()).add(object));
  }
  known.set(catalog, users);
  return users;
}
