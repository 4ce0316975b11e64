/** Classes of ASCII characters as bits: whitespace, start of a word, part of a word, digit, hexadecimal digit. */
export const SPACE = 1;
export const WORD_START = 2;
export const WORD_PART = 4;
export const DIGIT = 8;
export const HEX = 16;

const classes = new Uint8Array(128);
const set = (characters: string, bits: number): void => {
  for (const character of characters) classes[character.charCodeAt(0)] = (classes[character.charCodeAt(0)] as number) | bits;
};
for (let code = 0; code <= 32; code++) classes[code] = SPACE;
classes[127] = SPACE;
set('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_#', WORD_START | WORD_PART);
set('0123456789', DIGIT | WORD_PART | HEX);
set('@$', WORD_PART);
set('abcdefABCDEF', HEX);

const unicodeLetter = /^[\p{L}\p{Nl}]$/u;
const unicodePart = /^[\p{L}\p{N}\p{M}\p{Pc}\p{Cf}\p{So}]$/u;

/** Spaces beyond ASCII that SQL Server skips between tokens, and the byte order mark. */
const isUnicodeSpace = (code: number): boolean =>
  code === 0x85 || code === 0xa0 || code === 0x1680 || (code >= 0x2000 && code <= 0x200b) || code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000 || code === 0xfeff;

const isSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;

function classifyUnicode(code: number): number {
  if (isUnicodeSpace(code)) return SPACE;
  if (isSurrogate(code)) return WORD_START | WORD_PART;
  const character = String.fromCharCode(code);
  if (unicodeLetter.test(character)) return WORD_START | WORD_PART;
  return unicodePart.test(character) ? WORD_PART : 0;
}

const seen = new Map<number, number>();

/** The class bits of a UTF-16 code unit; NaN (past the end) has none. Names may hold any letter of Unicode. */
export function classOf(code: number): number {
  if (code < 128) return classes[code] as number;
  if (!(code >= 128)) return 0;
  const known = seen.get(code);
  if (known !== undefined) return known;
  const bits = classifyUnicode(code);
  seen.set(code, bits);
  return bits;
}

/** Currency signs that begin a money literal, as SQL Server's documentation of money lists them, without `$`. */
const currency = new Set([
  0xa2, 0xa3, 0xa4, 0xa5, 0x9f2, 0x9f3, 0xe3f, 0x17db, 0x20a0, 0x20a1, 0x20a2, 0x20a3, 0x20a4, 0x20a5, 0x20a6, 0x20a7, 0x20a8, 0x20a9, 0x20aa, 0x20ab, 0x20ac, 0x20ad, 0x20ae, 0x20af,
  0x20b0, 0x20b1, 0xfdfc, 0xfe69, 0xff04, 0xffe0, 0xffe1, 0xffe5, 0xffe6,
]);
export const isCurrencySign = (code: number): boolean => code === 36 || currency.has(code);
