import type { Aws, Keyring } from '@ferry/cloud';
import type { DataProviderSettings, TargetKind } from '@ferry/contract';
import type { TargetServer } from '@ferry/conversion';
import { AppError } from '@ferry/kernel';
import type { ServerAddress } from '@ferry/kernel/network';
import { sourceFacts, targetFacts } from '@ferry/registry/facts';
import { secrets } from '@ferry/store';
import type { ProjectRow, Store } from '@ferry/store';
import { enginesOf } from './context';

/** What is needed to reach the target of a project; operations and worker have it. */
export interface TargetContext {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly sandboxUrl: string | undefined;
  readonly aws: Aws;
}

interface Provider {
  readonly name: string;
  readonly engine: string;
  readonly virtual: boolean;
  readonly settings: unknown;
}

const targetSettings = (provider: Provider): NonNullable<DataProviderSettings['PostgreSqlSettings']> => (provider.settings as DataProviderSettings).PostgreSqlSettings ?? {};

export function targetKindOf(provider: Provider): TargetKind {
  if (targetSettings(provider).Embedded === true) return 'embedded';
  return provider.virtual ? 'virtual' : 'server';
}

/** @throws AppError when the target engine is only written to files */
export function targetServer(project: ProjectRow): TargetServer {
  const { target } = enginesOf(project);
  if (target.server === undefined) throw new AppError('invalid-input', { public: `Changes cannot be applied to ${target.label} yet.` });
  return target.server;
}

/** The database of a project's embedded target, and its owner. */
export const embeddedDatabase = (projectId: string): string => `ferry_target_${projectId.toLowerCase()}`;

const noSandbox = (): AppError => new AppError('unavailable', { public: 'Ferry runs without a server of its own (FERRY_SANDBOX_URL), so there are no embedded targets. Use a virtual target or a server.' });

/** What the settings of any engine say of a server. */
interface ServerSettings {
  readonly ServerName?: string;
  readonly Port?: number;
  readonly DatabaseName?: string;
  readonly SslMode?: ServerAddress['tls'];
  readonly CaCertificate?: string;
}

/**
 * The address of the server of a data provider, with credentials.
 * @throws AppError that says what is missing
 */
export function serverAddress(provider: Provider, credentials: { readonly username: string; readonly password: string }): ServerAddress {
  const { ServerName, Port, DatabaseName, SslMode, CaCertificate } = (Object.values((provider.settings ?? {}) as Record<string, ServerSettings | undefined>)[0] ?? {});
  if (ServerName === undefined || ServerName === '' || DatabaseName === undefined || DatabaseName === '')
    throw new AppError('invalid-state', { public: `Data provider "${provider.name}" has no ${ServerName === undefined || ServerName === '' ? 'server' : 'database'} name. Modify it and fill it in.` });
  return {
    host: ServerName,
    port: Port ?? [...sourceFacts, ...targetFacts].find((f) => f.dmsEngines.includes(provider.engine))?.defaultPort ?? 0,
    database: DatabaseName,
    user: credentials.username,
    password: credentials.password,
    tls: SslMode ?? 'none',
    ...(CaCertificate === undefined || CaCertificate === '' ? {} : { certificateAuthority: CaCertificate }),
  };
}

/** Reads credentials of Ferry's own store. @throws AppError `not-found`, `invalid-state` */
export async function readCredentials(context: TargetContext, secretId: string): Promise<{ username: string; password: string }> {
  const row = await secrets.find(context.store, { id: secretId });
  if (row === null) throw new AppError('not-found', { public: 'The credentials of the project do not exist any more. Choose others in the project.' });
  return { username: row.username, password: context.keyring.open(row.id, row) };
}

/** What a project keeps of the credentials of one of its sides. */
interface KeptSecret {
  readonly stored: string | null;
  /** ARN in AWS Secrets Manager. */
  readonly external: string | null;
  readonly role: string | null;
}

/** @param side for people: `source` */
async function credentialsOf(context: TargetContext, project: ProjectRow, secret: KeptSecret, side: string): Promise<{ username: string; password: string }> {
  if (secret.stored !== null) return readCredentials(context, secret.stored);
  if (secret.external !== null) return context.aws.credentials(secret.external, secret.role ?? undefined);
  throw new AppError('invalid-state', { public: `Migration project "${project.name}" has no credentials for its ${side}. Close schema conversion, modify the project and choose credentials.` });
}

/**
 * The server that a project's source is read from, when it is one and not scripts.
 * @throws AppError that says what is missing
 */
export async function sourceAddress(context: TargetContext, project: ProjectRow): Promise<ServerAddress> {
  const { sourceStoredSecret: stored, sourceSecretId: external, sourceSecretRole: role } = project;
  return serverAddress(project.source, await credentialsOf(context, project, { stored, external, role }, 'source'));
}

/**
 * Where and as whom changes of a project are applied; an embedded database is made the first time.
 * @throws AppError that says what is missing and the cure
 */
export async function targetAddress(context: TargetContext, project: ProjectRow): Promise<ServerAddress> {
  const server = targetServer(project);
  switch (targetKindOf(project.target)) {
    case 'virtual':
      throw new AppError('invalid-state', { public: `The target of migration project "${project.name}" is virtual: there is no server to connect to. Save the code as SQL, or choose another target data provider.` });
    case 'embedded':
      if (context.sandboxUrl === undefined) throw noSandbox();
      return server.createDatabase(context.sandboxUrl, embeddedDatabase(project.id), context.keyring.derive(`embedded ${project.id}`));
    case 'server': {
      const { targetStoredSecret: stored, targetSecretId: external, targetSecretRole: role } = project;
      return serverAddress(project.target, await credentialsOf(context, project, { stored, external, role }, 'target'));
    }
  }
}
