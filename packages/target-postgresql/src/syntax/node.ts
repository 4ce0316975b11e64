import type { Fragment } from '@ferry/catalog';

/**
 * What every node of the tree can carry.
 *
 * Comments are the author's: each string is one comment as it was written (`-- text` or `/* text *\/`), or bare text. The
 * printer makes them safe, so nothing has to be escaped here. Optional members may be given as `undefined`.
 */
export interface Node {
  readonly kind: string;
  /** The piece of source text this node came from; it becomes a link between source and printed text. */
  readonly source?: Fragment | undefined;
  /** Comments before the node: on lines of their own before a statement or list item, `/* inline *\/` before an expression. */
  readonly leadingComments?: readonly string[] | undefined;
  /** A comment on the same line, after the node. */
  readonly trailingComment?: string | undefined;
}
