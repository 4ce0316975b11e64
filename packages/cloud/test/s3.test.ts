import { emulatorRole } from '@ferry/testkit/aws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkBucket, s3Objects, s3Place } from '../src';
import { localAws } from './aws';
import type { LocalAws } from './aws';

let aws: LocalAws;
beforeAll(async () => {
  aws = await localAws();
  await aws.makeBucket('exports', true);
  await aws.makeBucket('careless', false);
});
afterAll(() => aws.close());

describe('places in S3', () => {
  it('reads a path', () => {
    expect(s3Place('s3://exports')).toEqual({ bucket: 'exports', prefix: '' });
    expect(s3Place('s3://exports/a/b/')).toEqual({ bucket: 'exports', prefix: 'a/b' });
  });
  it('refuses what is none', () => {
    for (const uri of ['', 's3://', 's3://UPPER', 's3://a', 's3://a..b', 's3://exports/../other', 'https://exports', 's3://169.254.169.254@x/y'])
      expect(() => s3Place(uri), uri).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });
});

describe('the check of a bucket', () => {
  const failed = async (bucket: string, more: object = {}): Promise<string[]> => (await checkBucket({ bucket, prefix: '' }, { ...aws.access, ...more })).filter((c) => !c.passed).map((c) => `${c.name}: ${c.message}`);

  it('passes one that is ready, also through a role', async () => {
    expect(await failed('exports')).toEqual([]);
    expect(await failed('exports', { roleArn: emulatorRole })).toEqual([]);
  });
  it('says that versioning is off', async () => {
    expect(await failed('careless')).toEqual([expect.stringContaining('Versioning: Versioning of the bucket "careless" is off.')]);
  });
  it('says that there is none, that a role is refused, that nobody answers', async () => {
    expect(await failed('missing')).toEqual([expect.stringContaining('the bucket "missing"')]);
    expect(await failed('exports', { roleArn: 'arn:aws:iam::000000000000:role/other' })).toEqual([expect.stringContaining('denies access')]);
    expect(await failed('exports', { endpoint: 'http://127.0.0.1:1' })).toEqual([expect.stringContaining('cannot be reached')]);
  });
  it('says that the credentials are not accepted', async () => {
    const known = process.env['AWS_ACCESS_KEY_ID'];
    process.env['AWS_ACCESS_KEY_ID'] = 'AKIAUNKNOWN000000000';
    await expect(s3Objects({ bucket: 'exports', prefix: '' }, aws.access).get('x')).rejects.toMatchObject({ code: 'access-denied', message: expect.stringContaining('does not accept the credentials') as string });
    process.env['AWS_ACCESS_KEY_ID'] = known;
  });
});
