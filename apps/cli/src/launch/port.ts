import { freePort, listenOnce } from '@ferry/embedded-postgresql';
import { AppError } from '@ferry/kernel';
import type { LaunchSettings } from './settings';

/**
 * The port for the console. One that was asked for is taken or refused (`invalid-state`); otherwise the next free one
 * after 3000 does, and `say` tells so.
 */
export async function choosePort(settings: LaunchSettings, say: (text: string) => void): Promise<number> {
  if (settings.port === 0) return freePort(settings.listen);
  if (await isFree(settings.port, settings.listen)) return settings.port;
  if (settings.portIsAsked) {
    throw new AppError('invalid-state', {
      public: `Port ${settings.port} is in use by another program. Stop that program, or choose another port: PORT=${settings.port + 1} npm start`,
    });
  }
  for (let port = settings.port + 1; port <= settings.port + 100; port++) {
    if (!(await isFree(port, settings.listen))) continue;
    say(`Port ${settings.port} is in use by another program; using ${port}.`);
    return port;
  }
  throw new AppError('invalid-state', { public: `No port from ${settings.port} to ${settings.port + 100} is free. Choose one: PORT=8080 npm start` });
}

const isFree = (port: number, address: string): Promise<boolean> =>
  listenOnce(port, address).then(
    () => true,
    () => false,
  );
