import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';

/** How AWS is reached. Credentials come from the SDK's default chain (environment, shared files, container, instance role). */
export interface AwsAccess {
  readonly region: string;
  /** Another address than AWS's own: a VPC endpoint, or an S3-compatible server. */
  readonly endpoint?: string;
  /** A role to take on first (`sts:AssumeRole`): a project's S3 bucket role or secret access role. */
  readonly roleArn?: string;
}

/** The part of a client's configuration that is the same for every service. */
export function clientAccess(access: AwsAccess): { region: string; endpoint?: string; credentials?: ReturnType<typeof fromTemporaryCredentials>; maxAttempts: number } {
  const { region, endpoint, roleArn } = access;
  return {
    region,
    maxAttempts: 4,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(roleArn === undefined ? {} : { credentials: fromTemporaryCredentials({ params: { RoleArn: roleArn, RoleSessionName: 'ferry', DurationSeconds: 3600 }, clientConfig: { region, ...(endpoint === undefined ? {} : { endpoint }) } }) }),
  };
}
