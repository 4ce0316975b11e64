import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { readKept } from '@ferry/conversion/again';
import type { AgainResult, KeptConversion } from '@ferry/conversion/again';

/** Packs what a conversion leaves for the next one. */
export async function packKept({ keep }: AgainResult): Promise<Uint8Array> {
  const zipped = createGzip({ level: 4 });
  const [bytes] = await Promise.all([buffer(zipped), pipeline(Readable.from(keep()), zipped)]);
  return bytes;
}

/** What the last conversion left; undefined when it cannot be read. */
export async function unpackKept(bytes: Uint8Array): Promise<KeptConversion | undefined> {
  const unzipped = createGunzip();
  const lines = createInterface({ input: unzipped, crlfDelay: Infinity });
  // What is damaged breaks off, and is then not what `readKept` takes.
  const unzipping = pipeline(Readable.from([bytes]), unzipped).catch(() => undefined); // see above
  const kept = await readKept(lines);
  await unzipping;
  return kept;
}
