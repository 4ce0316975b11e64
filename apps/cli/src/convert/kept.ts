import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline, Readable } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { readKept } from '@ferry/conversion/again';
import type { AgainResult, KeptConversion } from '@ferry/conversion/again';
import type { OutputFile } from './output-folder';

/** What a conversion leaves in its folder for the next one. */
const keptName = '.ferry-kept.gz';

const ignored = (): undefined => undefined; // who reads the last stream gets the error

/** What the last conversion left in an output folder; undefined where there is none. */
export async function keptIn(folder: string): Promise<KeptConversion | undefined> {
  const unzipped = createGunzip();
  pipeline(createReadStream(join(folder, keptName)), unzipped, ignored);
  // Every failure (no file, no access, damage) means the same: nothing was kept.
  unzipped.on('error', ignored);
  return readKept(createInterface({ input: unzipped, crlfDelay: Infinity }));
}

export const keptFile = ({ keep }: AgainResult): OutputFile => ({
  path: keptName,
  text: () => {
    const zipped = createGzip();
    pipeline(Readable.from(keep()), zipped, ignored);
    return zipped;
  },
});

/** Tells this build of the program from others, by the files that it is made of. */
export async function programHash(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(folder)).sort()) if (/\.[cm]?[jt]s$/.test(name)) hash.update(name).update(await readFile(join(folder, name)));
  return hash.digest('base64url');
}
