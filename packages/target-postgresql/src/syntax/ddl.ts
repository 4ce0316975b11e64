import type { Argument, Expression } from './expressions';
import type { QualifiedName, TypeName } from './names';
import type { Node } from './node';
import type { Query } from './queries';
import type { Block } from './plpgsql';
import type { Statement } from './statement';
import type { TableColumn, TableStatement, CheckConstraint } from './tables';

export interface CreateSchema extends Node {
  readonly kind: 'CreateSchema';
  readonly name: string;
  readonly ifNotExists?: boolean | undefined;
}

export interface CreateExtension extends Node {
  readonly kind: 'CreateExtension';
  readonly name: string;
  readonly ifNotExists?: boolean | undefined;
  readonly schema?: string | undefined;
  readonly cascade?: boolean | undefined;
}

export interface CreateDomain extends Node {
  readonly kind: 'CreateDomain';
  readonly name: QualifiedName;
  readonly type: TypeName;
  readonly collation?: QualifiedName | undefined;
  readonly default?: Expression | undefined;
  readonly notNull?: boolean | undefined;
  readonly checks?: readonly CheckConstraint[] | undefined;
}

/** Attributes take a name, a type and a collation only. */
export interface CreateCompositeType extends Node {
  readonly kind: 'CreateCompositeType';
  readonly name: QualifiedName;
  readonly attributes: readonly Pick<TableColumn, 'kind' | 'name' | 'type' | 'collation' | 'source' | 'leadingComments' | 'trailingComment'>[];
}

export interface CreateEnum extends Node {
  readonly kind: 'CreateEnum';
  readonly name: QualifiedName;
  readonly labels: readonly string[];
}

export interface CreateCollation extends Node {
  readonly kind: 'CreateCollation';
  readonly name: QualifiedName;
  readonly ifNotExists?: boolean | undefined;
  readonly provider?: 'icu' | 'libc' | 'builtin' | undefined;
  readonly locale: string;
  readonly deterministic?: boolean | undefined;
  readonly rules?: string | undefined;
}

export interface CreateView extends Node {
  readonly kind: 'CreateView';
  readonly name: QualifiedName;
  readonly orReplace?: boolean | undefined;
  readonly temporary?: boolean | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly securityInvoker?: boolean | undefined;
  readonly query: Query;
  readonly check?: 'LOCAL' | 'CASCADED' | undefined;
}

export interface CreateMaterializedView extends Node {
  readonly kind: 'CreateMaterializedView';
  readonly name: QualifiedName;
  readonly ifNotExists?: boolean | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly query: Query;
  readonly withData?: boolean | undefined;
}

export interface RefreshMaterializedView extends Node {
  readonly kind: 'RefreshMaterializedView';
  readonly name: QualifiedName;
  readonly concurrently?: boolean | undefined;
}

export interface RoutineParameter extends Node {
  readonly kind: 'RoutineParameter';
  readonly name?: string | undefined;
  readonly mode?: 'IN' | 'OUT' | 'INOUT' | 'VARIADIC' | undefined;
  readonly type: TypeName;
  readonly default?: Expression | undefined;
}

/** A body in SQL: each statement printed in turn, inside dollar quotes; or `RETURN expression`. */
export interface SqlBody extends Node {
  readonly kind: 'SqlBody';
  readonly statements: readonly Statement[];
}

export interface ReturnBody extends Node {
  readonly kind: 'ReturnBody';
  readonly expression: Expression;
}

/** The body as text, for code that is not ours to understand; comments are part of the text. */
export interface TextBody extends Pick<Node, 'kind' | 'source'> {
  readonly kind: 'TextBody';
  readonly language: string;
  readonly text: string;
}

/** A block is PL/pgSQL, the others SQL. */
export type RoutineBody = Block | SqlBody | ReturnBody | TextBody;

export interface RoutineOptions {
  readonly security?: 'DEFINER' | 'INVOKER' | undefined;
  /** `SET name = value` while the routine runs; an array prints as a list of names (`search_path`). */
  readonly settings?: readonly { readonly name: string; readonly value: string | readonly string[] }[] | undefined;
}

export type FunctionReturns = TypeName | { readonly table: readonly { readonly name: string; readonly type: TypeName }[] };

export interface CreateFunction extends Node, RoutineOptions {
  readonly kind: 'CreateFunction';
  readonly name: QualifiedName;
  readonly orReplace?: boolean | undefined;
  readonly parameters: readonly RoutineParameter[];
  /** Missing when OUT parameters tell it. */
  readonly returns?: FunctionReturns | undefined;
  readonly volatility?: 'IMMUTABLE' | 'STABLE' | 'VOLATILE' | undefined;
  readonly strict?: boolean | undefined;
  readonly parallel?: 'SAFE' | 'RESTRICTED' | 'UNSAFE' | undefined;
  readonly cost?: number | undefined;
  readonly rows?: number | undefined;
  readonly body: RoutineBody;
}

export interface CreateProcedure extends Node, RoutineOptions {
  readonly kind: 'CreateProcedure';
  readonly name: QualifiedName;
  readonly orReplace?: boolean | undefined;
  readonly parameters: readonly RoutineParameter[];
  readonly body: RoutineBody;
}

export interface TriggerEvent {
  readonly on: 'INSERT' | 'UPDATE' | 'DELETE' | 'TRUNCATE';
  /** UPDATE OF. */
  readonly columns?: readonly string[] | undefined;
}

