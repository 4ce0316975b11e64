// `npm run try -- file.sql`: converts a script, proves it on a disposable PostgreSQL and prints the summary. The result
// lies in try-out/ beside the script's name; nothing of it is committed.
// `npm run try -- file.sql --stage tokens|tree|bound|flow|pg|sql`: prints what that stage makes of the script instead.
import { checkNodeVersion } from './lib/node-version.mjs';

checkNodeVersion();

const path = await import('node:path');
const { root } = await import('./lib/step.mjs');

const stages = ['tokens', 'tree', 'bound', 'flow', 'pg', 'sql'];
const words = process.argv.slice(2);
const at = words.indexOf('--stage');
const stage = at < 0 ? undefined : words.splice(at, 2)[1];
const [file, ...more] = words;
if (!file || (at >= 0 && !stages.includes(stage))) {
  console.error(`Name a file: npm run try -- path/to/script.sql [--stage ${stages.join('|')}] [options of ferry convert]`);
  process.exit(1);
}
const from = process.env.INIT_CWD ?? process.cwd();
if (stage !== undefined) {
  const { ensureInstalled } = await import('./lib/install.mjs');
  await ensureInstalled(console.error);
  const { tryStage } = await import('./lib/try-stage.mjs');
  await tryStage(stage, path.resolve(from, file));
} else {
  const out = path.join(root, 'try-out', path.basename(file).replace(/\.[^.]*$/, ''));
  process.argv.splice(2, process.argv.length, 'convert', path.resolve(from, file), '--source', 'sqlserver', '--target', 'postgresql', '--verify', 'embedded', '--out', out, ...more);
  await import('./ferry.mjs');
}
