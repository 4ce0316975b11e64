import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { choosePort } from '../../src/launch/port';
import { readLaunchSettings } from '../../src/launch/settings';

const here = import.meta.dirname;
const repository = path.resolve(here, '..', '..', '..', '..');

let root = '';
let children: Launched[] = [];

interface Launched {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exited: Promise<number | null>;
}

beforeEach(() => {
  root = path.join(mkdtempSync(path.join(tmpdir(), 'ferry launch ')), 'checkout');
  mkdirSync(path.join(root, 'apps', 'console'), { recursive: true });
  mkdirSync(path.join(root, 'apps', 'worker', 'dist'), { recursive: true });
  mkdirSync(path.join(root, 'node_modules', 'next', 'dist', 'bin'), { recursive: true });
  cpSync(path.join(here, 'stand-in', 'worker.mjs'), path.join(root, 'apps', 'worker', 'dist', 'main.js'));
  // Next's program has no extension; a module says so in the package.json beside it.
  cpSync(path.join(here, 'stand-in', 'package.json'), path.join(root, 'package.json'));
  cpSync(path.join(here, 'stand-in', 'next.mjs'), path.join(root, 'node_modules', 'next', 'dist', 'bin', 'next'));
  cpSync(path.join(here, 'stand-in', 'package.json'), path.join(root, 'node_modules', 'next', 'package.json'));
});

afterEach(async () => {
  for (const { child } of children) child.kill('SIGTERM');
  await Promise.all(children.map((launched) => launched.exited));
  children = [];
  await until(() => processesOn(root).length === 0, 'all processes are gone');
  rmSync(path.dirname(root), { recursive: true, force: true });
});

function start(env: Record<string, string> = {}): Launched {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|PORT$|DATABASE_URL$|FERRY_|NODE_OPTIONS|VITEST)/.test(name)));
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(here, 'stand-in', 'run-launch.ts'), root], {
    cwd: repository,
    env: { ...inherited, PORT: '0', ...env } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  const launched = { child, output: () => output, exited };
  children.push(launched);
  return launched;
}

async function until(done: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 15_000; !done(); ) {
    if (Date.now() > end) throw new Error(`did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function ready(launched: Launched): Promise<string> {
  let over = false;
  void launched.exited.then(() => (over = true));
  await until(() => over || launched.output().includes('Ferry is ready'), `ready: ${launched.output()}`);
  const url = /Ferry is ready: (http:\/\/127\.0\.0\.1:\d+)\n/.exec(launched.output())?.[1];
  if (url === undefined) throw new Error(`not ready: ${launched.output()}`);
  return url;
}

/** Process numbers whose command line or folder lies under a path (Linux). */
function processesOn(folder: string): number[] {
  if (process.platform !== 'linux') return [];
  return allProcesses().filter(({ command }) => command.includes(folder) && !command.includes('run-launch')).map(({ pid }) => pid);
}

function allProcesses(): { pid: number; command: string }[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    const pid = Number(name);
    try {
      return [{ pid, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') }];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}

interface Answer {
  readonly pid: number;
  readonly database: boolean;
  readonly sandbox: boolean;
}

const ask = async (url: string): Promise<Answer> => (await (await fetch(url)).json()) as Answer;

describe('the launcher', () => {
  it('starts databases, worker and console, and leaves nothing behind on Ctrl-C', async () => {
    const ferry = start();
    const url = await ready(ferry);
    expect(await ask(url)).toMatchObject({ database: true, sandbox: true });
    expect(statSync(path.join(root, '.ferry')).mode & 0o077).toBe(0);
    expect(statSync(path.join(root, '.ferry', 'postgres', 'ferry-password')).mode & 0o077).toBe(0);
    expect(existsSync(path.join(root, '.ferry', 'sandbox', 'PG_VERSION'))).toBe(true);
    expect(readFileSync(path.join(root, '.ferry', 'log', 'worker.log'), 'utf8')).toContain('worker ');
    ferry.child.kill('SIGINT');
    expect(await ferry.exited).toBe(0);
    expect(processesOn(root)).toEqual([]);
    expect(existsSync(path.join(root, '.ferry', 'launcher.json'))).toBe(false);
    const again = Date.now();
    await ready(start());
    expect(Date.now() - again).toBeLessThan(8_000);
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)('stops everything on %s, also while it starts', async (name) => {
    const ferry = start();
    await until(() => existsSync(path.join(root, '.ferry', 'launcher.json')), 'it began');
    ferry.child.kill(name);
    expect(await ferry.exited).toBe(0);
    expect(processesOn(root)).toEqual([]);
  });

  it('leaves nothing behind when it is killed, and starts again at once', async () => {
    const ferry = start();
    const url = await ready(ferry);
    ferry.child.kill('SIGKILL');
    await ferry.exited;
    await until(() => processesOn(root).length === 0, 'all that it had started ended');
    const port = new URL(url).port;
    expect(await ready(start({ PORT: port }))).toBe(url);
  });

  it('refuses a second launcher on the same data folder and says where the first is', async () => {
    const url = await ready(start());
    const second = start();
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain(`it is at ${url}`);
    expect(second.output()).toContain('FERRY_DATA_DIR');
  });

  it('brings a console back that died', async () => {
    const ferry = start();
    const url = await ready(ferry);
    const before = await ask(url);
    await fetch(`${url}/die`).catch(() => undefined); // it dies before it answers
    await until(() => ferry.output().includes('starting it again'), 'it was seen');
    let after = before;
    for (let i = 0; i < 100 && after.pid === before.pid; i++) {
      after = await ask(url).catch(() => before);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(after.pid).not.toBe(before.pid);
  });

  it('ends with the last words of a worker that cannot run', async () => {
    const ferry = start({ STAND_IN_WORKER: 'dies' });
    expect(await ferry.exited).toBe(1);
    expect(ferry.output()).toContain('The worker did not start: it ended at once (exit code 3)');
    expect(ferry.output()).toContain('worker: the reason it died');
    expect(processesOn(root)).toEqual([]);
  });

  it.each([
    [{ PORT: 'eighty' }, 'PORT must be a number'],
    [{ DATABASE_URL: 'mysql://u:secret@h/d' }, 'DATABASE_URL must look like'],
  ])('names a setting that makes no sense: %j', async (env, words) => {
    const ferry = start(env);
    expect(await ferry.exited).toBe(1);
    expect(ferry.output()).toContain(words);
    expect(ferry.output()).not.toContain('secret');
  });

  it('says what to do about a data folder of another major version', async () => {
    mkdirSync(path.join(root, '.ferry', 'postgres'), { recursive: true });
    writeFileSync(path.join(root, '.ferry', 'postgres', 'PG_VERSION'), '16\n');
    const ferry = start();
    expect(await ferry.exited).toBe(1);
    expect(ferry.output()).toMatch(/was made by PostgreSQL 16.*pg_dumpall/);
  });
});

describe('a port that is taken', () => {
  let other: Server;
  let port = 0;
  beforeEach(async () => {
    other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    port = (other.address() as { port: number }).port;
  });
  afterEach(() => void other.close());

  it('is refused when it was asked for', async () => {
    const ferry = start({ PORT: String(port) });
    expect(await ferry.exited).toBe(1);
    expect(ferry.output()).toContain(`Port ${port} is in use by another program`);
  });

  it('is passed over otherwise', async () => {
    const said: string[] = [];
    const settings = { ...readLaunchSettings(root, {}), port, portIsAsked: false };
    expect(await choosePort(settings, (text) => said.push(text))).toBeGreaterThan(port);
    expect(said[0]).toContain(`Port ${port} is in use`);
  });
});
