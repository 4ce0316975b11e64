import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { isSameProcess, startOf } from '@ferry/embedded-postgresql';
import { AppError } from '@ferry/kernel';

interface Holder {
  readonly pid: number;
  /** So that a number used again is not taken for the same process. */
  readonly start: string;
  readonly url?: string;
  /** Process groups that the holder started. */
  readonly children?: readonly { readonly pid: number; readonly start: string }[];
}

/** The right of one launcher to one data folder. */
export interface DataDirLock {
  /** Children that a killed predecessor left. */
  readonly leftovers: readonly { readonly pid: number; readonly start: string }[];
  /** Writes down where we are and what we started, for others and for a successor. */
  readonly note: (url: string | undefined, childPids: readonly number[]) => void;
  readonly release: () => void;
}

/** Takes the data folder, or throws `invalid-state` saying which process has it and where it listens. */
export function takeDataDir(dataDir: string): DataDirLock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = path.join(dataDir, 'launcher.json');
  const self: Holder = { pid: process.pid, start: startOf(process.pid) };
  let leftovers: Holder['children'] = [];
  while (!tryCreate(file, self)) {
    const holder = readHolder(file);
    if (holder && holder.pid !== process.pid && isSameProcess(holder.pid, holder.start)) throw inUse(dataDir, holder);
    leftovers = holder?.children ?? [];
    rmSync(file, { force: true });
  }
  return {
    leftovers: leftovers.filter((child) => isSameProcess(child.pid, child.start)),
    note: (url, childPids) => {
      const children = childPids.map((pid) => ({ pid, start: startOf(pid) }));
      writeFileSync(file, JSON.stringify({ ...self, ...(url === undefined ? {} : { url }), children }), { mode: 0o600 });
    },
    release: () => rmSync(file, { force: true }),
  };
}

function inUse(dataDir: string, holder: Holder): AppError {
  const where = holder.url === undefined ? 'it is just starting' : `it is at ${holder.url}`;
  return new AppError('invalid-state', {
    public:
      `Ferry already runs on ${dataDir} (process ${holder.pid}; ${where}). ` +
      'Use that one, stop it first, or give this one a folder of its own: FERRY_DATA_DIR=.ferry-2 npm start',
  });
}

function tryCreate(file: string, holder: Holder): boolean {
  try {
    const descriptor = openSync(file, 'wx', 0o600);
    writeSync(descriptor, JSON.stringify(holder));
    closeSync(descriptor);
    return true;
  } catch (error) {
    // Somebody has it, or had it.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>;
    return typeof value.pid === 'number' && typeof value.start === 'string' ? (value as Holder) : undefined;
  } catch {
    // Cut off while it was written, or just released: worth nothing.
    return undefined;
  }
}
