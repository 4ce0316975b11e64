// Runs one command as a step: progress on the screen, its output only when it fails (or when it is wanted).
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

export const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Node's own path to a program that npm installed, e.g. tool('turbo', 'bin/turbo'). */
export const tool = (name, file) => path.join(root, 'node_modules', name, file);

/**
 * npm itself, started the way this process was started, so that no shell is needed.
 * npm's settings of the outer call (its loglevel above all) are meant for that call only.
 */
export function npm(args) {
  const cli = process.env.npm_execpath;
  return cli && /\.c?js$/.test(cli) ? [process.execPath, [cli, ...args]] : [process.platform === 'win32' ? 'npm.cmd' : 'npm', args];
}

let current;

// A step that runs when we are told to stop is told too, and waited for: no orphans.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(name, () => {
    if (!current) return;
    current.stopped = name;
    current.child.kill(name);
  });
}

/** Takes the handlers away again: from here on somebody else answers the signals. */
export function releaseSignals() {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name);
}

/**
 * Runs a command; resolves to { code, output } with everything it printed.
 * `show` passes its output on at once; `heartbeat(elapsedSeconds)` is called every ten seconds otherwise.
 */
export function run(command, args, { cwd = root, env = {}, show = false, heartbeat } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && command.endsWith('.cmd'),
      windowsHide: true,
    });
    const mine = { child, stopped: undefined };
    current = mine;
    const chunks = [];
    const started = Date.now();
    const timer = heartbeat ? setInterval(() => heartbeat(Math.round((Date.now() - started) / 1000)), 10_000) : undefined;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        chunks.push(chunk);
        if (show) process.stdout.write(chunk);
      });
    }
    child.on('error', (error) => chunks.push(Buffer.from(error.message)));
    child.on('close', (code) => {
      clearInterval(timer);
      if (current === mine) current = undefined;
      if (mine.stopped) process.exit(mine.stopped === 'SIGINT' ? 130 : 143);
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}
