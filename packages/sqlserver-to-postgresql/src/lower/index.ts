export { lowerExpression } from './storage';
export { lowerView } from './views';
export { lowerRoutine } from './routines';
export { lowerTrigger } from './triggers';
export { lowerDdlTrigger } from './ddl-triggers';
