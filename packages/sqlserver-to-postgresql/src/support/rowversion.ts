import { schemaKey } from '../storage/schemas';
import { qualified, statement } from '../storage/parts';
import type { SupportPiece } from './piece';

/** The one counter behind all rowversion columns of a database (https://learn.microsoft.com/sql/t-sql/data-types/rowversion-transact-sql). */
export const rowversionSequence: SupportPiece = {
  name: 'rowversion sequence',
  uses: [],
  creates: (schema) => ({ kind: 'SEQUENCE', schema, name: 'rowversion' }),
  statements: (schema, ctx) => [
    statement(
    ctx,
      { kind: 'CreateSequence', name: qualified({ schema, name: 'rowversion' }), ifNotExists: true, options: {} },
      { creates: { kind: 'SEQUENCE', schema, name: 'rowversion' }, phase: 'sequences', needs: [schemaKey(schema)] },
    ),
  ],
};
