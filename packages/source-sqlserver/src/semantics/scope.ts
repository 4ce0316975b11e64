import type { CatalogObject } from '@ferry/catalog';
import type { QualifiedName } from '../syntax';
import type { ShapeColumn, SqlType } from './sql-type';

/** Something that stands in FROM (or is the target of a statement) and gives columns. */
export interface RowSource {
  /** The name by which columns are qualified: alias, or the last part of the object's name. Empty for a derived table without one. */
  readonly alias: string;
  /** Schema and name as written, for columns qualified by them. */
  readonly schema?: string;
  readonly name?: string;
  /** Missing when the columns are not known: then any name may be one of them. */
  readonly columns: readonly ShapeColumn[] | undefined;
  readonly object?: CatalogObject;
  /** `system`: a view of the system; `unknown`: what the input does not define, whether its columns are known or not. */
  readonly origin: 'table' | 'view' | 'function' | 'cte' | 'derived' | 'temp' | 'variable' | 'inserted' | 'deleted' | 'values' | 'system' | 'unknown';
}

/** A variable or parameter. */
export interface DeclaredVariable {
  /** With its `@`, as declared. */
  readonly name: string;
  readonly type: SqlType;
  readonly role: 'parameter' | 'variable' | 'return-table';
  readonly output?: boolean;
}

/** What a column name stands for. */
export interface ColumnSymbol {
  readonly kind: 'column';
  readonly source: RowSource;
  readonly column: ShapeColumn | undefined;
  /** Name as the source declares it; as written when the columns are unknown. */
  readonly name: string;
}

/** A name of ORDER BY that stands for an item of the SELECT list. */
export interface AliasSymbol {
  readonly kind: 'alias';
  readonly name: string;
  /** Of an item that repeats an expression of a UNION: which column of the result it is, from 0. */
  readonly place?: number;
}

/** A cursor by its name. */
export interface CursorSymbol {
  readonly kind: 'cursor';
  readonly name: string;
  readonly columns: readonly ShapeColumn[] | undefined;
}

/** `Location.Lat`: a property of the value of a column. */
export interface PropertySymbol {
  readonly kind: 'property';
  readonly owner: ColumnSymbol;
  readonly name: string;
}

export type NameSymbol = ColumnSymbol | AliasSymbol | CursorSymbol | PropertySymbol | { readonly kind: 'variable'; readonly variable: DeclaredVariable } | { readonly kind: 'ambiguous'; readonly sources: readonly RowSource[] } | { readonly kind: 'unresolved' };

/** What a routine finds although another one made it: temporary tables and cursors of the routines that call it. */
export interface OuterNames {
  readonly temporaryTable: (name: string) => { readonly columns: readonly ShapeColumn[] | undefined } | undefined;
  readonly cursor: (name: string) => { readonly columns: readonly ShapeColumn[] | undefined } | undefined;
}

/** What a routine has beside its queries: filled while its statements are bound one after the other. Keys are folded. */
export interface Environment {
  /** Schema in which unqualified names are looked up before `dbo`. */
  readonly schema: string;
  readonly variables: Map<string, DeclaredVariable>;
  /** `#temp` tables, table variables and, by `tableKey`, other tables that the routine makes. */
  readonly tables: Map<string, readonly ShapeColumn[] | undefined>;
  /** `inserted` and `deleted` of a trigger. */
  readonly transition: ReadonlyMap<string, readonly ShapeColumn[] | undefined>;
  /** Cursors by name, in lower case. */
  readonly cursors?: Map<string, readonly ShapeColumn[] | undefined>;
  readonly outer?: OuterNames;
}

export const emptyEnvironment = (schema: string): Environment => ({ schema, variables: new Map(), tables: new Map(), transition: new Map(), cursors: new Map() });

export type Fold = (name: string) => string;

/** The key in `Environment.tables` of a table that a routine makes. */
export function tableKey(name: QualifiedName, environment: Environment, fold: Fold): string {
  const last = name.parts[name.parts.length - 1]?.name ?? '';
  return last.startsWith('#') ? fold(last) : `${fold(name.parts[name.parts.length - 2]?.name ?? environment.schema)}\u0000${fold(last)}`;
}

/** Names that a query sees: its own sources and CTEs, then those of the queries around it. */
export interface Scope {
  readonly parent?: Scope;
  readonly sources: RowSource[];
  readonly ctes: Map<string, readonly ShapeColumn[] | undefined>;
  readonly environment: Environment;
  readonly fold: Fold;
}

