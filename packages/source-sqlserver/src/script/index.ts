export { readScripts } from './read-scripts';
export type { ScriptOptions, ScriptText } from './read-scripts';
