// The score of `npm run conformance`: see ../conformance.mjs.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { loadSources } from './load-sources.mjs';

const contents = `
  export { visitPaths } from '@ferry/intake';
  export { quietRun } from '@ferry/kernel';
  export { openScriptParse } from '@ferry/source-sqlserver';`;

/** The versions of T-SQL whose baselines count for the score, as SqlScriptDOM names its folders. */
const versions = ['80', '90', '100', '110', '120', '130', '140', '150', '160'];

/** Versions that have a baseline for a script, by its name in lower case. */
function baselinesOf(folder) {
  const found = new Map();
  for (const name of readdirSync(folder)) {
    const version = /^Baselines(\w+)$/.exec(name)?.[1];
    if (version === undefined || version === 'Common') continue;
    for (const file of readdirSync(path.join(folder, name))) found.set(file.toLowerCase(), [...(found.get(file.toLowerCase()) ?? []), version]);
  }
  return found;
}

/** @param folder that holds TestScripts/ and Baselines80/ ... */
export async function printConformance(folder) {
  const scripts = path.join(folder, 'TestScripts');
  if (!existsSync(scripts)) throw new Error(`${folder} has no folder TestScripts. Give the folder Test/SqlDom of a copy of microsoft/SqlScriptDOM.`);
  const { openScriptParse, quietRun, visitPaths } = await loadSources(contents);
  const read = new Map();
  const { problems } = await visitPaths([scripts], async ({ path: file, chunks }) => {
    const parse = openScriptParse({ variables: {} });
    for await (const chunk of chunks) parse.push(chunk);
    read.set(path.basename(file).toLowerCase(), parse.end().diagnostics.filter((d) => d.severity === 'error'));
  }, quietRun());
  const reason = new Map(problems.map((p) => [path.basename(p.path).toLowerCase(), p.message]));
  const baselines = baselinesOf(folder);
  const score = { all: 0, read: 0, laterAll: 0, laterRead: 0 };
  for (const file of readdirSync(scripts).filter((name) => name.endsWith('.sql')).sort()) {
    const of = baselines.get(file.toLowerCase());
    if (of === undefined) continue;
    const counts = of.some((version) => versions.includes(version));
    const errors = read.get(file.toLowerCase());
    const good = errors?.length === 0;
    score[counts ? 'all' : 'laterAll']++;
    if (good) score[counts ? 'read' : 'laterRead']++;
    else console.log(`${file} (${of.join(', ')}): ${errors === undefined ? (reason.get(file.toLowerCase()) ?? 'not read') : errors.slice(0, 3).map((d) => `${d.line}:${d.column} ${d.message}`).join(' ')}`);
  }
  console.log(`Scripts with a baseline of ${versions[0]} to ${versions.at(-1)}: ${score.read} of ${score.all} without an error, ${((100 * score.read) / score.all).toFixed(2)} %`);
  console.log(`Scripts with a later baseline only: ${score.laterRead} of ${score.laterAll}`);
}
