// The table of `npm run meaning`.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadSources } from './load-sources.mjs';

const contents = `
  export { measureMeaning, dependencyGraph, catalogReader, sqlserver } from '@ferry/source-sqlserver';
  export { openPaths } from '@ferry/intake';
  export { quietRun, lineMap } from '@ferry/kernel';`;

const share = (part, all) => (all === 0 ? '-' : `${((100 * part) / all).toFixed(part === all ? 0 : 2)} %`);

/** One row for each path that is given. */
function row(name, m) {
  const present = m.references.all - m.references.absent;
  const explained = Object.values(m.expressions.explained).reduce((sum, n) => sum + n, 0);
  return [
    name,
    `${share(m.references.resolved, present)} of ${present}${m.references.absent > 0 ? ` (+ ${m.references.absent} absent)` : ''}`,
    `${share(m.expressions.typed, m.expressions.all)} of ${m.expressions.all}${explained > 0 ? ` (${explained} explained, ${m.expressions.untold.length} not)` : ''}`,
    `${share(m.procedures.known, m.procedures.all)} of ${m.procedures.all}`,
    `${share(m.dynamic.text + m.dynamic.holes, m.dynamic.all)} of ${m.dynamic.all} (${m.dynamic.text} to the letter)`,
  ];
}

const head = ['corpus', 'references resolved', 'expressions typed', 'result sets of procedures known', 'dynamic statements known'];
const table = (rows) => [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** What could not be told, one line each, with its place. */
function* untold(ferry, catalog, m) {
  const maps = new Map();
  for (const { object, node, what } of [...m.references.untold, ...m.expressions.untold, ...m.procedures.untold]) {
    const source = catalog.sources[object.definition.source];
    if (!maps.has(source)) maps.set(source, ferry.lineMap(source.text));
    const { line, column } = maps.get(source).positionAt(Math.min(node.span.start, source.text.length));
    yield `  ${source.path}:${line}:${column} ${object.kind} ${object.schema}.${object.name}: ${what}`;
  }
}

/** @param readme the file whose table between the marks is written anew */
export async function printMeaning(paths, { list, readme }) {
  const ferry = await loadSources(contents);
  const rows = [];
  for (const given of paths) {
    const run = ferry.quietRun();
    const { texts } = await ferry.openPaths([given], run);
    const catalog = await ferry.sqlserver.readScripts(texts, { databaseName: 'db', variables: {} }, run);
    const measures = ferry.measureMeaning(catalog);
    rows.push(row(path.basename(given) === '_all.sql' ? path.basename(path.dirname(given)) : path.basename(given), measures));
    if (!list) continue;
    for (const line of untold(ferry, catalog, measures)) console.log(line);
    for (const missing of ferry.dependencyGraph(ferry.catalogReader(catalog)).missing) console.log(`  ${missing.message}`);
    console.log(`  kinds of results: ${JSON.stringify(measures.procedures.kinds)}; unknown types: ${JSON.stringify(measures.expressions.explained)}`);
  }
  console.log(table(rows));
  if (readme === undefined) return;
  const before = readFileSync(readme, 'utf8');
  writeFileSync(readme, before.replace(/(<!-- meaning -->\n)[\s\S]*?(<!-- \/meaning -->)/, (_, open, close) => `${open}${table(rows)}\n${close}`));
}
