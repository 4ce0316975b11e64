import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCluster, withClient } from '../src/index';

const root = process.geteuid?.() === 0 && process.platform === 'linux';
const noRoot = root ? '' : ' (skipped: this is not root on Linux)';

describe.skipIf(!root)(`PostgreSQL for root${noRoot}`, () => {
  let home = '';
  beforeAll(() => void (home = mkdtempSync(path.join(tmpdir(), 'ferry-root-'))));
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  async function userOfServer(dataDir: string): Promise<number> {
    const cluster = await startCluster({ dataDir });
    await withClient(cluster.url, (client) => client.query('CREATE TABLE IF NOT EXISTS t (x int); INSERT INTO t VALUES (1)'));
    const owner = statSync(path.join(dataDir, 'postmaster.pid')).uid;
    await cluster.stop();
    return owner;
  }

  it("leaves the files root's, in a folder that only root may enter", async () => {
    chmodSync(home, 0o700);
    expect(await userOfServer(path.join(home, 'a'))).toBe(0);
  });

  it('serves a folder that belongs to somebody else, open or closed', async () => {
    const dataDir = path.join(home, 'a');
    spawnSync('chown', ['-R', 'nobody', dataDir]);
    // As that user; or as root again, when the programs lie where that user may not go.
    const users = [0, statSync(dataDir).uid];
    chmodSync(home, 0o755);
    expect(users).toContain(await userOfServer(dataDir));
    chmodSync(home, 0o700);
    expect(users).toContain(await userOfServer(dataDir));
  });

  it('makes a data folder in the home of somebody else', async () => {
    const theirs = path.join(home, 'theirs');
    mkdirSync(theirs, { mode: 0o700 });
    spawnSync('chown', ['nobody', theirs]);
    chmodSync(home, 0o755);
    const cluster = await startCluster({ dataDir: path.join(theirs, 'data') });
    expect(await withClient(cluster.url, async (client) => (await client.query('SELECT 1 AS one')).rows)).toEqual([{ one: 1 }]);
    await cluster.stop();
  });
});
