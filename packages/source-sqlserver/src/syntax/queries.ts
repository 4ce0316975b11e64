import type { Expression, Variable, WindowDefinition } from './expressions';
import type { Identifier, QualifiedName } from './names';
import type { Node } from './node';
import type { NamedOption } from './options';
import type { TableReference } from './table-references';

/** A query with the clauses that belong to the whole of it. Views, subqueries, cursors, INSERT ... SELECT all hold one. */
export interface Query extends Node {
  readonly kind: 'Query';
  readonly with: WithClause | undefined;
  readonly body: QueryExpression;
  readonly orderBy: readonly OrderItem[];
  readonly offset: OffsetClause | undefined;
  readonly compute: readonly ComputeClause[];
  readonly for: ForClause | undefined;
  /** `OPTION (...)`. */
  readonly hints: readonly QueryHint[];
}

/** `COMPUTE SUM(a) BY b`: a result set of totals behind each group. Gone since SQL Server 2012. */
export interface ComputeClause extends Node {
  readonly kind: 'ComputeClause';
  readonly aggregates: readonly Expression[];
  readonly by: readonly Expression[];
}

export type QueryExpression = SelectQuery | SetOperation | ParenthesizedQuery | ValuesQuery;

/** `WITH [XMLNAMESPACES (...),] name (columns) AS (query), ...`. */
export interface WithClause extends Node {
  readonly kind: 'WithClause';
  readonly xmlNamespaces: readonly XmlNamespace[];
  readonly tables: readonly CommonTable[];
  /** `CHANGE_TRACKING_CONTEXT(...)`. */
  readonly changeTrackingContext: Expression | undefined;
}

export interface XmlNamespace extends Node {
  readonly kind: 'XmlNamespace';
  readonly uri: string;
  /** Missing for DEFAULT. */
  readonly prefix: Identifier | undefined;
}

export interface CommonTable extends Node {
  readonly kind: 'CommonTable';
  readonly name: Identifier;
  readonly columns: readonly Identifier[];
  readonly query: Query;
}

export interface SelectQuery extends Node {
  readonly kind: 'SelectQuery';
  readonly quantifier: 'ALL' | 'DISTINCT' | undefined;
  readonly top: TopClause | undefined;
  readonly items: readonly SelectItem[];
  readonly into: QualifiedName | undefined;
  readonly intoFilegroup: Identifier | undefined;
  /** Comma-separated. */
  readonly from: readonly TableReference[];
  readonly where: Expression | undefined;
  readonly groupBy: GroupByClause | undefined;
  readonly having: Expression | undefined;
  readonly windows: readonly WindowDefinition[];
}

/** Left-associative, INTERSECT binding stronger. */
export interface SetOperation extends Node {
  readonly kind: 'SetOperation';
  readonly operator: 'UNION' | 'EXCEPT' | 'INTERSECT';
  readonly all: boolean;
  readonly left: QueryExpression;
  readonly right: QueryExpression;
}

export interface ParenthesizedQuery extends Node {
  readonly kind: 'ParenthesizedQuery';
  readonly query: Query;
}

/** `VALUES (1, 2), (3, 4)`: in INSERT, and as the body of a derived table. */
export interface ValuesQuery extends Node {
  readonly kind: 'ValuesQuery';
  readonly rows: readonly ValuesRow[];
}

export interface ValuesRow extends Node {
  readonly kind: 'ValuesRow';
  readonly values: readonly Expression[];
}

export interface TopClause extends Node {
  readonly kind: 'TopClause';
  readonly count: Expression;
  readonly parenthesized: boolean;
  readonly percent: boolean;
  readonly withTies: boolean;
}

export type SelectItem = SelectStar | SelectExpression | SelectAssignment;

/** `*`, `t.*`. */
export interface SelectStar extends Node {
  readonly kind: 'SelectStar';
  readonly qualifier: QualifiedName | undefined;
}

/** `expression`, `expression AS alias`, `expression alias`, `alias = expression`. */
export interface SelectExpression extends Node {
  readonly kind: 'SelectExpression';
  readonly expression: Expression;
  readonly alias: Identifier | undefined;
  readonly aliasStyle: 'none' | 'as' | 'plain' | 'equals';
}

export type AssignmentOperator = '=' | '+=' | '-=' | '*=' | '/=' | '%=' | '&=' | '|=' | '^=' | '||=';

/** `SELECT @x = expression`. */
export interface SelectAssignment extends Node {
  readonly kind: 'SelectAssignment';
  readonly variable: Variable;
  readonly operator: AssignmentOperator;
  readonly expression: Expression;
}

export interface GroupByClause extends Node {
  readonly kind: 'GroupByClause';
  readonly all: boolean;
  readonly items: readonly GroupingItem[];
  /** The old `GROUP BY a, b WITH CUBE`. */
  readonly with: 'ROLLUP' | 'CUBE' | undefined;
}

export type GroupingItem = Expression | GroupingOperation | GroupingTuple;

export interface GroupingOperation extends Node {
  readonly kind: 'GroupingOperation';
  readonly operation: 'ROLLUP' | 'CUBE' | 'GROUPING SETS';
  readonly items: readonly GroupingItem[];
}

/** `(a, b)` or `()` as one grouping item. */
export interface GroupingTuple extends Node {
  readonly kind: 'GroupingTuple';
  readonly items: readonly Expression[];
}

export interface OrderItem extends Node {
  readonly kind: 'OrderItem';
  readonly expression: Expression;
  readonly direction: 'ASC' | 'DESC' | undefined;
}

export interface OffsetClause extends Node {
  readonly kind: 'OffsetClause';
  readonly offset: Expression;
  readonly fetch: Expression | undefined;
}

export type ForClause = ForXml | ForJson | ForBrowse;

export interface ForXml extends Node {
  readonly kind: 'ForXml';
  readonly mode: 'RAW' | 'AUTO' | 'PATH' | 'EXPLICIT';
  /** `PATH('row')`. */
  readonly element: string | undefined;
  /** `TYPE`, `ROOT('x')`, `ELEMENTS XSINIL`, `BINARY BASE64`, `XMLDATA`, `XMLSCHEMA('uri')`. */
  readonly options: readonly NamedOption[];
}

export interface ForJson extends Node {
  readonly kind: 'ForJson';
  readonly mode: 'AUTO' | 'PATH';
  /** `ROOT('x')`, `INCLUDE_NULL_VALUES`, `WITHOUT_ARRAY_WRAPPER`. */
  readonly options: readonly NamedOption[];
}

export interface ForBrowse extends Node {
  readonly kind: 'ForBrowse';
}

/** One of `OPTION (...)`: its words in upper case (`MAXRECURSION`, `OPTIMIZE FOR`, `HASH JOIN`), and the rest as written. */
export interface QueryHint extends Node {
  readonly kind: 'QueryHint';
  readonly name: string;
  readonly text: string;
}

export interface SelectStatement extends Node {
  readonly kind: 'SelectStatement';
  readonly query: Query;
}
