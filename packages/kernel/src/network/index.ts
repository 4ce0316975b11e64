export { connectGuarded, guardHost, guardedSocket, isForbiddenAddress } from './host-guard';
export * from './reach';
export * from './server-address';
export { tlsOptions } from './tls';
