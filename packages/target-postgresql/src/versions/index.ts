export { features, hasFunction, supports } from './features';
export type { Feature } from './features';
export { assertSupported, neededVersion, oldestVersion } from './needed';
