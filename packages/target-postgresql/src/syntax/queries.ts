import type { Delete, Insert, Merge, Update } from './dml';
import type { Call, Expression } from './expressions';
import type { QualifiedName, TypeName } from './names';
import type { Node } from './node';

export interface SelectItem extends Node {
  readonly kind: 'SelectItem';
  readonly expression: Expression;
  readonly alias?: string | undefined;
}

export interface OrderItem extends Node {
  readonly kind: 'OrderItem';
  readonly expression: Expression;
  readonly direction?: 'ASC' | 'DESC' | undefined;
  readonly nulls?: 'FIRST' | 'LAST' | undefined;
}

export type FrameBound =
  | { readonly at: 'UNBOUNDED PRECEDING' | 'CURRENT ROW' | 'UNBOUNDED FOLLOWING' }
  | { readonly at: 'PRECEDING' | 'FOLLOWING'; readonly offset: Expression };

export interface WindowSpec extends Node {
  readonly kind: 'WindowSpec';
  /** A window of the WINDOW clause that this one extends. */
  readonly base?: string | undefined;
  readonly partitionBy?: readonly Expression[] | undefined;
  readonly orderBy?: readonly OrderItem[] | undefined;
  readonly frame?: {
    readonly mode: 'ROWS' | 'RANGE' | 'GROUPS';
    readonly start: FrameBound;
    readonly end?: FrameBound | undefined;
    readonly exclude?: 'CURRENT ROW' | 'GROUP' | 'TIES' | 'NO OTHERS' | undefined;
  } | undefined;
}

/** An element of GROUP BY: an expression, or a set of grouping sets. */
export type GroupItem = Expression | GroupingSets | GroupingList;

/** `ROLLUP (...)`, `CUBE (...)`, `GROUPING SETS (...)`. */
export interface GroupingSets extends Node {
  readonly kind: 'GroupingSets';
  readonly of: 'ROLLUP' | 'CUBE' | 'GROUPING SETS';
  readonly items: readonly GroupItem[];
}

/** Several expressions in brackets as one element; none: `()`. */
export interface GroupingList extends Node {
  readonly kind: 'GroupingList';
  readonly items: readonly Expression[];
}

export interface TableRef extends Node {
  readonly kind: 'TableRef';
  readonly name: QualifiedName;
  readonly only?: boolean | undefined;
  readonly alias?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly sample?: { readonly method: string; readonly args: readonly Expression[]; readonly repeatable?: Expression | undefined } | undefined;
}

/** A query in FROM; VALUES too. The alias may be missing from PostgreSQL 16 on. */
export interface FromSubquery extends Node {
  readonly kind: 'FromSubquery';
  readonly query: Query;
  readonly lateral?: boolean | undefined;
  readonly alias?: string | undefined;
  readonly columns?: readonly string[] | undefined;
}

export interface ColumnDefinition {
  readonly name: string;
  readonly type: TypeName;
}

export interface FromFunction extends Node {
  readonly kind: 'FromFunction';
  readonly call: Call;
  readonly lateral?: boolean | undefined;
  readonly ordinality?: boolean | undefined;
  readonly alias?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  /** `AS alias (name type, ...)` for functions that return `record`. */
  readonly definitions?: readonly ColumnDefinition[] | undefined;
}

/** `XMLTABLE(row PASSING document COLUMNS ...)`. */
export interface FromXmlTable extends Node {
  readonly kind: 'FromXmlTable';
  readonly lateral?: boolean | undefined;
  readonly namespaces?: readonly { readonly uri: string; readonly name?: string | undefined }[] | undefined;
  readonly row: Expression;
  readonly document: Expression;
  readonly outputs: readonly {
    readonly name: string;
    /** Missing: `FOR ORDINALITY`. */
    readonly type?: TypeName | undefined;
    readonly path?: Expression | undefined;
    readonly default?: Expression | undefined;
    readonly notNull?: boolean | undefined;
  }[];
  readonly alias?: string | undefined;
}

export interface Join extends Node {
  readonly kind: 'Join';
  readonly type: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS';
  readonly left: FromItem;
  readonly right: FromItem;
  readonly on?: Expression | undefined;
  readonly using?: readonly string[] | undefined;
  readonly natural?: boolean | undefined;
}

export type FromItem = TableRef | FromSubquery | FromFunction | FromXmlTable | Join;

export interface Cte extends Node {
  readonly kind: 'Cte';
  readonly name: string;
  readonly columns?: readonly string[] | undefined;
  readonly materialized?: boolean | undefined;
  readonly query: Query | Insert | Update | Delete | Merge;
}

export interface With extends Node {
  readonly kind: 'With';
  readonly recursive?: boolean | undefined;
  readonly ctes: readonly Cte[];
}

export interface Locking {
  readonly strength: 'UPDATE' | 'NO KEY UPDATE' | 'SHARE' | 'KEY SHARE';
  readonly of?: readonly string[] | undefined;
  readonly wait?: 'NOWAIT' | 'SKIP LOCKED' | undefined;
}

/** What may follow any query. */
export interface QueryTail {
  readonly with?: With | undefined;
  readonly orderBy?: readonly OrderItem[] | undefined;
  readonly limit?: Expression | undefined;
  readonly offset?: Expression | undefined;
  /** `FETCH FIRST count ROWS WITH TIES`; for plain limits use `limit`. */
  readonly fetchWithTies?: Expression | undefined;
  readonly locking?: readonly Locking[] | undefined;
}

export interface Select extends Node, QueryTail {
  readonly kind: 'Select';
  readonly distinct?: boolean | { readonly on: readonly Expression[] } | undefined;
  readonly items: readonly SelectItem[];
  readonly from?: readonly FromItem[] | undefined;
  readonly where?: Expression | undefined;
  readonly groupBy?: readonly GroupItem[] | undefined;
  readonly having?: Expression | undefined;
  readonly windows?: readonly { readonly name: string; readonly spec: WindowSpec }[] | undefined;
}

export interface SetOperation extends Node, QueryTail {
  readonly kind: 'SetOperation';
  readonly operator: 'UNION' | 'INTERSECT' | 'EXCEPT';
  readonly all?: boolean | undefined;
  readonly left: Query;
  readonly right: Query;
}

export interface Values extends Node, QueryTail {
  readonly kind: 'Values';
  readonly rows: readonly (readonly Expression[])[];
}

export type Query = Select | SetOperation | Values;
