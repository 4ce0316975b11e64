import type { CatalogObject } from '@ferry/catalog';
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
  readonly origin: 'table' | 'view' | 'function' | 'cte' | 'derived' | 'temp' | 'variable' | 'inserted' | 'deleted' | 'values' | 'unknown';
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
}

export type NameSymbol = ColumnSymbol | AliasSymbol | { readonly kind: 'variable'; readonly variable: DeclaredVariable } | { readonly kind: 'ambiguous'; readonly sources: readonly RowSource[] } | { readonly kind: 'unresolved' };

/** What a routine has beside its queries: filled while its statements are bound one after the other. Keys are folded. */
export interface Environment {
  /** Schema in which unqualified names are looked up before `dbo`. */
  readonly schema: string;
  readonly variables: Map<string, DeclaredVariable>;
  /** `#temp` tables and table variables. */
  readonly tables: Map<string, readonly ShapeColumn[] | undefined>;
  /** `inserted` and `deleted` of a trigger. */
  readonly transition: ReadonlyMap<string, readonly ShapeColumn[] | undefined>;
}

export const emptyEnvironment = (schema: string): Environment => ({ schema, variables: new Map(), tables: new Map(), transition: new Map() });

/** Names that a query sees: its own sources and CTEs, then those of the queries around it. */
export interface Scope {
  readonly parent?: Scope;
  readonly sources: RowSource[];
  readonly ctes: Map<string, readonly ShapeColumn[] | undefined>;
  readonly environment: Environment;
  readonly fold: (name: string) => string;
}

export const innerScope = (parent: Scope): Scope => ({ parent, sources: [], ctes: new Map(), environment: parent.environment, fold: parent.fold });
export const rootScope = (environment: Environment, fold: (name: string) => string): Scope => ({ sources: [], ctes: new Map(), environment, fold });

/** The columns of a CTE in sight; `undefined` inside when its columns are unknown. */
export function findCte(scope: Scope, name: string): { readonly columns: readonly ShapeColumn[] | undefined } | undefined {
  const key = scope.fold(name);
  for (let level: Scope | undefined = scope; level !== undefined; level = level.parent) if (level.ctes.has(key)) return { columns: level.ctes.get(key) };
  return undefined;
}

/** Whether a source answers to a qualifier of one to three parts (`alias`, `schema.table`, `database.schema.table`). */
function answersTo(source: RowSource, qualifier: readonly string[], fold: (name: string) => string): boolean {
  const last = qualifier[qualifier.length - 1];
  if (last === undefined) return true;
  if (qualifier.length === 1) return fold(source.alias) === fold(last);
  const schema = qualifier[qualifier.length - 2] ?? '';
  if (source.name === undefined || fold(source.name) !== fold(last)) return false;
  return fold(source.schema === undefined || source.schema === '' ? 'dbo' : source.schema) === fold(schema === '' ? 'dbo' : schema);
}

/**
 * Resolves a column name as SQL Server does: the innermost query with a match wins.
 * @param qualifier parts before the column, outermost first; empty for a bare name
 */
export function resolveColumn(scope: Scope, qualifier: readonly string[], name: string): ColumnSymbol | { readonly kind: 'ambiguous'; readonly sources: readonly RowSource[] } | { readonly kind: 'unresolved' } {
  const { fold } = scope;
  const wanted = fold(name);
  for (let level: Scope | undefined = scope; level !== undefined; level = level.parent) {
    const candidates = level.sources.filter((s) => answersTo(s, qualifier, fold));
    const exact = candidates.flatMap((source) => {
      const column = source.columns?.find((c) => fold(c.name) === wanted);
      return column === undefined ? [] : [{ kind: 'column' as const, source, column, name: column.name }];
    });
    const [first] = exact;
    if (first !== undefined) return exact.length === 1 ? first : { kind: 'ambiguous', sources: exact.map((e) => e.source) };
    const open = candidates.filter((s) => s.columns === undefined);
    const [only] = open;
    if (only !== undefined && open.length === 1) return { kind: 'column', source: only, column: undefined, name };
    if (open.length > 1) return { kind: 'ambiguous', sources: open };
    if (qualifier.length > 0 && candidates.length > 0) return { kind: 'unresolved' };
  }
  return { kind: 'unresolved' };
}
