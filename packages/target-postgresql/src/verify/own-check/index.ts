export { withoutCalls } from './calls';
export { checkRoutineOurselves } from './check-routine';
export type { AttachedTo } from './check-routine';
