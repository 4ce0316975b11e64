export { readScripts } from './read-scripts';
export type { ScriptOptions, ScriptText } from './read-scripts';
export * from './parse-script';
export { openBatchStream } from './batch-stream';
export type { BatchStream, StreamedPiece } from './batch-stream';
