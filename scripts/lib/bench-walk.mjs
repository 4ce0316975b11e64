// The walking half of `npm run bench`: the whole product, as `npm start` runs it, over its API: from Launch to the tree, from
// Convert to proved, from Apply to applied. The database is generated, in two sizes: what grows faster than its objects shows.
// Scripts that were named on the command line follow, a row each.
import path from 'node:path';
import { readFileSync } from 'node:fs';
import { loadSources } from './load-sources.mjs';
import { caller, makeProject, startProduct, whole } from './product.mjs';

/** One project of a generated database, through all steps. */
async function walk(api, name, scripts) {
  const { call, timed } = api;
  const project = await makeProject(api, name, scripts);
  const input = { MigrationProjectIdentifier: project, SelectionRules: whole };
  const launch = await timed('StartMetadataModelImport', { ...input, Origin: 'SOURCE', Refresh: true });
  const summary = await call('DescribeAssessmentSummary', input);
  const convert = await timed('StartMetadataModelConversion', input);
  const apply = await timed('StartMetadataModelExportToTarget', input);
  const again = await timed('StartMetadataModelExportToTarget', input);
  return { objects: summary.NotAssessed, launch, convert, apply, again };
}

const cell = (value) => value.toFixed(0).padStart(11);

/** Prints a table: a row a size, and how much more the larger took for each object. */
export async function benchWalk({ folder, quick, files = [] }) {
  const { generatedDatabase } = await loadSources(`export { generatedDatabase } from '@ferry/testkit/generated-database';`);
  const product = await startProduct(folder);
  try {
    const api = caller(product.address);
    await walk(api, 'warm-up', generatedDatabase(0.1));
    console.log('\nthe product, over its API (milliseconds)        objects     launch    convert      apply apply again');
    const rows = [];
    for (const size of quick ? [1] : [1, 4]) {
      const { objects, ...steps } = await walk(api, `size-${size}`, generatedDatabase(size));
      const times = Object.values(steps).map((step) => step.ms);
      rows.push({ objects, times });
      console.log(`generated database, size ${String(size).padEnd(18)} ${cell(objects)}${times.map(cell).join('')}`);
      if (steps.apply.request.ApplyCounts?.Failed > 0) throw new Error(`${steps.apply.request.ApplyCounts.Failed} objects could not be applied`);
    }
    for (const [i, file] of files.entries()) {
      const { objects, ...steps } = await walk(api, `file-${i + 1}`, [{ name: path.basename(file), text: readFileSync(file) }]);
      console.log(`${path.basename(file).padEnd(43)} ${cell(objects)}${Object.values(steps).map((step) => cell(step.ms)).join('')}   failed: ${steps.apply.request.ApplyCounts?.Failed ?? 0}`);
    }
    const [small, large] = rows;
    if (small && large) console.log(`time for an object, larger to smaller (1 is linear)        ${small.times.map((ms, i) => (large.times[i] / large.objects / (ms / small.objects)).toFixed(2).padStart(11)).join('')}`);
  } finally {
    await product.stop();
  }
}
