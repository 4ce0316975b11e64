import type { CatalogObject, CodeObject, DatabaseInfo, Fragment, JobSchedule, LocatedDiagnostic, PassedOver, Table, TopLevelKind, TypeRef } from '@ferry/catalog';
import type { DiagnosticSeverity, LineMap, SourceText, Span } from '@ferry/kernel';
import type { DynamicState } from '../semantics/dynamic-state';
import type { QualifiedName } from '../syntax';

type Mutable<T> = T extends unknown ? { -readonly [K in keyof T]: T[K] } : never;

/** An object while scripts are read: later statements still change it. */
export type DraftObject = Mutable<CatalogObject>;
/** The objects of some kinds: one interface may stand for several. */
export type DraftOf<K extends TopLevelKind> = DraftObject & { kind: K };
export type DraftTable = Mutable<Table>;
export type DraftCode = Mutable<CodeObject>;

/** The catalogue while scripts are read; the one mutable thing of the reader, never handed out. */
export interface Draft {
  readonly sources: SourceText[];
  /** Made when first asked for. */
  readonly lineMaps: Map<number, LineMap>;
  /** By kind and exact name, in the order of the source. */
  readonly objects: Map<string, DraftObject>;
  /** Exact keys by the key in lower case: names that differ by case only live side by side. */
  readonly folded: Map<string, string[]>;
  /** What speaks about objects that were not defined yet when it was read. */
  readonly deferred: (() => void)[];
  /** Types that were read, by their texts: a large schema names few types often. */
  readonly types: Map<string, TypeRef>;
  readonly passedOver: PassedOver[];
  readonly diagnostics: LocatedDiagnostic[];
  readonly database: { name: string | undefined; collation: string | undefined };
  /** The job that the last sp_add_job made, and schedules that are attached by name. */
  readonly jobs: { last: DraftOf<'JOB'> | undefined; readonly schedules: Map<string, JobSchedule> };
  /** External data sources by name in lower case: what a table needs of them. */
  readonly externalSources: Map<string, Readonly<Record<string, string>>>;
  /** Statements are run one by one on the target: what is no schema is not collected. */
  schemaOnly: boolean;
  /** Whether `deferred` is being worked off: what is missing now will stay missing. */
  final: boolean;
}

/** Where a statement stands, and the session options it runs under. */
export interface Place {
  readonly draft: Draft;
  readonly source: number;
  readonly text: string;
  readonly batch: Span;
  /** How often the batch runs: `GO 5`. */
  readonly repeat: number;
  readonly session: Session;
  /** What its variables hold at this place of the batch. */
  readonly variables: DynamicState;
  /** The statement is the ELSE of a choice: it does not replace what the first branch defined. */
  readonly alternative?: boolean;
  /** How many EXEC strings it stands in. */
  readonly depth: number;
}

/** Options that are stored with code objects: https://learn.microsoft.com/sql/t-sql/statements/set-quoted-identifier-transact-sql */
export interface Session {
  quotedIdentifier: boolean;
  ansiNulls: boolean;
}

export interface Name {
  readonly schema: string;
  readonly name: string;
}

export const defaultSchema = 'dbo';

export const newDraft = (): Draft => ({
  sources: [],
  lineMaps: new Map(),
  objects: new Map(),
  folded: new Map(),
  deferred: [],
  types: new Map(),
  passedOver: [],
  diagnostics: [],
  database: { name: undefined, collation: undefined },
  externalSources: new Map(),
  jobs: { last: undefined, schedules: new Map() },
  schemaOnly: false,
  final: false,
});

export const fragment = (place: Place, at: { readonly span: Span }): Fragment => ({ source: place.source, span: at.span });
export const textOf = (place: Place, at: { readonly span: Span }): string => place.text.slice(at.span.start, at.span.end);

/** Schema and name; what is not qualified belongs to `schema`. */
export function resolve(name: QualifiedName, schema = defaultSchema): Name {
  const parts = name.parts;
  return { schema: parts.at(-2)?.name ?? schema, name: parts.at(-1)?.name ?? '' };
}

/** Temporary tables and procedures are not objects of the database. */
export const isTemporary = (name: string): boolean => name.startsWith('#');

export function report(place: Place, at: { readonly span: Span }, code: string, message: string, severity: DiagnosticSeverity = 'warning'): void {
  place.draft.diagnostics.push({ source: place.source, span: at.span, severity, code, message });
}

/** Lists a statement as read and not kept; neighbours of one kind are one entry. */
export function passOver(place: Place, span: Span, statement: string, reason: string, statements = 1): void {
  const list = place.draft.passedOver;
  const count = statements * place.repeat;
  const last = list.at(-1);
  if (last && last.source === place.source && last.statement === statement && last.reason === reason && last.span.start <= span.start)
    list[list.length - 1] = { ...last, span: { start: last.span.start, end: Math.max(last.span.end, span.end) }, count: last.count + count };
  else list.push({ source: place.source, span, statement, reason, count });
}

const keyOf = (kind: TopLevelKind, { schema, name }: Name): string => JSON.stringify([kind, schema, name]);
const foldOf = (key: string): string => key.toLowerCase();

