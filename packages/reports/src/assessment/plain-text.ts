/** Signs that change how a text is shown and not what it says: an attacker's means to make one name look like another. */
const directionSigns = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Text of the source for a reader: no control characters (line breaks stay), no half characters, no hidden changes of direction. */
export const plainText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(directionSigns, '')
    .replace(/[\p{Cc}\u2028\u2029]/gu, (c) => (c === '\n' ? c : ' '))
    .replace(/\p{Cs}/gu, '\ufffd');

/** The same on one line. */
export const plainLine = (text: string): string => plainText(text).replaceAll('\n', ' ');

/** At most so many UTF-16 units; what was cut off is marked. Never half a character. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
