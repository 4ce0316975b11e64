import { createServer } from 'node:net';
import { AppError } from '@ferry/kernel';
import type { LaunchSettings } from './settings';

/**
 * The port for the console. One that was asked for is taken or refused (`invalid-state`); otherwise the next free one
 * after 3000 does, and `say` tells so.
 */
export async function choosePort(settings: LaunchSettings, say: (text: string) => void): Promise<number> {
  const free = await listenOnce(settings.port, settings.listen);
  if (free !== undefined) return free;
  if (settings.portIsAsked) {
    throw new AppError('invalid-state', {
      public: `Port ${settings.port} is in use by another program. Stop that program, or choose another port: PORT=${settings.port + 1} npm start`,
    });
  }
  for (let port = settings.port + 1; port <= settings.port + 100; port++) {
    if ((await listenOnce(port, settings.listen)) === undefined) continue;
    say(`Port ${settings.port} is in use by another program; using ${port}.`);
    return port;
  }
  throw new AppError('invalid-state', { public: `No port from ${settings.port} to ${settings.port + 100} is free. Choose one: PORT=8080 npm start` });
}

/** The port if it can be listened on at this moment (0: the one the system chose). */
function listenOnce(port: number, address: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(port, address, () => {
      const bound = probe.address();
      probe.close(() => resolve(typeof bound === 'object' && bound !== null ? bound.port : port));
    });
  });
}
