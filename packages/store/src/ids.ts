import { createHash, randomBytes } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The last part of an ARN: 26 upper-case letters and digits, as AWS DMS makes them (130 random bits). */
export function newResourceId(): string {
  return Array.from(randomBytes(26), (byte) => alphabet[byte & 31]).join('');
}

/**
 * PostgreSQL's text holds no zero character, and UTF-8 no half of a surrogate pair: both become U+FFFD.
 */
export const storable = (text: string): string =>
  text.replace(/\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');

/** An object id as it is stored: an index row holds at most about 2700 bytes, names in scripts may be longer. */
export function storedObjectId(id: string): string {
  const text = storable(id);
  return text.length <= 500 ? text : `${text.slice(0, 400)}#${createHash('sha256').update(id).digest('hex')}`;
}

/** What a person searches, for LIKE: `%`, `_` and the backslash stand for themselves. */
export const likeText = (text: string): string => storable(text).replace(/[\\%_]/g, (c) => `\\${c}`);

export const pathHash = (path: string): string => createHash('md5').update(path).digest('hex');
