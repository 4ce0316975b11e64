import type { Aws, Keyring, Objects } from '@ferry/cloud';
import type { LogLevel } from '@ferry/kernel';
import type { Queue } from '@ferry/jobs';
import type { Store } from '@ferry/store';

/** What every handler is given. */
export interface WorkerContext {
  readonly store: Store;
  readonly objects: Objects;
  /** Asks other workers to lend a hand, and sees whether a leader is still there. */
  readonly queue: Pick<Queue, 'enqueue' | 'state'>;
  /** How a thread reaches state and objects by itself. */
  readonly reach: { readonly databaseUrl: string; readonly objectsFolder: string };
  /** Opens credentials. */
  readonly keyring: Keyring;
  /** Administrator's connection string of the server on which converted code is tried, and where embedded targets lie. */
  readonly sandboxUrl: string | undefined;
  /** Folders of the server that scripts may be read from, and artifacts written to. */
  readonly sourceFolders: readonly string[];
  readonly artifactsFolders: readonly string[];
  readonly aws: Aws;
  /** Connects the conversion's code with its results: a new build converts again. */
  readonly build: string;
  readonly log: (level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>) => void;
}
