import { folderObjects } from '@ferry/cloud';
import type { Objects } from '@ferry/cloud';
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
  readonly region?: string;
  readonly account?: string;
  readonly log: OperationContext['log'];
}

export interface OpenedOperations extends OperationContext {
  close(): Promise<void>;
}

/** Opens everything that the operations need. One a process. */
export async function openOperations(installation: Installation): Promise<OpenedOperations> {
  const { databaseUrl, dataFolder, log } = installation;
  const store = openStore(databaseUrl);
  const queue = pgBossQueue(databaseUrl, 'producer', (error) => log('warn', 'the job queue reports trouble', { error: error.message }));
  await queue.start();
  return {
    store,
    queue,
    objects: folderObjects(dataFolder),
    region: installation.region ?? 'us-east-1',
    account: installation.account ?? '000000000000',
    log,
    close: async () => {
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
