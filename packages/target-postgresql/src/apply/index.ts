import type { TargetServer } from '@ferry/conversion';
import { openApplier } from './applier';
import { createOwnDatabase, dropOwnDatabase } from './own-database';
import { readCode } from './read-code';
import { testConnection } from './test-connection';
import { applyUnits, withNeeded } from './units';

/** What can be done on a real PostgreSQL. */
export const server: TargetServer = {
  units: applyUnits,
  withNeeded,
  openApplier,
  test: testConnection,
  readCode,
  createDatabase: createOwnDatabase,
  dropDatabase: dropOwnDatabase,
};
