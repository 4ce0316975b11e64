import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { clientAccess } from './aws-access';
import type { AwsAccess } from './aws-access';
import { awsRefusal } from './aws-refusals';
import type { S3Place } from './s3-objects';

/** A document of IAM (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html). */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}
interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal?: { readonly AWS: string };
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const document = (...Statement: readonly PolicyStatement[]): PolicyDocument => ({ Version: '2012-10-17', Statement });

/** `aws`, `aws-cn`, `aws-us-gov`: the partition of an ARN. */
const partitionOf = (arn: string): string => arn.split(':')[1] || 'aws';

/**
 * What the role for a secret may do: read it, and decrypt it when its key is the customer's own. Of a name the ARN is not known to its end: AWS
 * adds six characters (https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html).
 * @param secret its ARN, or its name
 * @param here region of a secret that is told by its name
 */
export function secretPolicy(secret: string, here: string): PolicyDocument {
  const secretArn = secret.startsWith('arn:') ? secret : `arn:aws:secretsmanager:${here}:*:secret:${secret}-??????`;
  const [, , , region = '*', account = '*'] = secretArn.split(':');
  return document(
    { Sid: 'ReadSecret', Effect: 'Allow', Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], Resource: [secretArn] },
    { Sid: 'DecryptSecret', Effect: 'Allow', Action: ['kms:Decrypt'], Resource: [`arn:${partitionOf(secretArn)}:kms:${region}:${account}:key/*`], Condition: { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` } } },
  );
}

/** What the role for a bucket may do. @param write false for a source that is only read */
export function bucketPolicy({ bucket, prefix }: S3Place, write: boolean, partition = 'aws'): PolicyDocument {
  const arn = `arn:${partition}:s3:::${bucket}`;
  return document(
    { Sid: 'LookAtBucket', Effect: 'Allow', Action: ['s3:ListBucket', 's3:GetBucketLocation', 's3:GetBucketVersioning'], Resource: [arn] },
    {
      Sid: write ? 'UseFolder' : 'ReadFolder',
      Effect: 'Allow',
      Action: write ? ['s3:PutObject', 's3:GetObject', 's3:GetObjectVersion', 's3:DeleteObject', 's3:AbortMultipartUpload'] : ['s3:GetObject', 's3:GetObjectVersion'],
      Resource: [prefix === '' ? `${arn}/*` : `${arn}/${prefix}/*`],
    },
  );
}

/** What writing the logs of a project needs. */
export function logsPolicy(group: string, region: string, account: string, partition = 'aws'): PolicyDocument {
  const arn = `arn:${partition}:logs:${region}:${account}:log-group:${group}`;
  return document({ Sid: 'WriteLogs', Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: [arn, `${arn}:*`] });
}

/** What the lists of networks and databases need; these actions know no resources. */
export const listsPolicy = (): PolicyDocument =>
  document({ Sid: 'ListNetworkAndDatabases', Effect: 'Allow', Action: ['ec2:DescribeVpcs', 'ec2:DescribeSubnets', 'ec2:DescribeSecurityGroups', 'rds:DescribeDBInstances', 'rds:DescribeDBSubnetGroups'], Resource: ['*'] });

/** Who may take a role on. @param identity ARN of what Ferry runs as; a session of a role stands for the role */
export function trustPolicy(identity: string): PolicyDocument {
  const session = /^arn:([a-z-]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/.exec(identity);
  const principal = session === null ? identity : `arn:${session[1] ?? 'aws'}:iam::${session[2] ?? ''}:role/${session[3] ?? ''}`;
  return document({ Sid: 'LetFerryTakeItOn', Effect: 'Allow', Principal: { AWS: principal }, Action: ['sts:AssumeRole'] });
}

/** What Ferry itself needs to take roles on. */
export const assumePolicy = (roles: readonly string[]): PolicyDocument => document({ Sid: 'TakeRolesOn', Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: roles });

const withClient = async <T>(access: AwsAccess, what: string, permission: string, work: (client: STSClient) => Promise<T>): Promise<T> => {
  const client = new STSClient(clientAccess({ region: access.region, ...(access.endpoint === undefined ? {} : { endpoint: access.endpoint }) }));
  try {
    return await work(client);
  } catch (thrown) {
    // The SDK reports what the service refuses by throwing.
    throw awsRefusal(thrown, what, permission);
  } finally {
    client.destroy();
  }
};

/** The ARN of what Ferry runs as. @throws AppError when there are no credentials, or they are refused */
export const callerIdentity = (access: AwsAccess): Promise<string> =>
  withClient(access, "Ferry's own identity", 'sts:GetCallerIdentity', async (client) => (await client.send(new GetCallerIdentityCommand({}))).Arn ?? '');

/** Takes a role on once. @throws AppError that says whether the role's trust or Ferry's permission is missing */
export const tryRole = (access: AwsAccess, roleArn: string): Promise<void> =>
  withClient(access, `the role ${roleArn}`, `sts:AssumeRole on it, and the role's trust policy must name Ferry's identity`, async (client) => {
    await client.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'ferry-check', DurationSeconds: 900 }));
  });
