export * from './action-item';
export * from './converted';
export * from './dialect';
export * from './apply';
export * from './arrange';
export * from './pipeline';
export * from './syntax-elements';
export * from './running';
