import { AppError } from '@ferry/kernel';
import type { LogFile } from './log-file';

/** Something that runs until it is stopped or dies. */
export interface Running {
  /** Resolves when it has ended, with how. */
  readonly exited: Promise<string>;
  readonly stop: () => Promise<void>;
}

/** One of the things Ferry consists of while it runs: a database server, the worker, the console. */
export interface Part {
  readonly name: string;
  readonly log: LogFile;
  /** Starts it and resolves when it does its work. */
  readonly start: () => Promise<Running>;
}

export interface Supervised {
  readonly stop: () => Promise<void>;
}

const maxRestarts = 3;
const withinMs = 60_000;

/**
 * Starts a part and starts it again when it dies, up to three times a minute; after that `giveUp` gets the error with
 * the part's last words.
 */
export async function supervise(part: Part, say: (text: string) => void, giveUp: (error: AppError) => void): Promise<Supervised> {
  const deaths: number[] = [];
  let stopping = false;
  let current = await part.start().catch((error: unknown) => Promise.reject(lastWords(part, 'did not start', error)));
  const watch = async (): Promise<void> => {
    for (;;) {
      const how = await current.exited;
      if (stopping) return;
      deaths.push(Date.now());
      if (deaths.filter((time) => time > Date.now() - withinMs).length > maxRestarts) throw lastWords(part, `keeps ending (${how})`);
      say(`The ${part.name} ended (${how}); starting it again. Its log: ${part.log.file}`);
      const next = await part.start().catch((error: unknown) => Promise.reject(lastWords(part, 'did not start again', error)));
      current = next;
      if (stopping) await next.stop();
    }
  };
  watch().catch((error: unknown) => {
    if (!stopping) giveUp(error instanceof AppError ? error : lastWords(part, 'failed', error));
  });
  return {
    stop: async () => {
      stopping = true;
      await current.stop();
    },
  };
}

function lastWords(part: Part, what: string, error?: unknown): AppError {
  const reason = error instanceof Error ? `: ${error.message}` : '.';
  const lines = part.log.lastLines(12);
  const log = lines === '' ? '' : `\nThe last lines of ${part.log.file}:\n${lines.replace(/^/gm, '  ')}`;
  // In PostgreSQL's words and in Node's.
  const cure = /no space left on device|ENOSPC/i.test(`${reason}${lines}`) ? '\nThe disk is full. Free some space and start Ferry again: what was saved is kept.' : '';
  return new AppError('unavailable', { public: `The ${part.name} ${what}${reason}${log}${cure}`, cause: error });
}
