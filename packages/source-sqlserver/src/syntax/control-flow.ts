import type { Expression } from './expressions';
import type { Identifier } from './names';
import type { Node } from './node';
import type { NamedOption } from './options';
import type { Statement } from './statements';

/** `BEGIN ... END`; `atomic` holds the options of `BEGIN ATOMIC WITH (...)`. */
export interface BlockStatement extends Node {
  readonly kind: 'BlockStatement';
  readonly atomic: readonly NamedOption[] | undefined;
  readonly statements: readonly Statement[];
}

export interface IfStatement extends Node {
  readonly kind: 'IfStatement';
  readonly condition: Expression;
  readonly then: Statement;
  readonly otherwise: Statement | undefined;
}

export interface WhileStatement extends Node {
  readonly kind: 'WhileStatement';
  readonly condition: Expression;
  readonly body: Statement;
}

export interface TryCatchStatement extends Node {
  readonly kind: 'TryCatchStatement';
  readonly attempt: readonly Statement[];
  readonly handler: readonly Statement[];
}

export interface BreakStatement extends Node {
  readonly kind: 'BreakStatement';
}

export interface ContinueStatement extends Node {
  readonly kind: 'ContinueStatement';
}

export interface ReturnStatement extends Node {
  readonly kind: 'ReturnStatement';
  readonly value: Expression | undefined;
}

export interface GotoStatement extends Node {
  readonly kind: 'GotoStatement';
  readonly label: Identifier;
}

export interface LabelStatement extends Node {
  readonly kind: 'LabelStatement';
  readonly label: Identifier;
}

/** `WAITFOR DELAY '...'`, `WAITFOR TIME ...`, `WAITFOR (RECEIVE ...)`. */
export interface WaitForStatement extends Node {
  readonly kind: 'WaitForStatement';
  readonly mode: 'DELAY' | 'TIME' | 'STATEMENT';
  readonly value: Expression | undefined;
  readonly statement: Statement | undefined;
  readonly timeout: Expression | undefined;
}

export interface PrintStatement extends Node {
  readonly kind: 'PrintStatement';
  readonly value: Expression;
}

/** `legacy` is the form of old without brackets: `RAISERROR 50001 'text'`. */
export interface RaiserrorStatement extends Node {
  readonly kind: 'RaiserrorStatement';
  readonly legacy: boolean;
  readonly message: Expression;
  readonly severity: Expression | undefined;
  readonly state: Expression | undefined;
  readonly args: readonly Expression[];
  readonly options: readonly ('LOG' | 'NOWAIT' | 'SETERROR')[];
}

/** Without values it throws the caught error again. */
export interface ThrowStatement extends Node {
  readonly kind: 'ThrowStatement';
  readonly number: Expression | undefined;
  readonly message: Expression | undefined;
  readonly state: Expression | undefined;
}
