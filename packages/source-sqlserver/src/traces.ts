import type { Catalog, CatalogObject, CodeObject } from '@ferry/catalog';
import type { ObjectTraces } from '@ferry/conversion';
import { catalogReader, directUses } from './semantics';

const codeKinds = new Set<string>(['VIEW', 'PROCEDURE', 'FUNCTION', 'TRIGGER', 'DDL_TRIGGER']);
/** Kinds whose change is followed from object to object; any other bears on everything. */
const followed = new Set<string>([...codeKinds, 'SCHEMA', 'TABLE', 'TYPE', 'TABLE_TYPE', 'SEQUENCE', 'SYNONYM']);

/** Words of a text, with temporary tables and variables as words of their own. */
const word = /[#@]{0,2}[\p{L}_][\p{L}\p{N}_$]{0,127}/gu;
/** Tables that a routine makes; whoever reads one gets its columns from there. */
const making = /\b(?:CREATE\s+TABLE|ALTER\s+TABLE|INTO)\s{1,20}([\p{L}\p{N}_.[\]"#]{1,300})/giu;
/** What a routine can find although a caller made it: a temporary table, a global cursor. */
const outer = /#[\p{L}_#]|\bFETCH\b/iu;

/** Which routines name a word, and which words a routine has; read from texts alone, so rather too many than too few. */
interface Words {
  readonly usersOf: ReadonlyMap<string, ReadonlySet<CodeObject>>;
  readonly of: (object: CodeObject) => Iterable<string>;
}

function wordsOf(routines: readonly CodeObject[], textOf: (object: CodeObject) => string): Words {
  const of = (object: CodeObject): Set<string> => new Set(Array.from(textOf(object).matchAll(word), ([found]) => found.toLowerCase()));
  const usersOf = new Map<string, Set<CodeObject>>();
  for (const object of routines) for (const found of of(object)) usersOf.set(found, (usersOf.get(found) ?? new Set()).add(object));
  return { usersOf, of };
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
  const { usersOf, of } = wordsOf(code, textOf);
  const sharedNames = (object: CodeObject): string[] => [...of(object)].filter((found) => /^[#@]/.test(found)).sort();
  const nameOf = (object: CatalogObject): string => `${object.schema}.${object.name}`;
  /** The routines that name this one, those that name them, and so on. */
  const callersOf = (object: CodeObject): ReadonlySet<CodeObject> => {
    const reached = new Set<CodeObject>([object]);
    for (const routine of reached) for (const caller of usersOf.get(routine.name.toLowerCase()) ?? []) reached.add(caller);
    reached.delete(object);
    return reached;
  };
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
      const shared = sharedNames(object).map((name) => [name, [...(usersOf.get(name) ?? [])].map(nameOf)]);
      return JSON.stringify([shared.filter(([name, users]) => String(name).startsWith('#') || users?.length !== 1), looksOut(object) ? [...callersOf(object)].map(nameOf) : []]);
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
        for (const name of sharedNames(object)) if (name.startsWith('#')) for (const user of usersOf.get(name) ?? []) found.add(user);
        for (const caller of callersOf(object)) found.add(caller);
      }
      found.delete(object);
      return [...found];
    },
  };
}
