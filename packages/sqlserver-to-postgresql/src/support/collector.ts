import { targetKey } from '@ferry/conversion';
import type { TargetKey, TargetStatement } from '@ferry/conversion';
import type { ConversionContext } from '../context';
import { createSchema } from '../storage/schemas';
import type { SupportPiece } from './piece';

export interface SupportCollector {
  readonly require: (piece: SupportPiece) => readonly TargetKey[];
  readonly statements: () => readonly TargetStatement[];
}

/** Remembers which pieces of support code were asked for, each once, in the order of their uses. */
export function collectSupport(schema: string, version: Pick<ConversionContext, 'targetVersion'>): SupportCollector {
  const used = new Map<string, SupportPiece>();
  const add = (piece: SupportPiece): void => {
    if (used.has(piece.name)) return;
    // Before its uses: pieces that call each other end here.
    used.set(piece.name, piece);
    piece.uses.forEach(add);
  };
  return {
    require: (piece) => {
      add(piece);
      return [targetKey(piece.creates(schema))];
    },
    statements: () => {
      const pieces = [...used.values()];
      const inSchema = pieces.some((p) => p.creates(schema).schema === schema);
      return [...(inSchema ? [createSchema(version, schema)] : []), ...pieces.flatMap((p) => p.statements(schema, version))];
    },
  };
}
