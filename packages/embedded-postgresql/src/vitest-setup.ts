import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import type { Cluster } from './cluster';
import { startEphemeralCluster } from './ephemeral';
import { debianInstallation } from './installation';
import { clustersVariable } from './testing';

/**
 * Global setup of vitest: answers `GET /<secret>/<major>` with a connection string and starts that server on the first
 * question, so that a run without database tests pays nothing. Returns the teardown.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const baseDir = path.join(tmpdir(), `ferry-test-pg-${userInfo().uid}`);
  const clusters = new Map<number, Promise<Cluster>>();
  const clusterOf = (major: number): Promise<Cluster> => {
    const known = clusters.get(major) ?? start(major, baseDir);
    clusters.set(major, known);
    return known;
  };
  const secret = randomBytes(12).toString('hex');
  const server = createServer((request, response) => {
    const major = new RegExp(`^/${secret}/(\\d+)$`).exec(request.url ?? '')?.[1];
    if (major === undefined) {
      response.writeHead(404).end();
      return;
    }
    clusterOf(Number(major)).then(
      (cluster) => response.end(cluster.url),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  process.env[clustersVariable] = `http://127.0.0.1:${port}/${secret}`;
  return async () => {
    server.close();
    server.closeAllConnections();
    await Promise.all([...clusters.values()].map((starting) => starting.then((cluster) => cluster.stop())));
  };
}

async function start(major: number, baseDir: string): Promise<Cluster> {
  const settings = { max_connections: '200' };
  if (major === 18) return startEphemeralCluster({ baseDir, settings });
  const installation = debianInstallation(major);
  if (!installation) throw new Error(`PostgreSQL ${major} is not installed under /usr/lib/postgresql/${major}.`);
  return startEphemeralCluster({ baseDir, settings, installation });
}
