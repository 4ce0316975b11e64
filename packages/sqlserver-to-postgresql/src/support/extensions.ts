import { phase } from '../storage/phases';
import type { SupportPiece } from './piece';

const extension = (name: string): SupportPiece => ({
  name: `extension ${name}`,
  uses: [],
  creates: () => ({ kind: 'EXTENSION', schema: '', name }),
  statements: () => [{ sql: `CREATE EXTENSION IF NOT EXISTS ${name};`, links: [], creates: { kind: 'EXTENSION', schema: '', name }, phase: phase('extensions'), needs: [] }],
});

/** Spatial types (https://postgis.net). Asked for only under the setting `spatial: postgis`. */
export const postgis = extension('postgis');
