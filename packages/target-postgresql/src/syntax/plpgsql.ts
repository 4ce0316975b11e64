import type { CallProcedure, Ddl } from './ddl';
import type { Dml } from './dml';
import type { Argument, Expression } from './expressions';
import type { DataType } from './names';
import type { Node } from './node';
import type { Query, Select } from './queries';

export interface DeclareVariable extends Node {
  readonly kind: 'DeclareVariable';
  readonly name: string;
  readonly type: DataType;
  readonly constant?: boolean | undefined;
  readonly collation?: string | undefined;
  readonly notNull?: boolean | undefined;
  readonly initial?: Expression | undefined;
}

export interface DeclareCursor extends Node {
  readonly kind: 'DeclareCursor';
  readonly name: string;
  readonly scroll?: boolean | undefined;
  readonly parameters?: readonly { readonly name: string; readonly type: DataType }[] | undefined;
  readonly query: Query;
}

export interface DeclareAlias extends Node {
  readonly kind: 'DeclareAlias';
  readonly name: string;
  /** A variable, or `$1`. */
  readonly of: string;
}

export type Declaration = DeclareVariable | DeclareCursor | DeclareAlias;

/** A condition of a handler: a name of PostgreSQL's error codes table (`unique_violation`, `others`) or an SQLSTATE. */
export type Condition = { readonly name: string } | { readonly sqlstate: string };

export interface ExceptionHandler extends Node {
  readonly kind: 'ExceptionHandler';
  readonly conditions: readonly Condition[];
  readonly body: readonly PlStatement[];
}

export interface Block extends Node {
  readonly kind: 'Block';
  readonly label?: string | undefined;
  readonly declarations?: readonly Declaration[] | undefined;
  readonly body: readonly PlStatement[];
  readonly handlers?: readonly ExceptionHandler[] | undefined;
  /** Comments after the last statement. */
  readonly closingComments?: readonly string[] | undefined;
}

/** A variable, a field of one, or an element of an array: what can be assigned to. */
export interface Target {
  readonly parts: readonly string[];
  readonly subscripts?: readonly Expression[] | undefined;
}

export interface Assign extends Node {
  readonly kind: 'Assign';
  readonly target: Target;
  readonly value: Expression;
}

export interface If extends Node {
  readonly kind: 'If';
  readonly branches: readonly { readonly condition: Expression; readonly body: readonly PlStatement[] }[];
  readonly otherwise?: readonly PlStatement[] | undefined;
}

/** CASE as a statement. Without ELSE and without a match PL/pgSQL raises `case_not_found`. */
export interface CaseStatement extends Node {
  readonly kind: 'CaseStatement';
  readonly operand?: Expression | undefined;
  readonly branches: readonly { readonly whens: readonly Expression[]; readonly body: readonly PlStatement[] }[];
  readonly otherwise?: readonly PlStatement[] | undefined;
}

interface LoopBase extends Node {
  readonly label?: string | undefined;
  readonly body: readonly PlStatement[];
}

export interface Loop extends LoopBase {
  readonly kind: 'Loop';
}

export interface While extends LoopBase {
  readonly kind: 'While';
  readonly condition: Expression;
}

export interface ForInteger extends LoopBase {
  readonly kind: 'ForInteger';
  readonly variable: string;
  readonly reverse?: boolean | undefined;
  readonly from: Expression;
  readonly to: Expression;
  readonly by?: Expression | undefined;
}

/** FOR over a query, a dynamic query or an open cursor. */
export interface ForQuery extends LoopBase {
  readonly kind: 'ForQuery';
  readonly targets: readonly Target[];
  readonly in:
    | { readonly query: Query | Dml }
    | { readonly execute: Expression; readonly using?: readonly Expression[] | undefined }
    | { readonly cursor: string; readonly args?: readonly Argument[] | undefined };
}

export interface ForEach extends LoopBase {
  readonly kind: 'ForEach';
  readonly targets: readonly Target[];
  readonly slice?: number | undefined;
  readonly array: Expression;
}

export interface Exit extends Node {
  readonly kind: 'Exit';
  readonly label?: string | undefined;
  readonly when?: Expression | undefined;
}

export interface Continue extends Node {
  readonly kind: 'Continue';
  readonly label?: string | undefined;
  readonly when?: Expression | undefined;
}

export interface Return extends Node {
  readonly kind: 'Return';
  readonly value?: Expression | undefined;
}

export interface ReturnNext extends Node {
  readonly kind: 'ReturnNext';
  readonly value?: Expression | undefined;
}

export interface ReturnQuery extends Node {
  readonly kind: 'ReturnQuery';
  readonly of: { readonly query: Query | Dml } | { readonly execute: Expression; readonly using?: readonly Expression[] | undefined };
}

export const raiseOptions = ['MESSAGE', 'DETAIL', 'HINT', 'ERRCODE', 'COLUMN', 'CONSTRAINT', 'DATATYPE', 'TABLE', 'SCHEMA'] as const;

