import type { OperationOutput } from '@ferry/contract';
import type { ErrorCode, LogLevel, Progress } from '@ferry/kernel';
import type { NamedStatement, Settings, TargetStatement, TransformationRule } from '@ferry/conversion';
import type { ServerAddress } from '@ferry/kernel/network';
import type { QueryOutcome } from '@ferry/operations';
import type { ScriptStatistics } from '@ferry/reports';
import type { NewNode, StoredObject } from '@ferry/store';

/** What a thread is asked to do. Everything is plain data: it is copied into the thread. */
export type Task = ReadTask | StatementsTask | StudyTask | ConvertTask | HelpTask | QueryTask;

/** Reads scripts into a catalogue and its tree. */
export interface ReadTask {
  readonly task: 'read';
  readonly source: string;
  /** Uploaded files, or a folder of the server that was found to be allowed. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly folder?: string;
  /** Values for variables in the scripts, and the encoding of those that do not tell. */
  readonly variables: Readonly<Record<string, string>>;
  readonly encoding?: string;
  /** The database's name when the scripts do not tell, and the server's name in the tree. */
  readonly databaseName: string;
  readonly server: string;
}

export interface ReadResult {
  /** The catalogue, packed: see `catalog-file.ts`. */
  readonly catalog: Uint8Array;
  readonly hash: string;
  readonly nodes: readonly NewNode[];
  readonly objects: number;
  /** What came of each script; nothing for a live server. */
  readonly scripts?: readonly ScriptStatistics[];
  /** How many files and places of scripts could not be read, and the first of them in words; missing when all could be. */
  readonly unread?: { readonly places: number; readonly first: string };
}

/** Puts named statements into a catalogue, in place of those that it held. */
export interface StatementsTask {
  readonly task: 'statements';
  readonly source: string;
  readonly catalog: Uint8Array;
  readonly statements: readonly NamedStatement[];
  /** The one that the task fails without. */
  readonly wanted?: { readonly schema: string; readonly name: string };
  /** The server's name in the tree. */
  readonly server: string;
}

/** Looks into the code of a catalogue that was read. */
export interface StudyTask {
  readonly task: 'study';
  readonly source: string;
  readonly catalog: Uint8Array;
}

/** Objects go by their ids as stored. */
export interface StudyResult {
  readonly uses: readonly { readonly from: string; readonly to: string; readonly kinds: readonly string[] }[];
  readonly parameters: readonly { readonly objectId: string; readonly parameters: NonNullable<OperationOutput<'DescribeMetadataModel'>['Parameters']> }[];
  readonly columns: readonly { readonly objectId: string; readonly columns: NonNullable<OperationOutput<'DescribeMetadataModel'>['Columns']> }[];
}

/** Converts and proves a catalogue, and gives back what of it is wanted. */
export interface ConvertTask {
  readonly task: 'convert';
  readonly source: string;
  readonly target: string;
  readonly targetVersion: number;
  readonly settings: Settings;
  readonly rules: readonly TransformationRule[];
  readonly catalog: Uint8Array;
  /** Ids (as stored) of the objects to give back. */
  readonly wanted: ReadonlySet<string>;
  readonly inputsHash: string;
  /** Only statuses and items are wanted, no code. */
  readonly assessedOnly: boolean;
  /** Administrator's connection string of the server that proves; without one, proof stops at `parsed`. */
  readonly sandboxUrl?: string;
  /** Given when other workers may help; then finished objects are saved, not given back. The key is the catalogue's. */
  readonly sharing?: Sharing & { readonly catalogKey: string };
  /** What the last conversion of the project left: only what changed since and its dependants are converted and proved again. */
  readonly last?: Uint8Array;
  /** Tells one build of the converter from another. */
  readonly build: string;
}

/** How a thread shares its work with those of other workers. */
export interface Sharing {
  readonly databaseUrl: string;
  readonly objectsFolder: string;
  readonly projectId: string;
  readonly requestId: string;
  /** What passwords of scratch databases are made from: the same in every worker of the installation, and kept nowhere. */
  readonly secret: string;
}

/** Does pieces of another worker's conversion until none are left. */
export interface HelpTask {
  readonly task: 'help';
  readonly sharing: Sharing;
  readonly sandboxUrl?: string;
}

export interface HelpResult {
  readonly pieces: number;
}

export interface ConvertResult {
  readonly support: readonly { readonly statement: TargetStatement; readonly refused: boolean }[];
  /** The server that proved. */
  readonly server?: string;
  /** For the next conversion; nothing when the work was shared. */
  readonly kept?: Uint8Array;
}

/** Runs a script of the source on a target that the catalogue was converted for. */
export interface QueryTask {
  readonly task: 'query';
  readonly source: string;
  readonly target: string;
  readonly targetVersion: number;
  readonly settings: Settings;
  readonly rules: readonly TransformationRule[];
  readonly catalog: Uint8Array;
  /** Where and as whom the script runs. */
  readonly address: ServerAddress;
  readonly script: string;
  readonly allowChanges: boolean;
  /** Rows of a result beyond are counted and not kept. */
  readonly mostRows: number;
}

export type TaskResult<T extends Task> = T extends ReadTask | StatementsTask ? ReadResult : T extends StudyTask ? StudyResult : T extends HelpTask ? HelpResult : T extends QueryTask ? QueryOutcome : ConvertResult;

/** What a thread says. */
export type Message =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'log'; readonly level: LogLevel; readonly module: string; readonly message: string; readonly fields?: Readonly<Record<string, unknown>> }
  | { readonly type: 'objects'; readonly objects: readonly StoredObject[] }
  | { readonly type: 'done'; readonly result: ReadResult | StudyResult | ConvertResult | HelpResult | QueryOutcome }
  | { readonly type: 'failed'; readonly error: { readonly code: ErrorCode; readonly public: string; readonly internal?: string } };

/** What a thread is told: its one task, and to stop while it works. */
export type Order = { readonly type: 'begin'; readonly task: Task } | { readonly type: 'cancel' };
