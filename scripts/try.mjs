// `npm run try -- file.sql`: converts a script, proves it on a disposable PostgreSQL and prints the summary. The result
// lies in try-out/ beside the script's name; nothing of it is committed.
import { checkNodeVersion } from './lib/node-version.mjs';

checkNodeVersion();

const path = await import('node:path');
const { root } = await import('./lib/step.mjs');

const [file, ...more] = process.argv.slice(2);
if (!file) {
  console.error('Name a file: npm run try -- path/to/script.sql [options of ferry convert]');
  process.exit(1);
}
const from = process.env.INIT_CWD ?? process.cwd();
const out = path.join(root, 'try-out', path.basename(file).replace(/\.[^.]*$/, ''));
process.argv.splice(2, process.argv.length, 'convert', path.resolve(from, file), '--source', 'sqlserver', '--target', 'postgresql', '--verify', 'embedded', '--out', out, ...more);
await import('./ferry.mjs');
