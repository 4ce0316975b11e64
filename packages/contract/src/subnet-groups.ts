import { z } from 'zod';
import { filtered, moment, nextPage, tag, total } from './shared';

/** AWS's rule: letters, digits, periods, underscores and hyphens; kept in lower case; not "default". */
export const subnetGroupName = z
  .string()
  .min(1, 'a name is needed')
  .max(255)
  .regex(/^[A-Za-z0-9._-]+$/, 'a name holds ASCII letters, digits, periods, underscores and hyphens only')
  .refine((name) => name.toLowerCase() !== 'default', 'a subnet group cannot be named "default"');
export const subnetId = z.string().regex(/^subnet-[0-9a-f]{1,40}$/, 'takes ids like subnet-0123456789abcdef0');
/** At least two, so that they can be in two Availability Zones; at most as many as AWS's quota. */
const subnetIds = z.array(subnetId).min(2, 'at least two subnets are needed, in different Availability Zones').max(60);
const vpcId = z.string().regex(/^vpc-[0-9a-f]{1,40}$/, 'takes an id like vpc-0123456789abcdef0');

export const subnetGroup = z.object({
  ReplicationSubnetGroupIdentifier: z.string(),
  ReplicationSubnetGroupDescription: z.string(),
  VpcId: z.string().optional(),
  SubnetGroupStatus: z.string(),
  Subnets: z.array(z.object({ SubnetIdentifier: z.string(), SubnetAvailabilityZone: z.object({ Name: z.string().optional() }).optional(), SubnetStatus: z.string() })),
  SupportedNetworkTypes: z.array(z.string()).optional(),
  IsReadOnly: z.boolean().optional(),
  /** Ferry's: for tags. */
  ReplicationSubnetGroupArn: z.string(),
  /** Ferry's. */
  CreationTime: moment,
  /** Ferry's: names of the instance profiles that use it. */
  UsedBy: z.array(z.string()),
});
export type SubnetGroup = z.infer<typeof subnetGroup>;

const identifier = z.string().min(1).max(255);
const one = z.object({ ReplicationSubnetGroup: subnetGroup });

export const subnetGroupOperations = {
  CreateReplicationSubnetGroup: {
    input: z.strictObject({
      ReplicationSubnetGroupIdentifier: subnetGroupName,
      ReplicationSubnetGroupDescription: z.string().min(1, 'a description is needed').max(255),
      SubnetIds: subnetIds,
      Tags: z.array(tag).max(50).optional(),
      /** Ferry's: AWS takes it from the subnets. */
      VpcId: vpcId.optional(),
    }),
    output: one,
  },
  DescribeReplicationSubnetGroups: {
    input: z.strictObject(filtered),
    output: z.object({ ...nextPage, ...total, ReplicationSubnetGroups: z.array(subnetGroup) }),
  },
  ModifyReplicationSubnetGroup: {
    input: z.strictObject({ ReplicationSubnetGroupIdentifier: identifier, ReplicationSubnetGroupDescription: z.string().min(1).max(255).optional(), SubnetIds: subnetIds, VpcId: vpcId.optional() }),
    output: one,
  },
  DeleteReplicationSubnetGroup: { input: z.strictObject({ ReplicationSubnetGroupIdentifier: identifier }), output: z.object({}) },
} as const;
