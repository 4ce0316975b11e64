// `npm run deletion [-- file.sql ... --count 500 --seed 1]`: takes random statements and clauses out of the routines and views of a
// script, one at a time, and tells those after which neither the output nor the action items changed: what was lost in silence.
import { checkNodeVersion } from './lib/node-version.mjs';

checkNodeVersion();

const path = await import('node:path');
const { ensureInstalled } = await import('./lib/install.mjs');
const { root } = await import('./lib/step.mjs');
await ensureInstalled(console.error);
const { deleteAtRandom } = await import('./lib/deletion.mjs');

const words = process.argv.slice(2);
const option = (name, fallback) => (words.includes(name) ? Number(words[words.indexOf(name) + 1]) : fallback);
const given = words.filter((word, i) => !word.startsWith('--') && !(words[i - 1] ?? '').startsWith('--')).map((file) => path.resolve(process.env.INIT_CWD ?? '.', file));
const sample = path.join(root, 'packages', 'source-sqlserver', 'sample');
const unnoticed = await deleteAtRandom(given.length > 0 ? given : [sample], { count: option('--count', 500), seed: option('--seed', Date.now() % 1_000_000) });
process.exitCode = unnoticed === 0 ? 0 : 1;
