import { AppError } from './app-error';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** How far a long task is. `done` and `total` count objects. */
export interface Progress {
  readonly step: string;
  readonly done: number;
  readonly total: number;
  /** The object that was finished last, for people. */
  readonly object?: string;
}

/** What every long async function gets as its last parameter. */
export interface Run {
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
  readonly log: (level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>) => void;
}

/** A run nobody watches: for tests and one-shot tools. */
export const quietRun = (signal: AbortSignal = new AbortController().signal): Run => ({
  signal,
  progress: () => undefined,
  log: () => undefined,
});

/** Call between two objects: throws `cancelled` once the signal is aborted. */
export function checkCancelled(run: Run): void {
  if (run.signal.aborted) throw new AppError('cancelled', { public: 'The operation was cancelled.' });
}

/** Lets timers and I/O run (cancel requests, heartbeats) between two pieces of CPU work. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
