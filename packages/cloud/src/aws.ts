import type { AwsAccess } from './aws-access';
import { secretsManager } from './aws-secrets';
import type { Credentials } from './aws-secrets';
import type { Objects } from './objects';
import { s3Objects, s3Place } from './s3-objects';

/** What an installation does in AWS. Clients are made when they are first needed, one for each role. */
export interface Aws {
  /** @param uri `s3://bucket/folder` @param roleArn taken on first */
  objects(uri: string, roleArn?: string): Objects;
  /** @param secretArn its region decides where it is looked for */
  credentials(secretArn: string, roleArn?: string): Promise<Credentials>;
  close(): void;
}

/** The region of an ARN (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html). */
const regionOf = (arn: string): string | undefined => arn.split(':')[3] || undefined;

export function openAws(access: Omit<AwsAccess, 'roleArn'>): Aws {
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
    credentials: (secretArn, roleArn) => {
      const region = regionOf(secretArn) ?? access.region;
      return shared(['secrets', region, roleArn], () => secretsManager({ ...withRole(roleArn), region })).get(secretArn);
    },
    close: () => {
      for (const client of clients.values()) client.close();
      clients.clear();
    },
  };
}

/** Region and endpoint as AWS's own tools read them from the environment (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html). */
export function awsFrom(environment: Readonly<Record<string, string | undefined>>): Omit<AwsAccess, 'roleArn'> {
  const endpoint = environment['AWS_ENDPOINT_URL'];
  return { region: environment['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'] ?? 'us-east-1', ...(endpoint === undefined || endpoint === '' ? {} : { endpoint }) };
}
