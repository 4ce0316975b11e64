import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEphemeralCluster, withClient } from '@ferry/embedded-postgresql';

/** A PostgreSQL server that is somebody's own: a database and a user of its own, who may create schemas in it. */
export interface TargetServer {
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** As the owner of the database. */
  readonly query: (sql: string) => Promise<readonly Record<string, unknown>[]>;
  /** As an administrator of the server. */
  readonly administer: (sql: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts one; `stop` takes it away. */
export async function startTarget(database: string): Promise<TargetServer> {
  const cluster = await startEphemeralCluster({ baseDir: join(tmpdir(), 'ferry-e2e-target') });
  const user = `${database}_owner`;
  const password = randomBytes(12).toString('hex');
  await withClient(cluster.url, async (client) => {
    await client.query(`CREATE ROLE ${user} LOGIN PASSWORD '${password}'`);
    await client.query(`CREATE DATABASE ${database} OWNER ${user}`);
  });
  const url = `postgresql://${user}:${password}@127.0.0.1:${cluster.port}/${database}`;
  return {
    host: '127.0.0.1',
    port: String(cluster.port),
    database,
    user,
    password,
    query: (sql) => withClient(url, async (client) => (await client.query<Record<string, unknown>>(sql)).rows),
    administer: (sql) => withClient(cluster.url, async (client) => void (await client.query(sql))),
    stop: () => cluster.stop(),
  };
}
