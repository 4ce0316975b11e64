import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AppError } from '@ferry/kernel';
import { clientAccess } from './aws-access';
import type { AwsAccess } from './aws-access';
import { awsRefusal } from './aws-refusals';

/** User name and password of a database, with the address when the secret holds one (secrets that RDS makes do). */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
}

/** Where credentials come from, by the name or ARN of a secret. */
export interface Secrets {
  /** @throws AppError `not-found`, `access-denied`, or `invalid-state` for a secret of another shape */
  get(id: string): Promise<Credentials>;
}

/**
 * Reads the ARN of a secret (https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html). Its region becomes part of
 * the host's name that is asked, so it must be the name of a region and nothing else.
 * @throws AppError `invalid-input`
 */
export function secretArn(text: string): { readonly arn: string; readonly region: string } {
  const [, region] = /^arn:aws[a-z-]{0,12}:secretsmanager:([a-z]{2,3}(?:-[a-z]{2,12}){1,3}-\d{1,2}):\d{12}:secret:[A-Za-z0-9/_+=.@-]{1,520}$/.exec(text) ?? [];
  if (region === undefined) throw new AppError('invalid-input', { public: 'The ARN of a secret is written arn:aws:secretsmanager:<region>:<account>:secret:<name>. Copy it from the console of Secrets Manager.' });
  return { arn: text, region };
}

/** How a secret of Secrets Manager is told by its name from one that Ferry keeps. */
export const secretNamePrefix = 'secretsmanager:';

/**
 * Reads what names a secret of Secrets Manager: its ARN, or `secretsmanager:<name>`, which is looked for in the region of the installation
 * (names: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html).
 * @returns nothing for what is neither
 * @throws AppError `invalid-input` for what wants to be one
 */
export function awsSecret(text: string): { readonly id: string; readonly region?: string } | undefined {
  if (/^arn:aws[a-z-]*:secretsmanager:/.test(text)) {
    const { arn, region } = secretArn(text);
    return { id: arn, region };
  }
  if (!text.startsWith(secretNamePrefix)) return undefined;
  const name = text.slice(secretNamePrefix.length);
  if (!/^[A-Za-z0-9/_+=.@-]{1,512}$/.test(name)) throw new AppError('invalid-input', { public: 'The name of a secret of Secrets Manager has up to 512 letters, digits and the characters / _ + = . @ -.' });
  return { id: name };
}

/** How long a secret is remembered, in milliseconds: a rotated password is seen after that. It is never written anywhere. */
const remembered = 60_000;

/**
 * Reads the text of a secret: a JSON object with `username` and `password`
 * (https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html).
 */
export function readSecret(id: string, text: string | undefined): Credentials {
  const wrong = (what: string): AppError => new AppError('invalid-state', { public: `The secret "${id}" ${what}. It must be a JSON object with "username" and "password".` });
  if (text === undefined) throw wrong('holds binary content');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message would quote the secret.
    throw wrong('is not JSON');
  }
  if (typeof value !== 'object' || value === null) throw wrong('is not an object');
  const { username, password, host, port, dbname } = value as Record<string, unknown>;
  if (typeof username !== 'string' || typeof password !== 'string') throw wrong('has no user name or no password');
  const portNumber = Number(port);
  return {
    username,
    password,
    ...(typeof host === 'string' && host !== '' ? { host } : {}),
    ...(Number.isInteger(portNumber) && portNumber > 0 && portNumber < 65536 ? { port: portNumber } : {}),
    ...(typeof dbname === 'string' && dbname !== '' ? { database: dbname } : {}),
  };
}

/** Credentials in AWS Secrets Manager. */
export function secretsManager(access: AwsAccess): Secrets & { close(): void } {
  const client = new SecretsManagerClient(clientAccess(access));
  const cache = new Map<string, { readonly until: number; readonly value: Promise<Credentials> }>();
  const fetched = async (id: string): Promise<Credentials> => {
    try {
      return readSecret(id, (await client.send(new GetSecretValueCommand({ SecretId: id }))).SecretString);
    } catch (thrown) {
      // The SDK reports what the service refuses by throwing.
      throw awsRefusal(thrown, `the secret "${id}"`, 'secretsmanager:GetSecretValue');
    }
  };
  return {
    get: (id) => {
      const known = cache.get(id);
      if (known !== undefined && known.until > Date.now()) return known.value;
      const value = fetched(id);
      cache.set(id, { until: Date.now() + remembered, value });
      // A refusal is not remembered: the next attempt asks again.
      value.catch(() => cache.delete(id));
      return value;
    },
    close: () => client.destroy(),
  };
}
