export * from './listing';
export * from './objects-json';
export * from './script-files';
export * from './deployment';
export * from './assessment-summary';
export * from './zip';
export * from './assessment';
export * from './run-record';
