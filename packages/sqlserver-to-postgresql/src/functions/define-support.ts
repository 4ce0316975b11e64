import { pg, quoteIdentifier } from '@ferry/target-postgresql';
import type { RoutineParameter, TypeName } from '@ferry/target-postgresql';
import type { Volatility } from '../context';
import { targetKey } from '@ferry/conversion';
import { statement } from '../storage/parts';
import { schemaKey } from '../storage/schemas';
import type { SupportPiece } from '../support/piece';

/** A function of ours that converted code calls where core PostgreSQL has no short way to say the same. */
export interface SupportFunction {
  readonly name: string;
  readonly volatility: Volatility;
  readonly piece: SupportPiece;
}

interface Definition {
  readonly parameters: readonly (readonly [name: string, type: TypeName])[];
  readonly returns: TypeName;
  readonly volatility: Volatility;
  readonly language: 'sql' | 'plpgsql';
  /** `__schema__` stands for the schema of support code. */
  readonly body: string;
  readonly comment: string;
  /** Functions that the body calls. */
  readonly uses?: readonly SupportFunction[];
}

const words: Readonly<Record<Volatility, 'IMMUTABLE' | 'STABLE' | 'VOLATILE'>> = { immutable: 'IMMUTABLE', stable: 'STABLE', volatile: 'VOLATILE' };
const parameter = ([name, type]: readonly [string, TypeName]): RoutineParameter => ({ kind: 'RoutineParameter', name, type });

/** A helper function, created once in the schema of support code when something calls it. */
export function defineSupport(name: string, definition: Definition): SupportFunction {
  const piece: SupportPiece = {
    name: `function ${name}`,
    uses: (definition.uses ?? []).map((u) => u.piece),
    creates: (schema) => ({ kind: 'FUNCTION', schema, name }),
    statements: (schema, ctx) => [
      statement(
        ctx,
        {
          kind: 'CreateFunction', name: pg.name(schema, name), orReplace: true, parameters: definition.parameters.map(parameter), returns: definition.returns,
          volatility: words[definition.volatility], body: { kind: 'TextBody', language: definition.language, text: definition.body.replaceAll('__schema__', quoteIdentifier(schema)) }, leadingComments: [`-- ${definition.comment}`],
        },
        { creates: { kind: 'FUNCTION', schema, name }, phase: 'supportFunctions', needs: [schemaKey(schema), ...(definition.uses ?? []).map((u) => targetKey(u.piece.creates(schema)))] },
      ),
    ],
  };
  return { name, volatility: definition.volatility, piece };
}
