import type { Expression } from './expressions';
import type { Node } from './node';

/**
 * An option of a statement that has no node of its own: `FILLFACTOR = 80`, `SCHEMABINDING`, `SYSTEM_VERSIONING = ON (...)`.
 * `name` is its words in upper case with single spaces; `value` is what follows (after `=` if there is one) as written.
 */
export interface NamedOption extends Node {
  readonly kind: 'NamedOption';
  readonly name: string;
  readonly value: string | undefined;
  /**
   * `value`, read: constants, variables and names (a ColumnReference; words such as ON and PAGE too) as they follow each other, and an
   * option for each item in its brackets, whose `name` is '' when it is a value alone: `(1, 3 TO 5)`. Missing where no value can be.
   */
  readonly values?: readonly (Expression | NamedOption)[];
}