export interface CreateTrigger extends Node {
  readonly kind: 'CreateTrigger';
  readonly name: string;
  readonly orReplace?: boolean | undefined;
  readonly constraint?: { readonly deferrable?: boolean | undefined; readonly initiallyDeferred?: boolean | undefined } | undefined;
  readonly timing: 'BEFORE' | 'AFTER' | 'INSTEAD OF';
  readonly events: readonly TriggerEvent[];
  readonly table: QualifiedName;
  readonly level: 'ROW' | 'STATEMENT';
  /** Transition tables: AFTER triggers with one event only. */
  readonly oldTable?: string | undefined;
  readonly newTable?: string | undefined;
  readonly when?: Expression | undefined;
  readonly execute: QualifiedName;
  readonly args?: readonly string[] | undefined;
}

export interface CreateEventTrigger extends Node {
  readonly kind: 'CreateEventTrigger';
  readonly name: string;
  readonly event: 'ddl_command_start' | 'ddl_command_end' | 'sql_drop' | 'table_rewrite' | 'login';
  readonly tags?: readonly string[] | undefined;
  readonly execute: QualifiedName;
}

/** A routine in COMMENT, DROP, GRANT: its parameter types tell it from its namesakes. */
export interface RoutineRef {
  readonly name: QualifiedName;
  readonly types?: readonly TypeName[] | undefined;
}

export type ObjectAddress =
  | { readonly type: 'TABLE' | 'VIEW' | 'MATERIALIZED VIEW' | 'SEQUENCE' | 'INDEX' | 'TYPE' | 'DOMAIN' | 'COLLATION'; readonly name: QualifiedName }
  | { readonly type: 'SCHEMA' | 'EXTENSION' | 'DATABASE' | 'ROLE' | 'EVENT TRIGGER'; readonly name: string }
  | { readonly type: 'FUNCTION' | 'PROCEDURE' | 'ROUTINE'; readonly routine: RoutineRef }
  | { readonly type: 'COLUMN'; readonly relation: QualifiedName; readonly name: string }
  | { readonly type: 'CONSTRAINT' | 'TRIGGER' | 'POLICY'; readonly name: string; readonly on: QualifiedName };

export interface CommentOn extends Node {
  readonly kind: 'CommentOn';
  readonly object: ObjectAddress;
  /** `null` removes the comment. */
  readonly text: string | null;
}

export interface Drop extends Node {
  readonly kind: 'Drop';
  /** Columns and constraints are dropped by ALTER TABLE. */
  readonly object: Exclude<ObjectAddress, { readonly type: 'COLUMN' }>;
  readonly ifExists?: boolean | undefined;
  readonly cascade?: boolean | undefined;
}

export interface Grant extends Node {
  readonly kind: 'Grant';
  readonly revoke?: boolean | undefined;
  readonly privileges: readonly { readonly name: string; readonly columns?: readonly string[] | undefined }[] | 'ALL';
  readonly on: Exclude<ObjectAddress, { readonly type: 'COLUMN' | 'CONSTRAINT' | 'TRIGGER' | 'POLICY' | 'INDEX' | 'COLLATION' | 'EXTENSION' | 'EVENT TRIGGER' | 'ROLE' }>;
  /** Role names; `PUBLIC` is a word. */
  readonly roles: readonly ({ readonly role: string } | 'PUBLIC')[];
  readonly grantOption?: boolean | undefined;
}

export interface CreatePolicy extends Node {
  readonly kind: 'CreatePolicy';
  readonly name: string;
  readonly table: QualifiedName;
  readonly restrictive?: boolean | undefined;
  readonly command?: 'ALL' | 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | undefined;
  readonly using?: Expression | undefined;
  readonly check?: Expression | undefined;
}

/** `DO $$ ... $$`. */
export interface Do extends Node {
  readonly kind: 'Do';
  readonly body: Block;
}

export interface CallProcedure extends Node {
  readonly kind: 'CallProcedure';
  readonly name: QualifiedName;
  readonly args: readonly Argument[];
}

/** `SET [LOCAL] name = value`. */
export interface SetSetting extends Node {
  readonly kind: 'SetSetting';
  readonly name: string;
  readonly local?: boolean | undefined;
  /** Missing: DEFAULT. */
  readonly value?: string | number | readonly string[] | undefined;
}

export interface LockTable extends Node {
  readonly kind: 'LockTable';
  readonly tables: readonly QualifiedName[];
  readonly mode: 'ACCESS SHARE' | 'ROW SHARE' | 'ROW EXCLUSIVE' | 'SHARE UPDATE EXCLUSIVE' | 'SHARE' | 'SHARE ROW EXCLUSIVE' | 'EXCLUSIVE' | 'ACCESS EXCLUSIVE';
  readonly nowait?: boolean | undefined;
}

export type Ddl =
  | TableStatement
  | CreateSchema | CreateExtension | CreateDomain | CreateCompositeType | CreateEnum | CreateCollation
  | CreateView | CreateMaterializedView | RefreshMaterializedView
  | CreateFunction | CreateProcedure | CreateTrigger | CreateEventTrigger
  | CommentOn | Drop | Grant | CreatePolicy
  | Do | CallProcedure | SetSetting | LockTable;
