import { setTimeout as sleep } from 'node:timers/promises';
import { rootPath, selectPaths } from '@ferry/contract';
import { callOperation } from '@ferry/operations';
import { testPostgres } from '@ferry/embedded-postgresql/testing';
import { applied, converted, trees } from '@ferry/store';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWorker, ended, installation, kill, makeProject, requestOf, succeeded, waitFor } from './installation';
import type { TestInstallation } from './installation';

/** Enough to be interrupted in the middle: tables, each with a key, a foreign key, a check and an index, and views. */
function bigScript(tables: number): string {
  const parts: string[] = [];
  for (let i = 0; i < tables; i++)
    parts.push(
      `CREATE TABLE dbo.t${i} (id int NOT NULL CONSTRAINT PK_t${i} PRIMARY KEY, up int NULL${i === 0 ? '' : ` CONSTRAINT FK_t${i} REFERENCES dbo.t${i - 1} (id)`}, n nvarchar(40) NOT NULL, price money CHECK (price > ${i}))\nGO\n` +
        `CREATE INDEX IX_t${i} ON dbo.t${i} (n)\nGO\nCREATE VIEW dbo.v${i} AS SELECT id, n, price FROM dbo.t${i} WHERE price > ${i}\nGO\n`,
    );
  return parts.join('');
}

const all = selectPaths([rootPath]);
const ofProject = (name: string) => ({ MigrationProjectIdentifier: name });
let ferry: TestInstallation;
beforeAll(async () => {
  await buildWorker();
  ferry = await installation({ proving: true });
});
afterAll(() => ferry.close());

async function loaded(name: string, script: string, embedded = false): Promise<string> {
  await makeProject(ferry.context, name, { 'big.sql': script }, ...(embedded ? [{ Settings: { PostgreSqlSettings: { Embedded: true } } }] : []));
  const { RequestIdentifier, MigrationProject } = await callOperation('OpenSchemaConversion', ofProject(name), ferry.context);
  await succeeded(ferry.context, name, RequestIdentifier ?? '');
  return MigrationProject.MigrationProjectArn.slice(-26);
}

const convert = async (name: string): Promise<string> => (await callOperation('StartMetadataModelConversion', { ...ofProject(name), SelectionRules: all }, ferry.context)).RequestIdentifier;

/** Everything that a conversion leaves, without what differs from run to run. */
async function outcome(projectId: string): Promise<unknown> {
  const objects = (await converted.load(ferry.context.store.db, projectId)).sort((a, b) => (a.objectId < b.objectId ? -1 : 1));
  const items = (await converted.items(ferry.context.store.db, projectId)).map(({ id, projectId: project, ...rest }) => ({ ...rest, id: typeof id, project: project.length }));
  const [source, target] = [await trees.outline(ferry.context.store.db, projectId, 'SOURCE'), await trees.outline(ferry.context.store.db, projectId, 'TARGET')];
  const text = JSON.stringify([objects, items, source, target, await converted.support(ferry.context.store, projectId)]);
  return text;
}

/** What applying left: the target's own catalogue and books, and what Ferry shows of it. */
async function targetOutcome(projectId: string): Promise<unknown> {
  const address = new URL(await testPostgres());
  address.pathname = `/ferry_target_${projectId.toLowerCase()}`;
  const client = new Client({ connectionString: address.href });
  await client.connect();
  try {
    const objects = await client.query("SELECT n.nspname, c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname !~ '^pg_|^information' ORDER BY 1, 2, 3");
    const constraints = await client.query("SELECT conrelid::regclass::text AS of, conname, pg_get_constraintdef(oid) AS def FROM pg_constraint WHERE contype <> 'n' ORDER BY 1, 2");
    const books = await client.query('SELECT key, hash FROM ferry_applied.units ORDER BY key');
    const rows = (await applied.list(ferry.context.store.db, projectId)).map(({ at, requestId, ...rest }) => ({ ...rest, at: typeof at, requestId: typeof requestId })).sort((a, b) => (a.keyHash < b.keyHash ? -1 : 1));
    const tree = (await trees.targets(ferry.context.store.db, projectId)).map((node) => ({ ...node, path: node.path.split('/').slice(2) }));
    return { objects: objects.rows, constraints: constraints.rows, books: books.rows, rows, tree };
  } finally {
    await client.end();
  }
}

