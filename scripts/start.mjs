// `npm start`: from a bare checkout to a running Ferry. Plain JavaScript, because nothing is installed yet.
import { checkNodeVersion } from './lib/node-version.mjs';

checkNodeVersion();

const { ensureInstalled } = await import('./lib/install.mjs');
const { ensureBuilt } = await import('./lib/build.mjs');
const { releaseSignals, root } = await import('./lib/step.mjs');
const path = await import('node:path');
const { pathToFileURL } = await import('node:url');

await ensureInstalled();
await ensureBuilt();
releaseSignals();

const { launch } = await import(pathToFileURL(path.join(root, 'apps', 'cli', 'dist', 'launch.js')).href);
await launch({ root });
