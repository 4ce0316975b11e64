import type { Expression } from './expressions';
import type { QualifiedName } from './names';
import type { Node } from './node';
import type { FromItem, Query, SelectItem, With } from './queries';

/** RETURNING; `old` and `new` rename the row versions (PostgreSQL 18). */
export interface Returning {
  readonly items: readonly SelectItem[];
  readonly old?: string | undefined;
  readonly new?: string | undefined;
}

/** `column = value`, or `(a, b) = value` for several targets. */
export interface SetItem extends Node {
  readonly kind: 'SetItem';
  readonly columns: readonly string[];
  readonly value: Expression;
}

export interface OnConflict {
  /** Columns or expressions of the arbiter index, or the name of a constraint. */
  readonly target?: { readonly columns: readonly Expression[]; readonly where?: Expression | undefined } | { readonly constraint: string } | undefined;
  /** DO NOTHING when missing. */
  readonly update?: { readonly set: readonly SetItem[]; readonly where?: Expression | undefined } | undefined;
}

export interface Insert extends Node {
  readonly kind: 'Insert';
  readonly with?: With | undefined;
  readonly into: QualifiedName;
  readonly alias?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly overriding?: 'SYSTEM' | 'USER' | undefined;
  /** DEFAULT VALUES when missing. */
  readonly rows?: Query | undefined;
  readonly onConflict?: OnConflict | undefined;
  readonly returning?: Returning | undefined;
}

export interface Update extends Node {
  readonly kind: 'Update';
  readonly with?: With | undefined;
  readonly table: QualifiedName;
  readonly only?: boolean | undefined;
  readonly alias?: string | undefined;
  readonly set: readonly SetItem[];
  readonly from?: readonly FromItem[] | undefined;
  readonly where?: Expression | undefined;
  readonly returning?: Returning | undefined;
}

export interface Delete extends Node {
  readonly kind: 'Delete';
  readonly with?: With | undefined;
  readonly table: QualifiedName;
  readonly only?: boolean | undefined;
  readonly alias?: string | undefined;
  readonly using?: readonly FromItem[] | undefined;
  readonly where?: Expression | undefined;
  readonly returning?: Returning | undefined;
}

export type MergeAction =
  | { readonly do: 'UPDATE'; readonly set: readonly SetItem[] }
  | { readonly do: 'DELETE' }
  | { readonly do: 'INSERT'; readonly columns?: readonly string[] | undefined; readonly overriding?: 'SYSTEM' | 'USER' | undefined; /** DEFAULT VALUES when missing. */ readonly values?: readonly Expression[] | undefined }
  | { readonly do: 'NOTHING' };

export interface MergeWhen extends Node {
  readonly kind: 'MergeWhen';
  /** BY SOURCE is PostgreSQL 17. */
  readonly match: 'MATCHED' | 'NOT MATCHED' | 'NOT MATCHED BY SOURCE';
  readonly and?: Expression | undefined;
  readonly action: MergeAction;
}

export interface Merge extends Node {
  readonly kind: 'Merge';
  readonly with?: With | undefined;
  readonly into: QualifiedName;
  readonly alias?: string | undefined;
  readonly using: FromItem;
  readonly on: Expression;
  readonly whens: readonly MergeWhen[];
  readonly returning?: Returning | undefined;
}

export interface Truncate extends Node {
  readonly kind: 'Truncate';
  readonly tables: readonly QualifiedName[];
  readonly restartIdentity?: boolean | undefined;
  readonly cascade?: boolean | undefined;
}

/** Care for a table or index that changes no row: allowed inside of a transaction, unlike VACUUM. */
export interface Maintain extends Node {
  readonly kind: 'Maintain';
  readonly command: 'ANALYZE' | 'REINDEX TABLE' | 'REINDEX INDEX';
  /** Missing for ANALYZE of the whole database. */
  readonly name?: QualifiedName | undefined;
}

export type Dml = Insert | Update | Delete | Merge | Truncate | Maintain;
