// `npm run bench [-- file|folder ...]`: time and peak memory of `ferry convert`, whole process, five runs each; then the speed
// of parsing (lib/bench-parse.mjs) and of binding (lib/bench-bind.mjs); then the whole product over its API (lib/bench-walk.mjs) and in a browser (lib/bench-browser.mjs), one conversion by one
// worker and by two (lib/bench-workers.mjs), reading a live catalogue (lib/bench-introspection.mjs), and what `ferry run` adds to a batch (bench/behaviour/overhead.ts). Without a file it takes
// the sample database that comes with the project. `--only convert|parse|bind|walk|workers|introspection|tables|run|browser` does one part; `--quick` leaves out the script of 100 MB and the larger database.
import { checkNodeVersion } from './lib/node-version.mjs';

checkNodeVersion();

const { existsSync, mkdtempSync, rmSync } = await import('node:fs');
const { tmpdir } = await import('node:os');
const { spawnSync } = await import('node:child_process');
const path = await import('node:path');
const { ensureInstalled } = await import('./lib/install.mjs');
const { ensureBuilt } = await import('./lib/build.mjs');
const { root } = await import('./lib/step.mjs');

await ensureInstalled();
await ensureBuilt(console.log, '@ferry/cli');

const samples = path.join(root, 'packages', 'source-sqlserver', 'sample');
const words = process.argv.slice(2);
const quick = words.includes('--quick');
const only = words.includes('--only') ? words[words.indexOf('--only') + 1] : undefined;
const given = words.filter((word, i) => !word.startsWith('--') && words[i - 1] !== '--only').map((file) => path.resolve(process.env.INIT_CWD ?? '.', file));
const files = given.length > 0 ? given : [samples];
const runs = 5;
const out = mkdtempSync(path.join(tmpdir(), 'ferry-bench-'));

// The child tells its own peak memory when it ends.
const main = path.join(root, 'apps', 'cli', 'dist', 'main.js');
const probe = `process.on('exit', () => require('node:fs').writeSync(2, 'peak ' + process.resourceUsage().maxRSS + '\\n'))`;
const probeUrl = `data:text/javascript,${encodeURIComponent(`import { createRequire } from 'node:module'; const require = createRequire('file:///'); ${probe}`)}`;

if (only === undefined || only === 'convert') console.log('file                                     verify     median ms   peak MB');
for (const file of only === undefined || only === 'convert' ? files : []) {
  for (const verify of ['none', 'embedded']) {
    if (!existsSync(file)) {
      console.error(`${file} does not exist.`);
      process.exitCode = 1;
      continue;
    }
    const times = [];
    let peak = 0;
    for (let i = 0; i < (verify === 'none' ? runs : 1); i++) {
      const started = performance.now();
      const result = spawnSync(process.execPath, ['--import', probeUrl, main, 'convert', file, '--source', 'sqlserver', '--target', 'postgresql', '--verify', verify, '--out', path.join(out, `${i}`), '--quiet'], { encoding: 'utf8' });
      times.push(performance.now() - started);
      peak = Math.max(peak, Number(/^peak (\d+)$/m.exec(result.stderr)?.[1] ?? 0) / 1024);
      if (result.status !== 0) {
        console.error(result.stderr);
        process.exitCode = 1;
        break;
      }
    }
    times.sort((a, b) => a - b);
    const median = times[Math.floor(times.length / 2)] ?? 0;
    console.log(`${path.basename(file).padEnd(40)} ${verify.padEnd(10)} ${median.toFixed(0).padStart(9)} ${peak.toFixed(0).padStart(9)}`);
  }
}
if (only === undefined || only === 'parse') {
  const { benchParse } = await import('./lib/bench-parse.mjs');
  const converted = path.join(out, 'samples');
  spawnSync(process.execPath, [main, 'convert', samples, '--verify', 'none', '--out', converted, '--quiet'], { stdio: 'inherit' });
  await benchParse({ samples, converted, folder: out, main, probeUrl, quick });
}
if (only === undefined || only === 'bind') {
  const { benchBind } = await import('./lib/bench-bind.mjs');
  await benchBind({ files, quick });
}
if (only === undefined || only === 'walk') {
  const { benchWalk } = await import('./lib/bench-walk.mjs');
  await benchWalk({ folder: path.join(out, 'data'), quick, files: given });
}
if (only === undefined || only === 'workers') {
  await ensureBuilt(console.log, '@ferry/worker');
  const { benchWorkers } = await import('./lib/bench-workers.mjs');
  if (!(await benchWorkers({ folder: path.join(out, 'workers'), quick }))) process.exitCode = 1;
}
if (only === undefined || only === 'tables') {
  const { benchTables } = await import('./lib/bench-tables.mjs');
  await benchTables(['--import', probeUrl, main, 'convert'], quick);
}
if (only === undefined || only === 'run') {
  // What `ferry run` adds to a batch, and its memory over many of them.
  const { status } = spawnSync(process.execPath, ['--expose-gc', '--import', 'tsx', path.join(root, 'bench', 'behaviour', 'overhead.ts'), '--batches', quick ? '2000' : '10000'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
if (only === undefined || only === 'introspection') {
  const { benchIntrospection } = await import('./lib/bench-introspection.mjs');
  if (!(await benchIntrospection({ folder: path.join(out, 'introspection'), quick }))) process.exitCode = 1;
}
if (only === undefined || only === 'browser') {
  const { benchBrowser } = await import('./lib/bench-browser.mjs');
  await benchBrowser({ folder: path.join(out, 'browser'), quick });
}
rmSync(out, { recursive: true, force: true });