/** RAISE. Without format, condition and options it raises the current error again. */
export interface Raise extends Node {
  readonly kind: 'Raise';
  readonly level?: 'DEBUG' | 'LOG' | 'INFO' | 'NOTICE' | 'WARNING' | 'EXCEPTION' | undefined;
  /** Format text with `%` for each argument; `%%` is a percent sign. */
  readonly format?: string | undefined;
  readonly args?: readonly Expression[] | undefined;
  readonly condition?: Condition | undefined;
  readonly using?: readonly { readonly option: (typeof raiseOptions)[number]; readonly value: Expression }[] | undefined;
}

export interface Perform extends Node {
  readonly kind: 'Perform';
  /** Printed with PERFORM in the place of SELECT. */
  readonly query: Select;
}

/** Where the result of a statement goes. */
export interface Into {
  readonly targets: readonly Target[];
  readonly strict?: boolean | undefined;
}

/** A SQL statement in PL/pgSQL. INTO is allowed for queries and for DML with RETURNING. */
export interface SqlStatement extends Node {
  readonly kind: 'SqlStatement';
  readonly statement: Query | Dml | Exclude<Ddl, CallProcedure>;
  readonly into?: Into | undefined;
}

export interface Execute extends Node {
  readonly kind: 'Execute';
  readonly command: Expression;
  readonly into?: Into | undefined;
  readonly using?: readonly Expression[] | undefined;
}

/** OPEN of a bound cursor, or of a refcursor FOR a query. */
export interface OpenCursor extends Node {
  readonly kind: 'OpenCursor';
  readonly cursor: string;
  readonly args?: readonly Argument[] | undefined;
  readonly scroll?: boolean | undefined;
  readonly for?: { readonly query: Query } | { readonly execute: Expression; readonly using?: readonly Expression[] | undefined } | undefined;
}

export type CursorDirection =
  | { readonly to: 'NEXT' | 'PRIOR' | 'FIRST' | 'LAST' | 'FORWARD' | 'BACKWARD' | 'FORWARD ALL' | 'BACKWARD ALL' }
  | { readonly to: 'ABSOLUTE' | 'RELATIVE' | 'FORWARD' | 'BACKWARD'; readonly count: Expression };

export interface FetchCursor extends Node {
  readonly kind: 'FetchCursor';
  readonly cursor: string;
  readonly direction?: CursorDirection | undefined;
  readonly into: readonly Target[];
}

export interface MoveCursor extends Node {
  readonly kind: 'MoveCursor';
  readonly cursor: string;
  readonly direction?: CursorDirection | undefined;
}

export interface CloseCursor extends Node {
  readonly kind: 'CloseCursor';
  readonly cursor: string;
}

export const diagnosticItems = ['ROW_COUNT', 'PG_CONTEXT', 'PG_ROUTINE_OID'] as const;
export const stackedDiagnosticItems = [
  'RETURNED_SQLSTATE', 'MESSAGE_TEXT', 'PG_EXCEPTION_DETAIL', 'PG_EXCEPTION_HINT', 'PG_EXCEPTION_CONTEXT',
  'COLUMN_NAME', 'CONSTRAINT_NAME', 'PG_DATATYPE_NAME', 'TABLE_NAME', 'SCHEMA_NAME',
] as const;

export interface GetDiagnostics extends Node {
  readonly kind: 'GetDiagnostics';
  readonly items: readonly { readonly target: Target; readonly item: (typeof diagnosticItems)[number] }[];
}

/** Only inside an exception handler. */
export interface GetStackedDiagnostics extends Node {
  readonly kind: 'GetStackedDiagnostics';
  readonly items: readonly { readonly target: Target; readonly item: (typeof stackedDiagnosticItems)[number] }[];
}

/** CALL in PL/pgSQL; arguments for INOUT parameters must be variables. */
export interface CallStatement extends Node {
  readonly kind: 'CallStatement';
  readonly call: CallProcedure;
}

export interface Commit extends Node {
  readonly kind: 'Commit';
  readonly chain?: boolean | undefined;
}

export interface Rollback extends Node {
  readonly kind: 'Rollback';
  readonly chain?: boolean | undefined;
}

/** `NULL;` does nothing. */
export interface NullStatement extends Node {
  readonly kind: 'NullStatement';
}

export interface Assert extends Node {
  readonly kind: 'Assert';
  readonly condition: Expression;
  readonly message?: Expression | undefined;
}

export type PlStatement =
  | Block | Assign | If | CaseStatement
  | Loop | While | ForInteger | ForQuery | ForEach | Exit | Continue
  | Return | ReturnNext | ReturnQuery | Raise
  | Perform | SqlStatement | Execute | CallStatement
  | OpenCursor | FetchCursor | MoveCursor | CloseCursor
  | GetDiagnostics | GetStackedDiagnostics
  | Commit | Rollback | NullStatement | Assert;
