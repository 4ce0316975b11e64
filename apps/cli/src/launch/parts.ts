import path from 'node:path';
import { ensureDatabase, freePort, startCluster, type Cluster } from '@ferry/embedded-postgresql';
import { AppError } from '@ferry/kernel';
import { startChild } from './child';
import type { LogFile } from './log-file';
import type { Part, Running } from './part';

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export interface ClusterPart extends Part {
  /** Administrator's connection string; the same after a restart. */
  readonly url: () => string;
}

/** An embedded PostgreSQL as a part. A server that died comes back on the same port: others have its address. */
export function clusterPart(name: string, dataDir: string, log: LogFile): ClusterPart {
  let cluster: Cluster | undefined;
  return {
    name,
    log,
    url: () => cluster?.url ?? '',
    start: async () => {
      const before = cluster?.port;
      cluster = await startCluster({ dataDir, log: log.write, port: before ?? (await freePort()), settings: { max_locks_per_transaction: '256' } });
      if (before !== undefined && cluster.port !== before) {
        await cluster.stop();
        throw new AppError('unavailable', { public: `its port ${before} is in use by another program now` });
      }
      return { exited: cluster.exited.then(() => 'the server ended'), stop: cluster.stop } satisfies Running;
    },
  };
}

/** Ferry's own database on the embedded server. */
export const stateDatabase = (adminUrl: string): Promise<string> => ensureDatabase(adminUrl, 'ferry');

export interface ProgramOptions {
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: LogFile;
  readonly started: (pid: number) => void;
}

/** The worker: it says `ready` over its channel to us once it takes jobs. */
export function workerPart(options: ProgramOptions): Part {
  const cwd = path.join(options.root, 'apps', 'worker');
  return {
    name: 'worker',
    log: options.log,
    start: () =>
      startChild({
        ...options,
        command: [process.execPath, '--enable-source-maps', path.join(cwd, 'dist', 'main.js')],
        cwd,
        untilReady: async (said) => {
          for (let waited = 0; !said(); waited += 25) {
            if (waited >= 60_000) throw new AppError('unavailable', { public: 'it did not get ready within a minute' });
            await sleep(25);
          }
        },
      }),
  };
}

/** The console: Next's own server. */
export function consolePart(options: ProgramOptions & { readonly port: number; readonly listen: string }): Part {
  const next = path.join(options.root, 'node_modules', 'next', 'dist', 'bin', 'next');
  const cwd = path.join(options.root, 'apps', 'console');
  return {
    name: 'console',
    log: options.log,
    start: () =>
      startChild({
        ...options,
        command: [process.execPath, next, 'start', '-H', options.listen, '-p', String(options.port)],
        cwd,
        untilReady: () => untilAnswers(`http://127.0.0.1:${options.port}/api/health`),
      }),
  };
}

/** Any answer but a server's error will do. */
async function untilAnswers(url: string): Promise<void> {
  const end = Date.now() + 60_000;
  let last = 'no answer';
  while (Date.now() < end) {
    try {
      const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(10_000) });
      await response.arrayBuffer();
      if (response.status < 500) return;
      last = `status ${response.status}`;
    } catch (error) {
      // Probing: it does not listen yet.
      last = error instanceof Error ? error.message : String(error);
    }
    await sleep(40);
  }
  throw new AppError('unavailable', { public: `it did not answer within a minute (${last})` });
}
