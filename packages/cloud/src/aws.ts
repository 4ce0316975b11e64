import { AppError } from '@ferry/kernel';
import type { AwsAccess } from './aws-access';
import { awsSecret, secretsManager } from './aws-secrets';
import type { Credentials } from './aws-secrets';
import type { Objects } from './objects';
import { cloudWatchLogs } from './cloudwatch-logs';
import type { LogSink } from './cloudwatch-logs';
import { awsNetwork, databaseInstances } from './network';
import type { AwsNetwork, DatabaseInstance } from './network';
import { callerIdentity, tryRole } from './roles';
import { checkBucket, s3Objects, s3Place } from './s3-objects';
import type { BucketCheck } from './s3-objects';
import { s3Scripts } from './s3-scripts';
import type { S3Script, ScriptLimits } from './s3-scripts';

/** What an installation does in AWS. Clients are made when they are first needed, one for each role. */
export interface Aws {
  /** @param uri `s3://bucket/folder` @param roleArn taken on first */
  objects(uri: string, roleArn?: string): Objects;
  /** @param id ARN of the secret, whose region decides where it is looked for, or `secretsmanager:<name>` */
  credentials(id: string, roleArn?: string): Promise<Credentials>;
  /** Scripts under `s3://bucket/folder`. */
  scripts(uri: string, roleArn: string | undefined, wanted: (name: string) => boolean, limits: ScriptLimits, signal: AbortSignal): Promise<readonly S3Script[]>;
  /** Whether a bucket can be used. */
  bucket(uri: string, roleArn?: string): Promise<readonly BucketCheck[]>;
  /** The log beside the built-in one, where the installation wants it. */
  readonly logs: LogSink | undefined;
  network(): Promise<AwsNetwork>;
  databases(): Promise<readonly DatabaseInstance[]>;
  /** ARN of what Ferry runs as. */
  identity(): Promise<string>;
  tryRole(roleArn: string): Promise<void>;
  readonly region: string;
  close(): void;
}

/** What of AWS an installation uses. */
export interface AwsInstallation extends Omit<AwsAccess, 'roleArn'> {
  /** Logs go to CloudWatch Logs, too. */
  readonly logs?: boolean;
}

export function openAws({ logs: wantsLogs, ...access }: AwsInstallation): Aws {
  const clients = new Map<string, { close(): void }>();
  const shared = <T extends { close(): void }>(key: readonly (string | undefined)[], make: () => T): T => {
    const name = JSON.stringify(key);
    const known = clients.get(name) as T | undefined;
    const client = known ?? make();
    clients.set(name, client);
    return client;
  };
  const withRole = (roleArn: string | undefined) => ({ ...access, ...(roleArn === undefined ? {} : { roleArn }) });
  return {
    objects: (uri, roleArn) => shared(['s3', uri, roleArn], () => s3Objects(s3Place(uri), withRole(roleArn))),
    credentials: async (id, roleArn) => {
      const found = awsSecret(id);
      if (found === undefined) throw new AppError('invalid-input', { public: 'A secret of Secrets Manager is named by its ARN or by secretsmanager:<name>.' });
      const region = found.region ?? access.region;
      return shared(['secrets', region, roleArn], () => secretsManager({ ...withRole(roleArn), region })).get(found.id);
    },
    scripts: (uri, roleArn, wanted, limits, signal) => s3Scripts(s3Place(uri), withRole(roleArn), wanted, limits, signal),
    bucket: (uri, roleArn) => checkBucket(s3Place(uri), withRole(roleArn)),
    logs: wantsLogs === true ? shared(['logs'], () => cloudWatchLogs(access)) : undefined,
    network: () => awsNetwork(access),
    databases: () => databaseInstances(access),
    identity: () => callerIdentity(access),
    tryRole: (roleArn) => tryRole(access, roleArn),
    region: access.region,
    close: () => {
      for (const client of clients.values()) client.close();
      clients.clear();
    },
  };
}

/** `FERRY_CLOUDWATCH_LOGS=on`, and region and endpoint as AWS's own tools read them from the environment (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html). */
export function awsFrom(environment: Readonly<Record<string, string | undefined>>): AwsInstallation {
  const endpoint = environment['AWS_ENDPOINT_URL'];
  return { region: environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? 'us-east-1', ...(endpoint === undefined || endpoint === '' ? {} : { endpoint }), ...(environment['FERRY_CLOUDWATCH_LOGS'] === 'on' ? { logs: true } : {}) };
}
