import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { AppError } from '@ferry/kernel';

/** A stream that counts and hashes what flows through, and fails with `too-large` beyond `limit` bytes. */
export function meter(limit: number): Transform & { readonly result: () => { size: number; sha256: string } } {
  const hash = createHash('sha256');
  let size = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      if (size > limit) done(new AppError('too-large', { public: `The file is larger than the ${Math.floor(limit / 1024 ** 2)} MB that can be taken.` }));
      else done(null, chunk);
    },
  });
  return Object.assign(through, { result: () => ({ size, sha256: hash.digest('hex') }) });
}
