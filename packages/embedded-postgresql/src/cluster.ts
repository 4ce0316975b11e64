import { AppError } from '@ferry/kernel';
import { Client } from 'pg';
import { adminRole, openDataFolder } from './data-folder';
import { bundledInstallation, type Installation } from './installation';
import { ownerRuns, runningPostmaster, stopPostmaster } from './postmaster';
import { startServer, type Server } from './server';

/** A running PostgreSQL. */
export interface Cluster {
  /** Connection string of the administrator to the database `postgres`. Holds the password: never log it. */
  readonly url: string;
  readonly port: number;
  /** Major version. */
  readonly major: number;
  /** Resolves when the server has ended, also when nobody asked it to. */
  readonly exited: Promise<void>;
  /** Stops the server (a shared one goes on: the process that started it stops it). */
  readonly stop: () => Promise<void>;
}

export interface ClusterOptions {
  /** PostgreSQL's data folder; made when missing. Its password lies in it, in a file only its owner can read. */
  readonly dataDir: string;
  /** Gets what the server writes to its log. */
  readonly log?: (text: string) => void;
  /** Wanted port on 127.0.0.1; another one is chosen when it is taken. Default: any free one. */
  readonly port?: number;
  /** More settings of postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Default: the server that came with npm. */
  readonly installation?: Installation;
}

/**
 * Starts (or joins) the persistent server of a data folder. It listens on 127.0.0.1 only, with a password.
 * - A server that a live process of ours runs on this folder is shared.
 * - A server whose starter was killed is stopped and started anew.
 * Errors: `invalid-state` for a folder that cannot be used, `unavailable` when the server does not start; both say the cure.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const installation = options.installation ?? bundledInstallation();
  const folder = await openDataFolder(installation, options.dataDir, { durable: true });
  const running = runningPostmaster(folder.dir);
  if (running) {
    const url = urlOf(folder.password, running.port);
    if (ownerRuns(folder.dir) && (await answers(url))) {
      const never = new Promise<void>(() => undefined);
      return { url, port: running.port, major: installation.major, exited: never, stop: async () => undefined };
    }
    await stopPostmaster(running.pid);
  }
  const server = await startServer(folder, { port: options.port, settings: options.settings, log: options.log });
  return clusterOf(server, installation, folder.password, () => server.stop('fast'));
}

export function clusterOf(server: Server, installation: Installation, password: string, stop: () => Promise<void>): Cluster {
  let stopping: Promise<void> | undefined;
  return {
    url: urlOf(password, server.port),
    port: server.port,
    major: installation.major,
    exited: server.exited,
    stop: () => (stopping ??= stop()),
  };
}

function urlOf(password: string, port: number): string {
  return `postgresql://${adminRole}:${password}@127.0.0.1:${port}/postgres`;
}

async function answers(url: string): Promise<boolean> {
  try {
    await withClient(url, (client) => client.query('SELECT 1'));
    return true;
  } catch {
    // Probing: whatever is wrong with it, it will be stopped and started anew.
    return false;
  }
}

/** Connects, does one thing, and closes, also when the server goes away meanwhile. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // the query in progress fails with the same error
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined); // already closed
  }
}

/** The same server, another database. */
export function urlOfDatabase(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${encodeURIComponent(database)}`;
  return parsed.toString();
}

/** Makes a database when it is not there, and returns its connection string. */
export async function ensureDatabase(url: string, database: string): Promise<string> {
  await withClient(url, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount) return;
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`).catch((error: unknown) => {
      // 42P04: another process made it a moment ago.
      if ((error as { code?: string }).code === '42P04') return;
      throw new AppError('unavailable', { public: `The database ${database} could not be created.`, cause: error });
    });
  });
  return urlOfDatabase(url, database);
}
