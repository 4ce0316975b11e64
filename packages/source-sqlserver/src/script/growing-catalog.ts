import { newState } from '../semantics/dynamic-state';
import type { Catalog, CatalogObject } from '@ferry/catalog';
import type { Span } from '@ferry/kernel';
import type { Statement } from '../syntax';
import { keep, newDraft } from './draft';
import type { Draft, DraftObject, Place, Session } from './draft';
import { finish } from './finish';
import { readStatement } from './statements';

export type { Session as ScriptSessionOptions } from './draft';

/** What `save` remembers; means nothing outside. */
export interface SavedCatalog {
  readonly objects: ReadonlyMap<string, DraftObject>;
  readonly folded: ReadonlyMap<string, readonly string[]>;
}

/** A catalogue that grows statement by statement, while a script runs. */
export interface GrowingCatalog {
  /** Adds a source text; spans of statements are offsets in it. @returns its index */
  readonly addSource: (path: string, text: string) => number;
  /** Reads a statement that defines, changes or drops objects. What it speaks of must exist already. */
  readonly read: (node: Statement, at: { readonly source: number; readonly batch: Span; readonly session: Session }) => void;
  /** The catalogue as it is now; the same value until something is read. */
  readonly catalog: () => Catalog;
  readonly save: () => SavedCatalog;
  readonly restore: (saved: SavedCatalog) => void;
}

const copied = (objects: ReadonlyMap<string, DraftObject>): [string, DraftObject][] => [...objects].map(([key, object]) => [key, structuredClone(object)]);

/**
 * @param databaseName the database's name when no USE tells
 * @param known what is there before the first statement
 */
export function growingCatalog(databaseName: string, known?: Catalog): GrowingCatalog {
  const draft: Draft = newDraft();
  draft.schemaOnly = true;
  if (known !== undefined) {
    draft.sources.push(...known.sources);
    draft.database.name = known.database.name;
    draft.database.collation = known.database.collation;
    for (const object of known.objects) keep(draft, structuredClone(object));
  }
  let current: Catalog | undefined;
  return {
    addSource: (path, text) => {
      const index = draft.sources.push({ path, text }) - 1;
      // A catalogue that was handed out shares the list.
      return index;
    },
    read: (node, { source, batch, session }) => {
      const place: Place = { draft, source, text: draft.sources[source]?.text ?? '', batch, session, variables: newState(), depth: 0, repeat: 1 };
      readStatement(place, node, () => undefined);
      // What is told about whole scripts has no reader here, and would grow without end.
      draft.passedOver.length = 0;
      draft.diagnostics.length = 0;
      current = undefined;
    },
    catalog: () => {
      if (current !== undefined) return current;
      const finished = finish(draft, databaseName);
      // What is worked out of an object is remembered by the object: in another catalogue it may come out differently.
      current = { ...finished, objects: finished.objects.map((o): CatalogObject => ({ ...o })), passedOver: [], diagnostics: [] };
      return current;
    },
    save: () => ({ objects: new Map(copied(draft.objects)), folded: new Map([...draft.folded].map(([k, v]) => [k, [...v]])) }),
    restore: (saved) => {
      draft.objects.clear();
      for (const [key, object] of copied(saved.objects)) draft.objects.set(key, object);
      draft.folded.clear();
      for (const [key, names] of saved.folded) draft.folded.set(key, [...names]);
      current = undefined;
    },
  };
}
