export { decode, encodingName } from './decode';
export type { Decoded } from './decode';
export { defaultLimits, isScriptName, scriptEndings } from './input';
export type { InputText, Intake, IntakeLimits, IntakeOptions, IntakeProblem, PassedOverFile, StreamedText } from './input';
export { openContents, openPaths, visitPaths } from './open';
