export * from './kinds';
export * from './model';
export * from './object-id';
export * from './walk';
