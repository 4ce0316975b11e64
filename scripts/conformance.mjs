// `npm run conformance -- path/to/SqlScriptDOM/Test/SqlDom`: reads the test scripts of microsoft/SqlScriptDOM (a copy that you have) and
// tells how many of those that have a baseline give no error, and which do not.
import { checkNodeVersion } from './lib/node-version.mjs';

checkNodeVersion();

const path = await import('node:path');
const { ensureInstalled } = await import('./lib/install.mjs');
await ensureInstalled(console.error);
const { printConformance } = await import('./lib/conformance.mjs');

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Name the folder Test/SqlDom of a copy of microsoft/SqlScriptDOM: npm run conformance -- path/to/SqlScriptDOM/Test/SqlDom');
  process.exit(1);
}
await printConformance(path.resolve(process.env.INIT_CWD ?? '.', folder));
