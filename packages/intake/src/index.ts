export { decode } from './decode';
export type { Decoded } from './decode';
export { defaultLimits, isScriptName, scriptEndings } from './input';
export type { InputText, Intake, IntakeLimits, IntakeProblem, PassedOverFile } from './input';
export { openContents, openPaths } from './open';
