import { assumePolicy, awsSecret, bucketPolicy, logGroupOf, logsPolicy, s3Place, secretPolicy, trustPolicy } from '@ferry/cloud';
import type { PolicyDocument } from '@ferry/cloud';
import type { DataProviderSettings, OperationOutput } from '@ferry/contract';
import { AppError } from '@ferry/kernel';
import type { ProjectRow } from '@ferry/store';
import { artifactsBucketOf } from './artifacts';
import type { OperationContext } from './context';
import { findProject } from './find';
import type { Handlers } from './handlers';

/** What AWS refuses is an answer here: the fields are typed then. */
async function offered<T extends object>(work: () => Promise<T>, none: T): Promise<T & { Available: boolean; Reason?: string }> {
  try {
    return { Available: true, ...(await work()) };
  } catch (thrown) {
    // A probe of the account: without credentials there is nothing to list.
    if (!(thrown instanceof AppError)) throw thrown;
    return { Available: false, Reason: thrown.message, ...none };
  }
}

/** RDS's engines by AWS DMS's names (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html). */
const dmsEngineOf = (engine: string): string | undefined => (engine.startsWith('sqlserver-') ? 'sqlserver' : engine === 'postgres' || engine === 'aurora-postgresql' ? engine : undefined);

type RoleDocument = OperationOutput<'DescribeProjectRoles'>['Documents'][number];

interface Need {
  readonly purpose: string;
  readonly role: string | undefined;
  readonly policy: PolicyDocument;
  /** Tried as the project would. */
  readonly check: () => Promise<string>;
}

/** What of AWS a project uses. */
function needsOf(project: ProjectRow, context: OperationContext): Need[] {
  const { aws } = context;
  const needs: Need[] = [];
  const secret = (side: string, id: string | null, role: string | null): void => {
    if (id === null) return;
    needs.push({
      purpose: `secret of the ${side}`,
      role: role ?? undefined,
      policy: secretPolicy(awsSecret(id)?.id ?? id, aws.region),
      check: async () => `The secret holds credentials of "${(await aws.credentials(id, role ?? undefined)).username}".`,
    });
  };
  secret('source', project.sourceSecretId, project.sourceSecretRole);
  secret('target', project.targetSecretId, project.targetSecretRole);
  const bucketOk = async (uri: string, role: string | undefined): Promise<string> => {
    const checks = await aws.bucket(uri, role);
    const failed = checks.find((check) => !check.passed);
    if (failed !== undefined) throw new AppError('invalid-state', { public: failed.message });
    return checks.map((check) => check.message).join(' ');
  };
  const bucket = artifactsBucketOf(project);
  if (bucket !== undefined) needs.push({ purpose: 'S3 bucket of the project', role: bucket.roleArn, policy: bucketPolicy(s3Place(bucket.uri), true), check: () => bucketOk(bucket.uri, bucket.roleArn) });
  const source = (project.source.settings as DataProviderSettings | null)?.MicrosoftSqlServerSettings;
  if (source?.S3Path !== undefined && source.S3Path !== '') {
    const [uri, role] = [source.S3Path, source.S3AccessRoleArn === '' ? undefined : source.S3AccessRoleArn];
    needs.push({
      purpose: 'scripts of the source in S3',
      role,
      policy: bucketPolicy(s3Place(uri), false),
      check: async () => `${(await aws.scripts(uri, role, () => true, { files: 100_000, bytes: Number.POSITIVE_INFINITY }, AbortSignal.timeout(30_000))).length} files can be read.`,
    });
  }
  return needs;
}

const text = (policy: PolicyDocument): string => JSON.stringify(policy, null, 2);

function documentsOf(project: ProjectRow, needs: readonly Need[], identity: string | undefined, context: OperationContext): RoleDocument[] {
  const principal = identity ?? 'arn:aws:iam::<account>:role/<role or user that Ferry runs as>';
  const own = needs.map(({ purpose, role, policy }): RoleDocument => ({ For: purpose, PermissionsPolicy: text(policy), ...(role === undefined ? {} : { RoleArn: role, TrustPolicy: text(trustPolicy(principal)) }) }));
  const roles = [...new Set(needs.flatMap((need) => need.role ?? []))];
  return [
    ...own,
    ...(roles.length === 0 ? [] : [{ For: 'Ferry itself, to take these roles on', PermissionsPolicy: text(assumePolicy(roles)) }]),
    ...(context.aws.logs === undefined ? [] : [{ For: 'Ferry itself, to write the logs', PermissionsPolicy: text(logsPolicy(logGroupOf(project.id), context.aws.region, identity?.split(':')[4] ?? '*')) }]),
  ];
}

async function checked(name: string, work: () => Promise<string>): Promise<{ Name: string; Passed: boolean; Message: string }> {
  try {
    return { Name: name, Passed: true, Message: await work() };
  } catch (thrown) {
    // The refusal is the answer.
    if (!(thrown instanceof AppError)) throw thrown;
    return { Name: name, Passed: false, Message: thrown.message };
  }
}

export const awsResourceHandlers: Pick<Handlers, 'DescribeAwsNetwork' | 'DescribeRdsInstances' | 'DescribeProjectRoles'> = {
  DescribeAwsNetwork: (_input, context) =>
    offered(
      async () => {
        const { vpcs, subnets, securityGroups, subnetGroups } = await context.aws.network();
        return {
          Vpcs: vpcs.map(({ id, name, cidr }) => ({ VpcId: id, Name: name, CidrBlock: cidr })),
          Subnets: subnets.map(({ id, vpcId, zone, cidr }) => ({ SubnetId: id, VpcId: vpcId, AvailabilityZone: zone, CidrBlock: cidr })),
          SecurityGroups: securityGroups.map(({ id, name, vpcId }) => ({ GroupId: id, GroupName: name, VpcId: vpcId })),
          SubnetGroups: subnetGroups.map(({ name, vpcId, zones }) => ({ Name: name, VpcId: vpcId, AvailabilityZones: [...zones] })),
        };
      },
      { Vpcs: [], Subnets: [], SecurityGroups: [], SubnetGroups: [] },
    ),
  DescribeRdsInstances: (_input, context) =>
    offered(
      async () => ({
        Instances: (await context.aws.databases()).map(({ id, engine, version, host, port, database }) => {
          const known = dmsEngineOf(engine);
          return { Identifier: id, RdsEngine: engine, ...(known === undefined ? {} : { Engine: known }), EngineVersion: version, ServerName: host, Port: port, ...(database === undefined ? {} : { DatabaseName: database }) };
        }),
      }),
      { Instances: [] },
    ),
  DescribeProjectRoles: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const needs = needsOf(project, context);
    const who = needs.length === 0 ? undefined : await checked("Ferry's own identity", () => context.aws.identity());
    const identity = who?.Passed === true ? who.Message : undefined;
    const answer = { ...(identity === undefined ? {} : { Identity: identity }), Documents: documentsOf(project, needs, identity, context) };
    if (input.Check !== true) return answer;
    const checks = who === undefined ? [] : [who];
    for (const { purpose, role, check } of needs) {
      const taken = role === undefined ? undefined : await checked(`Role for the ${purpose}`, async () => {
        await context.aws.tryRole(role);
        return `${role} can be taken on.`;
      });
      if (taken !== undefined) checks.push(taken);
      if (taken?.Passed !== false) checks.push(await checked(purpose.charAt(0).toUpperCase() + purpose.slice(1), check));
    }
    return { ...answer, Checks: checks };
  },
};
