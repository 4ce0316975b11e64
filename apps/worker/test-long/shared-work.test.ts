import { setTimeout as sleep } from 'node:timers/promises';
import { rootPath, selectPaths } from '@ferry/contract';
import { callOperation } from '@ferry/operations';
import { converted, trees } from '@ferry/store';
import { generatedDatabase } from '@ferry/testkit/generated-database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWorker, ended, installation, kill, makeProject, succeeded, waitFor } from '../test/installation';
import type { TestInstallation } from '../test/installation';

const all = selectPaths([rootPath]);
const ofProject = (name: string) => ({ MigrationProjectIdentifier: name });
let ferry: TestInstallation;
beforeAll(async () => {
  await buildWorker();
  ferry = await installation({ proving: true, environment: { FERRY_WORKER_THREADS: '1', FERRY_SHARE_FROM: '40' } });
});
afterAll(() => ferry.close());

/** Enough objects to be shared out. */
async function loaded(name: string): Promise<string> {
  await makeProject(ferry.context, name, Object.fromEntries(generatedDatabase(0.8).map((script) => [script.name, script.text])));
  const { RequestIdentifier, MigrationProject } = await callOperation('OpenSchemaConversion', ofProject(name), ferry.context);
  await succeeded(ferry.context, name, RequestIdentifier ?? '', 120);
  return MigrationProject.MigrationProjectArn.slice(-26);
}

const convert = async (name: string): Promise<string> => (await callOperation('StartMetadataModelConversion', { ...ofProject(name), SelectionRules: all }, ferry.context)).RequestIdentifier;

/** Everything that a conversion leaves, without what differs from run to run. */
async function outcome(projectId: string): Promise<unknown> {
  const { db } = ferry.context.store;
  const objects = (await converted.load(db, projectId)).sort((a, b) => (a.objectId < b.objectId ? -1 : 1));
  const items = (await converted.items(db, projectId)).map(({ id, projectId: project, ...rest }) => JSON.stringify({ ...rest, id: typeof id, project: project.length })).sort();
  return { objects, items, source: await trees.outline(db, projectId, 'SOURCE'), target: await trees.outline(db, projectId, 'TARGET'), support: await converted.support(ferry.context.store, projectId) };
}

const helpOf = async (name: string): Promise<number> => (await callOperation('DescribeLogEvents', { ...ofProject(name), Text: 'Another worker helped' }, ferry.context)).LogEvents.length;
const patience = 300_000;

describe('workers that share out one conversion', () => {
  it('come to what one alone comes to', async () => {
    const one = await ferry.startWorker();
    const alone = await loaded('alone');
    await succeeded(ferry.context, 'alone', await convert('alone'), 200);
    expect(await helpOf('alone')).toBe(0);
    const expected = await outcome(alone);
    const two = await ferry.startWorker();
    // On a busy machine the second may come when all is done.
    let helped = 0;
    for (let attempt = 0; attempt < 3 && helped === 0; attempt++) {
      const name = `together-${attempt}`;
      const together = await loaded(name);
      await succeeded(ferry.context, name, await convert(name), 200);
      expect(await outcome(together)).toEqual(expected);
      for (let wait = 0; wait < 30 && helped === 0; wait++) {
        helped = await helpOf(name);
        await sleep(100);
      }
    }
    await Promise.all([ended(one), ended(two)]);
    expect(helped).toBeGreaterThan(0);
  }, patience);

  it('finish what a helper leaves undone that is killed, and what a leader leaves', async () => {
    const workers = [await ferry.startWorker(), await ferry.startWorker()];
    const disturbed = await loaded('killed');
    const id = await convert('killed');
    await waitFor(ferry.context, 'killed', id, (r) => (r.Progress?.ProgressPercent ?? 0) > 32, 200);
    await kill(workers[0] as (typeof workers)[number]);
    await succeeded(ferry.context, 'killed', id, 200);
    const { Requests } = await callOperation('DescribeRequests', ofProject('alone'), ferry.context);
    const reference = Requests[0]?.MigrationProjectArn.slice(-26) ?? '';
    expect(await outcome(disturbed)).toEqual(await outcome(reference));
    await ended(workers[1] as (typeof workers)[number]);
  }, patience);

  it('make room for the request of another project', async () => {
    const workers = [await ferry.startWorker(), await ferry.startWorker()];
    await loaded('long');
    await makeProject(ferry.context, 'short', { 'small.sql': 'CREATE TABLE dbo.t (id int NOT NULL PRIMARY KEY)\nGO\n' });
    const long = await convert('long');
    await waitFor(ferry.context, 'long', long, (r) => (r.Progress?.ProgressPercent ?? 0) > 8, 200);
    const { RequestIdentifier } = await callOperation('OpenSchemaConversion', ofProject('short'), ferry.context);
    await succeeded(ferry.context, 'short', RequestIdentifier ?? '', 200);
    await succeeded(ferry.context, 'long', long, 200);
    await Promise.all(workers.map(ended));
  }, patience);
});
