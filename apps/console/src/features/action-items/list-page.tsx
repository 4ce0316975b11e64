'use client';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ActionItemDefinition, Severity } from '@ferry/contract';
import type { ReactNode } from 'react';
import { useOperation } from '@/api/hooks';
import { Page } from '@/shell/page';
import { ResourceLink } from '@/shell/resource-link';
import { ResourceTable } from '@/shell/resource-table';
import type { ResourceColumn } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { actionItemWords as words } from '@/words/monitoring';
import { nounText } from '@/words/resources';
import { severityLabels } from '@/words/schema-conversion';

export const severityIndicators: Readonly<Record<Severity, 'error' | 'warning' | 'info'>> = { CRITICAL: 'error', HIGH: 'error', MEDIUM: 'warning', LOW: 'info', INFO: 'info' };

const columns: readonly ResourceColumn<ActionItemDefinition>[] = [
  { id: 'code', header: words.code, isRowHeader: true, width: 95, text: (row) => String(row.Code), cell: (row) => <ResourceLink href={routes.actionItem(row.Code)}>{String(row.Code)}</ResourceLink> },
  { id: 'subject', header: words.subject, width: 310, text: (row) => row.Title, cell: (row) => row.Title },
  { id: 'severity', header: words.severity, width: 120, text: (row) => severityLabels[row.Severity], cell: (row) => <StatusIndicator type={severityIndicators[row.Severity]}>{severityLabels[row.Severity]}</StatusIndicator> },
  { id: 'complexity', header: words.complexity, width: 150, text: (row) => row.Complexity, cell: (row) => row.Complexity },
  { id: 'family', header: words.family, width: 130, text: (row) => nounText(row.Family), cell: (row) => nounText(row.Family) },
  { id: 'occurrence', header: words.occurrence, width: 140, text: (row) => String(row.Effort.Occurrence), cell: (row) => words.units(row.Effort.Occurrence) },
  { id: 'learning', header: words.learning, text: (row) => String(row.Effort.Learning), cell: (row) => words.units(row.Effort.Learning), hidden: true },
  { id: 'recommended', header: words.recommended, text: (row) => row.RecommendedAction, cell: (row) => row.RecommendedAction, hidden: true },
];

export function useActionItemDefinitions() {
  return useOperation('DescribeActionItemDefinitions', {});
}

/** Every action item that a conversion can raise. */
export function ActionItemsPage(): ReactNode {
  const list = useActionItemDefinitions();
  return (
    <Page title={words.title} crumbs={[{ text: words.title, href: routes.actionItems }]} contentType="table">
      <ResourceTable<ActionItemDefinition>
        name="action-items"
        title={words.title}
        description={words.description}
        columns={columns}
        rows={list.data?.Definitions}
        loading={list.isLoading}
        loadingText={words.loading}
        error={list.data === undefined ? list.error : null}
        onRetry={() => void list.refetch()}
        idOf={(row) => String(row.Code)}
        findLabel={words.find}
        empty={{ title: words.emptyTitle, text: words.emptyText, action: null }}
        selected={[]}
        onSelect={() => undefined}
        selectable={false}
        actions={null}
      />
    </Page>
  );
}
