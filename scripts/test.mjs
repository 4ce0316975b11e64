// `npm test`: everything, on a bare machine. Prints `N passed, N failed` as its last line; the exit code says the same.
// `--only types,lint` runs some of the stages. A stage that is no test runner counts as one.
import { checkNodeVersion } from './lib/node-version.mjs';

checkNodeVersion();

const { ensureInstalled } = await import('./lib/install.mjs');
const { runStages, stageNames } = await import('./lib/stages.mjs');

const at = process.argv.indexOf('--only');
const only = at < 0 ? stageNames : (process.argv[at + 1] ?? '').split(',');
const unknown = only.filter((name) => !stageNames.includes(name));
if (unknown.length > 0) {
  console.error(`There is no stage "${unknown.join('", "')}". Stages: ${stageNames.join(', ')}.`);
  process.exit(1);
}

await ensureInstalled();
const { passed, failed, skipped } = await runStages(only);
if (skipped > 0) console.log(`${skipped} skipped: their names say why`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