describe('a worker that is interrupted', () => {
  it('leaves no half object when it is killed, and the result after a restart equals that of an undisturbed run', async () => {
    const script = bigScript(160);
    const first = await ferry.startWorker();
    const disturbed = await loaded('disturbed', script);
    const undisturbed = await loaded('undisturbed', script);
    await succeeded(ferry.context, 'undisturbed', await convert('undisturbed'), 60);

    const id = await convert('disturbed');
    await waitFor(ferry.context, 'disturbed', id, (r) => (r.Progress?.ProgressPercent ?? 0) > 30);
    await kill(first);
    expect((await requestOf(ferry.context, 'disturbed', id)).Status).toBe('IN_PROGRESS');
    for (const object of await converted.load(ferry.context.store.db, disturbed)) expect(object.parts.length).toBeGreaterThan(0);
    const second = await ferry.startWorker();
    await succeeded(ferry.context, 'disturbed', id, 60);
    // Server names come from the provider's settings and are the same: so must everything else be.
    expect(await outcome(disturbed)).toEqual(await outcome(undisturbed));
    const { LogEvents } = await callOperation('DescribeLogEvents', { ...ofProject('disturbed'), Text: 'taken up again' }, ferry.context);
    expect(LogEvents).toHaveLength(1);
    await ended(second);
  }, 120_000);

  it('applies the rest after it was killed in the middle, and everything is as after an undisturbed run', async () => {
    const script = bigScript(40);
    const first = await ferry.startWorker();
    const ids: string[] = [];
    for (const name of ['apply-disturbed', 'apply-undisturbed']) {
      ids.push(await loaded(name, script, true));
      await succeeded(ferry.context, name, await convert(name), 60);
    }
    const apply = async (name: string): Promise<string> => (await callOperation('StartMetadataModelExportToTarget', { ...ofProject(name), SelectionRules: all }, ferry.context)).RequestIdentifier;
    const calm = await succeeded(ferry.context, 'apply-undisturbed', await apply('apply-undisturbed'), 60);
    const id = await apply('apply-disturbed');
    await waitFor(ferry.context, 'apply-disturbed', id, (r) => (r.ApplyCounts?.Applied ?? 0) > 30);
    await kill(first);
    const second = await ferry.startWorker();
    const disturbed = await succeeded(ferry.context, 'apply-disturbed', id, 60);
    expect(disturbed.ApplyCounts).toEqual(calm.ApplyCounts);
    expect(await targetOutcome(ids[0] ?? '')).toEqual(await targetOutcome(ids[1] ?? ''));
    const again = await succeeded(ferry.context, 'apply-disturbed', await apply('apply-disturbed'), 60);
    expect(again.ApplyCounts).toEqual({ ...calm.ApplyCounts, Applied: 0, Unchanged: calm.ApplyCounts?.Applied });
    await ended(second);
  }, 120_000);

  it('gives its work back on SIGTERM, and the next one goes on', async () => {
    const first = await ferry.startWorker();
    await loaded('stopped', bigScript(300));
    const id = await convert('stopped');
    await waitFor(ferry.context, 'stopped', id, (r) => (r.Progress?.ProgressPercent ?? 0) > 30);
    const before = Date.now();
    expect(await ended(first)).toBe(0);
    expect(Date.now() - before).toBeLessThan(8000);
    expect((await requestOf(ferry.context, 'stopped', id)).Status).toBe('RECEIVED');
    const second = await ferry.startWorker();
    await succeeded(ferry.context, 'stopped', id, 60);
    await ended(second);
  }, 120_000);

  it('cancels within five seconds, and what was asked for next runs', async () => {
    const worker = await ferry.startWorker();
    await loaded('cancelled', bigScript(600));
    const id = await convert('cancelled');
    const next = await convert('cancelled');
    await waitFor(ferry.context, 'cancelled', id, (r) => (r.Progress?.ProgressPercent ?? 0) > 20);
    const before = Date.now();
    const { Request } = await callOperation('CancelMetadataModelConversion', { ...ofProject('cancelled'), RequestIdentifier: id }, ferry.context);
    expect(Request.Status).toBe('CANCELING');
    while ((await requestOf(ferry.context, 'cancelled', id)).Status !== 'CANCELED') {
      if (Date.now() - before > 5000) throw new Error(`not cancelled within 5 s: ${JSON.stringify(await requestOf(ferry.context, 'cancelled', id))}`);
      await sleep(50);
    }
    await succeeded(ferry.context, 'cancelled', next, 60);
    await expect(callOperation('CancelRequest', { ...ofProject('cancelled'), RequestIdentifier: id }, ferry.context)).rejects.toMatchObject({ code: 'invalid-state' });
    await ended(worker);
  }, 120_000);

  it('takes up what was asked for while no worker ran', async () => {
    await makeProject(ferry.context, 'waiting', { 'small.sql': bigScript(2) });
    const { RequestIdentifier } = await callOperation('OpenSchemaConversion', ofProject('waiting'), ferry.context);
    expect((await requestOf(ferry.context, 'waiting', RequestIdentifier ?? '')).Status).toBe('RECEIVED');
    await ferry.startWorker();
    await succeeded(ferry.context, 'waiting', RequestIdentifier ?? '');
  });
});
