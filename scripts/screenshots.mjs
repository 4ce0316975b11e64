// `npm run screenshots [-- folder [names]]`: the console's pages and states as pictures, light and dark, 1280 and 1920 wide, to be looked at
// after a change; `names` is a regular expression that chooses some. The product is started with data of its own; `FERRY_E2E_URL` names one that
// runs already.
import { checkNodeVersion } from './lib/node-version.mjs';

checkNodeVersion();

const { mkdirSync, mkdtempSync, rmSync } = await import('node:fs');
const { tmpdir } = await import('node:os');
const path = await import('node:path');
const { ensureInstalled } = await import('./lib/install.mjs');
const { root } = await import('./lib/step.mjs');

await ensureInstalled();
const { takeScreenshots } = await import('./lib/screenshots.mjs');

const out = path.resolve(process.env.INIT_CWD ?? '.', process.argv[2] ?? path.join(root, 'e2e', 'test-results', 'screenshots'));
const data = mkdtempSync(path.join(tmpdir(), 'ferry-screenshots-'));
mkdirSync(out, { recursive: true });
try {
  const { taken, problems } = await takeScreenshots({ out, data, running: process.env.FERRY_E2E_URL, only: process.argv[3] });
  for (const problem of problems) console.error(problem);
  console.log(`${taken} pictures in ${out}${problems.length === 0 ? '' : `, ${problems.length} problems`}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  rmSync(data, { recursive: true, force: true });
}
