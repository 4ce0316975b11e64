// The part of `npm run bench` that measures workers: one conversion by one worker process, then by two, each with one thread, on the
// same servers. Every round converts a project of its own, because what is converted stays converted.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { loadSources } from './load-sources.mjs';
import { root } from './step.mjs';

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
/** What two workers have to be at least, times as fast as one. */
const wanted = 1.6;

function startWorker(environment) {
  const worker = spawn(process.execPath, [path.join(root, 'apps', 'worker', 'dist', 'main.js')], { env: { ...process.env, ...environment }, stdio: ['ignore', process.env.FERRY_TEST_LOG ? 'inherit' : 'ignore', 'inherit', 'ipc'] });
  return new Promise((done, failed) => {
    worker.once('message', () => done(worker));
    worker.once('exit', (code) => failed(new Error(`a worker ended with ${code}`)));
  });
}

async function stopWorker(worker) {
  const ended = new Promise((done) => worker.once('exit', done));
  worker.kill('SIGTERM');
  await ended;
}

/** Prints a line a round and the ratio of the medians. @returns whether it is good enough */
export async function benchWorkers({ folder, quick }) {
  const m = await loadSources(`
    export { generatedDatabase } from '@ferry/testkit/generated-database';
    export { startEphemeralCluster, ensureDatabase } from '@ferry/embedded-postgresql';
    export { callOperation, openOperations, installationFrom, uploadRoute } from '@ferry/operations';
    export { applyMigrations } from '@ferry/store';
    export { rootPath, selectPaths } from '@ferry/contract';
  `);
  mkdirSync(folder, { recursive: true });
  const cluster = await m.startEphemeralCluster({ baseDir: folder });
  const databaseUrl = await m.ensureDatabase(cluster.url, 'ferry');
  await m.applyMigrations(databaseUrl);
  const environment = { DATABASE_URL: databaseUrl, FERRY_SANDBOX_URL: cluster.url, FERRY_DATA_DIR: folder, FERRY_WORKER_THREADS: '1' };
  const context = await m.openOperations({ databaseUrl, dataFolder: path.join(folder, 'objects'), homeFolder: folder, ...m.installationFrom(environment), log: () => undefined });
  const call = (name, input) => m.callOperation(name, input, context);
  const ended = async (project, id) => {
    for (;;) {
      const { Requests } = await call('DescribeRequests', { MigrationProjectIdentifier: project, Filters: [{ Name: 'request-id', Values: [id] }] });
      const [request] = Requests;
      if (request?.Status === 'SUCCESS') return;
      if (request?.Status === 'FAILED' || request?.Status === 'CANCELED') throw new Error(JSON.stringify(request));
      await pause(50);
    }
  };
  const all = m.selectPaths([m.rootPath]);
  const convert = async (name, size, workers) => {
    await call('CreateInstanceProfile', { InstanceProfileName: `${name}-profile` });
    await call('CreateDataProvider', { DataProviderName: `${name}-source`, Engine: 'sqlserver', Virtual: true, Settings: { MicrosoftSqlServerSettings: { ServerName: 'sql01', DatabaseName: 'bench' } } });
    await call('CreateDataProvider', { DataProviderName: `${name}-target`, Engine: 'postgres', Virtual: true, Settings: { PostgreSqlSettings: { ServerName: 'pg01' } } });
    for (const { name: file, text } of m.generatedDatabase(size)) {
      const query = new URLSearchParams({ DataProviderIdentifier: `${name}-source`, FileName: file });
      const answer = await m.uploadRoute(new globalThis.Request(`http://localhost/api/upload?${query}`, { method: 'POST', body: text }), context);
      if (!answer.ok) throw new Error(await answer.text());
    }
    await call('CreateMigrationProject', { MigrationProjectName: name, InstanceProfileIdentifier: `${name}-profile`, SourceDataProviderDescriptors: [{ DataProviderIdentifier: `${name}-source` }], TargetDataProviderDescriptors: [{ DataProviderIdentifier: `${name}-target` }] });
    const running = await Promise.all(Array.from({ length: workers }, () => startWorker(environment)));
    try {
      const opened = await call('OpenSchemaConversion', { MigrationProjectIdentifier: name });
      await ended(name, opened.RequestIdentifier);
      const { NotAssessed: objects } = await call('DescribeAssessmentSummary', { MigrationProjectIdentifier: name, SelectionRules: all });
      const started = performance.now();
      await ended(name, (await call('StartMetadataModelConversion', { MigrationProjectIdentifier: name, SelectionRules: all })).RequestIdentifier);
      return { ms: performance.now() - started, objects };
    } finally {
      await Promise.all(running.map(stopWorker));
    }
  };
  try {
    // 41.6 makes 5,000 objects of the catalogue.
    const size = quick ? 10.4 : 41.6;
    const rounds = quick ? 1 : 3;
    const median = {};
    console.log('\none conversion, workers of one thread (milliseconds)  nodes with objects    median      runs');
    for (const workers of [1, 2]) {
      const runs = [];
      for (let round = 0; round < rounds; round++) runs.push(await convert(`w${workers}-${round}`, size, workers));
      const times = runs.map((run) => run.ms).sort((a, b) => a - b);
      median[workers] = times[Math.floor(times.length / 2)];
      console.log(`${`${workers} ${workers === 1 ? 'worker' : 'workers'}`.padEnd(53)} ${String(runs[0].objects).padStart(18)} ${median[workers].toFixed(0).padStart(9)}      ${times.map((ms) => ms.toFixed(0)).join(', ')}`);
    }
    const ratio = median[1] / median[2];
    console.log(`two workers are ${ratio.toFixed(2)} times as fast as one (wanted: ${wanted})`);
    return ratio >= wanted;
  } finally {
    await context.close();
    await cluster.stop();
  }
}
