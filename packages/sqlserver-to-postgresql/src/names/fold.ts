import type { Choices } from '../settings/choices';

/** PostgreSQL cuts identifiers to 63 bytes, with no more than a notice (NAMEDATALEN - 1). */
export const nameLimit = 63;

const encoder = new TextEncoder();

/** Bytes in UTF-8. Names are asked a million times in a large schema, and most are ASCII. */
export function byteLength(text: string): number {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return encoder.encode(text).length;
  return text.length;
}

const isUpper = (c: string): boolean => c !== c.toLowerCase();
const isLower = (c: string): boolean => c !== c.toUpperCase();
const isDigit = (c: string): boolean => c >= '0' && c <= '9';

/** `CustomerOrderID` to `customer_order_id`, `XMLData` to `xml_data`; existing underscores are kept. */
function snake(name: string): string {
  let out = '';
  const characters = [...name];
  characters.forEach((c, i) => {
    const before = characters[i - 1];
    const after = characters[i + 1];
    if (isUpper(c) && before !== undefined && before !== '_' && before !== ' ') {
      const wordStarts = isLower(before) || isDigit(before) || (isUpper(before) && after !== undefined && isLower(after));
      if (wordStarts) out += '_';
    }
    out += c.toLowerCase();
  });
  return out;
}

/** The name as PostgreSQL is to store it, before it is cut. */
export function foldName(name: string, nameCase: Choices['nameCase']): string {
  switch (nameCase) {
    case 'keep':
      return name;
    case 'lower':
      return name.toLowerCase();
    case 'snake_case':
      return snake(name);
  }
}

/** Eight hexadecimal digits that depend on the text only (FNV-1a, 32 bits): the same in every run and on every machine. */
export function stableHash(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of encoder.encode(text)) {
    hash ^= byte;
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}

/** The longest prefix of at most `limit` bytes, cut between characters. */
export function cutTo(name: string, limit: number): string {
  if (byteLength(name) <= limit) return name;
  let bytes = 0;
  let out = '';
  for (const c of name) {
    bytes += byteLength(c);
    if (bytes > limit) break;
    out += c;
  }
  return out;
}

/** A name with a suffix that still fits in the limit. */
export const withSuffix = (name: string, suffix: string): string => cutTo(name, nameLimit - byteLength(suffix)) + suffix;

/**
 * A name that we put together, so that nobody writes it: as it is, or cut with a hash of the whole at the end, so that two long names with
 * one beginning stay apart.
 */
export const fitName = (name: string, seed: string): string => (byteLength(name) <= nameLimit ? name : withSuffix(name, `_${stableHash(seed)}`));
