import { Worker } from 'node:worker_threads';
import { AppError } from '@ferry/kernel';
import type { Progress, Run } from '@ferry/kernel';
import type { StoredObject } from '@ferry/store';
import { jobMegabytes, tookTooMuch } from '../limits';
import type { Message, Order, Task, TaskResult } from './protocol';

/** How long a thread may take to stop by itself before it is ended, in milliseconds. */
const patience = 3000;

export interface Watcher {
  readonly progress: (progress: Progress) => void;
  /** Takes finished objects; called in order, the next not before the last has been kept. */
  readonly keep?: (objects: readonly StoredObject[]) => Promise<void>;
}

let spare: Worker | undefined;

/** Starts a thread ahead of its task: loading the converters takes it longer than reading a small database. */
export function warmThread(): void {
  if (spare !== undefined) return;
  keepSpare(new Worker(new URL('./task.js', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: jobMegabytes() } }));
}

/** A thread that did its task well does the next one faster; what went wrong is thrown away with its thread. */
function keepSpare(worker: Worker): void {
  if (spare !== undefined) {
    void worker.terminate();
    return;
  }
  worker.removeAllListeners();
  // A process that has nothing else to do may end.
  worker.unref();
  const forget = (): void => {
    if (spare === worker) spare = undefined;
  };
  worker.once('error', forget);
  worker.once('exit', forget);
  spare = worker;
}

function takeThread(): Worker {
  warmThread();
  const worker = spare as Worker;
  spare = undefined;
  worker.removeAllListeners();
  worker.ref();
  return worker;
}

/**
 * Runs a task in a thread of its own. When the run is cancelled the thread is asked to stop, and ended when it does not.
 * @throws AppError what the thread failed with; `cancelled`; `internal` when the thread died
 */
export function runTask<T extends Task>(task: T, watcher: Watcher, run: Run): Promise<TaskResult<T>> {
  return new Promise<TaskResult<T>>((resolve, reject) => {
    const worker = takeThread();
    worker.postMessage({ type: 'begin', task } satisfies Order);
    let keeping: Promise<void> = Promise.resolve();
    let timer: NodeJS.Timeout | undefined;
    const cancelled = (): AppError => new AppError('cancelled', { public: 'The operation was cancelled.' });
    let settled = false;
    const settle = (end: () => void, sound = false): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      run.signal.removeEventListener('abort', cancel);
      if (sound) keepSpare(worker);
      else void worker.terminate();
      warmThread();
      end();
    };
    const fail = (error: Error): void => settle(() => reject(error));
    const cancel = (): void => {
      worker.postMessage({ type: 'cancel' } satisfies Order);
      timer = setTimeout(() => {
        fail(cancelled());
      }, patience);
    };
    worker.on('message', (message: Message) => {
      switch (message.type) {
        case 'progress':
          watcher.progress(message.progress);
          break;
        case 'log':
          run.log(message.level, message.message, { module: message.module, ...message.fields });
          break;
        case 'objects':
          keeping = keeping.then(() => (run.signal.aborted ? undefined : watcher.keep?.(message.objects)));
          keeping.catch((thrown: unknown) => {
            fail(thrown instanceof Error ? thrown : new Error(String(thrown)));
          });
          break;
        case 'done':
          keeping.then(
            () => settle(() => (run.signal.aborted ? reject(cancelled()) : resolve(message.result as TaskResult<T>)), !run.signal.aborted),
            () => undefined, // reported above
          );
          break;
        case 'failed':
          fail(new AppError(message.error.code, { public: message.error.public, ...(message.error.internal === undefined ? {} : { internal: message.error.internal }) }));
          break;
      }
    });
    worker.on('error', (thrown: unknown) => {
      const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
      const outOfMemory = code === 'ERR_WORKER_OUT_OF_MEMORY';
      fail(
        new AppError('internal', {
          public: outOfMemory ? tookTooMuch() : 'The work stopped by an unexpected error; the log has the details.',
          internal: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
          cause: thrown,
        }),
      );
    });
    worker.on('exit', (code) => {
      // After `done` and `failed` this changes nothing: the promise is settled, or waits for the last batch to be kept.
      if (code !== 0) fail(new AppError('internal', { public: 'The work stopped by an unexpected error; the log has the details.', internal: `the thread ended with code ${code}` }));
    });
    if (run.signal.aborted) cancel();
    else run.signal.addEventListener('abort', cancel, { once: true });
  });
}
