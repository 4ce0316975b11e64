// The figures of `npm run mutants`: see ../mutants.mjs.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadSources } from './load-sources.mjs';
import { root } from './step.mjs';

const parser = path.join(root, 'packages', 'source-sqlserver', 'test', 'parser');
const fixtures = path.join(root, 'packages', 'source-sqlserver', 'fixtures');
const samples = path.join(root, 'packages', 'source-sqlserver', 'sample');
const contents = `
  export { openPaths } from '@ferry/intake';
  export { lineMap, quietRun } from '@ferry/kernel';
  export { parseBatch } from '@ferry/source-sqlserver';
  export * from ${JSON.stringify(path.join(parser, 'mutants.ts'))};`;

const go = /^[ \t]*GO[ \t]*;?[ \t]*\r?$/im;
/** Larger batches would be parsed for each of their mutants: they take the time of many. */
const longest = 40_000;

const batchesOf = (file) => readFileSync(file, 'utf8').split(go);
/** The parser's fixtures and the sample database. */
const ownBatches = () => [
  ...readdirSync(fixtures, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => batchesOf(path.join(fixtures, name, 'valid.sql'))),
  ...readdirSync(samples)
    .filter((name) => name.endsWith('.sql'))
    .flatMap((name) => batchesOf(path.join(samples, name))),
];

/** One line for a mutant that was not told: what was dropped, between what. */
function lineOf({ lineMap, parseBatch }, mutant) {
  const lines = lineMap(mutant.text);
  const first = parseBatch(mutant.text).diagnostics[0];
  const away = first === undefined ? '' : ` (told ${lines.positionAt(first.span.start).line - lines.positionAt(mutant.start).line} lines away)`;
  const around = (from, to) => mutant.original.slice(Math.max(0, from), to).replace(/\s+/g, ' ');
  return `${mutant.kind}${away}${mutant.valid ? ' (still valid)' : ''}: ${around(mutant.start - 50, mutant.start)}<<${around(mutant.start, mutant.end)}>>${around(mutant.end, mutant.end + 50)}`;
}

/** @param paths scripts or folders; none: the parser's fixtures and the sample database */
export async function printMutants(paths, { count, seed, list }) {
  const ferry = await loadSources(contents);
  const given = paths.length === 0 ? ownBatches() : (await ferry.openPaths(paths, ferry.quietRun())).texts.flatMap(({ text }) => text.split(go));
  const batches = ferry.woundable(given.filter((text) => text.length < longest));
  if (batches.length === 0) throw new Error('There is no batch in these scripts that is read without a diagnostic.');
  const mutants = ferry.makeMutants(batches, count, seed);
  const flagged = new Set(mutants.filter(ferry.isFlagged));
  const share = (some) => {
    const hits = some.filter((mutant) => flagged.has(mutant)).length;
    return `${((100 * hits) / some.length).toFixed(2)} % (${hits} of ${some.length})`;
  };
  if (list) for (const mutant of mutants.filter((m) => !flagged.has(m))) console.log(lineOf(ferry, mutant));
  const kept = mutants.map(ferry.others).reduce((sum, c) => ({ all: sum.all + c.all, same: sum.same + c.same }), { all: 0, same: 0 });
  console.log(`${count} mutants of ${batches.length} batches, seed ${seed}`);
  console.log(`a diagnostic within two lines: ${share(mutants)}`);
  for (const wound of ferry.wounds) console.log(`  ${wound}: ${share(mutants.filter((mutant) => mutant.kind === wound))}`);
  console.log(`  without those that are still valid T-SQL: ${share(mutants.filter((mutant) => !mutant.valid))}`);
  console.log(`other statements with the same tree: ${((100 * kept.same) / kept.all).toFixed(2)} % of ${kept.all}`);
}
