import type { CodeObject } from '@ferry/catalog';
import type { CatalogIndex } from './catalog-index';
import type { OuterNames } from './scope';
import type { SqlType } from './sql-type';

/** A question that binding an object asked, and the answer it got. */
export interface Asked {
  readonly ask: (index: CatalogIndex, outer: OuterNames) => unknown;
  readonly answer: unknown;
}

/** Where the questions go: to the newest state of a catalogue. */
export interface Answerer {
  index: CatalogIndex;
  outerNames: (object: CodeObject) => OuterNames;
}

export interface Recorded {
  readonly index: CatalogIndex;
  readonly outer: OuterNames;
  /** All that was asked until now; from here on nothing is noted. */
  readonly stop: () => readonly Asked[];
}

/** An index that notes what it is asked, so that what was bound with it can be kept as long as the answers stay the same. */
export function recordedIndex(answerer: Answerer, object: CodeObject): Recorded {
  const asked: Asked[] = [];
  const known = new Map<string, unknown>();
  let open = true;
  const answerNow = <T>(ask: (index: CatalogIndex, outer: OuterNames) => T): T => ask(answerer.index, answerer.outerNames(object));
  const note = <T>(ask: (index: CatalogIndex, outer: OuterNames) => T): T => {
    const answer = answerNow(ask);
    if (open) asked.push({ ask, answer });
    return answer;
  };
  /** The same question is noted once. */
  const noteOnce = <T>(key: string, ask: (index: CatalogIndex, outer: OuterNames) => T): T => {
    if (!open) return answerNow(ask);
    if (known.has(key)) return known.get(key) as T;
    const answer = note(ask);
    known.set(key, answer);
    return answer;
  };
  /** Built-in types do not change. */
  const noteType = (ask: (index: CatalogIndex) => SqlType): SqlType => {
    const type = ask(answerer.index);
    if (open && (type.kind !== 'scalar' || type.alias !== undefined)) asked.push({ ask, answer: type });
    return type;
  };
  const index: CatalogIndex = {
    get catalog() {
      return answerer.index.catalog;
    },
    get fold() {
      return answerer.index.fold;
    },
    collationOf: (written) => answerer.index.collationOf(written),
    holds: (database) => noteOnce(`holds ${database}`, (i) => i.holds(database)),
    named: (schema, name) => noteOnce(`named ${schema}\u0000${name}`, (i) => i.named(schema, name)),
    relation: (schema, name) => noteOnce(`relation ${schema}\u0000${name}`, (i) => i.relation(schema, name)),
    routine: (schema, name) => noteOnce(`routine ${schema}\u0000${name}`, (i) => i.routine(schema, name)),
    userType: (schema, name) => noteOnce(`type ${schema ?? ''}\u0000${name}`, (i) => i.userType(schema, name)),
    made: (schema, name) => noteOnce(`made ${schema}\u0000${name}`, (i) => i.made(schema, name)),
    resolveType: (type, options) => noteType((i) => i.resolveType(type, options)),
    dataType: (type, options) => noteType((i) => i.dataType(type, options)),
    tableElements: (elements) => note((i) => i.tableElements(elements)),
  };
  const recordedOuter: OuterNames = {
    temporaryTable: (name) => noteOnce(`temporary ${name}`, (_, o) => o.temporaryTable(name)),
    cursor: (name) => noteOnce(`cursor ${name}`, (_, o) => o.cursor(name)),
  };
  return {
    index,
    outer: recordedOuter,
    stop: () => {
      open = false;
      known.clear();
      return asked;
    },
  };
}

/** Whether two answers say the same: objects of the catalogue by identity, all else by what they hold. */
export function sameAnswer(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  // An object of the catalogue is kept as it is when it did not change.
  if ('definition' in a || 'definition' in b) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameAnswer(item, b[i]));
  const keys = Object.keys(a) as (keyof typeof a)[];
  return keys.length === Object.keys(b).length && keys.every((key) => sameAnswer(a[key], b[key]));
}
