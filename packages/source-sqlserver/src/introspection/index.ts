export * from './query';
export { nameOf, namesQuery } from './names';
export { readDatabase, readObject } from './read-database';
export { serverFacts, serverQuery } from './server';
export type { ServerFacts } from './server';
export { isSystemView, systemViews } from './system-views';
