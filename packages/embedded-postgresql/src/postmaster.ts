import { readFileSync, readlinkSync, rmSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@ferry/kernel';
import { goneWithin, isAlive, isSameProcess, signal } from './process';

/** What a running server says of itself in postmaster.pid. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/**
 * Reads postmaster.pid: line 1 the process, 4 the port, 8 the state.
 * Source: src/include/utils/pidfile.h of PostgreSQL.
 */
export function readPostmaster(dataDir: string): Postmaster | undefined {
  const text = readIfThere(path.join(dataDir, 'postmaster.pid'));
  if (text === undefined) return undefined;
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3] ?? 0), ready: lines[7] === 'ready' };
}

/**
 * The server that runs on a data folder, or undefined. A postmaster.pid whose number went to another program (usual in
 * containers, where numbers start again) is removed, because PostgreSQL itself would refuse to start beside it.
 */
export function runningPostmaster(dataDir: string): Postmaster | undefined {
  const found = readPostmaster(dataDir);
  if (found === undefined) return undefined;
  if (isAlive(found.pid) && servesFolder(found.pid, dataDir)) return found;
  rmSync(path.join(dataDir, 'postmaster.pid'), { force: true });
  return undefined;
}

function servesFolder(pid: number, dataDir: string): boolean {
  if (pid === process.pid || pid === process.ppid) return false;
  if (process.platform !== 'linux') return true;
  const command = readIfThere(`/proc/${pid}/cmdline`)?.split('\0') ?? [];
  if (command.includes(dataDir)) return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === dataDir;
  } catch {
    // Probing: a process of somebody else whose folder we may not see; then its name decides.
    return path.basename(command[0] ?? '').startsWith('postgres');
  }
}

const ownerName = /cluster_name=ferry-(\d+)-(\d+)/;

/** The name a server gets so that anyone can see which process is responsible for it. */
export const clusterName = (pid: number, start: string): string => `ferry-${pid}-${start}`;

/** Whether the process that started the server on this folder still runs (the server writes its options down). */
export function ownerRuns(dataDir: string): boolean {
  const match = ownerName.exec(readIfThere(path.join(dataDir, 'postmaster.opts')) ?? '');
  return match?.[1] !== undefined && match[2] !== undefined && isSameProcess(Number(match[1]), match[2]);
}

/**
 * Stops a server: SIGINT is PostgreSQL's fast shutdown, SIGQUIT the immediate one (recovery at the next start).
 * Throws `unavailable` if it is still there after that.
 */
export async function stopPostmaster(pid: number, how: 'fast' | 'immediate' = 'fast'): Promise<void> {
  if (how === 'fast') {
    signal(pid, 'SIGINT');
    if (await goneWithin(pid, 15_000)) return;
  }
  signal(pid, 'SIGQUIT');
  if (await goneWithin(pid, 5_000)) return;
  signal(pid, 'SIGKILL');
  if (await goneWithin(pid, 5_000)) return;
  throw new AppError('unavailable', { public: `The PostgreSQL server with process number ${pid} does not stop. End it by hand and start again.` });
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Probing: no such file, or it went away meanwhile.
    return undefined;
  }
}