function addKey(draft: Draft, key: string): void {
  const keys = draft.folded.get(foldOf(key));
  if (!keys) draft.folded.set(foldOf(key), [key]);
  else if (!keys.includes(key)) keys.push(key);
}

/** Finds by the exact name, else by a name that differs by case only. */
export function find<K extends TopLevelKind>(draft: Draft, kinds: readonly K[], name: Name): DraftOf<K> | undefined {
  const wanted = (found: DraftObject | undefined): found is DraftOf<K> => found !== undefined;
  for (const kind of kinds) {
    const exact = draft.objects.get(keyOf(kind, name));
    if (wanted(exact)) return exact;
  }
  for (const kind of kinds) {
    const key = draft.folded.get(foldOf(keyOf(kind, name)))?.at(-1);
    const folded = key === undefined ? undefined : draft.objects.get(key);
    if (wanted(folded)) return folded;
  }
  return undefined;
}

const duplicate = (object: DraftObject): string => `${object.schema === '' || object.kind === 'SCHEMA' ? '' : `${object.schema}.`}${object.name}`;

/**
 * Adds an object, or puts it in the place of an earlier one of the same kind and name.
 * @param again whether a second definition is the usual thing (ALTER, CREATE OR ALTER) and needs no word
 */
export function define(place: Place, object: DraftObject, again = false): void {
  const { draft } = place;
  const key = keyOf(object.kind, object);
  const earlier = draft.objects.get(key);
  if (earlier && place.alternative === true) {
    passOver(place, object.definition.span, `CREATE ${object.kind}`, 'another branch of the same IF defines the object');
    return;
  }
  if (earlier && !again && object.kind !== 'SCHEMA')
    report(place, object.nameAt ?? object.definition, 'duplicate-definition', `${duplicate(object)} is defined more than once; the last definition counts. Remove the others, or check that they are the same.`);
  if (earlier) inherit(object, earlier);
  keep(draft, object);
}

/** Takes an object as it is. */
export function keep(draft: Draft, object: DraftObject): void {
  const key = keyOf(object.kind, object);
  draft.objects.set(key, object);
  addKey(draft, key);
}

/** What other statements said about an object stays with its new definition. */
function inherit(object: DraftObject, earlier: DraftObject): void {
  if (earlier.properties) object.properties ??= earlier.properties;
  if (object.kind === 'TABLE' && earlier.kind === 'TABLE') {
    const outside = <T extends { readonly at: Fragment; readonly name?: string }>(part: T, present: readonly { readonly name?: string }[]): boolean =>
      !within(part.at, earlier.definition) && (part.name === undefined || !present.some((p) => p.name?.toLowerCase() === part.name?.toLowerCase()));
    object.constraints = [...object.constraints, ...earlier.constraints.filter((c) => outside(c, object.constraints))];
    object.indexes = [...object.indexes, ...earlier.indexes.filter((i) => outside(i, object.indexes))];
  }
  if (object.kind === 'VIEW' && earlier.kind === 'VIEW' && earlier.indexes) object.indexes ??= earlier.indexes;
}

const within = (inner: Fragment, outer: Fragment): boolean => inner.source === outer.source && outer.span.start <= inner.span.start && inner.span.end <= outer.span.end;

export function remove(draft: Draft, object: DraftObject): void {
  const key = keyOf(object.kind, object);
  draft.objects.delete(key);
  const keys = draft.folded.get(foldOf(key))?.filter((k) => k !== key) ?? [];
  if (keys.length === 0) draft.folded.delete(foldOf(key));
  else draft.folded.set(foldOf(key), keys);
}

/** Gives an object another name; its place in the order stays that of the new name. */
export function rename(draft: Draft, object: DraftObject, name: Name): void {
  remove(draft, object);
  object.schema = name.schema;
  object.name = name.name;
  const key = keyOf(object.kind, object);
  draft.objects.set(key, object);
  addKey(draft, key);
}

/**
 * Does something to an object now, or at the end when it is not defined yet: scripts need not be in order.
 * @param missing how to call it in the diagnostic when it never turns up
 */
export function whenKnown<K extends TopLevelKind>(place: Place, kinds: readonly K[], name: Name, at: { readonly span: Span }, statement: string, apply: (object: DraftOf<K>) => void): void {
  const found = find(place.draft, kinds, name);
  if (found) apply(found);
  else if (!place.draft.final) place.draft.deferred.push(() => whenKnown(place, kinds, name, at, statement, apply));
  else {
    report(place, at, 'unknown-object', `${statement} speaks of ${name.schema}.${name.name}, which no script defines. Add the script that creates it.`);
    passOver(place, at.span, statement, 'the object it belongs to is not defined in the scripts');
  }
}

/** Whether the scripts say that the database tells names apart by case. */
export const isCaseSensitive = (draft: Draft): boolean => draft.database.collation !== undefined && /_(CS|BIN|BIN2)(_|$)/i.test(draft.database.collation);

export const databaseInfo = (draft: Draft, fallback: string): DatabaseInfo => ({
  name: draft.database.name ?? fallback,
  ...(draft.database.collation === undefined ? {} : { collation: draft.database.collation }),
  caseSensitiveNames: isCaseSensitive(draft),
});

