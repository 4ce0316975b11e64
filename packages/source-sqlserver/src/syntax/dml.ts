import type { Expression, MethodCall, Variable } from './expressions';
import type { Identifier, QualifiedName } from './names';
import type { Node } from './node';
import type { AssignmentOperator, Query, QueryHint, SelectItem, TopClause, ValuesQuery, WithClause } from './queries';
import type { ExecuteStatement } from './execute';
import type { NamedTable, TableReference, VariableTable } from './table-references';

export interface InsertStatement extends Node {
  readonly kind: 'InsertStatement';
  readonly with: WithClause | undefined;
  readonly top: TopClause | undefined;
  /** NamedTable, VariableTable, OpenQueryTable, OpenRowsetTable. */
  readonly target: TableReference;
  readonly columns: readonly QualifiedName[];
  readonly outputs: readonly OutputClause[];
  readonly source: InsertSource;
  readonly hints: readonly QueryHint[];
}

/** A VALUES list, a query, `EXEC ...`, or `DEFAULT VALUES`. */
export type InsertSource = ValuesQuery | Query | ExecuteStatement | DefaultValues;

export interface DefaultValues extends Node {
  readonly kind: 'DefaultValues';
}

export interface UpdateStatement extends Node {
  readonly kind: 'UpdateStatement';
  readonly with: WithClause | undefined;
  readonly top: TopClause | undefined;
  /** A table, or an alias that FROM defines. */
  readonly target: TableReference;
  readonly set: readonly SetClause[];
  readonly outputs: readonly OutputClause[];
  readonly from: readonly TableReference[];
  /** A predicate, or CurrentOfPredicate. */
  readonly where: Expression | undefined;
  readonly hints: readonly QueryHint[];
}

export type SetClause = ColumnAssignment | VariableAssignment | MutatorCall;

/** `column = value`; with `variable` it is `@v = column = value`. */
export interface ColumnAssignment extends Node {
  readonly kind: 'ColumnAssignment';
  readonly variable: Variable | undefined;
  readonly column: QualifiedName;
  readonly operator: AssignmentOperator;
  readonly value: Expression;
}

/** `@v = value`. */
export interface VariableAssignment extends Node {
  readonly kind: 'VariableAssignment';
  readonly variable: Variable;
  readonly operator: AssignmentOperator;
  readonly value: Expression;
}

/** `column.modify('...')`, `column.WRITE(value, offset, length)`. */
export interface MutatorCall extends Node {
  readonly kind: 'MutatorCall';
  readonly call: MethodCall;
}

export interface DeleteStatement extends Node {
  readonly kind: 'DeleteStatement';
  readonly with: WithClause | undefined;
  readonly top: TopClause | undefined;
  readonly target: TableReference;
  readonly outputs: readonly OutputClause[];
  /** The second FROM. */
  readonly from: readonly TableReference[];
  readonly where: Expression | undefined;
  readonly hints: readonly QueryHint[];
}

/** A statement may have two: one with INTO, then one without. */
export interface OutputClause extends Node {
  readonly kind: 'OutputClause';
  readonly items: readonly SelectItem[];
  readonly into: NamedTable | VariableTable | undefined;
  readonly intoColumns: readonly Identifier[];
}

export interface TruncateTableStatement extends Node {
  readonly kind: 'TruncateTableStatement';
  readonly table: QualifiedName;
  /** `WITH (PARTITIONS (...))` as written. */
  readonly partitions: string | undefined;
}
