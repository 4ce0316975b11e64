import { isAscii, isUtf8 } from 'node:buffer';

/** What a file's bytes turned out to be. */
export type Decoded =
  | { readonly text: string; readonly encoding: string; readonly warning?: string }
  | { readonly problem: string };

/** How much of a file is looked at to tell UTF-16 without a mark. */
const sampleSize = 64 * 1024;

/** First bytes of files that people confuse with scripts. */
const signatures: readonly { readonly bytes: readonly number[]; readonly what: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'a zip archive (or a .dacpac, .bacpac, .docx)' },
  { bytes: [0x1f, 0x8b], what: 'a gzip archive' },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], what: 'a 7-Zip archive' },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF document' },
  { bytes: [0x54, 0x41, 0x50, 0x45, 0x00], what: 'a SQL Server backup' },
  { bytes: [0x01, 0x0f, 0x00, 0x00], what: 'a SQL Server data file' },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], what: 'a program' },
  { bytes: [0x4d, 0x5a, 0x90, 0x00], what: 'a program' },
];

const startsWith = (bytes: Uint8Array, prefix: readonly number[]): boolean => prefix.every((byte, index) => bytes[index] === byte);

const isTextByte = (b: number): boolean => b >= 32 || (b >= 9 && b <= 13);

/**
 * UTF-16 text of SQL is mostly ASCII: every second byte is zero, always on the same side, beside a byte of text. The side
 * tells the byte order.
 * @returns undefined when the zero bytes do not form that pattern
 */
function utf16Order(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const pairs = Math.min(bytes.length, sampleSize) >> 1;
  let little = 0;
  let big = 0;
  let neither = 0;
  for (let i = 0; i < pairs; i++) {
    const first = bytes[2 * i] as number;
    const second = bytes[2 * i + 1] as number;
    if (second === 0 && isTextByte(first)) little++;
    else if (first === 0 && isTextByte(second)) big++;
    else if (first === 0 || second === 0) neither++;
  }
  if (little > pairs * 0.1 && big + neither <= little * 0.02) return 'utf-16le';
  if (big > pairs * 0.1 && little + neither <= big * 0.02) return 'utf-16be';
  return undefined;
}

/** Share of control characters that no text editor writes. */
function looksBinary(bytes: Uint8Array): boolean {
  const end = Math.min(bytes.length, sampleSize);
  let odd = 0;
  for (let i = 0; i < end; i++) {
    const b = bytes[i] as number;
    if (!isTextByte(b) && b !== 26 && b !== 27) odd++;
  }
  return odd > end * 0.02;
}

function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): Decoded {
  const text = new TextDecoder(encoding).decode(bytes);
  return bytes.length % 2 === 0 ? { text, encoding } : { text, encoding, warning: 'the UTF-16 text ends in half a character; the file may be cut off' };
}

/** 0x80 to 0x9F, where Windows-1252 differs from Latin-1 (https://encoding.spec.whatwg.org/index-windows-1252.txt). */
const windows1252 = '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

/** Node 20's own TextDecoder takes `windows-1252` for Latin-1 (https://github.com/nodejs/node/issues/56542). */
export const decodeWindows1252 = (buffer: Buffer): string => buffer.toString('latin1').replace(/[\x80-\x9f]/g, (c) => windows1252[c.charCodeAt(0) - 0x80] ?? c);

/** Labels that people use, by the name that decoders know (https://encoding.spec.whatwg.org/#names-and-labels). */
const otherLabels: Readonly<Record<string, string>> = { utf16: 'utf-16le', unicode: 'utf-16le', 'utf-16': 'utf-16le', ansi: 'windows-1252', latin1: 'windows-1252', 'iso-8859-1': 'windows-1252' };

/**
 * The name of an encoding that a user wrote: `UTF-8`, `utf-16be`, `windows-1251`, `cp1250`, `1251`, `shift_jis`.
 * @returns undefined when there is no such encoding
 */
export function encodingName(label: string): string | undefined {
  const lower = label.trim().toLowerCase();
  const page = /^(?:cp|windows-?|win)?(125\d|874)$/.exec(lower)?.[1];
  const wanted = otherLabels[lower] ?? (page === undefined ? lower : `windows-${page}`);
  try {
    return new TextDecoder(wanted).encoding;
  } catch {
    // The platform's answer: it knows no such label.
    return undefined;
  }
}

function decodeAs(bytes: Uint8Array, encoding: string): Decoded {
  const mark = markOf(bytes);
  const name = mark ?? encoding;
  const text = name === 'windows-1252' ? decodeWindows1252(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)) : new TextDecoder(name).decode(bytes);
  return text.includes('\ufffd') ? { text, encoding: name, warning: `some bytes are not valid ${name} and were replaced` } : { text, encoding: name };
}

/** The encoding that a byte order mark tells. */
export function markOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return 'utf-8';
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le';
  return startsWith(bytes, [0xfe, 0xff]) ? 'utf-16be' : undefined;
}

/**
 * Turns the bytes of a script into text. SQL Server's tools write UTF-8 and UTF-16, with and without a byte order mark, and
 * Windows-1252; everything that is none of these is refused.
 * @param encoding what the user says the bytes are (see `encodingName`); a byte order mark still wins over it
 * @returns the text without a byte order mark, or the reason (half a sentence) why the bytes are not text
 */
export function decode(bytes: Uint8Array, encoding?: string): Decoded {
  if (encoding !== undefined) return decodeAs(bytes, encoding);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) {
    const text = buffer.toString('utf8', 3);
    return isUtf8(buffer) ? { text, encoding: 'utf-8' } : { text, encoding: 'utf-8', warning: 'some bytes are not valid UTF-8 and were replaced' };
  }
  if (startsWith(bytes, [0xff, 0xfe])) return decodeUtf16(bytes, 'utf-16le');
  if (startsWith(bytes, [0xfe, 0xff])) return decodeUtf16(bytes, 'utf-16be');
  const known = signatures.find((s) => startsWith(bytes, s.bytes));
  if (known) return { problem: `is ${known.what}, not text` };
  const zero = buffer.indexOf(0);
  if (zero >= 0) {
    const order = utf16Order(bytes);
    if (order) return decodeUtf16(bytes, order);
    return { problem: `is a binary file (a zero byte stands at offset ${zero}), not text` };
  }
  if (looksBinary(bytes)) return { problem: 'is a binary file (too many control characters), not text' };
  // One byte a character: text that takes the least memory.
  if (isAscii(buffer)) return { text: buffer.toString('latin1'), encoding: 'utf-8' };
  if (isUtf8(buffer)) return { text: buffer.toString('utf8'), encoding: 'utf-8' };
  return { text: decodeWindows1252(buffer), encoding: 'windows-1252' };
}
