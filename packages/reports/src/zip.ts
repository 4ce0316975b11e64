import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { ReportFile } from './script-files';

/** The same files give the same bytes: zip stores times, so one is fixed (the earliest that the format can say is 1980). */
export const entryOptions = { mtime: new Date(2020, 0, 1, 0, 0, 0), mode: 0o100644, forceDosTimestamp: true } as const;

/** Packs files into a zip; UTF-8 names and text. The stream fails when a path is not relative. */
export function zipFiles(files: readonly ReportFile[]): Readable {
  const zip = new ZipFile();
  for (const file of files) zip.addBuffer(Buffer.from(file.text, 'utf8'), file.path, entryOptions);
  zip.end();
  return zip.outputStream as Readable;
}
