// `npm run fixtures [-- name]`: writes what the conversion gives now into the fixtures' expected files. Read the
// difference (git diff) before you commit it: the expected files are the promise.
import { checkNodeVersion } from './lib/node-version.mjs';

checkNodeVersion();

const { ensureInstalled } = await import('./lib/install.mjs');
const { run, tool } = await import('./lib/step.mjs');

await ensureInstalled();
const names = process.argv.slice(2);
const filter = names.length > 0 ? ['-t', names.join('|')] : [];
const { code } = await run(process.execPath, [tool('vitest', 'vitest.mjs'), 'run', 'fixtures', ...filter], { env: { UPDATE_FIXTURES: '1', NODE_ENV: 'test' }, show: true });
console.log('Read what changed: git diff -- packages/*/fixtures');
process.exitCode = code;
