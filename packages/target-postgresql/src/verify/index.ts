export { joinVerifier, openVerifier } from './verifier';
