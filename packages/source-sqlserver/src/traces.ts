import { createHash } from 'node:crypto';
import type { Catalog, CatalogObject, CodeObject } from '@ferry/catalog';
import type { ObjectTraces } from '@ferry/conversion';
import { catalogReader, directUses, temporaryUsers } from './semantics';

const codeKinds = new Set<string>(['VIEW', 'PROCEDURE', 'FUNCTION', 'TRIGGER', 'DDL_TRIGGER']);
/** Kinds whose change is followed from object to object; any other bears on everything. */
const followed = new Set<string>([...codeKinds, 'SCHEMA', 'TABLE', 'TYPE', 'TABLE_TYPE', 'SEQUENCE', 'SYNONYM']);

const word = /[\p{L}_][\p{L}\p{N}_$]{0,127}/gu;
/** Tables that a routine makes; whoever reads one gets its columns from there. */
const making = /\b(?:CREATE\s+TABLE|ALTER\s+TABLE|INTO)\s{1,20}([\p{L}\p{N}_.[\]"#]{1,300})/giu;
/** What a routine can find although a caller made it: a temporary table, a global cursor. */
const outer = /#[\p{L}_#]|\bFETCH\b/iu;

/** A routine that more than this call is taken to hang on all code, as far as it looks out for what callers made. */
const mostCallers = 200;

/** Which routines name a word, read from their texts alone, so rather too many than too few. */
function usersOfWords(routines: readonly CodeObject[], textOf: (object: CodeObject) => string): ReadonlyMap<string, ReadonlySet<CodeObject>> {
  const users = new Map<string, Set<CodeObject>>();
  for (const object of routines) for (const [found] of textOf(object).matchAll(word)) users.set(found.toLowerCase(), (users.get(found.toLowerCase()) ?? new Set()).add(object));
  return users;
}

/**
 * What the objects of a catalogue hang on. Names lead from object to object as binding finds them. Temporary tables and cursors come
 * down from callers, and tables that scripts define nowhere from the routines that make them: there the words of the texts lead.
 */
export function tracesOf(catalog: Catalog): ObjectTraces {
  const reader = catalogReader(catalog);
  const textOf = (object: CatalogObject): string => {
    const { source, span } = object.definition;
    return catalog.sources[source]?.text.slice(span.start, span.end) ?? '';
  };
  const code = catalog.objects.filter((o): o is CodeObject => codeKinds.has(o.kind));
  const usersOf = usersOfWords(code, textOf);
  /** The temporary tables that each routine makes or names. */
  const temporaryOf = new Map<CatalogObject, string[]>();
  for (const [name, users] of temporaryUsers(catalog)) for (const user of users) temporaryOf.set(user, [...(temporaryOf.get(user) ?? []), name]);
  const temporaryUsersOf = (name: string): CodeObject[] => [...(temporaryUsers(catalog).get(name) ?? [])];
  const nameOf = (object: CatalogObject): string => `${object.schema}.${object.name}`;
  /** The routines that name this one, those that name them, and so on; undefined when there are too many to follow. */
  const callersOf = (object: CodeObject): ReadonlySet<CodeObject> | undefined => {
    const reached = new Set<CodeObject>([object]);
    for (const routine of reached) {
      for (const caller of usersOf.get(routine.name.toLowerCase()) ?? []) reached.add(caller);
      if (reached.size > mostCallers) return undefined;
    }
    reached.delete(object);
    return reached;
  };
  let texts: string | undefined;
  const allTexts = (): string => (texts ??= code.reduce((hash, o) => hash.update(textOf(o)), createHash('sha256')).digest('base64url'));
  const isCode = (object: CatalogObject): object is CodeObject => codeKinds.has(object.kind);
  const looksOut = (object: CodeObject): boolean => outer.test(textOf(object));
  const common = [
    catalog.objects.filter((o) => !followed.has(o.kind)).map((o) => [nameOf(o), textOf(o)]),
    code.map((o) => [nameOf(o), Array.from(textOf(o).matchAll(making), ([, name = '']) => name.toLowerCase()).filter((name) => !name.startsWith('#'))]).filter(([, made]) => (made ?? []).length > 0),
  ];
  return {
    common: JSON.stringify(common),
    own: (object) => {
      if (!isCode(object)) return '';
      const found = looksOut(object) ? callersOf(object) : new Set<CodeObject>();
      const callers = found === undefined ? allTexts() : [...found].map(nameOf);
      const shared = (temporaryOf.get(object) ?? []).map((name) => [name, temporaryUsersOf(name).map(nameOf)]);
      return JSON.stringify([shared, callers]);
    },
    uses: (object) => {
      const found = new Set<CatalogObject>();
      for (const [used] of directUses(reader, object)) {
        const to = 'where' in used ? used.object : used;
        if (to !== undefined) found.add(to);
        // A name that nothing defines may be that of a table that some routine makes.
        else if ('where' in used && used.where === 'missing') for (const user of usersOf.get((used.name[used.name.length - 1] ?? '').toLowerCase()) ?? []) found.add(user);
      }
      if (isCode(object) && looksOut(object)) {
        for (const name of temporaryOf.get(object) ?? []) if (name.startsWith('#')) for (const user of temporaryUsersOf(name)) found.add(user);
        for (const caller of callersOf(object) ?? []) found.add(caller);
      }
      found.delete(object);
      return [...found];
    },
  };
}
