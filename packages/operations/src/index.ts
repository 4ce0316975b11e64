export { enginesOf, openOperations, targetVersionOf } from './context';
export type { Installation, OpenedOperations, OperationContext } from './context';
export { callOperation, dispatch, errorAnswer } from './dispatch';
export type { Answer } from './dispatch';
export { arnOf, resourceKey } from './names';
export { parseRules, selectedNodes, selectedObjects } from './selection';
export { sourceServerName, targetServerName } from './server-name';
export { storedListing } from './stored-listing';
export { downloadRoute, eventsRoute, operationRoute, uploadRoute } from './routes';
