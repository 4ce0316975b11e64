export * from './syntax';
export * from './semantics';
export * from './lexer';
export * from './parser';
