import type { Node } from './node';

/**
 * An option of a statement that has no node of its own: `FILLFACTOR = 80`, `SCHEMABINDING`, `SYSTEM_VERSIONING = ON (...)`.
 * `name` is its words in upper case with single spaces; `value` is what follows (after `=` if there is one) as written.
 */
export interface NamedOption extends Node {
  readonly kind: 'NamedOption';
  readonly name: string;
  readonly value: string | undefined;
}
