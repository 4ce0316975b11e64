import type { Expression, Variable } from './expressions';
import type { Identifier, QualifiedName } from './names';
import type { Node } from './node';
import type { NamedOption } from './options';

/** EXEC in all forms, and a batch that begins with a procedure's name. System procedures (`sp_addextendedproperty`) too. */
export interface ExecuteStatement extends Node {
  readonly kind: 'ExecuteStatement';
  /** `EXEC @r = procedure`. */
  readonly result: Variable | undefined;
  readonly target: ExecuteProcedure | ExecuteString;
  /** `WITH RECOMPILE`, `WITH RESULT SETS ...`. */
  readonly options: readonly NamedOption[];
}

export interface ExecuteProcedure extends Node {
  readonly kind: 'ExecuteProcedure';
  /** A variable may hold the name. */
  readonly name: QualifiedName | Variable;
  /** The `;2` of numbered procedures. */
  readonly number: string | undefined;
  readonly args: readonly ExecuteArgument[];
}

/** `EXEC ('text' + @x, parameters) AS USER = 'u' AT server`. */
export interface ExecuteString extends Node {
  readonly kind: 'ExecuteString';
  readonly command: Expression;
  readonly args: readonly ExecuteArgument[];
  readonly as: NamedOption | undefined;
  readonly at: Identifier | undefined;
}

export interface ExecuteArgument extends Node {
  readonly kind: 'ExecuteArgument';
  /** `@name =`, with the `@`. */
  readonly name: Variable | undefined;
  /** A constant, a variable, DEFAULT, or a bare word (a ColumnReference: `EXEC sp_help Orders` means the text 'Orders'). */
  readonly value: Expression;
  readonly output: boolean;
}
