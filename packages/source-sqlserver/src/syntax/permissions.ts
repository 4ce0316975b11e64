import type { Identifier, QualifiedName } from './names';
import type { Node } from './node';

export interface PermissionStatement extends Node {
  readonly kind: 'PermissionStatement';
  readonly action: 'GRANT' | 'DENY' | 'REVOKE';
  readonly grantOptionFor: boolean;
  readonly permissions: readonly Permission[];
  readonly on: Securable | undefined;
  readonly principals: readonly Identifier[];
  readonly withGrantOption: boolean;
  readonly cascade: boolean;
  readonly as: Identifier | undefined;
}

/** `SELECT`, `VIEW DEFINITION`, `ALL PRIVILEGES`: words in upper case. */
export interface Permission extends Node {
  readonly kind: 'Permission';
  readonly name: string;
  readonly columns: readonly Identifier[];
}

/** `SCHEMA::dbo`, `OBJECT::t (a, b)`, `t`. */
export interface Securable extends Node {
  readonly kind: 'Securable';
  readonly class: string | undefined;
  readonly name: QualifiedName;
  readonly columns: readonly Identifier[];
}

/** `EXECUTE AS OWNER`, `EXECUTE AS USER = 'x' WITH NO REVERT` as a statement. */
export interface ExecuteAsStatement extends Node {
  readonly kind: 'ExecuteAsStatement';
  readonly context: 'CALLER' | 'SELF' | 'OWNER' | 'USER' | 'LOGIN';
  /** The principal, as written. */
  readonly principal: string | undefined;
}

export interface RevertStatement extends Node {
  readonly kind: 'RevertStatement';
}
