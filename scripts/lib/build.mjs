// Builds what is stale. turbo compares the sources with what was built last; nothing stale takes half a second.
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { root, run, seconds, tool } from './step.mjs';

const environment = { npm_config_loglevel: 'error', TURBO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', CHECKPOINT_DISABLE: '1', NODE_ENV: 'production' };

/** Runs a turbo task; resolves to { code, output }. */
export function turbo(task, { filter, heartbeat } = {}) {
  const args = [tool('turbo', 'bin/turbo'), 'run', task, '--output-logs=errors-only', '--log-order=grouped', '--ui=stream'];
  if (filter) args.push(`--filter=${filter}`);
  return run(process.execPath, args, { env: environment, heartbeat });
}

/** Builds everything that is stale; ends the process with the output when that fails. */
export async function ensureBuilt(say = console.log, filter = undefined) {
  const started = Date.now();
  let told = false;
  const tell = () => {
    if (!told) say('Building what changed (about a minute the first time) ...');
    told = true;
  };
  const timer = setTimeout(tell, 1500);
  const { code, output } = await turbo('build', { filter, heartbeat: (elapsed) => say(`  building, ${elapsed} s ...`) });
  clearTimeout(timer);
  if (code !== 0) {
    console.error(output.trimEnd());
    console.error('\nThe build failed; its output is above.');
    process.exit(1);
  }
  if (told) say(`Built in ${seconds(started)}.`);
}

/** Marks a built file as looked at: turbo found it right, although a source may have a newer date (a checkout). */
export function markFresh(builtFile) {
  const now = new Date();
  if (existsSync(builtFile)) utimesSync(builtFile, now, now);
}

/** Whether a built file is there and newer than every source it could be made of. Quicker than asking turbo. */
export function isFresh(builtFile, folders) {
  if (!existsSync(builtFile)) return false;
  const built = statSync(builtFile).mtimeMs;
  return folders.every((folder) => newest(path.join(root, folder)) <= built);
}

function newest(folder) {
  const own = statSync(folder);
  if (!own.isDirectory()) return own.mtimeMs;
  let latest = own.mtimeMs;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name === 'test' || entry.name === 'fixtures' || entry.name.startsWith('.')) continue;
    latest = Math.max(latest, newest(path.join(folder, entry.name)));
  }
  return latest;
}
