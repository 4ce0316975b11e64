export * from './span';
export * from './source-text';
export * from './diagnostic';
export * from './app-error';
export * from './run';
export * from './doc';
export * from './figures';
