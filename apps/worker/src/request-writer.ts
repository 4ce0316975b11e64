import { toAppError } from '@ferry/kernel';
import type { LogLevel } from '@ferry/kernel';
import { logEvents, requests, storable } from '@ferry/store';
import type { NewLogEvent, RequestProgress } from '@ferry/store';
import type { WorkerContext } from './context';

/** Milliseconds between two writes. */
const interval = 250;
/** Longest log message that is kept, in characters. */
const longest = 4000;

/** Writes the progress and the log of one request, the latest of what came, never faster than the database should see it. */
export interface RequestWriter {
  readonly progress: (progress: RequestProgress) => void;
  readonly log: (level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>) => void;
  /** Writes what is left. */
  flush(): Promise<void>;
}

/** To the log of the cloud, when there is one: trouble there is no trouble of the work. */
async function alsoOutside(projectId: string, events: readonly NewLogEvent[], context: WorkerContext): Promise<void> {
  if (context.aws.logs === undefined || events.length === 0) return;
  try {
    await context.aws.logs.write(projectId, events);
  } catch (thrown) {
    // A probe of a service: what it refuses goes to the worker's own log.
    const error = toAppError(thrown);
    context.log('warn', `the log could not be written to CloudWatch: ${error.message}`, { internal: error.internal });
  }
}

export function requestWriter(requestId: string, projectId: string, context: WorkerContext): RequestWriter {
  let progress: RequestProgress | undefined;
  let events: NewLogEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    const [latest, some] = [progress, events];
    progress = undefined;
    events = [];
    if (latest !== undefined) await requests.progress(context.store, requestId, latest);
    await logEvents.add(context.store, some);
    await alsoOutside(projectId, some, context);
  };
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      writing = writing.then(write).catch((thrown: unknown) => {
        // Progress and log are for people who watch; the work itself goes on.
        context.log('warn', 'progress could not be written', { error: thrown instanceof Error ? thrown.message : String(thrown) });
      });
    }, interval);
  };
  return {
    progress: (latest) => {
      progress = latest;
      soon();
    },
    log: (level, message, fields) => {
      const { module, internal, ...rest } = fields ?? {};
      if (internal !== undefined || Object.keys(rest).length > 0) context.log(level, message, { requestId, internal, ...rest });
      if (level === 'debug') return;
      events.push({ projectId, requestId, at: new Date(), level, module: typeof module === 'string' ? module.slice(0, 20) : 'worker', message: storable(message).slice(0, longest) });
      soon();
    },
    flush: async () => {
      clearTimeout(timer);
      timer = undefined;
      await writing;
      await write();
    },
  };
}
