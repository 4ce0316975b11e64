import { targetKey } from '@ferry/conversion';
import type { SupportCode, TargetKey, TargetStatement } from '@ferry/conversion';
import type { ConversionContext } from '../context';
import { createSchema } from '../storage/schemas';
import type { SupportPiece } from './piece';

export interface SupportCollector {
  readonly require: (piece: SupportPiece) => readonly TargetKey[];
  /** What is asked for while something is done, also what was asked for before. */
  readonly during: <T>(work: () => T) => { readonly done: T; readonly asked: readonly SupportCode[] };
  /** Takes over what an earlier conversion asked for. */
  readonly adopt: (codes: readonly SupportCode[]) => void;
  readonly statements: () => readonly TargetStatement[];
}

/** Remembers which pieces of support code were asked for, each once, in the order of their uses. */
export function collectSupport(schema: string, version: Pick<ConversionContext, 'targetVersion'>): SupportCollector {
  const used = new Map<string, SupportCode>();
  const codes = new Map<string, SupportCode>();
  const codeOf = (piece: SupportPiece): SupportCode => {
    const code = codes.get(piece.name) ?? { name: piece.name, statements: piece.statements(schema, version) };
    codes.set(piece.name, code);
    return code;
  };
  let asked: Map<string, SupportCode> | undefined;
  const add = (piece: SupportPiece, to: Map<string, SupportCode>): void => {
    if (to.has(piece.name)) return;
    // Before its uses: pieces that call each other end here.
    to.set(piece.name, codeOf(piece));
    for (const other of piece.uses) add(other, to);
  };
  return {
    require: (piece) => {
      add(piece, used);
      if (asked !== undefined) add(piece, asked);
      return [targetKey(piece.creates(schema))];
    },
    during: (work) => {
      const own = new Map<string, SupportCode>();
      asked = own;
      try {
        const done = work();
        return { done, asked: own.size === 0 ? nothing : [...own.values()] };
      } finally {
        asked = undefined;
      }
    },
    adopt: (taken) => {
      for (const code of taken) if (!used.has(code.name)) used.set(code.name, code);
    },
    statements: () => {
      const statements = [...used.values()].flatMap((code) => code.statements);
      return [...(statements.some((s) => s.creates.schema === schema) ? [createSchema(version, schema)] : []), ...statements];
    },
  };
}

const nothing: readonly SupportCode[] = [];
