export { enginesOf, openOperations, targetVersionOf } from './context';
export type { Installation, OpenedOperations, OperationContext } from './context';
export { callOperation, dispatch, errorAnswer } from './dispatch';
export type { Answer } from './dispatch';
export { arnOf, resourceKey } from './names';
export { parseRules, selectedNodes, selectedObjects } from './selection';
export { downloadRoute, eventsRoute, operationRoute, uploadRoute } from './routes';
