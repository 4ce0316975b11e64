import type { Catalog, CatalogObject, Column, Constraint, Fragment, Index, Table, TableType, TypeRef } from '@ferry/catalog';
import type { ActionItem, ItemDetails, RuleDataType, TargetKey, TargetRef } from '@ferry/conversion';
import type { Choices } from './settings/choices';
import type { SupportPiece } from './support/piece';
import type { Collations } from './types/collations';
import type { MappedType, TypePlace } from './types/mapped-type';

/**
 * What every conversion function is given. Built once for a catalogue by `begin`; readonly, so that objects can be converted in
 * any order. Functions that convert one object or part get an `ObjectContext`.
 */
export interface ConversionContext {
  readonly catalog: Catalog;
  /** The user's settings, typed. */
  readonly choices: Choices;
  /** Major version of PostgreSQL that code is written for. */
  readonly targetVersion: number;
  readonly names: Names;
  /** The type that a rule of the user gives to a column. */
  readonly columnType: (table: Table, column: Column) => RuleDataType | undefined;
  readonly lookup: Lookup;
  /** What becomes of collations, under the user's choice. */
  readonly collations: Collations;
  /** The source text of a fragment. */
  readonly textOf: (at: Fragment) => string;
  /**
   * The PostgreSQL type for a type as written in T-SQL.
   * @param place decides lengths that were left out: `ddl` (columns, parameters, variables: 1) or `cast` (30)
   */
  readonly mapType: (type: TypeRef, place: TypePlace) => MappedType;
  /** Asks for a piece of support code (an extension, a helper function); returns what to put in `needs`. */
  readonly requireSupport: (piece: SupportPiece) => readonly TargetKey[];
}

/** The context of one object or part: collects what is to be said about it. */
export interface ObjectContext extends ConversionContext {
  readonly object: CatalogObject;
  /** Records an action item; without a place it is about the whole part. */
  readonly raise: (code: number, details?: ItemDetails, at?: Fragment) => void;
  /** Records that the code being written must come after what this key names. */
  readonly need: (key: TargetKey) => void;
  readonly items: readonly ActionItem[];
  readonly needs: readonly TargetKey[];
}

/** A name of the target inside a schema; unquoted, as PostgreSQL stores it. */
export interface TargetName {
  readonly schema: string;
  readonly name: string;
}

/**
 * Source names to target names. Names in the source are compared without case unless the source is case sensitive. A name that
 * the catalogue does not hold is mapped by the plain rule (fold, cut to 63 bytes). A missing or empty schema means `dbo`.
 */
export interface Names {
  readonly schema: (schema: string) => string;
  /** Tables, views, synonyms and sequences share one namespace in PostgreSQL, as in SQL Server. */
  readonly relation: (schema: string | undefined, name: string) => TargetName;
  readonly routine: (schema: string | undefined, name: string) => TargetName;
  /** The function that a trigger runs. */
  readonly triggerFunction: (schema: string | undefined, name: string) => TargetName;
  readonly type: (schema: string | undefined, name: string) => TargetName;
  /** The column of a table, view or table type. */
  readonly column: (schema: string | undefined, relation: string, column: string) => string;
  /** The plain rule, for names with no namespace in the catalogue: aliases, CTEs, variables, parameters, result columns. */
  readonly local: (name: string) => string;
  /** Names that we put together (`table_column_fill`), which stay apart when they are cut. */
  readonly composed: (name: string) => string;
  /** The name that a constraint or index gets (unique where PostgreSQL demands it). */
  readonly constraint: (constraint: Constraint) => string;
  readonly index: (index: Index) => string;
  /** What had to be done to a name beyond folding: cut, or told apart from another. Raised by the object that bears it. */
  readonly remarks: (object: CatalogObject) => readonly NameRemark[];
}

export interface NameRemark {
  /** `cut`: longer than 63 bytes. `clash`: another name folds to the same. `reserved`: PostgreSQL keeps it for itself. */
  readonly reason: 'cut' | 'clash' | 'reserved';
  readonly kind: string;
  readonly source: string;
  readonly target: string;
  readonly at: Fragment;
}

/** Finds objects of the catalogue by source name. A missing or empty schema means `dbo`. */
export interface Lookup {
  /** Key for comparing source names: folded unless the source is case sensitive. */
  readonly fold: (name: string) => string;
  /** Tables, views, synonyms, sequences. */
  readonly relation: (schema: string | undefined, name: string) => CatalogObject | undefined;
  readonly routine: (schema: string | undefined, name: string) => CatalogObject | undefined;
  /** Alias types and table types. */
  readonly type: (schema: string | undefined, name: string) => CatalogObject | undefined;
  readonly trigger: (schema: string | undefined, name: string) => CatalogObject | undefined;
  /** Columns of a table or table type, by folded name. */
  readonly column: (table: Table | TableType, name: string) => Column | undefined;
}

/**
 * The door from storage objects to expression lowering (`lower/`): defaults, checks, computed columns, index filters.
 * Never throws for what is in the source: what cannot be converted is raised on `ctx` and returned as undefined.
 */
export interface StorageExpression {
  readonly at: Fragment;
  /** The table whose columns the expression may name. */
  readonly table?: Table | TableType;
  /** `condition`: CHECK, filter. `value`: DEFAULT, computed column. */
  readonly expect: 'value' | 'condition';
  /** The type of the column that takes the value. */
  readonly type?: MappedType;
  /** Columns are fields of this record variable (`new` in a trigger) instead of columns of the table. */
  readonly row?: string;
}

export type Volatility = 'immutable' | 'stable' | 'volatile';

/** @typeParam E the PostgreSQL expression node */
export interface LoweredExpression<E> {
  readonly expression: E;
  readonly volatility: Volatility;
  /** The target type, when inference tells. */
  readonly type?: MappedType;
  /** Source columns that it names, as written in the catalogue. */
  readonly columns: readonly string[];
}

export type { ActionItem, TargetKey, TargetRef };
