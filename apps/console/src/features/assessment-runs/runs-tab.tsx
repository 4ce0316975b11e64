'use client';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { AssessmentRun, MigrationProject } from '@ferry/contract';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useFollow } from '@/shell/follow';
import { Failed, Nothing } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { runKindLabels, runWords as words } from '@/words/assessment-runs';
import { momentText, resourceWords } from '@/words/resources';
import { runLabel, useRuns } from './hooks';
import { settingsText } from './run-measures';

/** Every run of a project; two are chosen to be compared. */
export function RunsTab({ project }: { readonly project: MigrationProject }): ReactNode {
  const router = useRouter();
  const follow = useFollow();
  const name = project.MigrationProjectName;
  const runs = useRuns(project.MigrationProjectArn);
  const [chosen, setChosen] = useState<readonly AssessmentRun[]>([]);
  const rows = runs.data?.Runs ?? [];
  const compare = (): void => {
    const [before, after] = [...chosen].sort((a, b) => a.FinishTime.localeCompare(b.FinishTime));
    if (before !== undefined && after !== undefined) router.push(routes.compareRuns(name, before.RequestIdentifier, after.RequestIdentifier));
  };
  return (
    <Table<AssessmentRun>
      wrapLines
      header={
        <Header
          variant="h2"
          counter={`(${rows.length})`}
          description={words.description}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button iconName="refresh" ariaLabel={resourceWords.refresh} loading={runs.isRefetching} onClick={() => void runs.refetch()} />
              <Button disabled={chosen.length !== 2} {...(chosen.length === 2 ? {} : { disabledReason: words.compareHint })} onClick={compare}>
                {words.compare}
              </Button>
            </SpaceBetween>
          }
        >
          {words.title}
        </Header>
      }
      selectionType="multi"
      selectedItems={[...chosen]}
      onSelectionChange={({ detail }) => setChosen(detail.selectedItems)}
      loading={runs.isLoading}
      loadingText={words.loading}
      items={runs.isError ? [] : rows}
      trackBy="RequestIdentifier"
      ariaLabels={{ tableLabel: words.title, selectionGroupLabel: words.title, allItemsSelectionLabel: () => words.title, itemSelectionLabel: (_, row) => runLabel(row) }}
      empty={runs.isError ? <Failed what={words.title} error={runs.error} onRetry={() => void runs.refetch()} /> : <Nothing title={words.emptyTitle} text={words.emptyText} action={null} />}
      columnDefinitions={[
        {
          id: 'kind',
          header: words.kind,
          isRowHeader: true,
          cell: (row) => (
            <Link href={routes.run(name, row.RequestIdentifier)} onFollow={follow}>
              {runKindLabels[row.Kind]}
            </Link>
          ),
        },
        { id: 'time', header: words.finished, cell: (row) => momentText(row.FinishTime) },
        { id: 'storage', header: words.storage, cell: (row) => words.automatic(row.Storage.Automatic, row.Storage.Total) },
        { id: 'code', header: words.code, cell: (row) => words.automatic(row.Code.Automatic, row.Code.Total) },
        { id: 'items', header: words.items, cell: (row) => row.ActionItems.toLocaleString('en-US') },
        { id: 'effort', header: words.effort, cell: (row) => row.EffortUnits.toLocaleString('en-US', { maximumFractionDigits: 1 }) },
        { id: 'version', header: words.version, cell: (row) => row.TargetVersion ?? '-' },
        { id: 'settings', header: words.settings, cell: settingsText },
      ]}
    />
  );
}
