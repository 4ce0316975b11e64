import type { DataType } from './data-types';
import type { Literal } from './literals';
import type { Identifier, QualifiedName } from './names';
import type { Node } from './node';
import type { BooleanExpression } from './predicates';
import type { OrderItem, Query } from './queries';
import type { OverClause } from './windows';

export * from './literals';
export * from './predicates';
export * from './windows';

/** `@name`, with the `@`, in the case it was written in. */
export interface Variable extends Node {
  readonly kind: 'Variable';
  readonly name: string;
}

/** `@@ROWCOUNT`, with both `@`, in the case it was written in. */
export interface GlobalVariable extends Node {
  readonly kind: 'GlobalVariable';
  readonly name: string;
}

/**
 * A column, possibly qualified. Bare words in places where a function wants one (the `day` of `DATEADD(day, ...)`) are column
 * references too: only the function's name tells.
 */
export interface ColumnReference extends Node {
  readonly kind: 'ColumnReference';
  readonly name: QualifiedName;
}

/** `$action`, `$IDENTITY`, `$ROWGUID`, `$node_id` ..., possibly qualified: `t.$IDENTITY`. `name` has the `$`, lower case. */
export interface PseudoColumn extends Node {
  readonly kind: 'PseudoColumn';
  readonly qualifier: QualifiedName | undefined;
  readonly name: string;
}

/** `*` or `t.*` as an argument: `COUNT(*)`. */
export interface StarExpression extends Node {
  readonly kind: 'StarExpression';
  readonly qualifier: QualifiedName | undefined;
}

/** `DEFAULT` where a value stands. */
export interface DefaultValue extends Node {
  readonly kind: 'DefaultValue';
}

