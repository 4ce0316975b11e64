import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@ferry/kernel';
import { meter } from './meter';
import type { Objects } from './objects';
import { checkKey } from './safe-key';

const errorCode = (thrown: unknown): string | undefined => (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined);

/** Words what the file system refuses. */
function worded(thrown: unknown): unknown {
  switch (errorCode(thrown)) {
    case 'ENOENT':
      return new AppError('not-found', { public: 'The stored file is not there any more. It may have been deleted from the data folder.', cause: thrown });
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError('unavailable', { public: 'The disk that the file would be stored on is full. Make room and try again.', cause: thrown });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new AppError('unavailable', { public: 'The data folder cannot be written or read. Check its permissions.', cause: thrown });
    default:
      return thrown;
  }
}

async function probing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    // The operating system reports a missing file or a full disk by throwing.
    throw worded(thrown);
  }
}

/**
 * Objects in a folder of this machine; it is made when it is missing, readable by its owner only.
 * @param durable false for what may go with the machine: it is not waited for until it lies on the disk
 */
export function folderObjects(folder: string, durable = true): Objects {
  const root = resolve(folder);
  const pathOf = (key: string): string => join(root, checkKey(key));
  return {
    put: (key, content, limit = Number.POSITIVE_INFINITY) =>
      probing(async () => {
        const path = pathOf(key);
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        const temporary = join(root, `.incoming-${randomUUID()}`);
        const counted = meter(limit);
        try {
          const source = content instanceof Readable ? content : Readable.from([Buffer.from(content.buffer, content.byteOffset, content.byteLength)]);
          await pipeline(source, counted, createWriteStream(temporary, { mode: 0o600, flush: durable }));
          await rename(temporary, path);
        } finally {
          await rm(temporary, { force: true });
        }
        return counted.result();
      }),
    get: (key) => probing(() => readFile(pathOf(key))),
    open: (key) =>
      probing(async () => {
        const path = pathOf(key);
        const { size } = await stat(path);
        return { size, content: createReadStream(path) };
      }),
    remove: (key) => probing(() => rm(pathOf(key), { force: true })),
    removeAll: (prefix) => probing(() => rm(pathOf(prefix), { force: true, recursive: true })),
  };
}
