import type { Catalog } from '@ferry/catalog';
import type { ActionItem } from './action-item';
import type { ConversionOptions } from './dialect';

/** A value in canonical form (see `ScriptRunner`), or NULL. */
export type RunValue = string | null;

export interface RunColumn {
  readonly name: string;
  /** The type that the source declares, as it writes it: `decimal(9,2)`. */
  readonly sourceType: string;
}

/** One thing that the source would send to its client. */
export type RunResult =
  | { readonly type: 'rows'; readonly columns: readonly RunColumn[]; readonly rows: readonly (readonly RunValue[])[]; /** How many there were, when not all were kept. */ readonly total?: number }
  | { readonly type: 'count'; readonly count: number }
  | { readonly type: 'message'; readonly text: string; readonly severity: number }
  | { readonly type: 'error'; readonly number: number; readonly severity: number; readonly state: number; readonly procedure: string | null; readonly line: number; readonly message: string };

/** What one batch came to: results in the order in which the source would send them, and what is to be said about the conversion. */
export interface BatchOutcome {
  /** From 1, in its script. */
  readonly batch: number;
  /** Line of its first character, from 1. */
  readonly line: number;
  readonly results: readonly RunResult[];
  readonly items: readonly ActionItem[];
  /** What was sent to the target for it, each statement once; definitions and queries, not what only serves them. */
  readonly sent: readonly SentStatement[];
}

/** A converted statement and the values that its parameters had when it was sent first. */
export interface SentStatement {
  readonly sql: string;
  readonly values: readonly RunValue[];
}

/** A column as the target describes it; the type's name is the target's own. */
export interface SessionColumn {
  readonly name: string;
  readonly type: string;
}

/** Why the target refused a statement. */
export interface SessionRefusal {
  readonly sqlstate: string;
  readonly message: string;
  readonly detail?: string;
  /** Where in the target's code it happened, as the target tells. */
  readonly context?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly schema?: string;
  readonly column?: string;
  readonly dataType?: string;
}

/** What the target answers to one statement. Values are texts as the target writes them. */
export interface SessionAnswer {
  readonly columns: readonly SessionColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** Rows that were changed or returned; undefined for statements without a count. */
  readonly count: number | undefined;
  readonly notices: readonly { readonly severity: string; readonly sqlstate: string; readonly message: string; readonly detail?: string; /** By the code that ran, not by the server itself. */ readonly raised?: boolean }[];
  readonly refusal?: SessionRefusal;
}

export interface ExecuteOptions {
  /** Rows beyond are counted and not kept. */
  readonly mostRows?: number;
  /** Makes what only converted code needs (support code): done also where nothing else may be changed. */
  readonly support?: boolean;
}

export interface SessionOptions {
  /** Nothing but temporary objects can be changed, and all is undone when the session closes, whatever is executed. */
  readonly readOnly?: boolean;
  /** Milliseconds that a statement may take. */
  readonly statementTimeout?: number;
}

/** One session on a target server. Refusals are answers; only a lost connection is thrown. */
export interface TargetSession {
  /** Product and version, for example `PostgreSQL 18.4`. */
  readonly server: string;
  /** @param values texts for the parameters of the statement */
  execute(sql: string, values?: readonly (string | null)[], options?: ExecuteOptions): Promise<SessionAnswer>;
  /** Stops the statement that runs: its answer is a refusal then. */
  cancel(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Runs scripts of the source on the target, batch by batch, each converted with the knowledge of all before it.
 *
 * Values are canonical: numbers with their declared scale, bits 0 or 1, floats in the shortest exact form, dates
 * `yyyy-mm-dd hh:mm:ss[.f]` with the declared scale, offsets as `+hh:mm`, binaries `0x` and upper-case hex, unique identifiers in upper
 * case, fixed-length texts padded.
 */
export interface ScriptRunner {
  /** Begins a script: a session of the source of its own. What earlier scripts created is known. */
  begin(session: TargetSession): ScriptSession;
}

export interface ScriptSession {
  /** @param text one script. Outcomes come as the batches end. */
  run(text: string): AsyncIterable<BatchOutcome>;
}

export interface RunOptions extends ConversionOptions {
  readonly databaseName: string;
  /** Values of variables in the scripts. */
  readonly variables: Readonly<Record<string, string>>;
  /** Objects that are on the target already, as a conversion with these options makes them. */
  readonly known?: Catalog;
  /** Rows of a result beyond are counted and not kept. */
  readonly mostRows?: number;
}

export type OpenRunner = (options: RunOptions) => Promise<ScriptRunner>;
