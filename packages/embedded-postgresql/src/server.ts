import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { AppError } from '@ferry/kernel';
import { serverEnvironment, type DataFolder } from './data-folder';
import { switchTo } from './identity';
import { program } from './installation';
import { clusterName, readPostmaster, stopPostmaster } from './postmaster';
import { signal, sleep, startOf } from './process';

/** A server process that we started. */
export interface Server {
  readonly pid: number;
  readonly port: number;
  /** Resolves when the server has ended, whoever ended it. */
  readonly exited: Promise<void>;
  readonly stop: (how?: 'fast' | 'immediate') => Promise<void>;
}

export interface ServerOptions {
  readonly port?: number | undefined;
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** Gets what the server writes to its log. */
  readonly log?: ((text: string) => void) | undefined;
  /** Remove the data folder when the process that started the server dies. */
  readonly disposable?: boolean | undefined;
}

/** Starts a server and waits until it takes connections. Another program's port is no trouble: it chooses another. */
export async function startServer(folder: DataFolder, options: ServerOptions): Promise<Server> {
  let port = options.port ?? (await freePort());
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryStart(folder, port, options);
    if ('pid' in outcome) return outcome;
    const portTaken = /could not (bind|create any TCP)/i.test(outcome.log);
    // The children of a killed server need a moment to notice; until then their shared memory is in use.
    const dying = /pre-existing shared memory block/i.test(outcome.log);
    if (attempt >= 6 || !(portTaken || dying)) throw notStarted(folder.dir, outcome.log);
    if (portTaken) port = await freePort();
    else await sleep(500);
  }
}

async function tryStart(folder: DataFolder, port: number, options: ServerOptions): Promise<Server | { log: string }> {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    // No socket file: its path may not be longer than about 100 characters, and nobody needs it.
    unix_socket_directories: '',
    cluster_name: clusterName(process.pid, startOf(process.pid)),
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { identity, installation, dir } = folder;
  const [command = '', ...rest] = [...identity.prefix, program(installation, 'postgres'), '-D', dir, ...flags];
  // Its own session: Ctrl-C in the terminal reaches us alone, and we stop things in their order.
  const child = spawn(command, rest, {
    cwd: dir,
    env: serverEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
    windowsHide: true,
    ...switchTo(identity),
  });
  const log = collectLog(child, options.log);
  let over = false;
  const exited = new Promise<void>((resolve) => {
    const end = (): void => {
      over = true;
      resolve();
    };
    child.on('error', (error) => {
      log.add(error.message);
      end();
    });
    child.on('exit', end);
  });
  const ready = await untilReady(dir, child, () => over);
  if (!ready || child.pid === undefined) {
    if (!over && child.pid !== undefined) await stopPostmaster(child.pid, 'immediate');
    return { log: log.text() };
  }
  return serve(child, child.pid, port, exited, options.disposable ? dir : '');
}

function serve(child: ChildProcess, pid: number, port: number, exited: Promise<void>, removeDir: string): Server {
  const watch = watchOver(pid, removeDir);
  child.unref();
  // Nobody keeps Node alive for the sake of the server's log.
  (child.stderr as { unref?: () => void } | null)?.unref?.();
  const stop = async (how?: 'fast' | 'immediate'): Promise<void> => {
    child.ref();
    // The watcher first: with a disposable folder it must not remove it while the owner still does.
    if (watch?.pid !== undefined) signal(watch.pid, 'SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await stopPostmaster(pid, how);
    await exited;
  };
  return { pid, port, exited, stop };
}

/** Polls postmaster.pid, where the server writes `ready`. First start after a crash may take long: recovery. */
async function untilReady(dir: string, child: ChildProcess, over: () => boolean): Promise<boolean> {
  const end = Date.now() + 120_000;
  while (!over() && Date.now() < end) {
    const found = readPostmaster(dir);
    if (found?.ready && found.pid === child.pid) return true;
    await sleep(10);
  }
  return false;
}

function collectLog(child: ChildProcess, log: ServerOptions['log']): { add: (text: string) => void; text: () => string } {
  let tail = '';
  const add = (text: string): void => {
    tail = (tail + text).slice(-4000);
    log?.(text);
  };
  child.stderr?.setEncoding('utf8').on('data', add);
  return { add, text: () => tail };
}

/**
 * A watcher that outlives us: when this process dies in whatever way, the pipe to the watcher closes and it stops the
 * server (and removes a disposable folder). So even `kill -9` leaves no server behind. Windows has no such shell; there
 * the next start cleans up.
 */
function watchOver(pid: number, removeDir: string): ChildProcess | undefined {
  if (process.platform === 'win32') return undefined;
  // It waits ten seconds at most: in a container whose first process buries no dead, a dead server looks alive for ever.
  const script =
    'read -r _; if [ -n "$2" ]; then kill -QUIT "$1"; i=0; while [ $i -lt 100 ] && kill -0 "$1"; do sleep 0.1; i=$((i+1)); done; rm -rf -- "$2"; else kill -INT "$1"; fi';
  const watch = spawn('/bin/sh', ['-c', script, 'ferry-watch', String(pid), removeDir], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watch.on('error', () => undefined); // without a shell there is no watcher; the next start cleans up
  watch.stdin?.on('error', () => undefined); // it may have been killed already
  watch.unref();
  (watch.stdin as { unref?: () => void } | null)?.unref?.();
  return watch;
}

function notStarted(dir: string, log: string): AppError {
  const lines = log.trim().split('\n');
  const fatal = lines.filter((line) => /FATAL|PANIC|ERROR|HINT/.test(line)).slice(-2);
  const words = (fatal.length > 0 ? fatal : lines.slice(-2)).join(' ').replace(/^\S+ \S+ \S+ \[\d+\] /, '');
  return new AppError('unavailable', { public: `PostgreSQL did not start on ${dir}: ${words || 'it wrote nothing'}`, internal: log });
}

/**
 * A port that is free at this moment, below those that systems hand to outgoing connections (32768 and up on Linux,
 * 49152 and up elsewhere), so that none of these takes it before its server listens.
 * @param address to listen on
 */
export async function freePort(address = '127.0.0.1'): Promise<number> {
  for (let tries = 1; ; tries++) {
    const port = randomInt(10_000, 32_768);
    try {
      await listenOnce(port, address);
      return port;
    } catch (error) {
      if (tries === 100) throw error;
    }
  }
}

/** Listens for a moment; throws what the system says where it cannot. */
export function listenOnce(port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, address, () => probe.close(() => resolve()));
  });
}
