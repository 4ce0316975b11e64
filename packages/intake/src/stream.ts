import { isAscii, isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { checkCancelled } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { decode, decodeWindows1252, markOf } from './decode';
import type { Gathering } from './input';
import { isZip } from './zip';

/** Files above this size in bytes are read part by part when somebody visits them. */
export const streamedFrom = 4 * 1024 * 1024;
const chunkSize = 1024 * 1024;

/** Turns the bytes of one file into text, part by part. */
interface ChunkDecoder {
  decode(bytes: Uint8Array, last: boolean): string;
  /** What was wrong with the bytes, when all are read. */
  warning(): string | undefined;
}

function decoderFor(encoding: string): ChunkDecoder {
  if (encoding === 'windows-1252') return { decode: (bytes) => decodeWindows1252(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)), warning: () => undefined };
  const decoder = new TextDecoder(encoding);
  let replaced = false;
  return {
    decode(bytes, last) {
      const text = decoder.decode(bytes, { stream: !last });
      replaced ||= text.includes('\ufffd');
      return text;
    },
    warning: () => (replaced ? `some bytes are not valid ${encoding} and were replaced` : undefined),
  };
}

/** Bytes at the end that begin a character of UTF-8 and do not finish it. */
function openBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const b = bytes[bytes.length - back] as number;
    if (b >= 0xc0) return b >= 0xf0 ? (back < 4 ? back : 0) : b >= 0xe0 ? (back < 3 ? back : 0) : back < 2 ? back : 0;
    if (b < 0x80) return 0;
  }
  return 0;
}

/** Text without a mark: ASCII until something else comes, which tells whether it is UTF-8 or Windows-1252. */
function guessing(): ChunkDecoder {
  let chosen: ChunkDecoder | undefined;
  let carried: Buffer = Buffer.alloc(0);
  return {
    decode(bytes, last) {
      if (chosen) return chosen.decode(bytes, last);
      const all = carried.length === 0 ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : Buffer.concat([carried, bytes]);
      carried = Buffer.alloc(0);
      if (isAscii(all)) return all.toString('latin1');
      const open = last ? 0 : openBytes(all);
      const sure = all.subarray(0, all.length - open);
      if (isAscii(sure)) {
        carried = Buffer.from(all.subarray(all.length - open));
        return sure.toString('latin1');
      }
      chosen = decoderFor(isUtf8(sure) ? 'utf-8' : 'windows-1252');
      return chosen.decode(all, last);
    },
    warning: () => chosen?.warning(),
  };
}

/**
 * Hands a large file to whoever visits, part by part.
 * @returns false when it is none that can be read so (an archive, no text): then the ordinary way tells what it is
 */
export async function addStreamed(into: Gathering, file: string, path: string, size: number, run: Run): Promise<boolean> {
  const { visit } = into;
  if (visit === undefined) return false;
  const handle = await open(file, 'r');
  try {
    const sample = Buffer.alloc(64 * 1024);
    const { bytesRead } = await handle.read(sample, 0, sample.length, 0);
    const head = sample.subarray(0, bytesRead);
    if (isZip(head)) return false;
    const first = decode(head);
    const asked = into.limits.encoding;
    if (asked === undefined && 'problem' in first) return false;
    const marked = markOf(head);
    const told = marked ?? asked ?? ('encoding' in first && first.encoding.startsWith('utf-16') ? first.encoding : undefined);
    const decoder = told === undefined ? guessing() : decoderFor(told);
    async function* chunks(): AsyncGenerator<string> {
      for (let at = 0; at < size; ) {
        checkCancelled(run);
        const buffer = Buffer.allocUnsafe(chunkSize);
        const read = await handle.read(buffer, 0, chunkSize, at);
        at += read.bytesRead;
        const last = read.bytesRead === 0 || at >= size;
        yield decoder.decode(buffer.subarray(0, read.bytesRead), last);
        if (last) return;
      }
    }
    into.visited += 1;
    await visit({ path, bytes: size, chunks: chunks() });
    const warning = decoder.warning();
    if (warning !== undefined) into.problems.push({ path, message: `The file was read, but ${warning}. Save it again as UTF-8, or give its encoding.` });
    return true;
  } finally {
    await handle.close();
  }
}
