import { countText } from './resources';

/** Words of changing the same text in the code of many target objects. */
export const replaceWords = {
  action: 'Replace in code',
  title: 'Replace in target code',
  text: 'What was mended in one object is mended in all: the text is replaced in the code of the objects you choose, as if each were edited by hand. Every one is checked on a real server; the target is not changed before you apply.',
  find: 'Text to find',
  findHint: 'One line as it stands in the target code. Upper and lower case count.',
  replacement: 'Replacement',
  findButton: 'Find',
  replaceButton: (count: number): string => `Replace in ${countText(count, 'object')}`,
  close: 'Close',
  table: 'Objects with this text',
  object: 'Object',
  occurrences: 'Occurrences',
  result: 'Result',
  saved: 'Saved',
  refused: (message: string): string => `Saved, but the server refuses it: ${message}`,
  failed: (message: string): string => `Not saved: ${message}`,
  nothing: 'No target code holds this text',
  notYet: 'Enter a text and choose Find.',
  more: (shown: number): string => `Only the first ${shown} objects are shown. Replace in these, then find again.`,
} as const;
