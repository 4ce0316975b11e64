export { openRunner } from './runner';
