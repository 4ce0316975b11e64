import { statement } from '../storage/parts';
import type { SupportPiece } from './piece';

const extension = (name: string): SupportPiece => ({
  name: `extension ${name}`,
  uses: [],
  creates: () => ({ kind: 'EXTENSION', schema: '', name }),
  statements: (_, ctx) => [statement(ctx, { kind: 'CreateExtension', name, ifNotExists: true }, { creates: { kind: 'EXTENSION', schema: '', name }, phase: 'extensions' })],
});

/** Spatial types (https://postgis.net). Asked for only under the setting `spatial: postgis`. */
export const postgis = extension('postgis');

/** Texts that compare without case (https://www.postgresql.org/docs/current/citext.html). Asked for only under the setting `collation: citext`. */
export const citext = extension('citext');
