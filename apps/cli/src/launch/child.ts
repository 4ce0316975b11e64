import { spawn } from 'node:child_process';
import { AppError } from '@ferry/kernel';
import type { LogFile } from './log-file';
import type { Running } from './part';

export interface ChildOptions {
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: LogFile;
  /** Resolves when the child does its work; `said` tells whether it has sent us the message `ready`. */
  readonly untilReady: (said: () => boolean) => Promise<void>;
  /** Gets the process number, to be written down for a successor. */
  readonly started: (pid: number) => void;
}

/**
 * Starts a program of ours in a process group of its own, so that Ctrl-C in the terminal reaches us alone and we stop
 * things in their order. Throws `unavailable` when it ends before it is ready.
 */
export async function startChild(options: ChildOptions): Promise<Running> {
  const [command, ...args] = options.command;
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  child.stdout?.setEncoding('utf8').on('data', options.log.write);
  child.stderr?.setEncoding('utf8').on('data', options.log.write);
  let ready = false;
  child.on('message', (message) => {
    if (message === 'ready' || (typeof message === 'object' && 'type' in message && message.type === 'ready')) ready = true;
  });
  const exited = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(signal ?? `exit code ${String(code)}`));
  });
  const pid = child.pid;
  if (pid === undefined) throw new AppError('unavailable', { public: await exited });
  options.started(pid);
  const watcher = watchGroup(pid);
  const stop = async (): Promise<void> => {
    signalGroup(pid, 'SIGTERM');
    const killed = setTimeout(() => signalGroup(pid, 'SIGKILL'), 10_000);
    await exited;
    clearTimeout(killed);
    // Whatever of the group outlived its leader.
    signalGroup(pid, 'SIGKILL');
    watcher?.kill('SIGKILL');
  };
  const died = exited.then((how) => {
    throw new AppError('unavailable', { public: `it ended at once (${how})` });
  });
  try {
    await Promise.race([options.untilReady(() => ready), died]);
  } catch (error) {
    await stop();
    throw error;
  }
  died.catch(() => undefined); // from here on `exited` tells it
  return { exited, stop };
}

/** Sends a signal to all of a process group; Windows has none: to the process. */
export function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, name);
  } catch (error) {
    // ESRCH: all gone. EPERM: macOS's answer for a group of zombies.
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

/**
 * A watcher that outlives us: even after `kill -9` of the launcher the pipe closes and the group is ended. No `--` stands before the
 * group: in this form of kill the shell of Debian takes it for a process.
 */
function watchGroup(pid: number): ReturnType<typeof spawn> | undefined {
  if (process.platform === 'win32') return undefined;
  const script = 'read -r _; kill -TERM "-$1"; for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 "-$1" || exit 0; sleep 0.5; done; kill -KILL "-$1"';
  const watcher = spawn('/bin/sh', ['-c', script, 'ferry-watch', String(pid)], { cwd: '/', stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  watcher.on('error', () => undefined); // without a shell there is no watcher; the next start cleans up
  watcher.stdin?.on('error', () => undefined); // it may have been killed already
  return watcher;
}
