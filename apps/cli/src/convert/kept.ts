import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packKept, unpackKept } from '@ferry/conversion/again';
import type { AgainResult, KeptConversion } from '@ferry/conversion/again';
import type { OutputFile } from './output-folder';

/** What a conversion leaves in its folder for the next one. */
const keptName = '.ferry-kept.gz';

/** What the last conversion left in an output folder; undefined where there is none. */
export const keptIn = (folder: string): Promise<KeptConversion | undefined> => unpackKept(createReadStream(join(folder, keptName)));

export const keptFile = (again: AgainResult): OutputFile => ({ path: keptName, text: () => packKept(again) });

/** Tells this build of the program from others, by the files that it is made of. */
export async function programHash(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(folder)).sort()) if (/\.[cm]?[jt]s$/.test(name)) hash.update(name).update(await readFile(join(folder, name)));
  return hash.digest('base64url');
}
