// `npm run mutants [-- file|folder ... --count 2000 --seed 42]`: drops one bracket, keyword or operand from valid T-SQL (the parser's
// fixtures and the sample database, or the given scripts) and tells how many of these mutants have a diagnostic within two lines, and how many of the other
// statements keep their tree. `--list` shows those that have none.
import { checkNodeVersion } from './lib/node-version.mjs';

checkNodeVersion();

const path = await import('node:path');
const { ensureInstalled } = await import('./lib/install.mjs');
await ensureInstalled(console.error);
const { printMutants } = await import('./lib/mutants.mjs');

const words = process.argv.slice(2);
const option = (name, fallback) => (words.includes(name) ? Number(words[words.indexOf(name) + 1]) : fallback);
const given = words.filter((word, i) => !word.startsWith('--') && !['--count', '--seed'].includes(words[i - 1] ?? '')).map((file) => path.resolve(process.env.INIT_CWD ?? '.', file));
await printMutants(given, { count: option('--count', 2000), seed: option('--seed', 42), list: words.includes('--list') });
