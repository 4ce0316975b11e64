import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeDBInstancesCommand, DescribeDBSubnetGroupsCommand, RDSClient } from '@aws-sdk/client-rds';
import { clientAccess } from './aws-access';
import type { AwsAccess } from './aws-access';
import { awsRefusal } from './aws-refusals';

export interface Vpc {
  readonly id: string;
  readonly name: string;
  readonly cidr: string;
}
export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly cidr: string;
}
export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly vpcId: string;
}
export interface SubnetGroup {
  readonly name: string;
  readonly vpcId: string;
  readonly zones: readonly string[];
}
export interface DatabaseInstance {
  readonly id: string;
  /** RDS's word: `sqlserver-se`, `postgres`, `aurora-postgresql` ... */
  readonly engine: string;
  readonly version: string;
  readonly host: string;
  readonly port: number;
  readonly database?: string;
  readonly vpcId?: string;
}

/** What there is to choose from in an account's region. */
export interface AwsNetwork {
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly subnetGroups: readonly SubnetGroup[];
}

/** At most so many of each are listed. */
const most = 1000;

/** Reads page after page until there is none or enough. */
async function pages<T>(read: (token: string | undefined) => Promise<{ rows: readonly T[]; next: string | undefined }>): Promise<T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const { rows, next } = await read(token);
    all.push(...rows);
    token = next;
  } while (token !== undefined && token !== '' && all.length < most);
  return all.slice(0, most);
}

const asking = async <T>(what: string, permission: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (thrown) {
    // The SDK reports what the service refuses by throwing.
    throw awsRefusal(thrown, what, permission);
  }
};

/** VPCs, subnets, security groups and database subnet groups of the region. @throws AppError with the permission that is missing */
export async function awsNetwork(access: AwsAccess): Promise<AwsNetwork> {
  const ec2 = new EC2Client(clientAccess(access));
  const rds = new RDSClient(clientAccess(access));
  try {
    const vpcs = await asking('the list of VPCs', 'ec2:DescribeVpcs', () =>
      pages(async (NextToken) => {
        const page = await ec2.send(new DescribeVpcsCommand(NextToken === undefined ? {} : { NextToken }));
        return { next: page.NextToken, rows: (page.Vpcs ?? []).map(({ VpcId = '', CidrBlock = '', Tags = [] }): Vpc => ({ id: VpcId, cidr: CidrBlock, name: Tags.find((tag) => tag.Key === 'Name')?.Value ?? '' })) };
      }),
    );
    const subnets = await asking('the list of subnets', 'ec2:DescribeSubnets', () =>
      pages(async (NextToken) => {
        const page = await ec2.send(new DescribeSubnetsCommand(NextToken === undefined ? {} : { NextToken }));
        return { next: page.NextToken, rows: (page.Subnets ?? []).map(({ SubnetId = '', VpcId = '', AvailabilityZone = '', CidrBlock = '' }): Subnet => ({ id: SubnetId, vpcId: VpcId, zone: AvailabilityZone, cidr: CidrBlock })) };
      }),
    );
    const securityGroups = await asking('the list of security groups', 'ec2:DescribeSecurityGroups', () =>
      pages(async (NextToken) => {
        const page = await ec2.send(new DescribeSecurityGroupsCommand(NextToken === undefined ? {} : { NextToken }));
        return { next: page.NextToken, rows: (page.SecurityGroups ?? []).map(({ GroupId = '', GroupName = '', VpcId = '' }): SecurityGroup => ({ id: GroupId, name: GroupName, vpcId: VpcId })) };
      }),
    );
    const subnetGroups = await asking('the list of subnet groups', 'rds:DescribeDBSubnetGroups', () =>
      pages(async (Marker) => {
        const page = await rds.send(new DescribeDBSubnetGroupsCommand(Marker === undefined ? {} : { Marker }));
        return {
          next: page.Marker,
          rows: (page.DBSubnetGroups ?? []).map(({ DBSubnetGroupName = '', VpcId = '', Subnets = [] }): SubnetGroup => ({ name: DBSubnetGroupName, vpcId: VpcId, zones: [...new Set(Subnets.flatMap((s) => s.SubnetAvailabilityZone?.Name ?? []))] })),
        };
      }),
    );
    return { vpcs, subnets, securityGroups, subnetGroups };
  } finally {
    ec2.destroy();
    rds.destroy();
  }
}

/** The RDS and Aurora instances of the region that can be connected to. @throws AppError with the permission that is missing */
export async function databaseInstances(access: AwsAccess): Promise<readonly DatabaseInstance[]> {
  const rds = new RDSClient(clientAccess(access));
  try {
    return await asking('the list of database instances', 'rds:DescribeDBInstances', () =>
      pages(async (Marker) => {
        const page = await rds.send(new DescribeDBInstancesCommand(Marker === undefined ? {} : { Marker }));
        return {
          next: page.Marker,
          rows: (page.DBInstances ?? []).flatMap(({ DBInstanceIdentifier = '', Engine = '', EngineVersion = '', Endpoint, DBName, DBSubnetGroup }): DatabaseInstance[] =>
            // One that is still being made has no address.
            Endpoint?.Address === undefined
              ? []
              : [{ id: DBInstanceIdentifier, engine: Engine, version: EngineVersion, host: Endpoint.Address, port: Endpoint.Port ?? 0, ...(DBName === undefined || DBName === '' ? {} : { database: DBName }), ...(DBSubnetGroup?.VpcId === undefined ? {} : { vpcId: DBSubnetGroup.VpcId }) }],
          ),
        };
      }),
    );
  } finally {
    rds.destroy();
  }
}