export interface UnaryExpression extends Node {
  readonly kind: 'UnaryExpression';
  readonly operator: '+' | '-' | '~';
  readonly operand: Expression;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '||' | '<<' | '>>';

/** Left-associative; without types `+` may be addition or concatenation. */
export interface BinaryExpression extends Node {
  readonly kind: 'BinaryExpression';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** Round brackets are kept. Around a predicate it is a predicate. */
export interface ParenthesizedExpression extends Node {
  readonly kind: 'ParenthesizedExpression';
  readonly expression: Expression;
}

/** `operand` is missing in a searched CASE, whose `when` are predicates. */
export interface CaseExpression extends Node {
  readonly kind: 'CaseExpression';
  readonly operand: Expression | undefined;
  readonly branches: readonly CaseBranch[];
  readonly otherwise: Expression | undefined;
}

export interface CaseBranch extends Node {
  readonly kind: 'CaseBranch';
  readonly when: Expression;
  readonly then: Expression;
}

export interface CastExpression extends Node {
  readonly kind: 'CastExpression';
  /** `TRY_CAST`. */
  readonly attempt: boolean;
  readonly operand: Expression;
  readonly type: DataType;
}

export interface ConvertExpression extends Node {
  readonly kind: 'ConvertExpression';
  /** `TRY_CONVERT`. */
  readonly attempt: boolean;
  readonly type: DataType;
  readonly operand: Expression;
  readonly style: Expression | undefined;
}

export interface ParseExpression extends Node {
  readonly kind: 'ParseExpression';
  /** `TRY_PARSE`. */
  readonly attempt: boolean;
  readonly operand: Expression;
  readonly type: DataType;
  readonly culture: Expression | undefined;
}

/**
 * `name(args)`: built-in, aggregate, window or user-defined; IIF, COALESCE, NULLIF, LEFT, RIGHT, ISNULL too. IIF's first argument
 * is a predicate.
 */
export interface FunctionCall extends Node {
  readonly kind: 'FunctionCall';
  readonly name: QualifiedName;
  readonly quantifier: 'ALL' | 'DISTINCT' | undefined;
  readonly args: readonly Expression[];
  /** Written as `{fn name(args)}`. */
  readonly odbc: boolean;
  readonly nullTreatment: 'IGNORE NULLS' | 'RESPECT NULLS' | undefined;
  /** `JSON_OBJECT(... ABSENT ON NULL)`. */
  readonly onNull: 'NULL ON NULL' | 'ABSENT ON NULL' | undefined;
  /** Empty for `WITHIN GROUP (GRAPH PATH)`; the ORDER BY inside JSON_ARRAYAGG too. */
  readonly withinGroup: readonly OrderItem[] | undefined;
  readonly over: OverClause | undefined;
}

/**
 * `'key': value` in JSON_OBJECT; `MODEL = m` in PREDICT and the like; what stands behind the arguments since SQL Server 2025:
 * `RETURNING type`, `WITH ARRAY WRAPPER`, `USE MODEL m`.
 */
export interface KeyValueArgument extends Node {
  readonly kind: 'KeyValueArgument';
  readonly key: Expression;
  readonly value: Expression;
}

/** `TRIM(LEADING 'x' FROM y)`; the plain `TRIM(y)` is a FunctionCall. */
export interface TrimExpression extends Node {
  readonly kind: 'TrimExpression';
  readonly side: 'LEADING' | 'TRAILING' | 'BOTH' | undefined;
  readonly characters: Expression;
  readonly operand: Expression;
}

/** Functions without brackets: CURRENT_TIMESTAMP, CURRENT_USER, SESSION_USER, SYSTEM_USER, USER, CURRENT_DATE. `name` is upper case. */
export interface NiladicFunction extends Node {
  readonly kind: 'NiladicFunction';
  readonly name: string;
}

/**
 * `target.method(args)` of xml, hierarchyid, spatial and CLR types. Without types `x.f(1)` is ambiguous with a function of schema
 * `x`: names of the documented methods of the built-in types are read as methods, all else as FunctionCall.
 */
export interface MethodCall extends Node {
  readonly kind: 'MethodCall';
  readonly target: Expression;
  readonly method: Identifier;
  readonly args: readonly Expression[];
}

/** `target.Property` of an expression that is not a plain column: `@point.STX`. */
export interface PropertyAccess extends Node {
  readonly kind: 'PropertyAccess';
  readonly target: Expression;
  readonly property: Identifier;
}

/** `geometry::STGeomFromText(...)`; `args` is missing for a property: `geometry::Null`. */
export interface StaticMember extends Node {
  readonly kind: 'StaticMember';
  readonly type: QualifiedName;
  readonly member: Identifier;
  readonly args: readonly Expression[] | undefined;
}

export interface CollateExpression extends Node {
  readonly kind: 'CollateExpression';
  readonly operand: Expression;
  readonly collation: Identifier;
}

export interface AtTimeZoneExpression extends Node {
  readonly kind: 'AtTimeZoneExpression';
  readonly operand: Expression;
  readonly zone: Expression;
}

export interface NextValueFor extends Node {
  readonly kind: 'NextValueFor';
  readonly sequence: QualifiedName;
  readonly over: OverClause | undefined;
}

/** `(SELECT ...)` as a value. */
export interface SubqueryExpression extends Node {
  readonly kind: 'SubqueryExpression';
  readonly query: Query;
}

/** Everything that gives a value, and predicates (T-SQL keeps the two apart by place, the tree by `BooleanExpression`). */
export type Expression = ScalarExpression | BooleanExpression;

export type ScalarExpression =
  | Literal
  | Variable
  | GlobalVariable
  | ColumnReference
  | PseudoColumn
  | StarExpression
  | DefaultValue
  | UnaryExpression
  | BinaryExpression
  | ParenthesizedExpression
  | CaseExpression
  | CastExpression
  | ConvertExpression
  | ParseExpression
  | FunctionCall
  | KeyValueArgument
  | TrimExpression
  | NiladicFunction
  | MethodCall
  | PropertyAccess
  | StaticMember
  | CollateExpression
  | AtTimeZoneExpression
  | NextValueFor
  | SubqueryExpression;
