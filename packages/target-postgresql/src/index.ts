export * from './syntax';
