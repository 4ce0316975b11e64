'use client';
import type { InstanceProfile } from '@ferry/contract';
import { ProjectLinks, ResourceLink } from '@/shell/resource-link';
import type { ResourceColumn } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { profileWords as words } from '@/words/instance-profiles';
import { momentText, resourceWords } from '@/words/resources';

export const networkText = (profile: InstanceProfile): string => words.network[profile.NetworkType ?? 'IPV4'] ?? profile.NetworkType ?? resourceWords.none;

export const profileColumns: readonly ResourceColumn<InstanceProfile>[] = [
  {
    id: 'name',
    header: resourceWords.name,
    isRowHeader: true,
    width: 190,
    text: (row) => row.InstanceProfileName,
    cell: (row) => <ResourceLink href={routes.instanceProfile(row.InstanceProfileName)}>{row.InstanceProfileName}</ResourceLink>,
  },
  { id: 'network', header: words.networkType, width: 165, text: networkText, cell: networkText },
  { id: 'subnet', header: words.subnetGroup, width: 165, text: (row) => row.SubnetGroupIdentifier ?? '', cell: (row) => row.SubnetGroupIdentifier ?? resourceWords.none },
  { id: 'used', header: resourceWords.projects, width: 215, text: (row) => (row.UsedBy ?? []).join(', '), cell: (row) => <ProjectLinks names={row.UsedBy} /> },
  { id: 'created', header: resourceWords.created, width: 170, text: (row) => row.InstanceProfileCreationTime, cell: (row) => momentText(row.InstanceProfileCreationTime) },
  { id: 'description', header: resourceWords.description, text: (row) => row.Description ?? '', cell: (row) => row.Description ?? resourceWords.none, hidden: true },
  { id: 'arn', header: resourceWords.arn, text: (row) => row.InstanceProfileArn, cell: (row) => row.InstanceProfileArn, hidden: true },
];
