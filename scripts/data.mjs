// `npm run data [-- file.sql ... --count 200 --seed 1 --target postgres://...]`: converts a script with its rows, loads them with all
// constraints on (PostgreSQL 18, and 15 where it is installed; or the given empty database), compares row counts and a checksum of
// each column with the source text, and tries rows that SQL Server would reject. Without a file it takes the sample database.
import { checkNodeVersion } from './lib/node-version.mjs';

checkNodeVersion();

const path = await import('node:path');
const { ensureInstalled } = await import('./lib/install.mjs');
const { root } = await import('./lib/step.mjs');
await ensureInstalled(console.error);
const { measureData } = await import('./lib/data.mjs');

const words = process.argv.slice(2);
const option = (name) => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined);
const given = words.filter((word, i) => !word.startsWith('--') && !(words[i - 1] ?? '').startsWith('--')).map((file) => path.resolve(process.env.INIT_CWD ?? '.', file));
const sample = path.join(root, 'packages', 'source-sqlserver', 'sample');
const wrong = await measureData(given.length > 0 ? given : [sample], { count: Number(option('--count') ?? 200), seed: Number(option('--seed') ?? 1), target: option('--target'), print: console.log });
process.exitCode = wrong === 0 ? 0 : 1;
