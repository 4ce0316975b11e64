import type { Span } from '@ferry/kernel';

/**
 * What every node of the T-SQL tree has. Fields that a construct may lack are always present and hold `undefined`, so that all
 * nodes of a kind have one shape. Spans are offsets in the text that the fragment was read from (file coordinates).
 */
export interface Node {
  readonly kind: string;
  readonly span: Span;
}
