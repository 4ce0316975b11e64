export { systemRows } from './rows';
export type { SystemRow, SystemRows } from './rows';
export { createTables, fill, redirect } from './tables';
export type { SystemColumns } from './tables';
