export { parserVersion, parseStatements } from './parse';
