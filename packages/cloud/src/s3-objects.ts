import { DeleteObjectCommand, DeleteObjectsCommand, GetBucketVersioningCommand, GetObjectCommand, HeadBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { AppError } from '@ferry/kernel';
import { Readable } from 'node:stream';
import { clientAccess } from './aws-access';
import type { AwsAccess } from './aws-access';
import { awsRefusal } from './aws-refusals';
import { meter } from './meter';
import type { Objects } from './objects';
import { checkKey } from './safe-key';

/** A place in S3. */
export interface S3Place {
  readonly bucket: string;
  /** Without slashes at its ends; empty for the whole bucket. */
  readonly prefix: string;
}

/**
 * Reads `s3://bucket/prefix`. Names of buckets: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 * @throws AppError `invalid-input`
 */
export function s3Place(uri: string): S3Place {
  const found = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(uri);
  const [, bucket, path = ''] = found ?? [];
  const prefix = path.replace(/^\/+|\/+$/g, '');
  if (bucket === undefined || bucket.includes('..') || prefix.length > 500 || prefix.split('/').some((part) => part === '.' || part === '..'))
    throw new AppError('invalid-input', { public: 'An S3 path is written s3://bucket or s3://bucket/folder; names of buckets have 3 to 63 lower-case letters, digits, dots and hyphens.' });
  return { bucket, prefix };
}

/** How many bytes go in one part of a multipart upload. S3 takes at most 10,000 parts, so a file may have 156 GB. */
const partSize = 16 * 1024 ** 2;

/**
 * Objects in a bucket. Writes are encrypted with SSE-S3, which is what DMS Schema Conversion asks for.
 * Whole-or-nothing comes from S3 itself: an upload that breaks is aborted and never becomes visible.
 */
export function s3Objects(place: S3Place, access: AwsAccess): Objects & { close(): void } {
  const client = new S3Client({ ...clientAccess(access), forcePathStyle: access.endpoint !== undefined });
  const { bucket: Bucket, prefix } = place;
  const keyOf = (key: string): string => (prefix === '' ? checkKey(key) : `${prefix}/${checkKey(key)}`);
  const asking = async <T>(what: string, permission: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (thrown) {
      // The SDK reports what the service refuses by throwing.
      throw awsRefusal(thrown, what, permission);
    }
  };
  const fetched = (key: string) =>
    asking(`the stored file in the bucket "${Bucket}"`, 's3:GetObject', async () => {
      const { Body, ContentLength } = await client.send(new GetObjectCommand({ Bucket, Key: keyOf(key) }));
      if (!(Body instanceof Readable)) throw new AppError('internal', { public: 'S3 gave no content.' });
      return { size: ContentLength ?? 0, content: Body };
    });
  return {
    put: (key, content, limit = Number.POSITIVE_INFINITY) =>
      asking(`the bucket "${Bucket}"`, 's3:PutObject', async () => {
        const counted = meter(limit);
        const source = content instanceof Readable ? content : Readable.from([Buffer.from(content.buffer, content.byteOffset, content.byteLength)]);
        const upload = new Upload({ client, params: { Bucket, Key: keyOf(key), Body: counted, ServerSideEncryption: 'AES256' }, partSize, queueSize: 2 });
        source.once('error', (error) => counted.destroy(error));
        source.pipe(counted);
        await upload.done();
        return counted.result();
      }),
    get: async (key) => {
      const { content } = await fetched(key);
      const chunks: Buffer[] = [];
      for await (const chunk of content) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    },
    open: fetched,
    remove: (key) =>
      asking(`the stored file in the bucket "${Bucket}"`, 's3:DeleteObject', async () => {
        await client.send(new DeleteObjectCommand({ Bucket, Key: keyOf(key) }));
      }),
    removeAll: (under) =>
      asking(`the bucket "${Bucket}"`, 's3:ListBucket and s3:DeleteObject', async () => {
        const Prefix = `${keyOf(under)}/`;
        // A page has at most 1,000 keys, which is also what one deletion takes. What was listed is gone afterwards, so the first page comes next.
        for (;;) {
          const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix }));
          const keys = Contents.flatMap(({ Key }) => (Key === undefined ? [] : [{ Key }]));
          if (keys.length === 0) return;
          const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys, Quiet: true } }));
          if (Errors[0] !== undefined) throw new AppError('access-denied', { public: `${Errors.length} files could not be deleted from the bucket "${Bucket}". Ferry needs the permission s3:DeleteObject.`, internal: Errors[0].Message ?? '' });
        }
      }),
    close: () => client.destroy(),
  };
}

/** One thing that a bucket needs, and whether it has it. */
export interface BucketCheck {
  readonly name: string;
  readonly passed: boolean;
  readonly message: string;
}

/** Whether a bucket can be used: it is there, versioning is on (DMS Schema Conversion demands it), and files can be written, read and deleted. */
export async function checkBucket(place: S3Place, access: AwsAccess): Promise<readonly BucketCheck[]> {
  const client = new S3Client({ ...clientAccess(access), forcePathStyle: access.endpoint !== undefined });
  const { bucket: Bucket } = place;
  const probe = async (name: string, permission: string, work: () => Promise<string>): Promise<BucketCheck> => {
    try {
      return { name, passed: true, message: await work() };
    } catch (thrown) {
      const refusal = awsRefusal(thrown, `the bucket "${Bucket}"`, permission);
      // What is not a refusal of AWS is a mistake of ours.
      if (!(refusal instanceof AppError)) throw thrown;
      return { name, passed: false, message: refusal.message };
    }
  };
  try {
    const found = await probe('Bucket', 's3:ListBucket', async () => {
      await client.send(new HeadBucketCommand({ Bucket }));
      return 'The bucket can be reached.';
    });
    if (!found.passed) return [found];
    const versioned = await probe('Versioning', 's3:GetBucketVersioning', async () => {
      const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket }));
      if (Status !== 'Enabled') throw new AppError('invalid-state', { public: `Versioning of the bucket "${Bucket}" is off. Turn it on under Properties, Bucket Versioning.` });
      return 'Versioning is on.';
    });
    const written = await probe('Write, read and delete', 's3:PutObject, s3:GetObject and s3:DeleteObject', async () => {
      const objects = s3Objects(place, access);
      try {
        await objects.put('ferry-access-check', Buffer.from('ferry'));
        await objects.get('ferry-access-check');
        await objects.remove('ferry-access-check');
      } finally {
        objects.close();
      }
      return 'Files can be written, read and deleted.';
    });
    return [found, versioned, written];
  } finally {
    client.destroy();
  }
}
