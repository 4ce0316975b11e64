export * from './token-kinds';
export * from './tokens';
export * from './lexer';
export * from './comments';
export { isReservedWord } from './keywords';
