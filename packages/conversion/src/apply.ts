import type { Run } from '@ferry/kernel';
import type { ConnectionTest, ServerAddress } from '@ferry/kernel/network';
import type { ServerMessage, TargetRef, TargetStatement } from './converted';

/** A connection string (`postgres://...`) or its parts. */
export type TargetConnection = string | ServerAddress;

/**
 * The statements that make one object of the target, or one thing about it (its comments): executed in one transaction, whole or not
 * at all.
 */
export interface ApplyUnit {
  /** The name under which the target remembers it. */
  readonly key: string;
  readonly ref: TargetRef;
  readonly statements: readonly TargetStatement[];
  /** The statements as one text; places in messages count in it. */
  readonly text: string;
  /** SHA-256 of the text in hex. */
  readonly hash: string;
  /** Code of the converter's own, which no source object stands for. */
  readonly support: boolean;
}

/**
 * What became of a unit. `unchanged`: the target has it already; `kept`: the target was left as it is, because changing it would lose
 * data or something that is not ours.
 */
export type ApplyStatus = 'applied' | 'unchanged' | 'failed' | 'kept';

export interface ApplyOutcome {
  readonly unit: ApplyUnit;
  readonly status: ApplyStatus;
  /** For `failed` and `kept`: why. `offset` counts in the unit's text. */
  readonly message?: ServerMessage;
}

/** What the target has of a unit. `foreign`: an object of this name that was not made by applying. */
export type UnitState = 'missing' | 'applied' | 'changed' | 'foreign';

export interface ApplyOptions {
  /** Keys of the units to apply; all when missing. What has to be dropped for one of them and is ours is made again as well. */
  readonly selected?: ReadonlySet<string>;
  /** Names this run: what an earlier, interrupted call of the same run applied counts as applied, not as unchanged. */
  readonly runId?: string;
  /** Support code that is there in another form, or was made by something else, is replaced. */
  readonly overwriteSupport?: boolean;
  /** All units in one transaction: when one fails none is applied, and what would have been is told as `kept`. Outcomes are told at the end. */
  readonly oneTransaction?: boolean;
  /**
   * Keys of the units that are dropped and created again though the target has them: "drop and create" in place of "create or replace".
   * A table with rows, a sequence in use and what somebody else's object depends on stay, and are told as `kept`. What an interrupted
   * call of the same run made again is not dropped once more.
   */
  readonly recreate?: ReadonlySet<string>;
  /** Told once a unit, in order, after its transaction has ended; awaited. A failed unit that succeeds in the second round is told again. */
  readonly onOutcome: (outcome: ApplyOutcome) => Promise<void> | void;
}

export interface ApplyCounts {
  readonly applied: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly kept: number;
}

/** What applying would do with a unit. `replace`: in place; `recreate`: dropped and created again; `none`: the target has it already. */
export type PlannedAction = 'create' | 'replace' | 'recreate' | 'none' | 'keep';

export interface PlannedUnit {
  readonly unit: ApplyUnit;
  readonly action: PlannedAction;
  /** For `keep`: why. */
  readonly message?: ServerMessage;
}

/** Something that code needs and the server does not have, or the user may not bring in. */
export interface Lack {
  /** For example `extension postgis`. */
  readonly what: string;
  readonly message: string;
  readonly cure: string;
  /** What needs it by itself; what stands on these fails with them. */
  readonly neededBy: readonly TargetRef[];
}

/** A dry run. */
export interface ApplyPlan {
  /** In the order of applying. */
  readonly steps: readonly PlannedUnit[];
  readonly lacks: readonly Lack[];
}

/** An open target that code can be applied to. What was applied is remembered in the target itself. */
export interface Applier {
  /** Product and version, for example `PostgreSQL 18.4`. */
  readonly server: string;
  /** Changes nothing. One state for each unit, by key. */
  inspect(units: readonly ApplyUnit[], run: Run): Promise<ReadonlyMap<string, UnitState>>;
  /** Changes nothing. What `apply` with these options would do, and what the server lacks for it. */
  plan(units: readonly ApplyUnit[], options: Pick<ApplyOptions, 'selected' | 'recreate' | 'overwriteSupport'>, run: Run): Promise<ApplyPlan>;
  /** Changes nothing. What these units need and the server does not have. */
  lacks(units: readonly ApplyUnit[]): Promise<readonly Lack[]>;
  /** Changes nothing. What the schemas that the units make hold beyond the units; or, of the whole database, what all schemas of its users hold. */
  extras(units: readonly ApplyUnit[], within?: 'schemas' | 'database'): Promise<readonly TargetRef[]>;
  /**
   * Applies units in the order given, each in a transaction of its own (unless they are asked for in one); a failure does not stop the others, and what failed is tried
   * once more at the end. Applying again changes nothing. Stops between two units, or in the middle of one, when the run is cancelled.
   * @throws AppError when the connection is lost for good, or `cancelled`
   */
  apply(units: readonly ApplyUnit[], options: ApplyOptions, run: Run): Promise<ApplyCounts>;
  close(): Promise<void>;
}

/** A text of a person's, cut into statements; or the parser's refusal. */
export type CodeReading = { readonly statements: readonly TargetStatement[] } | { readonly refusal: ServerMessage };

/** What can be done on real servers of a target engine. */
export interface TargetServer {
  /** Arranges statements and joins those that make the same thing. */
  readonly units: (support: readonly TargetStatement[], statements: readonly TargetStatement[]) => readonly ApplyUnit[];
  /**
   * Keys of chosen units and of what they cannot be made without: their schemas, types, sequences, trigger functions and support code.
   * Tables, views and routines that they need are not among them.
   */
  readonly withNeeded: (units: readonly ApplyUnit[], chosen: ReadonlySet<string>) => ReadonlySet<string>;
  /** @throws AppError with a cure when the target cannot be reached or used */
  readonly openApplier: (connection: TargetConnection) => Promise<Applier>;
  /** Never throws for what is wrong with the connection: that is the answer. */
  readonly test: (address: ServerAddress, signal: AbortSignal) => Promise<ConnectionTest>;
  /**
   * Cuts a person's text for an object into statements, as the converter would have made them.
   * @param like the converter's statements for the object: phases, needs and names are taken from them where they fit
   */
  readonly readCode: (text: string, like: readonly TargetStatement[]) => Promise<CodeReading>;
  /**
   * A database with an owner of the same name and without other rights; made when it is missing.
   * @param admin connection string of an administrator
   * @param name made by us: letters, digits and `_`
   * @param password of the owner
   */
  readonly createDatabase: (admin: string, name: string, password: string) => Promise<ServerAddress>;
  /** Drops it with its owner; nothing happens when it is not there. */
  readonly dropDatabase: (admin: string, name: string) => Promise<void>;
}
