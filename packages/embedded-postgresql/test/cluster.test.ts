import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureDatabase, startCluster, startEphemeralCluster, withClient, type Cluster } from '../src/index';
import { readPostmaster } from '../src/postmaster';
import { isAlive } from '../src/process';

let home = '';
let started: Cluster[] = [];

beforeAll(() => {
  // Blanks, letters beyond ASCII, closed to all others, and far longer than a socket's path may be.
  home = path.join(realpathSync(mkdtempSync(path.join(tmpdir(), 'ferry pg '))), 'é', 'x'.repeat(120));
  mkdirSync(home, { recursive: true });
  chmodSync(path.dirname(path.dirname(home)), 0o700);
});

afterEach(async () => {
  for (const cluster of started) await cluster.stop();
  started = [];
});

afterAll(() => rmSync(path.dirname(path.dirname(home)), { recursive: true, force: true }));

async function start(dataDir: string, port?: number): Promise<Cluster> {
  const cluster = await startCluster({ dataDir, ...(port === undefined ? {} : { port }) });
  started.push(cluster);
  return cluster;
}

const one = async (url: string, sql: string): Promise<unknown> =>
  withClient(url, async (client) => Object.values((await client.query<Record<string, unknown>>(sql)).rows[0] ?? {})[0]);

const refusal = async (dataDir: string): Promise<string> =>
  startCluster({ dataDir }).then(
    () => 'started',
    (error: Error) => error.message,
  );

