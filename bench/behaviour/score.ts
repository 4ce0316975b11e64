import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { RunResult } from '@ferry/conversion';
import { findPair } from '@ferry/registry/engines';
import { compareBatch } from './compare';
import type { BatchVerdict } from './compare';
import { causesTable } from './causes';
import type { Cause } from './causes';
import { readSuiteFile, readUnits } from './suite';
import type { SuiteFile, Unit } from './suite';

interface Options {
  readonly suite: string;
  readonly units: string;
  readonly target: string;
  readonly only: RegExp | undefined;
  readonly details: string | undefined;
  readonly quiet: boolean;
}

function readOptions(): Options {
  const { values } = parseArgs({ options: { suite: { type: 'string' }, units: { type: 'string' }, target: { type: 'string' }, only: { type: 'string' }, details: { type: 'string' }, quiet: { type: 'boolean', default: false } } });
  const { suite, units, target } = values;
  if (suite === undefined || units === undefined || target === undefined) {
    console.error('npx tsx bench/behaviour/score.ts --suite <test/JDBC> --units <list.tsv> --target postgres://superuser@host/postgres [--only <regex>] [--details <file>] [--quiet]');
    process.exit(2);
  }
  return { suite, units, target, only: values.only === undefined ? undefined : new RegExp(values.only), details: values.details, quiet: values.quiet };
}

/** How long one file may run, in milliseconds. */
const patience = 30_000;

interface BatchResult {
  readonly file: string;
  readonly text: string;
  readonly verdict: BatchVerdict;
}

const { pair, target } = findPair('sqlserver', 'postgresql');
const openSession = target.openSession as NonNullable<typeof target.openSession>;
const openRunner = pair.openRunner as NonNullable<typeof pair.openRunner>;

/** A database of its own for each unit. */
async function withDatabase<T>(admin: string, work: (url: string) => Promise<T>): Promise<T> {
  const name = `ferry_bench_${process.pid}`;
  const server = await openSession(admin);
  try {
    await server.execute(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    const { refusal } = await server.execute(`CREATE DATABASE ${name}`);
    if (refusal !== undefined) throw new Error(refusal.message);
    const url = new URL(admin);
    url.pathname = `/${name}`;
    return await work(url.href);
  } finally {
    await server.execute(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await server.close();
  }
}

async function runUnit(options: Options, unit: Unit): Promise<BatchResult[]> {
  const out: BatchResult[] = [];
  let before = '';
  let trouble = false;
  await withDatabase(options.target, async (url) => {
    const runner = await openRunner({ settings: {}, targetVersion: 15, databaseName: 'master', variables: {} });
    for (const path of unit.files) {
      const file: SuiteFile = readSuiteFile(options.suite, path);
      const results = new Map<number, readonly RunResult[]>();
      const session = await openSession(url);
      let crash: string | undefined;
      // A script that never ends counts as one that crashes.
      const alarm = setTimeout(() => void session.close(), patience);
      try {
        await session.execute("SET statement_timeout = '20s'");
        for await (const batch of runner.begin(session).run(file.script)) {
          const at = file.batches.findIndex((b) => batch.line >= b.from && batch.line <= b.to);
          results.set(at, [...(results.get(at) ?? []), ...batch.results]);
        }
      } catch (thrown) {
        // A crash of ours: the batches that are left count as different.
        crash = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
      } finally {
        clearTimeout(alarm);
        await session.close();
      }
      const last = Math.max(-1, ...results.keys());
      file.batches.forEach((batch, i) => {
        const verdict = compareBatch(batch, crash !== undefined && i > last ? undefined : (results.get(i) ?? []), { text: before, trouble });
        before += `${batch.text}\n`;
        trouble ||= verdict.note !== undefined || verdict.sets.some((s) => s.verdict !== 'equal');
        out.push({ file: path, text: batch.text, verdict: crash !== undefined && i === last + 1 ? { ...verdict, note: crash } : verdict });
      });
    }
  });
  return out;
}

const share = (part: number, all: number): string => (all === 0 ? '-' : `${((100 * part) / all).toFixed(1)} %`);

async function main(): Promise<void> {
  const options = readOptions();
  const units = readUnits(options.units).filter((u) => options.only === undefined || options.only.test(u.name));
  const details: unknown[] = [];
  const causes: { unit: string; cause: Cause }[] = [];
  const all = { equal: 0, different: 0, failed: 0, counts: 0, countsTotal: 0, errors: 0, errorsTotal: 0, extra: 0 };
  for (const unit of units) {
    let batches: BatchResult[];
    try {
      batches = await runUnit(options, unit);
    } catch (thrown) {
      // The unit cannot be read: told, and not counted.
      console.log(`${unit.name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      continue;
    }
    const own = { equal: 0, different: 0, failed: 0 };
    for (const { verdict } of batches) {
      for (const set of verdict.sets) {
        own[set.verdict]++;
        if (set.cause !== undefined) causes.push({ unit: unit.name, cause: set.cause });
      }
      all.counts += verdict.counts.equal;
      all.countsTotal += verdict.counts.total;
      all.errors += verdict.errors.equal;
      all.errorsTotal += verdict.errors.total;
      all.extra += verdict.extra;
    }
    all.equal += own.equal;
    all.different += own.different;
    all.failed += own.failed;
    for (const { file, text, verdict } of batches) {
      if (verdict.sets.every((s) => s.verdict === 'equal') && verdict.note === undefined && verdict.counts.equal === verdict.counts.total) continue;
      details.push({ unit: unit.name, feature: unit.feature, file, text, sets: verdict.sets.filter((s) => s.verdict !== 'equal'), note: verdict.note, counts: verdict.counts });
    }
    if (!options.quiet) console.log(`${unit.name.padEnd(48)} ${unit.feature.padEnd(20)} equal ${own.equal}, different ${own.different}, failed ${own.failed}`);
  }
  const sets = all.equal + all.different + all.failed;
  console.log(`result sets: ${sets}, equal ${all.equal} (${share(all.equal, sets)}), different ${all.different}, failed ${all.failed}`);
  console.log(`row counts: ${all.counts} of ${all.countsTotal} (${share(all.counts, all.countsTotal)}); errors as recorded in ${all.errors} of ${all.errorsTotal} batches (${share(all.errors, all.errorsTotal)}); result sets that were not recorded: ${all.extra}`);
  console.log(`\n${causesTable(causes)}`);
  if (options.details !== undefined) writeFileSync(options.details, `${JSON.stringify(details, null, 1)}\n`);
}

await main();
