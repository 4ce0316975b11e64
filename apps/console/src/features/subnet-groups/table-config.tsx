'use client';
import type { SubnetGroup } from '@ferry/contract';
import { ResourceLink } from '@/shell/resource-link';
import type { ResourceColumn } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { momentText, resourceWords } from '@/words/resources';
import { groupWords as words } from '@/words/subnet-groups';

export const subnetsText = (group: SubnetGroup): string => group.Subnets.map((subnet) => subnet.SubnetIdentifier).join(', ');

export const groupColumns: readonly ResourceColumn<SubnetGroup>[] = [
  {
    id: 'name',
    header: resourceWords.name,
    isRowHeader: true,
    width: 150,
    text: (row) => row.ReplicationSubnetGroupIdentifier,
    cell: (row) => <ResourceLink href={routes.subnetGroup(row.ReplicationSubnetGroupIdentifier)}>{row.ReplicationSubnetGroupIdentifier}</ResourceLink>,
  },
  { id: 'description', header: resourceWords.description, width: 200, text: (row) => row.ReplicationSubnetGroupDescription, cell: (row) => row.ReplicationSubnetGroupDescription },
  { id: 'status', header: words.status, width: 110, text: (row) => row.SubnetGroupStatus, cell: (row) => row.SubnetGroupStatus },
  { id: 'vpc', header: words.vpc, width: 130, text: (row) => row.VpcId ?? '', cell: (row) => row.VpcId ?? resourceWords.none },
  { id: 'subnets', header: words.subnets, width: 180, text: subnetsText, cell: subnetsText },
  { id: 'used', header: words.usedBy, width: 140, text: (row) => row.UsedBy.join(', '), cell: (row) => row.UsedBy.join(', ') || resourceWords.none },
  { id: 'created', header: resourceWords.created, text: (row) => row.CreationTime, cell: (row) => momentText(row.CreationTime), hidden: true },
  { id: 'arn', header: resourceWords.arn, text: (row) => row.ReplicationSubnetGroupArn, cell: (row) => row.ReplicationSubnetGroupArn, hidden: true },
];
