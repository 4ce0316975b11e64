import type { ActionItem, RunResult, SentStatement, SessionAnswer, SessionRefusal, TargetSession } from '@ferry/conversion';
import type { LineMap } from '@ferry/kernel';
import type { Binding, DeclareCursorStatement, Environment, ShapeColumn, SqlType } from '@ferry/source-sqlserver';
import type { SqlError } from './error-numbers';
import type { SavedSchema, Schema } from './schema';
import type { Step } from './step';

/** A variable of a batch: its value is the text that PostgreSQL writes for its type. */
export interface Variable {
  readonly type: SqlType;
  value: string | null;
}

/** A cursor of a batch: the rows that it had when it was opened. */
export interface OpenCursor {
  readonly declared: DeclareCursorStatement['cursor'];
  /** Where its query was declared, with the variables of that moment. */
  readonly frame: Frame;
  rows: readonly (readonly (string | null)[])[] | undefined;
  columns: readonly ShapeColumn[];
  types: readonly string[];
  /** Of the row that was fetched last; -1 before the first. */
  at: number;
}

/** A table variable on the target. */
export interface TableVariable {
  readonly target: string;
  readonly create: string;
}

export interface KeptRows {
  readonly table: TableVariable;
  /** Rows in the text form of the table's row type. */
  readonly rows: readonly string[];
}

/** A text that is run with parameters. */
export interface PreparedText {
  readonly command: string;
  /** `@a int, @b varchar(10)`. */
  readonly list: string;
}

/** What a session of SQL Server holds between two batches. */
export interface Machine {
  readonly session: TargetSession;
  readonly schema: Schema;
  /** Rows of a result beyond are counted and not kept. */
  readonly mostRows: number | undefined;
  /** Temporary tables, by folded name. */
  readonly temporary: Map<string, readonly ShapeColumn[] | undefined>;
  readonly cursors: Map<string, OpenCursor>;
  /** Texts of sp_prepare, by their numbers. */
  readonly prepared: Map<number, PreparedText>;
  readonly options: {
    nocount: boolean;
    xactAbort: boolean;
    implicitTransactions: boolean;
    rowLimit: number;
    dateFirst: number;
    quotedIdentifier: boolean;
    ansiNulls: boolean;
    noExec: boolean;
    parseOnly: boolean;
    identityInsert: string | undefined;
  };
  /** @@TRANCOUNT. */
  depth: number;
  /** The transaction can only be rolled back: XACT_STATE() is -1. */
  doomed: boolean;
  /** What the schema was when the transaction began. */
  before: { readonly schema: SavedSchema; readonly temporary: ReadonlyMap<string, readonly ShapeColumn[] | undefined> } | undefined;
  /** A definition was changed inside of the transaction. */
  changedSchema: boolean;
  /** Saved points by name, as PostgreSQL knows them. */
  savepoints: readonly string[];
  /** @@ERROR, @@ROWCOUNT, @@FETCH_STATUS, @@IDENTITY. */
  error: number;
  rowCount: number;
  fetchStatus: number;
  identity: string | null;
  /** Grows whenever a temporary table comes or goes: what was lowered before is lowered again. */
  shapes: number;
  /** The rows of table variables, which a rollback does not take back; and how they are put back afterwards. */
  keep: () => Promise<readonly KeptRows[]>;
  refill: (kept: readonly KeptRows[]) => Promise<void>;
  dropTemporary: (name: string) => Promise<void>;
  /** Table variables of the frames that run, outermost first. */
  readonly tableVariables: TableVariable[];
  /** Functions of this session that steps made; gone with the batch. */
  readonly functions: string[];
  /** Of the current batch. */
  results: RunResult[];
  items: ActionItem[];
  /** What was sent to the target, by its text. */
  readonly sent: Map<string, SentStatement>;
}

/** A batch, or a dynamic text, while it runs: its own variables. */
export interface Frame {
  readonly machine: Machine;
  readonly text: string;
  readonly source: number;
  readonly lines: LineMap;
  /** Line that counts as the first: SQL Server counts lines within the batch. */
  readonly firstLine: number;
  readonly environment: Environment;
  readonly variables: Map<string, Variable>;
  /** Cursor variables hold names of cursors. */
  readonly cursorVariables: Map<string, string>;
  /** Targets of the table variables that this frame declared. */
  readonly ownTables: Set<string>;
  binding: Binding;
  steps: Map<object, Step>;
  /** Depth of TRY blocks, those around the EXEC of a dynamic text included. */
  tries: number;
  /** Depth of the TRY blocks around the text that this frame runs. */
  readonly outerTries: number;
  /** The error that the innermost handler is about. */
  caught: SqlError | undefined;
  scopeIdentity: string | null;
  /** How deep dynamic texts stand in each other. */
  readonly nesting: number;
}

/** How a statement ended. */
export type Signal =
  | { readonly kind: 'next' }
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' }
  | { readonly kind: 'return' }
  | { readonly kind: 'goto'; readonly label: string }
  /** The batch is over. */
  | { readonly kind: 'abort' }
  /** An error on its way to the handler of a TRY block. */
  | { readonly kind: 'caught'; readonly error: SqlError; readonly passes?: Frame };

export const next: Signal = { kind: 'next' };
export const abort: Signal = { kind: 'abort' };

export type Outcome = { readonly answer: SessionAnswer } | { readonly refusal: SessionRefusal };
