import type { JobKind, JobPayload } from './catalogue';

/** A job as a worker gets it. */
export interface TakenJob<K extends JobKind = JobKind> {
  readonly id: string;
  readonly kind: K;
  readonly payload: JobPayload<K>;
  /** How often it was begun before. */
  readonly attempt: number;
  /** Aborts when the queue takes the job away. */
  readonly signal: AbortSignal;
}

/** Thrown by a worker to give a job back unfinished (it is shutting down): another worker takes it up. */
export class PutBack extends Error {
  constructor() {
    super('the worker is shutting down');
    this.name = 'PutBack';
  }
}

/** What a job is doing as far as the queue knows. `missing`: never enqueued, or long forgotten. */
export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'missing';

/**
 * A queue of jobs. Jobs of one group run one after the other, in the order in which they were enqueued; where several processes take
 * jobs, two that wait at the same moment may change places.
 */
export interface Queue {
  /** Connects and prepares its own tables. */
  start(): Promise<void>;
  /** Enqueues a job under an id of the caller's; the same id again changes nothing. Jobs of a higher priority go first; the usual one is 0. */
  enqueue<K extends JobKind>(job: { readonly id: string; readonly kind: K; readonly payload: JobPayload<K>; readonly group: string; readonly priority?: number }): Promise<void>;
  /** Begins to take jobs, so many at a time. A job whose worker dies is taken by another one some ten seconds later. */
  work(handler: (job: TakenJob) => Promise<void>, concurrency: number): Promise<void>;
  state(id: string): Promise<JobState>;
  /** Takes no more jobs and waits for those that run, at most so long. */
  stop(timeoutMilliseconds?: number): Promise<void>;
}
