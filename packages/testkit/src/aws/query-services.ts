import { xml } from './http';
import type { Answer } from './http';

/** What the emulated account has. */
const vpc = 'vpc-0a1b2c3d';
const subnets = [
  { id: 'subnet-0001', zone: 'us-east-1a', cidr: '10.0.1.0/24' },
  { id: 'subnet-0002', zone: 'us-east-1b', cidr: '10.0.2.0/24' },
];

const ec2 = (operation: string, body: string): Answer => xml(`<${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>1</requestId>${body}</${operation}Response>`);
const rds = (operation: string, body: string): Answer => xml(`<${operation}Response xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><${operation}Result>${body}</${operation}Result></${operation}Response>`);

/** The questions of EC2 and RDS that Ferry asks, on an account with one VPC and two databases; two pages of instances. */
export function listService(form: URLSearchParams): Answer | undefined {
  const operation = form.get('Action') ?? '';
  switch (operation) {
    case 'DescribeVpcs':
      return ec2(operation, `<vpcSet><item><vpcId>${vpc}</vpcId><cidrBlock>10.0.0.0/16</cidrBlock><tagSet><item><key>Name</key><value>main</value></item></tagSet></item></vpcSet>`);
    case 'DescribeSubnets':
      return ec2(operation, `<subnetSet>${subnets.map(({ id, zone, cidr }) => `<item><subnetId>${id}</subnetId><vpcId>${vpc}</vpcId><availabilityZone>${zone}</availabilityZone><cidrBlock>${cidr}</cidrBlock></item>`).join('')}</subnetSet>`);
    case 'DescribeSecurityGroups':
      return ec2(operation, `<securityGroupInfo><item><groupId>sg-0a1b</groupId><groupName>ferry</groupName><vpcId>${vpc}</vpcId></item></securityGroupInfo>`);
    case 'DescribeDBSubnetGroups':
      return rds(operation, `<DBSubnetGroups><DBSubnetGroup><DBSubnetGroupName>databases</DBSubnetGroupName><VpcId>${vpc}</VpcId><Subnets>${subnets.map(({ id, zone }) => `<Subnet><SubnetIdentifier>${id}</SubnetIdentifier><SubnetAvailabilityZone><Name>${zone}</Name></SubnetAvailabilityZone></Subnet>`).join('')}</Subnets></DBSubnetGroup></DBSubnetGroups>`);
    case 'DescribeDBInstances': {
      const instance = (id: string, engine: string, version: string, port: number): string => `<DBInstance><DBInstanceIdentifier>${id}</DBInstanceIdentifier><Engine>${engine}</Engine><EngineVersion>${version}</EngineVersion><Endpoint><Address>${id}.abc.us-east-1.rds.amazonaws.com</Address><Port>${port}</Port></Endpoint></DBInstance>`;
      const second = form.get('Marker') === 'more';
      const unfinished = '<DBInstance><DBInstanceIdentifier>new</DBInstanceIdentifier><Engine>postgres</Engine></DBInstance>';
      return rds(operation, second ? `<DBInstances>${instance('orders', 'postgres', '16.4', 5432)}${unfinished}</DBInstances>` : `<DBInstances>${instance('legacy', 'sqlserver-se', '15.00.4345.5.v1', 1433)}</DBInstances><Marker>more</Marker>`);
    }
    default:
      return undefined;
  }
}
