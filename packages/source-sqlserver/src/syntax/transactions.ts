import type { Expression, Variable } from './expressions';
import type { Identifier } from './names';
import type { Node } from './node';

export type TransactionName = Identifier | Variable | undefined;

export interface BeginTransactionStatement extends Node {
  readonly kind: 'BeginTransactionStatement';
  readonly distributed: boolean;
  readonly name: TransactionName;
  readonly mark: Expression | undefined;
}

export interface CommitTransactionStatement extends Node {
  readonly kind: 'CommitTransactionStatement';
  readonly name: TransactionName;
}

export interface RollbackTransactionStatement extends Node {
  readonly kind: 'RollbackTransactionStatement';
  /** Of the transaction or of a savepoint. */
  readonly name: TransactionName;
}

export interface SaveTransactionStatement extends Node {
  readonly kind: 'SaveTransactionStatement';
  readonly name: TransactionName;
}
