import { awsFrom, folderList, folderObjects, openAws, openKeyring } from '@ferry/cloud';
import type { Aws, AwsInstallation, Keyring, Objects } from '@ferry/cloud';
import { pgBossQueue } from '@ferry/jobs';
import type { Queue } from '@ferry/jobs';
import type { LogLevel } from '@ferry/kernel';
import { findPair } from '@ferry/registry/engines';
import type { Engines } from '@ferry/registry/engines';
import { sourceFacts, targetFacts } from '@ferry/registry/facts';
import { openStore } from '@ferry/store';
import type { Store } from '@ferry/store';

/** What every operation is given beside its input. */
export interface OperationContext {
  readonly store: Store;
  readonly queue: Pick<Queue, 'enqueue'>;
  readonly objects: Objects;
  /** Encrypts credentials. */
  readonly keyring: Keyring;
  /** Administrator's connection string of the server on which converted code is tried, and where embedded targets lie. */
  readonly sandboxUrl: string | undefined;
  /** Folders of the server that scripts may be read from, and artifacts written to. */
  readonly sourceFolders: readonly string[];
  readonly artifactsFolders: readonly string[];
  readonly aws: Aws;
  /** Parts of the ARNs. */
  readonly region: string;
  readonly account: string;
  readonly log: (level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>) => void;
}

export interface Installation {
  /** Connection string of the database with Ferry's state. */
  readonly databaseUrl: string;
  /** Folder for uploaded scripts, catalogues and results. */
  readonly dataFolder: string;
  /** Folder with the key file; missing is the data folder. */
  readonly homeFolder?: string;
  /** 32 bytes in base64, in place of the key file. */
  readonly secretKey?: string;
  readonly sandboxUrl?: string;
  readonly sourceFolders?: readonly string[];
  readonly artifactsFolders?: readonly string[];
  readonly aws?: AwsInstallation;
  readonly region?: string;
  readonly account?: string;
  readonly log: OperationContext['log'];
}

/** What is set up in the environment besides the databases: see README.md of the operations. */
export function installationFrom(environment: Readonly<Record<string, string | undefined>>): Pick<Installation, 'secretKey' | 'sandboxUrl' | 'sourceFolders' | 'artifactsFolders' | 'aws'> {
  const [secretKey, sandboxUrl] = [environment['FERRY_SECRET_KEY'], environment['FERRY_SANDBOX_URL']];
  return {
    ...(secretKey === undefined || secretKey === '' ? {} : { secretKey }),
    ...(sandboxUrl === undefined || sandboxUrl === '' ? {} : { sandboxUrl }),
    sourceFolders: folderList(environment['FERRY_SOURCE_FOLDERS']),
    artifactsFolders: folderList(environment['FERRY_ARTIFACTS_FOLDERS']),
    aws: awsFrom(environment),
  };
}

export interface OpenedOperations extends OperationContext {
  close(): Promise<void>;
}

/** Opens everything that the operations need. One a process. */
export async function openOperations(installation: Installation): Promise<OpenedOperations> {
  const { databaseUrl, dataFolder, log } = installation;
  const keyring = await openKeyring({ key: installation.secretKey, folder: installation.homeFolder ?? dataFolder });
  const store = openStore(databaseUrl);
  const queue = pgBossQueue(databaseUrl, 'producer', (error) => log('warn', 'the job queue reports trouble', { error: error.message }));
  await queue.start();
  const aws = openAws(installation.aws ?? awsFrom({}));
  return {
    store,
    queue,
    objects: folderObjects(dataFolder),
    keyring,
    sandboxUrl: installation.sandboxUrl,
    sourceFolders: installation.sourceFolders ?? [],
    artifactsFolders: installation.artifactsFolders ?? [],
    aws,
    region: installation.region ?? 'us-east-1',
    account: installation.account ?? '000000000000',
    log,
    close: async () => {
      aws.close();
      await queue.stop();
      await store.close();
    },
  };
}

/** The dialect's name for a source engine of AWS's API, or nothing. */
export const sourceName = (dmsEngine: string): string | undefined => sourceFacts.find((f) => f.dmsEngines.includes(dmsEngine))?.name;
export const targetName = (dmsEngine: string): string | undefined => targetFacts.find((f) => f.dmsEngines.includes(dmsEngine))?.name;

/** The engines of a project. @throws AppError when they cannot be converted into one another */
export const enginesOf = (project: { source: { engine: string }; target: { engine: string } }): Engines =>
  findPair(sourceName(project.source.engine) ?? project.source.engine, targetName(project.target.engine) ?? project.target.engine);

/** The target version that code of a project is written for. */
export const targetVersionOf = (project: { target: { engine: string }; targetVersion: number | null }): number =>
  project.targetVersion ?? targetFacts.find((f) => f.dmsEngines.includes(project.target.engine))?.defaultVersion ?? 0;
