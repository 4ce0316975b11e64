/** One part of a name as it is written, bare, in brackets or in double quotes: a piece of a regular expression. */
export const namePart = String.raw`(?:\[(?:[^\]]|\]\])+\]|"(?:[^"]|"")+"|[\w@#$]+)`;

/** The parts of a name in a text, without their brackets and quotes. */
export const writtenParts = (text: string): string[] => text.split('.').map((p) => p.replace(/^\[(.*)\]$/, '$1').replace(/^"(.*)"$/, '$1').trim());
