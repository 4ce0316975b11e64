import type { DataType } from './data-types';
import type { Expression, MethodCall, Variable } from './expressions';
import type { CursorDefinition } from './cursors';
import type { Node } from './node';
import type { AssignmentOperator } from './queries';
import type { TableElement } from './tables';

export interface DeclareStatement extends Node {
  readonly kind: 'DeclareStatement';
  readonly declarations: readonly (VariableDeclaration | TableVariableDeclaration)[];
}

export interface VariableDeclaration extends Node {
  readonly kind: 'VariableDeclaration';
  readonly variable: Variable;
  readonly type: DataType;
  readonly nullability: 'NULL' | 'NOT NULL' | undefined;
  readonly value: Expression | undefined;
}

/** `@t TABLE (...)`. */
export interface TableVariableDeclaration extends Node {
  readonly kind: 'TableVariableDeclaration';
  readonly variable: Variable;
  readonly elements: readonly TableElement[];
}

export interface SetVariableStatement extends Node {
  readonly kind: 'SetVariableStatement';
  readonly variable: Variable;
  readonly operator: AssignmentOperator;
  /** `SET @c = CURSOR FOR ...` holds the cursor. */
  readonly value: Expression | CursorDefinition;
}

/** `SET @x.modify('...')`, and `SET @p.X = 1` with a value. */
export interface SetMemberStatement extends Node {
  readonly kind: 'SetMemberStatement';
  readonly call: MethodCall;
  readonly value: Expression | undefined;
}

/**
 * `SET NOCOUNT, XACT_ABORT ON`, `SET IDENTITY_INSERT t ON`, `SET TRANSACTION ISOLATION LEVEL ...`, `SET DATEFIRST 1`.
 * Names in upper case; `value` is what follows, as written.
 */
export interface SetOptionStatement extends Node {
  readonly kind: 'SetOptionStatement';
  readonly names: readonly string[];
  readonly value: string;
}
