import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { build } from 'esbuild';
import { mutantsOf, random } from './mutants';
import type { Mutant } from './mutants';

/**
 * Breaks rules and rows of tables one by one, and tells how many the behaviour cases notice.
 * `npx tsx bench/behaviour/mutate.ts --target postgres://... [--seed n] [--count 40]`
 */
const root = resolve(import.meta.dirname, '..', '..');
const rules = ['functions/aggregates.ts', 'functions/dates.ts', 'functions/date-styles.ts', 'functions/nulls.ts', 'functions/numbers.ts', 'functions/strings.ts', 'functions/json.ts', 'functions/like-pattern.ts', 'lower/casts.ts', 'lower/convert.ts', 'lower/expressions.ts', 'lower/literals.ts', 'lower/date-literals.ts', 'lower/predicates.ts', 'run/values.ts'];
const folder = join(root, 'packages/sqlserver-to-postgresql/src');
const run = promisify(execFile);

const { values } = parseArgs({ options: { target: { type: 'string' }, seed: { type: 'string' }, count: { type: 'string', default: '40' } } });
if (values.target === undefined) {
  console.error('npx tsx bench/behaviour/mutate.ts --target postgres://superuser@host/postgres [--seed n] [--count 40]');
  process.exit(2);
}
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const count = Number(values.count);

/** The runner of the cases as one file, with one line of one source changed. */
async function bundle(out: string, mutant: Mutant | undefined): Promise<void> {
  await build({
    entryPoints: [join(root, 'bench/behaviour/run-cases.ts')], outfile: out, bundle: true, platform: 'node', target: 'node20', format: 'esm', logLevel: 'silent',
    plugins: [
      {
        name: 'one-mutant',
        setup(bundler) {
          bundler.onResolve({ filter: /^[^./]/ }, (args) => (args.kind === 'entry-point' || args.path.startsWith('@ferry/') || args.path.startsWith('/') ? undefined : { path: args.path, external: true }));
          if (mutant === undefined) return;
          bundler.onLoad({ filter: /sqlserver-to-postgresql\/src\/.*\.ts$/ }, (args) => {
            if (relative(folder, args.path) !== mutant.file) return undefined;
            const lines = readFileSync(args.path, 'utf8').split('\n');
            lines[mutant.line - 1] = mutant.after;
            return { contents: lines.join('\n'), loader: 'ts' };
          });
        },
      },
    ],
  });
}

/** @returns how many cases failed; undefined when the runner itself did */
async function failures(file: string, target: string): Promise<number | undefined> {
  try {
    const { stdout } = await run(process.execPath, [file, target, root], { timeout: 120_000, maxBuffer: 1 << 26 });
    return Number(stdout.trim().split('\n').pop());
  } catch {
    // A mutant that does not even run is noticed.
    return undefined;
  }
}

const work = mkdtempSync(join(tmpdir(), 'ferry-mutants-'));
symlinkSync(join(root, 'node_modules'), join(work, 'node_modules'));
try {
  const all = rules.flatMap((file) => mutantsOf(file, readFileSync(join(folder, file), 'utf8')));
  const next = random(seed);
  // One a line: two breaks of a line would count twice.
  const lines = new Map<string, Mutant>();
  for (const one of all.map((mutant) => ({ mutant, place: next() })).sort((x, y) => x.place - y.place)) {
    const key = `${one.mutant.file}:${one.mutant.line}`;
    if (!lines.has(key)) lines.set(key, one.mutant);
  }
  const chosen = [...lines.values()].slice(0, count);
  console.log(`seed ${seed}: ${chosen.length} of ${lines.size} lines (${all.length} places)`);
  const out = join(work, 'cases.mjs');
  await bundle(out, undefined);
  const base = await failures(out, values.target);
  if (base !== 0) throw new Error(`the cases fail without a mutant: ${base ?? 'the runner ended'}`);
  let caught = 0;
  for (const mutant of chosen) {
    await bundle(out, mutant);
    const failed = await failures(out, values.target);
    const noticed = failed !== 0;
    if (noticed) caught++;
    console.log(`${noticed ? 'caught' : 'MISSED'} ${mutant.file}:${mutant.line} ${noticed ? `(${failed ?? 'all'} cases)` : `\n  - ${mutant.before}\n  + ${mutant.after.trim()}`}`);
  }
  writeFileSync(join(work, 'done'), '');
  console.log(`${caught} of ${chosen.length} caught`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
