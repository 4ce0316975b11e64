import type { Objects } from '@ferry/cloud';
import type { LogLevel } from '@ferry/kernel';
import type { Store } from '@ferry/store';

/** What every handler is given. */
export interface WorkerContext {
  readonly store: Store;
  readonly objects: Objects;
  /** Administrator's connection string of the server on which converted code is tried. */
  readonly sandboxUrl: string | undefined;
  /** Connects the conversion's code with its results: a new build converts again. */
  readonly build: string;
  readonly log: (level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>) => void;
}
