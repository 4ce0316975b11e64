import type { Variable } from './expressions';
import type { Identifier } from './names';
import type { Node } from './node';

export interface UseStatement extends Node {
  readonly kind: 'UseStatement';
  readonly database: Identifier;
}

/**
 * A statement that was recognised and that no schema conversion uses: BACKUP, RESTORE, DBCC, BULK INSERT, CHECKPOINT, KILL,
 * SHUTDOWN, UPDATE STATISTICS, WRITETEXT, OPEN KEY, SEND, RECEIVE, ADD SIGNATURE ... `words` are its leading words in upper case.
 */
export interface PassedOverStatement extends Node {
  readonly kind: 'PassedOverStatement';
  readonly words: string;
  /** What follows the words, as written. */
  readonly tail: string;
  /** The variables in what was passed over: RECEIVE and its kin give them values. */
  readonly variables: readonly Variable[];
}
