import type { Expression, Variable } from './expressions';
import type { Identifier } from './names';
import type { Node } from './node';
import type { Query } from './queries';

/** `DECLARE c CURSOR options FOR query`. */
export interface DeclareCursorStatement extends Node {
  readonly kind: 'DeclareCursorStatement';
  readonly name: Identifier;
  readonly cursor: CursorDefinition;
}

export type CursorOption =
  | 'LOCAL' | 'GLOBAL' | 'FORWARD_ONLY' | 'SCROLL' | 'STATIC' | 'KEYSET' | 'DYNAMIC' | 'FAST_FORWARD'
  | 'READ_ONLY' | 'SCROLL_LOCKS' | 'OPTIMISTIC' | 'TYPE_WARNING' | 'INSENSITIVE';

export interface CursorDefinition extends Node {
  readonly kind: 'CursorDefinition';
  readonly options: readonly CursorOption[];
  readonly query: Query;
  /** `FOR READ ONLY` or `FOR UPDATE [OF columns]`. */
  readonly access: 'READ ONLY' | 'UPDATE' | undefined;
  readonly updateColumns: readonly Identifier[];
}

/** A cursor by name (possibly GLOBAL) or by variable. */
export interface CursorReference extends Node {
  readonly kind: 'CursorReference';
  readonly global: boolean;
  readonly cursor: Identifier | Variable;
}

export interface OpenCursorStatement extends Node {
  readonly kind: 'OpenCursorStatement';
  readonly cursor: CursorReference;
}

export interface FetchCursorStatement extends Node {
  readonly kind: 'FetchCursorStatement';
  readonly direction: 'NEXT' | 'PRIOR' | 'FIRST' | 'LAST' | 'ABSOLUTE' | 'RELATIVE' | undefined;
  readonly offset: Expression | undefined;
  readonly cursor: CursorReference;
  readonly into: readonly Variable[];
}

export interface CloseCursorStatement extends Node {
  readonly kind: 'CloseCursorStatement';
  readonly cursor: CursorReference;
}

export interface DeallocateCursorStatement extends Node {
  readonly kind: 'DeallocateCursorStatement';
  readonly cursor: CursorReference;
}
