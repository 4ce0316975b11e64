export * from './catalogue';
export * from './queue';
export { pgBossQueue } from './pg-boss-queue';
