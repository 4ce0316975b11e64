export { startCluster, ensureDatabase, urlOfDatabase, withClient, type Cluster, type ClusterOptions } from './cluster';
export { startEphemeralCluster, type EphemeralOptions } from './ephemeral';
export { bundledInstallation, bundledMajor, debianHasExtension, debianInstallation, type Installation } from './installation';
export { freePort, listenOnce } from './server';
export { isSameProcess, startOf } from './process';
