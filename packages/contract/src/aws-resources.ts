import { z } from 'zod';
import { ofProject } from './shared';

const listed = { Available: z.boolean(), /** Why there is nothing to choose from. */ Reason: z.string().optional() };

export const driftKind = z.enum(['missing', 'changed', 'foreign', 'extra']);
export type DriftKindName = z.infer<typeof driftKind>;

export const awsResourceOperations = {
  /** Ferry's: what there is in the account to choose from, where AWS credentials allow; else the fields are typed. */
  DescribeAwsNetwork: {
    input: z.strictObject({}),
    output: z.object({
      ...listed,
      Vpcs: z.array(z.object({ VpcId: z.string(), Name: z.string(), CidrBlock: z.string() })),
      Subnets: z.array(z.object({ SubnetId: z.string(), VpcId: z.string(), AvailabilityZone: z.string(), CidrBlock: z.string() })),
      SecurityGroups: z.array(z.object({ GroupId: z.string(), GroupName: z.string(), VpcId: z.string() })),
      SubnetGroups: z.array(z.object({ Name: z.string(), VpcId: z.string(), AvailabilityZones: z.array(z.string()) })),
    }),
  },
  /** Ferry's: RDS and Aurora instances, for the data provider's "RDS database instance". */
  DescribeRdsInstances: {
    input: z.strictObject({}),
    output: z.object({
      ...listed,
      /** `Engine` is AWS DMS's value where Ferry knows the engine. */
      Instances: z.array(z.object({ Identifier: z.string(), RdsEngine: z.string(), Engine: z.string().optional(), EngineVersion: z.string(), ServerName: z.string(), Port: z.int(), DatabaseName: z.string().optional() })),
    }),
  },
  /** Ferry's: the exact IAM documents that a project needs, and (`Check`) whether its roles, secrets and bucket work. */
  DescribeProjectRoles: {
    input: z.strictObject({ ...ofProject, Check: z.boolean().optional() }),
    output: z.object({
      /** ARN of what Ferry runs as, when AWS tells. */
      Identity: z.string().optional(),
      Documents: z.array(
        z.object({
          /** `secret of the source` ... */
          For: z.string(),
          /** The project's role; without one the documents are for Ferry's own identity. */
          RoleArn: z.string().optional(),
          /** JSON */
          PermissionsPolicy: z.string(),
          TrustPolicy: z.string().optional(),
        }),
      ),
      Checks: z.array(z.object({ Name: z.string(), Passed: z.boolean(), Message: z.string() })).optional(),
    }),
  },
  /** Ferry's: the target compared with the converted code, as it is now; nothing is changed. */
  DescribeTargetDrift: {
    input: z.strictObject({ ...ofProject }),
    output: z.object({
      Server: z.string(),
      Looked: z.int(),
      /** At most 1,000; `Counts` has all. */
      Drift: z.array(z.object({ Kind: driftKind, ObjectType: z.string(), Schema: z.string(), Parent: z.string().optional(), Name: z.string() })),
      Counts: z.object({ Missing: z.int(), Changed: z.int(), Foreign: z.int(), Extra: z.int() }),
    }),
  },
} as const;
