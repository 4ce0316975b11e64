// `node bench/corpora/score.mjs [--judge judge.sh] NAME=script.sql ...`: converts each script with the built CLI on the embedded
// PostgreSQL 18 and prints a line for it: code objects (views, functions, procedures, triggers), how many are clean (status
// `converted`), how many are checked, seconds; with --judge also how many of them that command finds working (it gets the source and
// the deployment, and leaves $JUDGE_DIR/result.json). `scores.tsv` holds what was measured last; the scripts themselves are nobody's
// to keep here.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { judge: { type: 'string' }, cli: { type: 'string', default: path.join(import.meta.dirname, '../../apps/cli/dist/main.js') } } });
if (positionals.length === 0) {
  console.error('node bench/corpora/score.mjs [--judge judge.sh] NAME=script.sql ...');
  process.exit(2);
}
const code = new Set(['VIEW', 'FUNCTION', 'PROCEDURE', 'TRIGGER', 'DDL_TRIGGER']);
console.log(['corpus', 'code objects', 'clean', 'checked on 18', 'seconds', ...(values.judge ? ['judged ok', 'judged'] : [])].join('\t'));
for (const argument of positionals) {
  const at = argument.indexOf('=');
  const [name, source] = [argument.slice(0, at), argument.slice(at + 1)];
  const folder = mkdtempSync(path.join(tmpdir(), 'ferry-score-'));
  try {
    const from = performance.now();
    const run = spawnSync(process.execPath, [values.cli, 'convert', source, '--source', 'sqlserver', '--target', 'postgresql', '--verify', 'embedded', '--quiet', '--out', path.join(folder, 'out')], { encoding: 'utf8' });
    const seconds = ((performance.now() - from) / 1000).toFixed(1);
    if (run.error) throw run.error;
    const objects = JSON.parse(readFileSync(path.join(folder, 'out', 'objects.json'), 'utf8')).filter((o) => code.has(o.kind));
    const row = [name, objects.length, objects.filter((o) => o.status === 'converted').length, objects.filter((o) => o.proof === 'checked').length, seconds];
    if (values.judge) {
      const judge = path.join(folder, 'judge');
      spawnSync('bash', [values.judge, source, path.join(folder, 'out', 'deploy.sql')], { env: { ...process.env, JUDGE_DIR: process.env.JUDGE_DIR ?? judge }, encoding: 'utf8' });
      const judged = JSON.parse(readFileSync(path.join(process.env.JUDGE_DIR ?? judge, 'result.json'), 'utf8')).results.filter((r) => code.has(r.kind));
      row.push(judged.filter((r) => r.status === 'ok').length, judged.length);
    }
    console.log(row.join('\t'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
