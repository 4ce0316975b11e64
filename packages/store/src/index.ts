export { inTransaction, openStore } from './client';
export type { Database, Store } from './client';
export { newResourceId, pathHash, storable, storedObjectId } from './ids';
export { applyMigrations } from './migrations';
export * from './resources';
export * from './requests';
export * from './log-events';
export * from './tree';
export * from './converted';
