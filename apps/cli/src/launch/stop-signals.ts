import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isSameProcess, startOf } from '@ferry/embedded-postgresql';

/** Resolves when this process is told to stop. */
export type Told = Promise<void> & { readonly isTold: () => boolean };

/**
 * Listens for Ctrl-C (SIGINT), SIGTERM and a closed terminal (SIGHUP). npm passes on a signal that the terminal has
 * already sent, so the second one within two seconds is the same wish; a later one ends the process at once (the
 * watchers then end the parts).
 * npm may also die without a word (`kill -9`), or the shell between it and us, which passes nothing on: then one of our
 * ancestors is gone.
 */
export function onStop(): Told {
  let toldAt = 0;
  let resolveTold: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (resolveTold = resolve));
  const tell = (): void => {
    if (toldAt > 0 && Date.now() - toldAt > 2_000) process.exit(130);
    if (toldAt === 0) toldAt = Date.now();
    resolveTold();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, tell);
  if (process.env['npm_lifecycle_event'] !== undefined) {
    const ancestors = ancestorsUpToNpm();
    setInterval(() => {
      if (!ancestors.every(({ pid, start }) => isSameProcess(pid, start))) tell();
    }, 100);
  }
  return Object.assign(promise, { isTold: () => toldAt > 0 });
}

/** npm runs a script through a shell, which on some systems steps aside: our parent is npm, or a shell whose parent is. */
function ancestorsUpToNpm(): readonly { readonly pid: number; readonly start: string }[] {
  const pids = [process.ppid];
  if (isShell(process.ppid)) pids.push(parentOf(process.ppid) ?? process.ppid);
  return pids.filter((pid) => pid > 1).map((pid) => ({ pid, start: startOf(pid) }));
}

const isShell = (pid: number): boolean => /^(sh|dash|bash|ash|busybox|zsh)$/.test(ask(pid, 'comm'));

function parentOf(pid: number): number | undefined {
  const parent = Number(ask(pid, 'ppid'));
  return Number.isInteger(parent) && parent > 0 ? parent : undefined;
}

function ask(pid: number, what: 'comm' | 'ppid'): string {
  try {
    if (process.platform !== 'linux') return execFileSync('ps', ['-o', `${what}=`, '-p', String(pid)], { encoding: 'utf8' }).trim().split('/').pop() ?? '';
    if (what === 'comm') return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
    // The second field is the program's name in parentheses and may hold blanks: count from its end. See proc(5).
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '';
  } catch {
    // Probing: it ended meanwhile, or this system has no ps.
    return '';
  }
}
