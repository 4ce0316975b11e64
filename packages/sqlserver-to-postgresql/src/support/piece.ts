import type { ConversionContext } from '../context';
import type { TargetRef, TargetStatement } from '@ferry/conversion';

/**
 * Support code that converted objects call: an extension, a helper function. Pieces are constants; the same piece asked for
 * twice is created once.
 */
export interface SupportPiece {
  /** Stable identifier. */
  readonly name: string;
  /** Pieces that this one calls. */
  readonly uses: readonly SupportPiece[];
  /** The object that others name in `needs`. @param schema the schema of support code */
  readonly creates: (schema: string) => TargetRef;
  readonly statements: (schema: string, ctx: Pick<ConversionContext, 'targetVersion'>) => readonly TargetStatement[];
}
