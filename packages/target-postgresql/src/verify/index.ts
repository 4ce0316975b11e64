export { openVerifier } from './verifier';
