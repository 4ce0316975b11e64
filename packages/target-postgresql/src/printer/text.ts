import { verbatim } from '@ferry/kernel';
import type { Doc } from '@ferry/kernel';
import { stringLiteral } from './literals';

/** A string literal whose line breaks are its own: never re-indented. */
export const literalDoc = (value: string): Doc => {
  const text = stringLiteral(value);
  return text.includes('\n') ? verbatim(text) : text;
};
