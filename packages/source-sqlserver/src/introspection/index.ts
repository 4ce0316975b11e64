export * from './query';
export { nameOf, namesQuery } from './names';
export { readDatabase, readObject } from './read-database';
export { readSizes } from './sizes';
export type { TableSizes } from './sizes';
export { serverFacts, serverQuery } from './server';
export type { ServerFacts } from './server';
export { isSystemView, systemViews } from './system-views';
