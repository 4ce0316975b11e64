import type { Expression } from './expressions';
import type { Identifier } from './names';
import type { Node } from './node';
import type { OrderItem } from './queries';

export interface OverClause extends Node {
  readonly kind: 'OverClause';
  /** `OVER w` and `OVER (w ...)`. */
  readonly window: Identifier | undefined;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly OrderItem[];
  readonly frame: WindowFrame | undefined;
}

export interface WindowFrame extends Node {
  readonly kind: 'WindowFrame';
  readonly unit: 'ROWS' | 'RANGE';
  readonly start: FrameBound;
  readonly end: FrameBound | undefined;
}

export interface FrameBound extends Node {
  readonly kind: 'FrameBound';
  readonly bound: 'UNBOUNDED PRECEDING' | 'UNBOUNDED FOLLOWING' | 'CURRENT ROW' | 'PRECEDING' | 'FOLLOWING';
  /** With PRECEDING and FOLLOWING. */
  readonly offset: Expression | undefined;
}

/** One of `WINDOW name AS (...)`. */
export interface WindowDefinition extends Node {
  readonly kind: 'WindowDefinition';
  readonly name: Identifier;
  readonly over: OverClause;
}
