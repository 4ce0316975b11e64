// `npm run meaning [-- file|folder ...]`: how much of the T-SQL is understood: references resolved, expressions typed, result sets
// known, dynamic statements known. Without a path it takes the sample database; `--write` puts its line into the README of the
// package. `--list` shows what could not be told, with its place.
import { checkNodeVersion } from './lib/node-version.mjs';

checkNodeVersion();

const path = await import('node:path');
const { ensureInstalled } = await import('./lib/install.mjs');
const { root } = await import('./lib/step.mjs');
await ensureInstalled(console.error);
const { printMeaning } = await import('./lib/meaning.mjs');

const words = process.argv.slice(2);
const given = words.filter((word) => !word.startsWith('--')).map((file) => path.resolve(process.env.INIT_CWD ?? '.', file));
const sample = path.join(root, 'packages', 'source-sqlserver', 'sample');
await printMeaning(given.length > 0 ? given : [sample], {
  list: words.includes('--list'),
  readme: words.includes('--write') ? path.join(root, 'packages', 'source-sqlserver', 'README.md') : undefined,
});
