'use client';
import Button from '@cloudscape-design/components/button';
import type { LogGroup } from '@ferry/contract';
import type { ReactNode } from 'react';
import { useOperation } from '@/api/hooks';
import { Page } from '@/shell/page';
import { ResourceLink } from '@/shell/resource-link';
import { ResourceTable } from '@/shell/resource-table';
import type { ResourceColumn } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { monitoringWords as words } from '@/words/monitoring';
import { momentText, resourceWords } from '@/words/resources';

const numberText = (value: number): string => value.toLocaleString('en-US');

const columns: readonly ResourceColumn<LogGroup>[] = [
  { id: 'group', header: words.group, isRowHeader: true, width: 300, text: (row) => row.LogGroupName, cell: (row) => <ResourceLink href={routes.logGroup(row.MigrationProjectName)}>{row.LogGroupName}</ResourceLink> },
  { id: 'project', header: words.project, width: 190, text: (row) => row.MigrationProjectName, cell: (row) => <ResourceLink href={routes.migrationProject(row.MigrationProjectName)}>{row.MigrationProjectName}</ResourceLink> },
  { id: 'events', header: words.events, width: 110, text: (row) => String(row.Events), cell: (row) => numberText(row.Events) },
  { id: 'errors', header: words.errors, width: 110, text: (row) => String(row.Errors), cell: (row) => numberText(row.Errors) },
  { id: 'last', header: words.lastEvent, width: 240, text: (row) => row.LastEventTime ?? '', cell: (row) => momentText(row.LastEventTime) },
];

/** One log group a project. */
export function LogGroupsPage(): ReactNode {
  const list = useOperation('DescribeLogGroups', {});
  return (
    <Page title={words.groups.title} crumbs={[{ text: words.groups.title, href: routes.logGroups }]} contentType="table">
      <ResourceTable<LogGroup>
        name="log-groups"
        title={words.groups.title}
        description={words.groups.description}
        columns={columns}
        rows={list.data?.LogGroups}
        loading={list.isLoading}
        loadingText={words.groups.loading}
        error={list.data === undefined ? list.error : null}
        onRetry={() => void list.refetch()}
        idOf={(row) => row.MigrationProjectName}
        findLabel={words.groups.find}
        empty={{ title: words.groups.emptyTitle, text: words.groups.emptyText, action: null }}
        selected={[]}
        onSelect={() => undefined}
        selectable={false}
        actions={<Button iconName="refresh" ariaLabel={resourceWords.refresh} loading={list.isRefetching} onClick={() => void list.refetch()} />}
      />
    </Page>
  );
}
