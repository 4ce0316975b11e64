// `npm run -s ferry -- ...`: the command line, built first if it is stale. Quiet: what it prints is the command's own.
import { checkNodeVersion } from './lib/node-version.mjs';

checkNodeVersion();

const { ensureInstalled } = await import('./lib/install.mjs');
const { ensureBuilt, isFresh, markFresh } = await import('./lib/build.mjs');
const { releaseSignals, root } = await import('./lib/step.mjs');
const path = await import('node:path');
const { pathToFileURL } = await import('node:url');

// npm runs scripts in the root; file names mean the folder in which the person stands.
if (process.env.npm_lifecycle_event === 'ferry' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);

const say = (text) => console.error(text);
const main = path.join(root, 'apps', 'cli', 'dist', 'main.js');
if (!isFresh(main, ['packages', 'apps/cli', 'package-lock.json'])) {
  await ensureInstalled(say);
  await ensureBuilt(say, '@ferry/cli');
  markFresh(main);
}
releaseSignals();
await import(pathToFileURL(main).href);
