import type { OperationOutput } from '@ferry/contract';
import { useOperation } from '@/api/hooks';
import { awsWords as words } from '@/words/aws';

export type Network = OperationOutput<'DescribeAwsNetwork'>;

/** What the account has to choose from; nothing as long as, or where, AWS does not tell. Then ids are typed. */
export function useNetwork(): Network | undefined {
  const { data } = useOperation('DescribeAwsNetwork', {});
  return data?.Available === true ? data : undefined;
}

/** Ids as a form holds them: separated by commas or blanks. */
export const idList = (text: string): string[] => text.split(/[\s,]+/).filter((id) => id !== '');

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly description: string;
}

export const vpcChoices = ({ Vpcs }: Network): Choice[] => Vpcs.map(({ VpcId, Name, CidrBlock }) => ({ value: VpcId, label: VpcId, description: [Name, CidrBlock].filter((part) => part !== '').join(', ') }));

/** @param vpc only those of this VPC, when there is one */
export const subnetChoices = ({ Subnets }: Network, vpc: string): Choice[] =>
  Subnets.filter(({ VpcId }) => vpc === '' || VpcId === vpc).map(({ SubnetId, AvailabilityZone, CidrBlock }) => ({ value: SubnetId, label: SubnetId, description: `${AvailabilityZone}, ${CidrBlock}` }));

export const securityGroupChoices = ({ SecurityGroups }: Network): Choice[] => SecurityGroups.map(({ GroupId, GroupName, VpcId }) => ({ value: GroupId, label: GroupId, description: `${GroupName}, ${VpcId}` }));

/** Chosen ids as options, also those that AWS does not list any more. */
export const chosenOf = (choices: readonly Choice[], ids: readonly string[]): Choice[] => ids.map((id) => choices.find(({ value }) => value === id) ?? { value: id, label: id, description: '' });

/** How a list of things in AWS is searched. @param empty what it says when it has nothing */
export const searched = (find: string, empty: string) => ({ filteringType: 'auto', filteringPlaceholder: find, filteringAriaLabel: find, noMatch: words.noMatch, empty }) as const;
