import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { clusterOf, type Cluster } from './cluster';
import { openDataFolder } from './data-folder';
import { bundledInstallation, type Installation } from './installation';
import { runningPostmaster, stopPostmaster } from './postmaster';
import { isSameProcess, startOf } from './process';
import { startServer } from './server';

export interface EphemeralOptions {
  /** Folder in which each process gets one of its own. */
  readonly baseDir: string;
  readonly log?: (text: string) => void;
  readonly settings?: Readonly<Record<string, string>>;
  /** Default: the server that came with npm. */
  readonly installation?: Installation;
}

/** Nothing in such a server needs to survive a crash; everything else is as in a real one. */
const hasty = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '1GB',
  // One transaction may create or lock a whole schema.
  max_locks_per_transaction: '512',
  jit: 'off',
};

/**
 * Starts a server with an empty, disposable data folder. `stop()` removes it; so does the watcher if this process is
 * killed. What killed processes left behind is stopped and removed here.
 */
export async function startEphemeralCluster(options: EphemeralOptions): Promise<Cluster> {
  const installation = options.installation ?? bundledInstallation();
  mkdirSync(options.baseDir, { recursive: true, mode: 0o700 });
  const base = realpathSync(options.baseDir);
  await removeLeftovers(base);
  // The name says whose it is: pg-<process>-<its start>-<random>.
  const own = path.join(base, `pg-${process.pid}-${startOf(process.pid)}-${randomBytes(4).toString('hex')}`);
  const folder = await openDataFolder(installation, own, { durable: false });
  const server = await startServer(folder, {
    settings: { ...hasty, ...options.settings },
    log: options.log,
    disposable: true,
  }).catch((error: unknown) => {
    rmSync(own, { recursive: true, force: true });
    throw error;
  });
  return clusterOf(server, installation, folder.password, async () => {
    await server.stop('immediate');
    rmSync(own, { recursive: true, force: true });
  });
}

async function removeLeftovers(base: string): Promise<void> {
  for (const name of readdirSync(base)) {
    const match = /^pg-(\d+)-(\d+)-[0-9a-f]{8}/.exec(name);
    if (!match?.[1] || !match[2] || isSameProcess(Number(match[1]), match[2])) continue;
    const folder = path.join(base, name);
    const running = runningPostmaster(folder);
    if (running) await stopPostmaster(running.pid, 'immediate');
    rmSync(folder, { recursive: true, force: true });
  }
}
