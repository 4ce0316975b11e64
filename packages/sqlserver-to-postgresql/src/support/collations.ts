import { qualified, statement } from '../storage/parts';
import { schemaKey } from '../storage/schemas';
import type { SupportPiece } from './piece';

/** A collation of ICU under which different texts may be equal. */
export const collationPiece = (name: string, locale: string): SupportPiece => ({
  name: `collation ${name}`,
  uses: [],
  creates: (schema) => ({ kind: 'COLLATION', schema, name }),
  statements: (schema, ctx) => [
    statement(
      ctx,
      { kind: 'CreateCollation', name: qualified({ schema, name }), provider: 'icu', locale, deterministic: false, ifNotExists: true },
      { creates: { kind: 'COLLATION', schema, name }, phase: 'collations', needs: [schemaKey(schema)] },
    ),
  ],
});
