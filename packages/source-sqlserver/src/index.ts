export * from './syntax';
export * from './semantics';
export * from './lexer';
export * from './parser';
export * from './script';
export * from './syntax-elements';
export { sqlserver } from './dialect';