export const innerScope = (parent: Scope): Scope => ({ parent, sources: [], ctes: new Map(), environment: parent.environment, fold: parent.fold });
export const rootScope = (environment: Environment, fold: Fold): Scope => ({ sources: [], ctes: new Map(), environment, fold });

/** The columns of a CTE in sight; `undefined` inside when its columns are unknown. */
export function findCte(scope: Scope, name: string): { readonly columns: readonly ShapeColumn[] | undefined } | undefined {
  const key = scope.fold(name);
  for (let level: Scope | undefined = scope; level !== undefined; level = level.parent) if (level.ctes.has(key)) return { columns: level.ctes.get(key) };
  return undefined;
}

/** Whether a source answers to a qualifier of one to three parts (`alias`, `schema.table`, `database.schema.table`). */
function answersTo(source: RowSource, qualifier: readonly string[], fold: Fold): boolean {
  const last = qualifier[qualifier.length - 1];
  if (last === undefined) return true;
  if (qualifier.length === 1) return fold(source.alias) === fold(last);
  const schema = qualifier[qualifier.length - 2] ?? '';
  if (source.name === undefined || fold(source.name) !== fold(last)) return false;
  return fold(source.schema === undefined || source.schema === '' ? 'dbo' : source.schema) === fold(schema === '' ? 'dbo' : schema);
}

type ByName = ReadonlyMap<string, ShapeColumn>;
const byFold = new WeakMap<Fold, WeakMap<readonly ShapeColumn[], ByName>>();
/** Below this a walk is quicker than a map. */
const few = 8;

/** The column of that name, already folded; of two the first. Wide shapes are indexed once. */
export function columnNamed(columns: readonly ShapeColumn[], wanted: string, fold: Fold): ShapeColumn | undefined {
  if (columns.length <= few) return columns.find((c) => fold(c.name) === wanted);
  let known = byFold.get(fold);
  if (known === undefined) byFold.set(fold, (known = new WeakMap()));
  let names = known.get(columns);
  if (names === undefined) {
    const made = new Map<string, ShapeColumn>();
    for (const column of columns) {
      const key = fold(column.name);
      if (!made.has(key)) made.set(key, column);
    }
    known.set(columns, (names = made));
  }
  return names.get(wanted);
}

type Resolved = ColumnSymbol | { readonly kind: 'ambiguous'; readonly sources: readonly RowSource[] } | { readonly kind: 'unresolved' };
const unresolved: Resolved = { kind: 'unresolved' };

/** What one query makes of a name; undefined when it has no say. */
function resolveAt(sources: readonly RowSource[], qualifier: readonly string[], name: string, wanted: string, fold: Fold): Resolved | undefined {
  const exact: ColumnSymbol[] = [];
  const open: RowSource[] = [];
  let answered = false;
  for (const source of sources) {
    if (!answersTo(source, qualifier, fold)) continue;
    answered = true;
    if (source.columns === undefined) open.push(source);
    else {
      const column = columnNamed(source.columns, wanted, fold);
      if (column !== undefined) exact.push({ kind: 'column', source, column, name: column.name });
    }
  }
  const [first] = exact;
  if (first !== undefined) return exact.length === 1 ? first : { kind: 'ambiguous', sources: exact.map((e) => e.source) };
  const [only] = open;
  if (only !== undefined) return open.length === 1 ? { kind: 'column', source: only, column: undefined, name } : { kind: 'ambiguous', sources: open };
  return qualifier.length > 0 && answered ? unresolved : undefined;
}

/** Versions of SQL Server add columns to the views of the system: one that is not listed may be there. */
function systemColumn(scope: Scope, qualifier: readonly string[], name: string): Resolved | undefined {
  for (let level: Scope | undefined = scope; level !== undefined; level = level.parent) {
    const source = level.sources.find((s) => s.origin === 'system' && answersTo(s, qualifier, scope.fold));
    if (source !== undefined) return { kind: 'column', source, column: undefined, name };
  }
  return undefined;
}

/**
 * Resolves a column name as SQL Server does: the innermost query with a match wins.
 * @param qualifier parts before the column, outermost first; empty for a bare name
 */
export function resolveColumn(scope: Scope, qualifier: readonly string[], name: string): Resolved {
  const { fold } = scope;
  const wanted = fold(name);
  let found: Resolved | undefined;
  for (let level: Scope | undefined = scope; level !== undefined && found === undefined; level = level.parent) {
    if (level.sources.length > 0) found = resolveAt(level.sources, qualifier, name, wanted, fold);
  }
  return found === undefined || found.kind === 'unresolved' ? (systemColumn(scope, qualifier, name) ?? unresolved) : found;
}
