export * from './syntax';
export * from './semantics';
export * from './lexer';
export * from './parser';
export * from './script';
export { sqlserver } from './dialect';
