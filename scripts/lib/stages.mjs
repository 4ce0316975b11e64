// The stages of `npm test`. Each returns { passed, failed, skipped, output, notes }; output is shown when it failed.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBrowser } from './browser.mjs';
import { turbo } from './build.mjs';
import { ensurePostgres15 } from './debian.mjs';
import { root, run, seconds, tool } from './step.mjs';

const stages = {
  types: async () => {
    const generated = await turbo('generate');
    if (generated.code !== 0) return one(generated);
    const ours = await run(process.execPath, [tool('typescript', 'bin/tsc'), '-p', 'tsconfig.json', '--noEmit']);
    if (ours.code !== 0) return one(ours);
    // Next writes the types of its routes before anything is built.
    const routes = await run(process.execPath, [tool('next', 'dist/bin/next'), 'typegen'], { cwd: path.join(root, 'apps', 'console'), env: quiet });
    if (routes.code !== 0) return one(routes);
    return one(await run(process.execPath, [tool('typescript', 'bin/tsc'), '-p', 'apps/console/tsconfig.json', '--noEmit', '--incremental', 'false']));
  },

  lint: async () => one(await run(process.execPath, [tool('eslint', 'bin/eslint.js'), '.', '--max-warnings', '0'])),

  tests: async () => {
    const notes = [await ensurePostgres15()].filter(Boolean);
    const generated = await turbo('generate');
    if (generated.code !== 0) return one(generated);
    return withReport(async (report) => {
      const args = [tool('vitest', 'vitest.mjs'), 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
      const result = await run(process.execPath, args, { env: clean({ NODE_ENV: 'test' }), heartbeat });
      return { ...countVitest(readReport(report), result), output: result.output, notes };
    });
  },

  build: async () => one(await turbo('build', { heartbeat })),

  browser: async () => {
    const browser = await findBrowser();
    if (!browser.found) return { passed: 0, failed: 1, skipped: 0, output: browser.note };
    return withReport(async (report) => {
      const args = [tool('@playwright/test', 'cli.js'), 'test', '--reporter=list,json'];
      const env = clean({ PLAYWRIGHT_JSON_OUTPUT_NAME: report, ...(browser.path ? { FERRY_CHROMIUM: browser.path } : {}) });
      const result = await run(process.execPath, args, { cwd: path.join(root, 'e2e'), env, heartbeat });
      return { ...countPlaywright(readReport(report), result), output: result.output, notes: [browser.note].filter(Boolean) };
    });
  },
};

export const stageNames = Object.keys(stages);

const titles = {
  types: 'Types (tsc)',
  lint: 'Lint and layers (eslint)',
  tests: 'Unit, fixture and PostgreSQL tests (vitest)',
  build: 'Production build (next, esbuild)',
  browser: 'Browser tests (Playwright)',
};

// Colours only where a person looks.
const colours = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1', FORCE_COLOR: undefined };
const quiet = { NEXT_TELEMETRY_DISABLED: '1', ...colours };
const heartbeat = (elapsed) => {
  if (elapsed % 60 === 0) console.log(`    ... ${elapsed / 60} min`);
};

/** Runs the named stages one after the other, shows what each did, and sums up. */
export async function runStages(names) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const name of names) {
    const started = Date.now();
    console.log(`${titles[name]} ...`);
    const result = await stages[name]();
    for (const key of Object.keys(sum)) sum[key] += result[key];
    if (result.failed > 0) console.log(`${result.output.trimEnd()}\n`);
    for (const note of result.notes ?? []) console.log(`    ${note}`);
    const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : '';
    console.log(`    ${result.failed > 0 ? 'FAILED' : 'ok'}: ${result.passed} passed, ${result.failed} failed${skipped} (${seconds(started)})`);
  }
  return sum;
}

const one = ({ code, output }) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, output });

/** The tests see nothing of the settings of whoever runs them. */
function clean(more) {
  const hidden = Object.keys(process.env).filter((name) => /^(FERRY_|PG[A-Z]+$|DATABASE_URL$|PORT$)/.test(name) && name !== 'FERRY_CHROMIUM');
  return { ...quiet, ...Object.fromEntries(hidden.map((name) => [name, undefined])), ...more };
}

async function withReport(work) {
  const folder = mkdtempSync(path.join(tmpdir(), 'ferry-report-'));
  try {
    return await work(path.join(folder, 'report.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const readReport = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);

function countVitest(report, { code, output }) {
  if (!report) return one({ code: 1, output });
  // A file that cannot even be loaded has no tests that could fail.
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed')).length;
  const failed = report.numFailedTests + broken;
  return { passed: report.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: report.numPendingTests + report.numTodoTests };
}

function countPlaywright(report, { code, output }) {
  if (!report) return one({ code: 1, output });
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failed = unexpected + report.errors.length;
  return { passed: expected + flaky, failed: failed === 0 && code !== 0 ? 1 : failed, skipped };
}
