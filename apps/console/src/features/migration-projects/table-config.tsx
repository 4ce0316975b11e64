'use client';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { MigrationProject } from '@ferry/contract';
import type { ReactNode } from 'react';
import { ResourceLink } from '@/shell/resource-link';
import type { ResourceColumn } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { engineLabel } from '@/words/engines';
import { projectWords as words } from '@/words/migration-projects';
import { momentText, resourceWords } from '@/words/resources';
import { headWords as heads } from '@/words/table-heads';
import { isOpen, sourceName, targetName } from './hooks';

export function ProjectStatus({ project }: { readonly project: MigrationProject }): ReactNode {
  return isOpen(project) ? <StatusIndicator type="success">{words.open}</StatusIndicator> : <StatusIndicator type="stopped">{words.notOpen}</StatusIndicator>;
}

export const projectColumns: readonly ResourceColumn<MigrationProject>[] = [
  {
    id: 'name',
    header: resourceWords.name,
    isRowHeader: true,
    width: 165,
    text: (row) => row.MigrationProjectName,
    cell: (row) => <ResourceLink href={routes.migrationProject(row.MigrationProjectName)}>{row.MigrationProjectName}</ResourceLink>,
  },
  { id: 'status', header: words.statusShort, width: 110, text: (row) => (isOpen(row) ? words.open : words.notOpen), cell: (row) => <ProjectStatus project={row} /> },
  {
    id: 'source',
    header: words.sourceShort,
    width: 155,
    text: sourceName,
    cell: (row) => <ResourceLink href={routes.dataProvider(sourceName(row))}>{sourceName(row)}</ResourceLink>,
  },
  { id: 'source-engine', header: heads.sourceEngine, width: 160, text: (row) => engineLabel(row.SourceDataProviderDescriptors[0]?.Engine), cell: (row) => engineLabel(row.SourceDataProviderDescriptors[0]?.Engine), hidden: true },
  {
    id: 'target',
    header: words.targetShort,
    width: 155,
    text: targetName,
    cell: (row) => <ResourceLink href={routes.dataProvider(targetName(row))}>{targetName(row)}</ResourceLink>,
  },
  { id: 'target-engine', header: heads.targetEngine, width: 160, text: (row) => engineLabel(row.TargetDataProviderDescriptors[0]?.Engine), cell: (row) => engineLabel(row.TargetDataProviderDescriptors[0]?.Engine), hidden: true },
  {
    id: 'profile',
    header: words.instanceProfile,
    width: 155,
    text: (row) => row.InstanceProfileName,
    cell: (row) => <ResourceLink href={routes.instanceProfile(row.InstanceProfileName)}>{row.InstanceProfileName}</ResourceLink>,
  },
  { id: 'created', header: resourceWords.created, width: 170, text: (row) => row.MigrationProjectCreationTime, cell: (row) => momentText(row.MigrationProjectCreationTime) },
  { id: 'description', header: resourceWords.description, text: (row) => row.Description ?? '', cell: (row) => row.Description ?? resourceWords.none, hidden: true },
  { id: 'arn', header: resourceWords.arn, text: (row) => row.MigrationProjectArn, cell: (row) => row.MigrationProjectArn, hidden: true },
];
