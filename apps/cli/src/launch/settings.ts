import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { AppError } from '@ferry/kernel';

/** What `npm start` is told through the environment; README.md lists the same. */
export interface LaunchSettings {
  /** Root of the checkout. */
  readonly root: string;
  /** Ferry's data: databases, files, logs. Absolute. */
  readonly dataDir: string;
  /** Wanted port, 0 for any. */
  readonly port: number;
  /** Whether somebody asked for that very port. */
  readonly portIsAsked: boolean;
  /** Address to listen on: the loopback one, except inside a container, whose port is published by its host. */
  readonly listen: string;
  /** What the browser has to present once; undefined on the loopback interface. */
  readonly token: string | undefined;
  /** PostgreSQL for Ferry's state instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  /** PostgreSQL for customers' SQL instead of the embedded one. */
  readonly sandboxUrl: string | undefined;
}

/** Reads the settings; throws `invalid-input` naming the variable and the cure. */
export function readLaunchSettings(root: string, environment: NodeJS.ProcessEnv): LaunchSettings {
  const port = given(environment['PORT']);
  const listen = given(environment['FERRY_LISTEN']) ?? '127.0.0.1';
  return {
    root,
    dataDir: path.resolve(root, given(environment['FERRY_DATA_DIR']) ?? '.ferry'),
    port: port === undefined ? 3000 : portNumber(port),
    portIsAsked: port !== undefined,
    listen,
    token: startToken(listen, given(environment['FERRY_START_TOKEN'])),
    databaseUrl: postgresUrl('DATABASE_URL', environment),
    sandboxUrl: postgresUrl('FERRY_SANDBOX_URL', environment),
  };
}

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** Whoever reaches the console may use it: beyond the loopback interface it asks for a token. */
function startToken(listen: string, wanted: string | undefined): string | undefined {
  if (wanted !== undefined && wanted.length < 16) throw new AppError('invalid-input', { public: 'FERRY_START_TOKEN needs at least 16 characters. Make one with: openssl rand -hex 24' });
  return wanted ?? (loopback.has(listen) ? undefined : randomBytes(24).toString('hex'));
}

const given = (value: string | undefined): string | undefined => (value === undefined || value.trim() === '' ? undefined : value.trim());

function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port >= 0 && port <= 65_535) return port;
  throw new AppError('invalid-input', { public: `PORT must be a number from 1 to 65535 (or 0 for any free port), not "${text.slice(0, 40)}".` });
}

/** The value itself stays out of the message: it may hold a password. */
function postgresUrl(name: string, environment: NodeJS.ProcessEnv): string | undefined {
  const value = given(environment[name]);
  if (value === undefined || /^postgres(ql)?:\/\/[^\s]+$/.test(value)) return value;
  throw new AppError('invalid-input', { public: `${name} must look like postgresql://user:password@host:5432/database.` });
}
