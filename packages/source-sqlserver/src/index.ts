export * from './syntax';
export * from './semantics';
