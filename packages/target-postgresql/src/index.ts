export * from './syntax';
export * from './printer';
export * from './versions';
export { phaseLabels, phases } from './phases';
export type { PhaseName } from './phases';
export { parserVersion, parseStatements } from './check';
export { openVerifier } from './verify';
export { openSession } from './driver';
export { postgresql } from './dialect';
