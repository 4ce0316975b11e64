export * from './toy';
