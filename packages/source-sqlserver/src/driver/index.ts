import type { SourceServer } from '@ferry/conversion';

/** SQL Server as a server. Nothing is ever written to it. The driver is loaded when it is first needed. */
export const sqlserverServer: SourceServer = {
  test: async (address, signal) => (await import('./test-connection')).testConnection(address, signal),
  readNames: async (address, run) => (await import('./read-catalog')).readNames(address, run),
  readObject: async (address, object, run) => (await import('./read-catalog')).readOne(address, object, run),
  readCatalog: async (address, run) => (await import('./read-catalog')).readCatalog(address, run),
};
