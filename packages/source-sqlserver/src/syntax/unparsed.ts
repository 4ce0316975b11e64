import type { Node } from './node';

/** Text that is not T-SQL as far as the parser knows; a diagnostic says why. Nothing of it is lost: `text` is the span's text. */
export interface UnparsedStatement extends Node {
  readonly kind: 'UnparsedStatement';
  readonly text: string;
}

/** One element of a table's list that could not be read. */
export interface UnparsedElement extends Node {
  readonly kind: 'UnparsedElement';
  readonly text: string;
}
