import type { Expression } from './expressions';
import type { Identifier, QualifiedName } from './names';
import type { Node } from './node';
import type { OutputClause, SetClause } from './dml';
import type { QueryHint, TopClause, ValuesRow, WithClause } from './queries';
import type { NamedTable, TableReference, VariableTable } from './table-references';

export interface MergeStatement extends Node {
  readonly kind: 'MergeStatement';
  readonly with: WithClause | undefined;
  readonly top: TopClause | undefined;
  readonly target: NamedTable | VariableTable;
  readonly using: TableReference;
  readonly on: Expression;
  readonly clauses: readonly MergeClause[];
  readonly outputs: readonly OutputClause[];
  readonly hints: readonly QueryHint[];
}

export interface MergeClause extends Node {
  readonly kind: 'MergeClause';
  readonly when: 'MATCHED' | 'NOT MATCHED BY TARGET' | 'NOT MATCHED BY SOURCE';
  readonly condition: Expression | undefined;
  readonly action: MergeUpdate | MergeInsert | MergeDelete;
}

export interface MergeUpdate extends Node {
  readonly kind: 'MergeUpdate';
  readonly set: readonly SetClause[];
}

export interface MergeInsert extends Node {
  readonly kind: 'MergeInsert';
  readonly columns: readonly (Identifier | QualifiedName)[];
  /** Missing for DEFAULT VALUES. */
  readonly values: ValuesRow | undefined;
}

export interface MergeDelete extends Node {
  readonly kind: 'MergeDelete';
}