/** Starts a process that starts a cluster and goes on; resolves when it has printed the connection string. */
async function holder(code: string): Promise<{ child: ChildProcess; url: string }> {
  const script = `import { startCluster, startEphemeralCluster } from ${JSON.stringify(path.resolve(import.meta.dirname, '../src/index.ts'))};\n${code}\nsetInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'], cwd: path.resolve(import.meta.dirname, '..') });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', () => reject(new Error('it ended')));
  });
  return { child, url };
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exited;
}

async function until(done: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !done(); ) {
    if (Date.now() > end) throw new Error('did not happen in ten seconds');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('a persistent cluster', () => {
  it('is a real PostgreSQL 18 on the loopback address, with a password, in UTF-8', async () => {
    const dataDir = path.join(home, 'plain');
    const cluster = await start(dataDir);
    expect(cluster.url).toMatch(/^postgresql:\/\/ferry:[\w-]{32}@127\.0\.0\.1:\d+\/postgres$/);
    expect(await one(cluster.url, 'SELECT version()')).toContain('PostgreSQL 18');
    expect(await one(cluster.url, "SELECT current_setting('listen_addresses') || current_setting('unix_socket_directories')")).toBe('127.0.0.1');
    expect(await one(cluster.url, "SELECT upper('strasse é') || current_setting('server_encoding') || current_setting('data_checksums')")).toBe('STRASSE ÉUTF8on');
    expect(statSync(path.join(dataDir, 'ferry-password')).mode & 0o077).toBe(0);
    expect(statSync(dataDir).mode & 0o077).toBe(0);
    const wrong = cluster.url.replace(/ferry:[\w-]+@/, 'ferry:wrong@');
    await expect(one(wrong, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  it('keeps its data and stops quickly', async () => {
    const dataDir = path.join(home, 'kept');
    const first = await start(dataDir);
    const url = await ensureDatabase(first.url, 'state');
    await withClient(url, (client) => client.query("CREATE TABLE kept AS SELECT 'yes' AS answer"));
    const before = Date.now();
    await first.stop();
    await first.exited;
    expect(Date.now() - before).toBeLessThan(3_000);
    expect(readPostmaster(dataDir)).toBeUndefined();
    const second = await start(dataDir);
    expect(await one(await ensureDatabase(second.url, 'state'), 'SELECT answer FROM kept')).toBe('yes');
  });

  it('chooses another port when the wanted one is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const taken = (other.address() as { port: number }).port;
    const cluster = await start(path.join(home, 'plain'), taken);
    expect(cluster.port).not.toBe(taken);
    expect(await one(cluster.url, 'SELECT 1')).toBe(1);
    other.close();
  });

  it('is shared while another process runs it, and outlives the one that joined', async () => {
    const dataDir = path.join(home, 'shared');
    const { child, url } = await holder(`const c = await startCluster({ dataDir: ${JSON.stringify(dataDir)} }); console.log(c.url);`);
    const joined = await startCluster({ dataDir });
    expect(joined.url).toBe(url);
    await joined.stop();
    expect(await one(url, 'SELECT 1')).toBe(1);
    await kill(child);
  });

  it('stops when the process that started it is killed, and starts again', async () => {
    const dataDir = path.join(home, 'killed');
    const { child } = await holder(`const c = await startCluster({ dataDir: ${JSON.stringify(dataDir)} }); console.log(c.url);`);
    const pid = readPostmaster(dataDir)?.pid ?? 0;
    await kill(child);
    expect(await one((await start(dataDir)).url, 'SELECT 1')).toBe(1);
    await until(() => !isAlive(pid));
  });

  it('starts again when the server itself was killed', async () => {
    const dataDir = path.join(home, 'plain');
    const first = await start(dataDir);
    process.kill(readPostmaster(dataDir)?.pid ?? 0, 'SIGKILL');
    await first.exited;
    expect(existsSync(path.join(dataDir, 'postmaster.pid'))).toBe(true);
    expect(await one((await start(dataDir)).url, 'SELECT 1')).toBe(1);
  });

  it('is not fooled by a postmaster.pid whose number belongs to another program now', async () => {
    const dataDir = path.join(home, 'plain');
    writeFileSync(path.join(dataDir, 'postmaster.pid'), `${process.ppid}\n${dataDir}\n1\n5432\n\n127.0.0.1\n\nready\n`);
    expect(await one((await start(dataDir)).url, 'SELECT 1')).toBe(1);
  });

  it('gets a new password when its file is lost', async () => {
    const dataDir = path.join(home, 'plain');
    rmSync(path.join(dataDir, 'ferry-password'));
    expect(await one((await start(dataDir)).url, 'SELECT 1')).toBe(1);
  });

  it('is found through a symbolic link', async () => {
    const link = path.join(home, 'link');
    symlinkSync(path.join(home, 'plain'), link);
    expect(await one((await start(link)).url, 'SELECT 1')).toBe(1);
  });

  it('clears what a killed initdb left', async () => {
    const dataDir = path.join(home, 'plain');
    mkdirSync(`${dataDir}.new-999999999-ab`);
    await start(dataDir);
    expect(readdirSync(home).filter((name) => name.includes('.new-'))).toEqual([]);
  });
});

describe('a folder that cannot be used', () => {
  it('names the other major version and the cure', async () => {
    const dataDir = path.join(home, 'older');
    mkdirSync(dataDir);
    writeFileSync(path.join(dataDir, 'PG_VERSION'), '17\n');
    const words = await refusal(dataDir);
    expect(words).toContain('was made by PostgreSQL 17, but this Ferry brings PostgreSQL 18');
    expect(words).toContain('pg_dumpall');
    expect(readdirSync(dataDir)).toEqual(['PG_VERSION']);
  });

  it('is left alone when it holds something else', async () => {
    const dataDir = path.join(home, 'other');
    mkdirSync(dataDir);
    writeFileSync(path.join(dataDir, 'thesis.txt'), 'years of work');
    expect(await refusal(dataDir)).toContain('not a PostgreSQL data folder');
    expect(readFileSync(path.join(dataDir, 'thesis.txt'), 'utf8')).toBe('years of work');
  });

  it('is told when it is incomplete', async () => {
    const dataDir = path.join(home, 'incomplete');
    mkdirSync(dataDir);
    writeFileSync(path.join(dataDir, 'PG_VERSION'), '18\n');
    expect(await refusal(dataDir)).toContain('is incomplete');
  });

  it('says the reason of the server when it does not start', async () => {
    const words = await startCluster({ dataDir: path.join(home, 'plain'), settings: { shared_buffers: 'much' } }).catch((error: Error) => error.message);
    expect(words).toMatch(/PostgreSQL did not start .*shared_buffers/);
  });
});

describe('a disposable cluster', () => {
  it('has a folder of its own and takes it away', async () => {
    const baseDir = path.join(home, 'disposable');
    const [a, b] = await Promise.all([startEphemeralCluster({ baseDir }), startEphemeralCluster({ baseDir })]);
    expect(a.port).not.toBe(b.port);
    expect(await one(a.url, "SELECT current_setting('fsync')")).toBe('off');
    await Promise.all([a.stop(), b.stop()]);
    expect(readdirSync(baseDir)).toEqual([]);
  });

  it('leaves neither server nor folder when its process is killed', async () => {
    const baseDir = path.join(home, 'disposable');
    const { child } = await holder(`const c = await startEphemeralCluster({ baseDir: ${JSON.stringify(baseDir)} }); console.log(c.url);`);
    const [name = ''] = readdirSync(baseDir);
    const pid = readPostmaster(path.join(baseDir, name))?.pid ?? 0;
    await kill(child);
    await until(() => !isAlive(pid) && readdirSync(baseDir).length === 0);
  });

  it('removes what dead processes left, and only that', async () => {
    const baseDir = path.join(home, 'disposable');
    const living = await startEphemeralCluster({ baseDir });
    started.push(living);
    const dead = path.join(baseDir, 'pg-999999999-1-0123abcd');
    mkdirSync(dead, { recursive: true });
    writeFileSync(path.join(dead, 'PG_VERSION'), '18\n');
    started.push(await startEphemeralCluster({ baseDir }));
    expect(existsSync(dead)).toBe(false);
    expect(await one(living.url, 'SELECT 1')).toBe(1);
  });
});
