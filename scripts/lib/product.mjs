// The product as `npm start` runs it, and its operations by their AWS names: for the tools of people who work on it.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './step.mjs';

const pollEvery = 50;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
/** Selection rules for everything. */
export const whole = JSON.stringify({ rules: [{ 'rule-type': 'selection', 'rule-id': '1', 'rule-name': '1', 'rule-action': 'include', 'object-locator': { 'server-name': '%' } }] });

/** Starts it on a port of its own, with its data in `folder`. */
export async function startProduct(folder) {
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
export function caller(address) {
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

/** A project from scripts to an embedded PostgreSQL. @returns its ARN */
export async function makeProject({ call, upload }, name, scripts) {
  const profile = (await call('CreateInstanceProfile', { InstanceProfileName: `${name}-profile`, NetworkType: 'IPV4' })).InstanceProfile.InstanceProfileArn;
  const provider = async (side, members) => (await call('CreateDataProvider', { DataProviderName: `${name}-${side}`, ...members })).DataProvider.DataProviderArn;
  const source = await provider('source', { Engine: 'sqlserver', Virtual: true, Settings: { MicrosoftSqlServerSettings: { DatabaseName: name } } });
  for (const script of scripts) await upload(source, script);
  const target = await provider('target', { Engine: 'postgres', Virtual: false, Settings: { PostgreSqlSettings: { Embedded: true } } });
  return (
    await call('CreateMigrationProject', { MigrationProjectName: name, InstanceProfileIdentifier: profile, SourceDataProviderDescriptors: [{ DataProviderIdentifier: source }], TargetDataProviderDescriptors: [{ DataProviderIdentifier: target }] })
  ).MigrationProject.MigrationProjectArn;
}
