import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

const cap = 5 * 1024 * 1024;
const tailLength = 4000;

/** A log on disk that does not grow without end: at 5 MB it becomes `<name>.1` and a new one begins. */
export interface LogFile {
  readonly file: string;
  readonly write: (text: string) => void;
  /** The last lines written, for a message about a program that died. */
  readonly lastLines: (count: number) => string;
  readonly close: () => void;
}

export function openLogFile(file: string, maxBytes: number = cap): LogFile {
  let descriptor: number | undefined = openSync(file, 'a', 0o600);
  let size = fstatSync(descriptor).size;
  let tail = '';
  let lost = 0;
  const turnOver = (): void => {
    if (descriptor !== undefined) closeSync(descriptor);
    renameSync(file, `${file}.1`);
    descriptor = openSync(file, 'a', 0o600);
    size = 0;
  };
  return {
    file,
    write: (text) => {
      tail = (tail + text).slice(-tailLength);
      if (descriptor === undefined) return;
      try {
        if (size > 0 && size + Buffer.byteLength(text) > maxBytes) turnOver();
        size += writeSync(descriptor, lost === 0 ? text : `[${lost} pieces of this log were lost: they could not be written]\n${text}`);
        lost = 0;
      } catch {
        // A full disk costs lines of a log, and must not end what is logged; the last lines are kept in memory.
        lost++;
      }
    },
    lastLines: (count) => tail.trimEnd().split('\n').slice(-count).join('\n'),
    close: () => {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}
