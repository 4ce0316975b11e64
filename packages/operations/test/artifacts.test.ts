import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderObjects, openAws } from '@ferry/cloud';
import { emulatorCredentials, emulatorRole, startAwsEmulator } from '@ferry/testkit/aws';
import type { AwsEmulator } from '@ferry/testkit/aws';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { artifactsBucketOf, artifactsLocation, artifactsOf } from '../src/artifacts';

let emulator: AwsEmulator;
let folder: string;
beforeAll(async () => {
  emulator = await startAwsEmulator();
  folder = await mkdtemp(join(tmpdir(), 'ferry-artifacts-'));
  process.env['AWS_ACCESS_KEY_ID'] = emulatorCredentials.accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = emulatorCredentials.secretAccessKey;
  await fetch(`${emulator.endpoint}/exports`, { method: 'PUT', headers: { authorization: `Credential=${emulatorCredentials.accessKeyId}/` } });
});
afterAll(async () => {
  await emulator.close();
  await rm(folder, { recursive: true });
});

const nowhere = { artifactsFolder: null, s3BucketPath: null, s3BucketRole: null };

it('puts artifacts into the bucket of the project, else of its instance profile', async () => {
  const aws = openAws({ region: 'us-east-1', endpoint: emulator.endpoint });
  const context = { objects: folderObjects(folder), artifactsFolders: [], aws };
  const profile = { name: 'p', ...nowhere, s3BucketPath: 's3://exports/from-profile', s3BucketRole: emulatorRole };
  const own = { ...nowhere, s3BucketPath: 's3://exports/own', instanceProfile: profile };
  expect(artifactsBucketOf({ ...nowhere, instanceProfile: profile })).toEqual({ uri: 's3://exports/from-profile', roleArn: emulatorRole });
  expect(artifactsLocation(own)).toBe('s3://exports/own');
  expect(artifactsLocation({ ...own, artifactsFolder: '/srv/ferry' })).toBe('/srv/ferry');

  await (await artifactsOf(context, own)).put('report.pdf', Buffer.from('own'));
  await (await artifactsOf(context, { ...nowhere, instanceProfile: profile })).put('report.pdf', Buffer.from('profile'));
  const whole = aws.objects('s3://exports');
  expect(Buffer.from(await whole.get('own/report.pdf')).toString()).toBe('own');
  expect(Buffer.from(await whole.get('from-profile/report.pdf')).toString()).toBe('profile');
  await expect((await artifactsOf(context, { ...own, s3BucketPath: 's3://missing' })).get('report.pdf')).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('the bucket') as string });
  aws.close();
});
