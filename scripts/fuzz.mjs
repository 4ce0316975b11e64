// `npm run fuzz [-- count seed file.sql ...]`: parses mutated T-SQL scripts, 1,000,000 unless told otherwise.
import { checkNodeVersion } from './lib/node-version.mjs';

checkNodeVersion();

const path = await import('node:path');
const { ensureInstalled } = await import('./lib/install.mjs');
const { root, run } = await import('./lib/step.mjs');

await ensureInstalled();
const [count, seed, ...files] = process.argv.slice(2);
const given = [count, seed].filter((value) => value !== undefined);
const resolved = files.map((file) => path.resolve(process.env.INIT_CWD ?? '.', file));
const main = path.join(root, 'packages', 'source-sqlserver', 'test', 'parser', 'fuzz.ts');
const { code } = await run(process.execPath, ['--import', 'tsx', main, ...given, ...resolved], { show: true });
process.exitCode = code;
