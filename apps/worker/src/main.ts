import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { awsFrom, folderObjects, openAws, openKeyring } from '@ferry/cloud';
import { pgBossQueue } from '@ferry/jobs';
import { toAppError } from '@ferry/kernel';
import { installationFrom } from '@ferry/operations';
import { openStore } from '@ferry/store';
import { pino } from 'pino';
import type { WorkerContext } from './context';
import { jobMegabytes, jobSeconds } from './limits';
import { mendRequests, runJob } from './runner';
import { warmThread } from './thread/run-task';

const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: ['*.password', '*.connectionString', '*.sandboxUrl'] });
const log: WorkerContext['log'] = (level, message, fields) => logger[level](fields ?? {}, message);

/** Jobs at a time when the environment does not say: each has a thread of its own for its work. */
const usualThreads = 2;
/** Milliseconds between two looks for requests that a crash left behind. */
const mendInterval = 30_000;
/** Milliseconds that jobs have to stop between two objects when the worker is told to end. */
const stopPatience = 8000;

/** Tells one build from another: the code of the conversion is among these files. */
async function buildHash(): Promise<string> {
  const folder = dirname(fileURLToPath(import.meta.url));
  const hash = createHash('sha256');
  for (const name of (await readdir(folder)).filter((n) => n.endsWith('.js')).sort()) hash.update(await readFile(resolve(folder, name)));
  return hash.digest('hex');
}

const needed = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`The environment variable ${name} is not set. Start Ferry with "npm start", or set it: see apps/worker/README.md.`);
  return value;
};

/** FERRY_WORKER_THREADS. @throws Error when it is no number from 1 to 16 */
function threads(): number {
  const text = process.env['FERRY_WORKER_THREADS'] ?? '';
  if (text === '') return usualThreads;
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 16) throw new Error('The environment variable FERRY_WORKER_THREADS takes a whole number from 1 to 16: how many jobs a worker does at a time.');
  return count;
}

async function main(): Promise<void> {
  const concurrency = threads();
  // Said at the start, not in the first job.
  const limits = { megabytes: jobMegabytes(), seconds: jobSeconds('convert') };
  const databaseUrl = needed('DATABASE_URL');
  const home = needed('FERRY_DATA_DIR');
  const { secretKey, sandboxUrl, sourceFolders = [], artifactsFolders = [], aws = awsFrom({}) } = installationFrom(process.env);
  const queue = pgBossQueue(databaseUrl, 'worker', (error) => log('warn', 'the job queue reports trouble', { error: error.message }));
  const objectsFolder = resolve(home, 'objects');
  const context: WorkerContext = {
    store: openStore(databaseUrl, 6),
    objects: folderObjects(objectsFolder),
    queue,
    reach: { databaseUrl, objectsFolder },
    keyring: await openKeyring({ key: secretKey, folder: home }),
    sandboxUrl,
    sourceFolders,
    artifactsFolders,
    aws: openAws(aws),
    build: await buildHash(),
    log,
  };
  const shutdown = new AbortController();
  await queue.start();
  await queue.work((job) => runJob(job, shutdown.signal, context), concurrency);
  const mend = (): void => {
    mendRequests(queue, context).catch((thrown: unknown) => log('warn', 'requests could not be looked after', { internal: toAppError(thrown).internal }));
  };
  mend();
  warmThread();
  const mending = setInterval(mend, mendInterval);
  log('info', 'the worker is ready', { proving: context.sandboxUrl === undefined ? 'parsed only' : 'on the sandbox server', limits });
  process.send?.('ready');

  let stopping = false;
  const stop = (why: string): void => {
    if (stopping) return;
    stopping = true;
    log('info', `the worker ends (${why})`);
    clearInterval(mending);
    shutdown.abort();
    queue
      .stop(stopPatience)
      .then(() => context.store.close())
      .then(
        () => process.exit(0),
        (thrown: unknown) => {
          log('error', 'the worker could not end cleanly', { internal: toAppError(thrown).internal });
          process.exit(1);
        },
      );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  // Whoever started it is gone: no orphan may stay.
  process.on('disconnect', () => stop('its parent is gone'));
}

main().catch((thrown: unknown) => {
  const error = toAppError(thrown);
  log('error', thrown instanceof Error && error.code === 'internal' ? thrown.message : error.message, { internal: error.internal });
  process.exit(1);
});
