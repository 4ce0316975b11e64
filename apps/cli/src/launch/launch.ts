import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { isSameProcess } from '@ferry/embedded-postgresql';
import { AppError, toAppError } from '@ferry/kernel';
import { applyMigrations } from '@ferry/store/migrations';
import { signalGroup } from './child';
import { takeDataDir, type DataDirLock } from './data-dir-lock';
import { openLogFile, type LogFile } from './log-file';
import { supervise, type Part, type Supervised } from './part';
import { clusterPart, consolePart, stateDatabase, workerPart } from './parts';
import { choosePort } from './port';
import { readLaunchSettings, type LaunchSettings } from './settings';
import { onStop } from './stop-signals';

/**
 * Runs Ferry until it is told to stop (Ctrl-C, SIGTERM, closed terminal) or a part cannot be kept alive: databases,
 * migrations, worker, console. Prints one line with the URL when all of it works. Ends the process.
 */
export async function launch({ root }: { readonly root: string }): Promise<void> {
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  process.stdout.on('error', () => undefined); // a closed terminal: the signal that comes with it stops us
  process.stderr.on('error', () => undefined);
  try {
    await runUntilStopped(readLaunchSettings(root, process.env), say);
    process.exit(0);
  } catch (error) {
    const known = toAppError(error);
    process.stderr.write(`${known.message}\n`);
    if (known.code === 'internal') process.stderr.write(`${known.internal ?? ''}\n`);
    process.exit(1);
  }
}

async function runUntilStopped(settings: LaunchSettings, say: (text: string) => void): Promise<void> {
  // Before anything is there to be left behind.
  const told = onStop();
  const lock = takeDataDir(settings.dataDir);
  const parts: Supervised[] = [];
  const logs: LogFile[] = [];
  let giveUp: (error: AppError) => void = () => undefined;
  const trouble = new Promise<never>((_, reject) => (giveUp = reject));
  const ended = Promise.race([told, trouble]);
  ended.catch(() => undefined); // looked at below; here only so that it is never "unhandled"
  const add = async (part: Part): Promise<void> => {
    const starting = supervise(part, say, giveUp);
    // Told to stop while it starts: wait for it, so that it can be stopped like the others.
    parts.push(await starting);
    if (told.isTold()) throw stopped;
  };
  const log = (name: string): LogFile => {
    const file = openLogFile(path.join(settings.dataDir, 'log', `${name}.log`));
    logs.push(file);
    return file;
  };
  try {
    await endLeftovers(lock);
    mkdirSync(path.join(settings.dataDir, 'log'), { recursive: true, mode: 0o700 });
    await startAll({ settings, lock, say, add, log });
    await ended;
  } catch (error) {
    if (error !== stopped) throw error;
  } finally {
    for (const part of parts.reverse()) await part.stop().catch((error: unknown) => say(`While stopping: ${toAppError(error).message}`));
    for (const file of logs) file.close();
    lock.release();
  }
}

const stopped = new AppError('cancelled', { public: 'Ferry was stopped.' });

interface Stage {
  readonly settings: LaunchSettings;
  readonly lock: DataDirLock;
  readonly say: (text: string) => void;
  readonly add: (part: Part) => Promise<void>;
  readonly log: (name: string) => LogFile;
}

async function startAll({ settings, lock, say, add, log }: Stage): Promise<void> {
  const port = await choosePort(settings, say);
  const url = `http://127.0.0.1:${port}`;
  const state = settings.databaseUrl === undefined ? clusterPart('database', path.join(settings.dataDir, 'postgres'), log('postgres')) : undefined;
  const sandbox = settings.sandboxUrl === undefined ? clusterPart('sandbox database', path.join(settings.dataDir, 'sandbox'), log('sandbox')) : undefined;
  await together([state, sandbox].map((part) => (part ? add(part) : undefined)));
  const databaseUrl = settings.databaseUrl ?? (await stateDatabase(state?.url() ?? ''));
  await applyMigrations(databaseUrl);
  const pids: Record<string, number> = {};
  const started = (name: string) => (pid: number): void => {
    pids[name] = pid;
    lock.note(undefined, Object.values(pids));
  };
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: databaseUrl,
    FERRY_SANDBOX_URL: settings.sandboxUrl ?? sandbox?.url(),
    FERRY_DATA_DIR: settings.dataDir,
    FERRY_URL: url,
    FERRY_START_TOKEN: settings.token,
    PORT: String(port),
  };
  const program = { root: settings.root, env };
  await together([
    add(workerPart({ ...program, log: log('worker'), started: started('worker') })),
    add(consolePart({ ...program, log: log('console'), started: started('console'), port, listen: settings.listen })),
  ]);
  lock.note(url, Object.values(pids));
  say(`Ferry is ready: ${url}`);
  if (settings.token !== undefined) say(`It listens on ${settings.listen} and asks each browser once for its token: ${url}/?token=${settings.token}`);
}

/** Waits for all, also when one fails, so that nothing starts behind our back; then throws the first failure. */
async function together(starts: readonly (Promise<void> | undefined)[]): Promise<void> {
  const results = await Promise.allSettled(starts);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Programs that a killed predecessor left; their watchers are ending them already. */
async function endLeftovers(lock: DataDirLock): Promise<void> {
  for (const child of lock.leftovers) signalGroup(child.pid, 'SIGTERM');
  const end = Date.now() + 5_000;
  for (const child of lock.leftovers) {
    while (isSameProcess(child.pid, child.start)) {
      if (Date.now() > end) signalGroup(child.pid, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
