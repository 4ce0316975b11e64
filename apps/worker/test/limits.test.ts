import { rootPath, selectPaths } from '@ferry/contract';
import { callOperation } from '@ferry/operations';
import { generatedDatabase } from '@ferry/testkit/generated-database';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { buildWorker, ended, installation, makeProject, requestOf, succeeded, waitFor } from './installation';
import type { TestInstallation } from './installation';

const all = selectPaths([rootPath]);
let ferry: TestInstallation;
beforeAll(() => buildWorker());
afterEach(() => ferry.close());

it('stops a job that takes too long, and says so', async () => {
  ferry = await installation({ proving: true });
  const scripts = Object.fromEntries(generatedDatabase(3).map((script) => [script.name, script.text]));
  await makeProject(ferry.context, 'slow', scripts);
  let worker = await ferry.startWorker();
  const opened = await callOperation('OpenSchemaConversion', { MigrationProjectIdentifier: 'slow' }, ferry.context);
  await succeeded(ferry.context, 'slow', opened.RequestIdentifier ?? '', 120);
  await ended(worker);
  process.env['FERRY_JOB_MINUTES'] = '0.02';
  worker = await ferry.startWorker();
  delete process.env['FERRY_JOB_MINUTES'];
  const { RequestIdentifier } = await callOperation('StartMetadataModelConversion', { MigrationProjectIdentifier: 'slow', SelectionRules: all }, ferry.context);
  await waitFor(ferry.context, 'slow', RequestIdentifier, (r) => r.Status === 'FAILED', 120);
  const request = await requestOf(ferry.context, 'slow', RequestIdentifier);
  expect(request.Error?.defaultErrorDetails.Message).toBe('The operation took longer than the 1 s it may and was stopped. Start it again: what is done is kept. Work on fewer objects at a time, or set FERRY_JOB_MINUTES of the worker higher.');
  await ended(worker);
}, 300_000);

it('does not start with limits that are none', async () => {
  ferry = await installation({ proving: false, environment: { FERRY_JOB_MEGABYTES: 'lots' } });
  await expect(ferry.startWorker()).rejects.toThrow('ended with 1');
  expect(ferry.workerSaid()).toContain('The environment variable FERRY_JOB_MEGABYTES takes a number from 256 to 1000000');
}, 120_000);
