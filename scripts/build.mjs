// `npm run build`: installs and builds what is stale.
import { checkNodeVersion } from './lib/node-version.mjs';

checkNodeVersion();

const { ensureInstalled } = await import('./lib/install.mjs');
const { ensureBuilt } = await import('./lib/build.mjs');

await ensureInstalled();
await ensureBuilt();
