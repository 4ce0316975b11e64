import { AppError } from '@ferry/kernel';
import { PgBoss } from 'pg-boss';
import type { Job } from 'pg-boss';
import { isJobKind, jobs } from './catalogue';
import type { JobKind, JobPayload } from './catalogue';
import type { JobState, Queue, TakenJob } from './queue';

const queueName = 'ferry-jobs';
/** The least that pg-boss takes: a worker that says nothing for so long is taken for dead. */
const heartbeatSeconds = 10;

interface Envelope {
  readonly kind: string;
  readonly payload: unknown;
}

function takenJob(job: Job<Envelope>): TakenJob {
  const { kind, payload } = job.data;
  if (!isJobKind(kind)) throw new Error(`the queue holds a job of the unknown kind ${JSON.stringify(kind)}`);
  return { id: job.id, kind, payload: jobs[kind].payload.parse(payload) as JobPayload<JobKind>, attempt: job.retryCount, signal: job.signal };
}

/**
 * The queue in PostgreSQL, through pg-boss (schema `pgboss`).
 * @param role `producer` only enqueues; `worker` also looks after the queue: finds jobs whose worker died
 * @param onError what pg-boss reports from the background (a lost connection); it goes on by itself
 */
export function pgBossQueue(databaseUrl: string, role: 'producer' | 'worker', onError: (error: Error) => void): Queue {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: `ferry-${role}`,
    // One connection: of two that fetch at the same moment the second would pass over the job that the first is taking, for a later one of its group.
    max: 1,
    supervise: role === 'worker',
    schedule: false,
    ...(role === 'worker' ? { superviseIntervalSeconds: 5, monitorIntervalSeconds: 5, useListenNotify: true } : {}),
    openTelemetry: { enabled: false },
  });
  boss.on('error', onError);
  return {
    start: async () => {
      await boss.start();
      // One running job per key, by a unique index: a limit that is counted while jobs are fetched lets two workers through.
      await boss.createQueue(queueName, { policy: 'singleton', heartbeatSeconds, notify: true, deleteAfterSeconds: 24 * 3600 });
    },
    enqueue: async ({ id, kind, payload, group, priority }) => {
      const { timeoutSeconds, retries } = jobs[kind];
      const envelope: Envelope = { kind, payload: jobs[kind].payload.parse(payload) };
      await boss.send(queueName, envelope, { id, singletonKey: group, expireInSeconds: timeoutSeconds, retryLimit: retries, retryDelay: 0, ...(priority === undefined ? {} : { priority }) });
    },
    work: async (handler, concurrency) => {
      await boss.work<Envelope>(queueName, { localConcurrency: concurrency, batchSize: 1, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 2, heartbeatRefreshSeconds: 3 }, async (batch) => {
        for (const job of batch) await handler(takenJob(job));
      });
    },
    state: async (id): Promise<JobState> => {
      const [job] = await boss.findJobs(queueName, { id });
      switch (job?.state) {
        case undefined:
          return 'missing';
        case 'created':
        case 'retry':
          return 'waiting';
        case 'active':
          return 'running';
        case 'completed':
          return 'done';
        case 'cancelled':
        case 'failed':
          return 'failed';
        default:
          throw new AppError('internal', { public: 'The job queue is in an unknown state.', internal: `state ${String(job?.state)}` });
      }
    },
    stop: async (timeoutMilliseconds = 5000) => {
      await boss.stop({ graceful: true, timeout: timeoutMilliseconds, close: true });
    },
  };
}
