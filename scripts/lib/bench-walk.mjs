// The walking half of `npm run bench`: the whole product, as `npm start` runs it, over its API: from Launch to the tree, from
// Convert to proved, from Apply to applied. The database is generated, in two sizes: what grows faster than its objects shows.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { loadSources } from './load-sources.mjs';
import { root } from './step.mjs';

const pollEvery = 50;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const whole = JSON.stringify({ rules: [{ 'rule-type': 'selection', 'rule-id': '1', 'rule-name': '1', 'rule-action': 'include', 'object-locator': { 'server-name': '%' } }] });

async function startProduct(folder) {
  const product = spawn(process.execPath, [path.join(root, 'scripts', 'start.mjs')], { cwd: root, env: { ...process.env, FERRY_DATA_DIR: folder, PORT: '0' }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((done) => product.once('exit', done));
  let said = '';
  const address = await new Promise((done, failed) => {
    const listen = (chunk) => {
      said += chunk.toString('utf8');
      const found = /ready: (http:\/\/\S+)/.exec(said)?.[1];
      if (found) done(found);
    };
    product.stdout.on('data', listen);
    product.stderr.on('data', listen);
    product.once('exit', () => failed(new Error(`Ferry did not start:\n${said}`)));
  });
  return {
    address,
    stop: async () => {
      product.kill('SIGINT');
      await ended;
    },
  };
}

/** Calls operations by their AWS names. */
function caller(address) {
  const call = async (operation, input) => {
    const response = await fetch(`${address}/api/dms`, { method: 'POST', headers: { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': `AmazonDMSv20160101.${operation}` }, body: JSON.stringify(input) });
    const body = await response.json();
    if (!response.ok) throw new Error(`${operation}: ${body.message ?? response.status}`);
    return body;
  };
  const upload = async (provider, { name, text }) => {
    const query = new URLSearchParams({ DataProviderIdentifier: provider, FileName: name });
    const response = await fetch(`${address}/api/upload?${query}`, { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: text });
    if (!response.ok) throw new Error(`upload of ${name}: ${await response.text()}`);
  };
  /** Starts a request and waits until it has ended. @returns milliseconds */
  const timed = async (operation, input) => {
    const started = performance.now();
    const { RequestIdentifier } = await call(operation, input);
    for (;;) {
      const { Requests } = await call('DescribeRequests', { MigrationProjectIdentifier: input.MigrationProjectIdentifier, Filters: [{ Name: 'request-id', Values: [RequestIdentifier] }] });
      const [request] = Requests;
      if (request?.Status === 'SUCCESS') return { ms: performance.now() - started, request };
      if (request?.Status === 'FAILED' || request?.Status === 'CANCELED') throw new Error(`${operation}: ${JSON.stringify(request.Error ?? request.Status)}`);
      await pause(pollEvery);
    }
  };
  return { call, upload, timed };
}

/** One project of a generated database, through all steps. */
async function walk({ call, upload, timed }, name, scripts) {
  const profile = (await call('CreateInstanceProfile', { InstanceProfileName: `${name}-profile`, NetworkType: 'IPV4' })).InstanceProfile.InstanceProfileArn;
  const provider = async (side, members) => (await call('CreateDataProvider', { DataProviderName: `${name}-${side}`, ...members })).DataProvider.DataProviderArn;
  const source = await provider('source', { Engine: 'sqlserver', Virtual: true, Settings: { MicrosoftSqlServerSettings: { DatabaseName: name } } });
  for (const script of scripts) await upload(source, script);
  const target = await provider('target', { Engine: 'postgres', Virtual: false, Settings: { PostgreSqlSettings: { Embedded: true } } });
  const project = (
    await call('CreateMigrationProject', { MigrationProjectName: name, InstanceProfileIdentifier: profile, SourceDataProviderDescriptors: [{ DataProviderIdentifier: source }], TargetDataProviderDescriptors: [{ DataProviderIdentifier: target }] })
  ).MigrationProject.MigrationProjectArn;
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
export async function benchWalk({ folder, quick }) {
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
    const [small, large] = rows;
    if (small && large) console.log(`time for an object, larger to smaller (1 is linear)        ${small.times.map((ms, i) => (large.times[i] / large.objects / (ms / small.objects)).toFixed(2).padStart(11)).join('')}`);
  } finally {
    await product.stop();
  }
}
