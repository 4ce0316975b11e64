import type { ColumnReference, Expression, ParenthesizedExpression, StarExpression } from './expressions';
import type { Identifier, QualifiedName } from './names';
import type { Node } from './node';
import type { Query } from './queries';

export type ComparisonOperator = '=' | '<>' | '!=' | '<' | '>' | '<=' | '>=' | '!<' | '!>' | '*=' | '=*';

/** `*=` and `=*` are the outer joins of old. */
export interface ComparisonExpression extends Node {
  readonly kind: 'ComparisonExpression';
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `x = ANY (query)`. */
export interface QuantifiedComparison extends Node {
  readonly kind: 'QuantifiedComparison';
  readonly operator: ComparisonOperator;
  readonly quantifier: 'ALL' | 'ANY' | 'SOME';
  readonly left: Expression;
  readonly query: Query;
}

/** A chain of one operator: `a AND b AND c` has three operands. Nested chains of the other operator are operands. */
export interface LogicalExpression extends Node {
  readonly kind: 'LogicalExpression';
  readonly operator: 'AND' | 'OR';
  readonly operands: readonly Expression[];
}

export interface NotExpression extends Node {
  readonly kind: 'NotExpression';
  readonly operand: Expression;
}

export interface IsNullPredicate extends Node {
  readonly kind: 'IsNullPredicate';
  readonly negated: boolean;
  readonly operand: Expression;
}

/** `a IS [NOT] DISTINCT FROM b`. */
export interface DistinctPredicate extends Node {
  readonly kind: 'DistinctPredicate';
  readonly negated: boolean;
  readonly left: Expression;
  readonly right: Expression;
}

/** `source` is the list of values or the query. */
export interface InPredicate extends Node {
  readonly kind: 'InPredicate';
  readonly negated: boolean;
  readonly operand: Expression;
  readonly source: readonly Expression[] | Query;
}

export interface BetweenPredicate extends Node {
  readonly kind: 'BetweenPredicate';
  readonly negated: boolean;
  readonly operand: Expression;
  readonly low: Expression;
  readonly high: Expression;
}

export interface LikePredicate extends Node {
  readonly kind: 'LikePredicate';
  readonly negated: boolean;
  readonly operand: Expression;
  readonly pattern: Expression;
  readonly escape: Expression | undefined;
}

export interface ExistsPredicate extends Node {
  readonly kind: 'ExistsPredicate';
  readonly query: Query;
}

/** `CONTAINS(columns, condition)` and `FREETEXT(...)`; `property` is the column's PROPERTY form. */
export interface FullTextPredicate extends Node {
  readonly kind: 'FullTextPredicate';
  readonly function: 'CONTAINS' | 'FREETEXT';
  readonly columns: readonly (ColumnReference | StarExpression)[];
  readonly property: Expression | undefined;
  readonly condition: Expression;
  readonly language: Expression | undefined;
}

/** `UPDATE(column)` in a trigger. */
export interface UpdatedPredicate extends Node {
  readonly kind: 'UpdatedPredicate';
  readonly column: Identifier;
}

/** `MATCH(a-(b)->c AND ...)`. Source: MATCH (Transact-SQL). */
export interface GraphMatchPredicate extends Node {
  readonly kind: 'GraphMatchPredicate';
  /** All must hold. */
  readonly patterns: readonly (MatchPath | MatchSameNode)[];
}

/** `a-(e)->b<-(f)-c`, or with `repeat` `SHORTEST_PATH(a(-(e)->b)+)`, whose steps are those of one round. */
export interface MatchPath extends Node {
  readonly kind: 'MatchPath';
  readonly first: MatchNode;
  readonly steps: readonly MatchStep[];
  readonly repeat: string | undefined;
  /** The node behind the rounds: `SHORTEST_PATH((a-(e)->)+b)`. */
  readonly end: MatchNode | undefined;
}

/** `LAST_NODE(a) = LAST_NODE(b)`. */
export interface MatchSameNode extends Node {
  readonly kind: 'MatchSameNode';
  readonly left: MatchNode;
  readonly right: MatchNode;
}

/** `-(edge)->node`, or `<-(edge)-node` when `backwards`. */
export interface MatchStep extends Node {
  readonly kind: 'MatchStep';
  readonly backwards: boolean;
  readonly edge: Identifier;
  readonly node: MatchNode | undefined;
}

/** A table of FROM by its alias; `last` is `LAST_NODE(alias)`. */
export interface MatchNode extends Node {
  readonly kind: 'MatchNode';
  readonly alias: Identifier;
  readonly last: boolean;
}

/** `CURRENT OF cursor`, the whole condition of an UPDATE or DELETE. */
export interface CurrentOfPredicate extends Node {
  readonly kind: 'CurrentOfPredicate';
  readonly global: boolean;
  /** The cursor's name or, with a leading `@`, its variable. */
  readonly cursor: Identifier;
}

/** Predicates that are written as calls: `TSEQUAL(a, b)` of old, `REGEXP_LIKE(text, pattern, flags)` of SQL Server 2025. */
export interface LegacyPredicate extends Node {
  readonly kind: 'LegacyPredicate';
  readonly name: QualifiedName;
  readonly args: readonly Expression[];
}

/** Kinds that are predicates. A ParenthesizedExpression is one when what it holds is. */
export type BooleanExpression =
  | ComparisonExpression
  | QuantifiedComparison
  | LogicalExpression
  | NotExpression
  | IsNullPredicate
  | DistinctPredicate
  | InPredicate
  | BetweenPredicate
  | LikePredicate
  | ExistsPredicate
  | FullTextPredicate
  | UpdatedPredicate
  | GraphMatchPredicate
  | CurrentOfPredicate
  | LegacyPredicate;

const booleanKinds: Readonly<Record<BooleanExpression['kind'], true>> = {
  ComparisonExpression: true,
  QuantifiedComparison: true,
  LogicalExpression: true,
  NotExpression: true,
  IsNullPredicate: true,
  DistinctPredicate: true,
  InPredicate: true,
  BetweenPredicate: true,
  LikePredicate: true,
  ExistsPredicate: true,
  FullTextPredicate: true,
  UpdatedPredicate: true,
  GraphMatchPredicate: true,
  CurrentOfPredicate: true,
  LegacyPredicate: true,
};

/** Whether an expression is a predicate (TRUE, FALSE or UNKNOWN) and not a value. */
export function isBoolean(expression: Expression): expression is BooleanExpression | ParenthesizedExpression {
  let inner = expression;
  while (inner.kind === 'ParenthesizedExpression') inner = inner.expression;
  return Object.hasOwn(booleanKinds, inner.kind);
}
