import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { AppError } from '@ferry/kernel';
import { Readable } from 'node:stream';
import { clientAccess } from './aws-access';
import type { AwsAccess } from './aws-access';
import { awsRefusal } from './aws-refusals';
import type { S3Place } from './s3-objects';

/** What may be read from a bucket at most. */
export interface ScriptLimits {
  readonly files: number;
  /** All files together, in bytes. */
  readonly bytes: number;
}

export interface S3Script {
  /** Key below the place, with `/`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The files under a place in S3 whose names are wanted, in the order of their keys (permissions s3:ListBucket and s3:GetObject). A place
 * may also be one file.
 * @throws AppError `not-found` when there is none, `too-large`, `access-denied` with the permission that is missing
 */
export async function s3Scripts(place: S3Place, access: AwsAccess, wanted: (name: string) => boolean, limits: ScriptLimits, signal: AbortSignal): Promise<readonly S3Script[]> {
  const client = new S3Client({ ...clientAccess(access), forcePathStyle: access.endpoint !== undefined });
  const { bucket: Bucket, prefix } = place;
  const where = `s3://${Bucket}${prefix === '' ? '' : `/${prefix}`}`;
  const tooLarge = (): AppError => new AppError('too-large', { public: `${where} holds more than ${limits.files} scripts or ${Math.round(limits.bytes / 1024 ** 2)} MB of them. Name a folder with fewer.` });
  const keys: string[] = [];
  let total = 0;
  try {
    let ContinuationToken: string | undefined;
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix: prefix, ...(ContinuationToken === undefined ? {} : { ContinuationToken }) }), { abortSignal: signal });
      for (const { Key = '', Size = 0 } of page.Contents ?? []) {
        // A prefix is no folder: `ddl` also begins the keys of `ddl-old/`.
        if ((prefix !== '' && Key !== prefix && !Key.startsWith(`${prefix}/`)) || !wanted(Key)) continue;
        keys.push(Key);
        total += Size;
        if (keys.length > limits.files || total > limits.bytes) throw tooLarge();
      }
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    if (keys.length === 0) throw new AppError('not-found', { public: `There are no scripts under ${where}. Put the .sql files (or a .zip of them) there, or correct the S3 path of the data provider.` });
    const scripts: S3Script[] = [];
    let read = 0;
    for (const Key of keys.sort()) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }), { abortSignal: signal });
      if (!(Body instanceof Readable)) throw new AppError('internal', { public: 'S3 gave no content.' });
      const chunks: Buffer[] = [];
      for await (const chunk of Body) {
        read += (chunk as Buffer).length;
        // The list may be older than the file.
        if (read > limits.bytes) throw tooLarge();
        chunks.push(chunk as Buffer);
      }
      scripts.push({ name: prefix === '' || Key === prefix ? (Key.split('/').at(-1) ?? Key) : Key.slice(prefix.length + 1), bytes: Buffer.concat(chunks) });
    }
    return scripts;
  } catch (thrown) {
    if (signal.aborted) throw new AppError('cancelled', { public: 'The operation was cancelled.', cause: thrown });
    // The SDK reports what the service refuses by throwing.
    throw awsRefusal(thrown, `the bucket "${Bucket}"`, 's3:ListBucket and s3:GetObject');
  } finally {
    client.destroy();
  }
}
