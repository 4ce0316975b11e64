import type { Node } from './node';

/** A name, without its quotes and with `]]`, `""` and `''` undone. `string` is an alias written as `'text'`. */
export interface Identifier extends Node {
  readonly kind: 'Identifier';
  readonly name: string;
  readonly quoted: 'none' | 'bracket' | 'double' | 'string';
}

/** `server.database.schema.object`, outermost first; a part that is left out (`db..t`) is `undefined`. The last is always there. */
export interface QualifiedName extends Node {
  readonly kind: 'QualifiedName';
  readonly parts: readonly (Identifier | undefined)[];
}
