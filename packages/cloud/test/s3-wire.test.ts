import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { emulatorCredentials } from '@ferry/testkit/aws';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3Objects } from '../src';
import { localAws } from './aws';
import type { LocalAws } from './aws';

// What only our own emulator can tell: what came over the wire. The contract itself is in objects.test.ts.
let aws: LocalAws;
let client: S3Client;
beforeAll(async () => {
  aws = await localAws();
  await aws.makeBucket('wire', true);
  client = new S3Client({ ...aws.access, forcePathStyle: true });
});
afterAll(async () => {
  client.destroy();
  await aws.close();
});
const sent = (key: string) => aws.emulator.transfers('wire').filter((one) => one.key === key);

describe('what goes to S3 through the SDK', () => {
  it('carries the checksum that the SDK adds by default, and is encrypted', async () => {
    await s3Objects({ bucket: 'wire', prefix: '' }, aws.access).put('small', Buffer.from('SELECT 1'));
    expect(sent('small')).toMatchObject([{ checked: true }]);
    expect((await client.send(new GetObjectCommand({ Bucket: 'wire', Key: 'small' }))).ServerSideEncryption).toBe('AES256');
  });

  it('is a multipart upload when it is a long stream, with a checksum for each part', async () => {
    const chunk = Buffer.alloc(1024 ** 2, 'x');
    await s3Objects({ bucket: 'wire', prefix: 'deep' }, aws.access).put('long', Readable.from(Array.from({ length: 40 }, () => chunk)));
    const parts = sent('deep/long');
    expect(parts.map(({ part }) => part).sort()).toEqual([1, 2, 3]);
    expect(parts.every(({ checked }) => checked)).toBe(true);
    const { ContentLength, ServerSideEncryption } = await client.send(new GetObjectCommand({ Bucket: 'wire', Key: 'deep/long' }));
    expect([ContentLength, ServerSideEncryption]).toEqual([40 * 1024 ** 2, 'AES256']);
    expect(aws.emulator.openUploads('wire')).toBe(0);
  });

  it('is refused when the checksum does not fit', async () => {
    const answer = await fetch(`${aws.access.endpoint ?? ''}/wire/bad`, { method: 'PUT', body: 'SELECT 1', headers: { authorization: `AWS4-HMAC-SHA256 Credential=${emulatorCredentials.accessKeyId}/x`, 'x-amz-checksum-crc32': 'AAAAAA==' } });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('<Code>BadDigest</Code>')]);
    expect(aws.emulator.versions('wire', 'bad')).toEqual([]);
  });

  it('leaves what was there before as a version, also after it was removed', async () => {
    const objects = s3Objects({ bucket: 'wire', prefix: '' }, aws.access);
    await objects.put('report', Buffer.from('first'));
    await objects.put('report', Buffer.from('second'));
    await objects.remove('report');
    await expect(objects.get('report')).rejects.toMatchObject({ code: 'not-found' });
    const versions = aws.emulator.versions('wire', 'report');
    expect(new Set(versions).size).toBe(3);
    const read = async (VersionId: string | undefined): Promise<string | undefined> => (await client.send(new GetObjectCommand({ Bucket: 'wire', Key: 'report', VersionId }))).Body?.transformToString();
    expect([await read(versions[0]), await read(versions[1])]).toEqual(['first', 'second']);
  });
});
