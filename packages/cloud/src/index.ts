export { folderObjects } from './folder-objects';
export type { Objects } from './objects';
export { checkKey } from './safe-key';
