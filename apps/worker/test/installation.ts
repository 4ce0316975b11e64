import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { testDatabase, testPostgres } from '@ferry/embedded-postgresql/testing';
import type { OperationInput, SchemaConversionRequest } from '@ferry/contract';
import { callOperation, installationFrom, openOperations, uploadRoute } from '@ferry/operations';
import type { OpenedOperations } from '@ferry/operations';
import { applyMigrations } from '@ferry/store';

const app = fileURLToPath(new URL('..', import.meta.url));

/** Builds the worker as it is shipped. */
export async function buildWorker(): Promise<void> {
  const build = spawn(process.execPath, ['../../scripts/bundle.mjs', 'src/main.ts', 'src/thread/task.ts'], { cwd: app, stdio: 'inherit' });
  const code = await new Promise<number | null>((resolve) => build.on('exit', resolve));
  if (code !== 0) throw new Error('the worker could not be built');
}

/** A whole Ferry without a console: state, files, operations, and as many workers as a test starts. */
export interface TestInstallation {
  readonly context: OpenedOperations;
  /** What the operations wrote to their log. */
  readonly logged: readonly string[];
  startWorker(): Promise<ChildProcess>;
  readonly databaseUrl: string;
  /** Where files and the key are kept. */
  readonly folder: string;
  /** What the workers wrote to their logs. */
  workerSaid(): string;
  close(): Promise<void>;
}

export async function installation(options: { readonly proving: boolean; readonly environment?: Readonly<Record<string, string>> }): Promise<TestInstallation> {
  const database = await testDatabase();
  await applyMigrations(database.url);
  const folder = await mkdtemp(join(tmpdir(), 'ferry-worker-'));
  const workers: ChildProcess[] = [];
  const workerLog: string[] = [];
  const sandbox = options.proving ? await testPostgres() : '';
  const environment = { FERRY_SANDBOX_URL: sandbox, ...options.environment };
  const logged: string[] = [];
  const context = await openOperations({
    databaseUrl: database.url,
    dataFolder: join(folder, 'objects'),
    homeFolder: folder,
    ...installationFrom(environment),
    log: (level, message, fields) => void logged.push(JSON.stringify({ level, message, fields })),
  });
  return {
    context,
    logged,
    databaseUrl: database.url,
    folder,
    workerSaid: () => workerLog.join(''),
    startWorker: async () => {
      const worker = spawn(process.execPath, ['--enable-source-maps', join(app, 'dist', 'main.js')], {
        env: { ...process.env, DATABASE_URL: database.url, ...environment, FERRY_DATA_DIR: folder },
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      });
      worker.stdout?.on('data', (chunk: Buffer) => {
        workerLog.push(chunk.toString('utf8'));
        if (process.env['FERRY_TEST_LOG'] !== undefined) process.stdout.write(chunk);
      });
      workers.push(worker);
      await new Promise<void>((resolve, reject) => {
        worker.on('message', () => resolve());
        worker.on('exit', (code) => reject(new Error(`the worker ended with ${String(code)}`)));
      });
      return worker;
    },
    close: async () => {
      await Promise.all(workers.map(ended));
      await context.close();
      await database.drop();
      await rm(folder, { recursive: true });
    },
  };
}

/** Ends a worker gently and waits for it. */
export async function ended(worker: ChildProcess): Promise<number | null> {
  if (worker.exitCode !== null || worker.signalCode !== null) return worker.exitCode;
  const exit = new Promise<number | null>((resolve) => worker.on('exit', resolve));
  worker.kill('SIGTERM');
  return exit;
}

export async function kill(worker: ChildProcess): Promise<void> {
  const exit = new Promise<void>((resolve) => worker.on('exit', () => resolve()));
  worker.kill('SIGKILL');
  await exit;
}

/** A project with these scripts, not launched yet. */
export async function makeProject(
  context: OpenedOperations,
  name: string,
  scripts: Readonly<Record<string, string>>,
  target: Pick<OperationInput<'CreateDataProvider'>, 'Virtual' | 'Settings'> = { Virtual: true, Settings: { PostgreSqlSettings: { ServerName: 'pg01' } } },
  secret?: string,
): Promise<void> {
  await callOperation('CreateInstanceProfile', { InstanceProfileName: `${name}-profile` }, context);
  const source: OperationInput<'CreateDataProvider'> = { DataProviderName: `${name}-source`, Engine: 'sqlserver', Virtual: true, Settings: { MicrosoftSqlServerSettings: { ServerName: 'sql01', DatabaseName: 'shop' } } };
  await callOperation('CreateDataProvider', source, context);
  await callOperation('CreateDataProvider', { DataProviderName: `${name}-target`, Engine: 'postgres', ...target }, context);
  for (const [file, text] of Object.entries(scripts)) {
    const url = `http://localhost/api/upload?DataProviderIdentifier=${name}-source&FileName=${encodeURIComponent(file)}`;
    const answer = await uploadRoute(new Request(url, { method: 'POST', body: text }), context);
    if (answer.status !== 200) throw new Error(await answer.text());
  }
  await callOperation(
    'CreateMigrationProject',
    { MigrationProjectName: name, InstanceProfileIdentifier: `${name}-profile`, SourceDataProviderDescriptors: [{ DataProviderIdentifier: `${name}-source` }], TargetDataProviderDescriptors: [{ DataProviderIdentifier: `${name}-target`, ...(secret === undefined ? {} : { SecretsManagerSecretId: secret }) }] },
    context,
  );
}

export async function requestOf(context: OpenedOperations, project: string, id: string): Promise<SchemaConversionRequest> {
  const { Requests } = await callOperation('DescribeRequests', { MigrationProjectIdentifier: project, Filters: [{ Name: 'request-id', Values: [id] }] }, context);
  const [request] = Requests;
  if (request === undefined) throw new Error(`no request ${id}`);
  return request;
}

/** Waits until a request is as wanted; gives up after a while, or when it has ended otherwise. */
export async function waitFor(context: OpenedOperations, project: string, id: string, wanted: (request: SchemaConversionRequest) => boolean, seconds = 40): Promise<SchemaConversionRequest> {
  const end = Date.now() + seconds * 1000;
  let request = await requestOf(context, project, id);
  while (!wanted(request)) {
    if (Date.now() > end || ['SUCCESS', 'FAILED', 'CANCELED'].includes(request.Status)) throw new Error(`the request is ${JSON.stringify(request)}`);
    await sleep(100);
    request = await requestOf(context, project, id);
  }
  return request;
}

export const succeeded = (context: OpenedOperations, project: string, id: string, seconds?: number): Promise<SchemaConversionRequest> => waitFor(context, project, id, (r) => r.Status === 'SUCCESS', seconds);
