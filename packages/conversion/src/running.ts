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
  | { readonly type: 'rows'; readonly columns: readonly RunColumn[]; readonly rows: readonly (readonly RunValue[])[] }
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
  readonly notices: readonly { readonly severity: string; readonly sqlstate: string; readonly message: string }[];
  readonly refusal?: SessionRefusal;
}

/** One session on a target server. Refusals are answers; only a lost connection is thrown. */
export interface TargetSession {
  /** Product and version, for example `PostgreSQL 18.4`. */
  readonly server: string;
  /** @param values texts for the parameters of the statement */
  execute(sql: string, values?: readonly (string | null)[]): Promise<SessionAnswer>;
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

/** Scripts whose objects exist on the target already, as an earlier conversion made them. */
export interface KnownObjects {
  readonly inputs: readonly { readonly path: string; readonly text: string }[];
}

export interface RunOptions extends ConversionOptions {
  readonly databaseName: string;
  /** Values of variables in the scripts. */
  readonly variables: Readonly<Record<string, string>>;
  readonly known?: KnownObjects;
}

export type OpenRunner = (options: RunOptions) => Promise<ScriptRunner>;
