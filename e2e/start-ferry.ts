import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
/** Building and starting, in milliseconds. */
const patience = 15 * 60_000;

/**
 * Starts the product as people do (`npm start` runs the same script), on a port and a data folder of its own, and stops it after
 * the tests. `FERRY_E2E_URL` names one that runs already, `FERRY_E2E_FOLDERS` a folder that
 * it may read scripts from and put artifacts into.
 */
export default async function startFerry(): Promise<() => Promise<void>> {
  if (process.env['FERRY_E2E_URL'] !== undefined) return () => Promise.resolve();
  const data = await mkdtemp(join(tmpdir(), 'ferry-e2e-'));
  // What the product may read scripts from and put artifacts into, besides its own folder.
  const folders = await mkdtemp(join(tmpdir(), 'ferry-e2e-folders-'));
  const allowed = { FERRY_SOURCE_FOLDERS: folders, FERRY_ARTIFACTS_FOLDERS: folders };
  const ferry = spawn(process.execPath, [join(root, 'scripts', 'start.mjs')], { cwd: root, env: { ...process.env, ...allowed, FERRY_DATA_DIR: data, PORT: '0' }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((done) => ferry.once('exit', () => done()));
  let said = '';
  const address = await new Promise<string>((done, failed) => {
    const timer = setTimeout(() => failed(new Error(`Ferry was not ready in time. It said:\n${said}`)), patience);
    const listen = (chunk: Buffer): void => {
      said += chunk.toString('utf8');
      const found = /http:\/\/[^\s]+/.exec(said)?.[0];
      if (found === undefined || !said.includes('ready')) return;
      clearTimeout(timer);
      done(found);
    };
    ferry.stdout.on('data', listen);
    ferry.stderr.on('data', listen);
    ferry.once('exit', (code) => failed(new Error(`Ferry ended with ${code ?? 'a signal'}. It said:\n${said}`)));
  });
  process.env['FERRY_E2E_URL'] = address;
  process.env['FERRY_E2E_FOLDERS'] = folders;
  return async () => {
    ferry.kill('SIGINT');
    await ended;
    await rm(data, { recursive: true, force: true });
    await rm(folders, { recursive: true, force: true });
  };
}
