'use client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { AssessedProject, OperationOutput } from '@ferry/contract';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useOperation } from '@/api/hooks';
import { useFollow } from '@/shell/follow';
import { offerFile } from '@/shell/offer-file';
import { Page } from '@/shell/page';
import { Failed, Nothing } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { aggregatedWords as words } from '@/words/aggregated-assessment';
import { runWords } from '@/words/assessment-runs';
import { effortWords } from '@/words/effort';
import { engineLabel } from '@/words/engines';
import { momentText } from '@/words/resources';
import { EffortPanel, useEffort } from '../effort/effort';
import { aggregatedCsv } from './aggregated-csv';

function Total({ data, rows }: { readonly data: OperationOutput<'DescribeAggregatedAssessment'>; readonly rows: readonly AssessedProject[] }): ReactNode {
  const sum = (count: (row: AssessedProject) => number): number => rows.reduce((all, row) => all + count(row), 0);
  const occurrences = sum((row) => row.EffortUnits - row.LearningUnits);
  return (
    <Container
      header={
        <Header variant="h2" description={words.together}>
          {words.total}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <KeyValuePairs
          columns={4}
          items={[
            { label: words.project, value: words.totalText(rows.length, sum((row) => row.Storage.Total + row.Code.Total)) },
            { label: words.storage, value: runWords.automatic(sum((row) => row.Storage.Automatic), sum((row) => row.Storage.Total)) },
            { label: words.code, value: runWords.automatic(sum((row) => row.Code.Automatic), sum((row) => row.Code.Total)) },
            { label: words.items, value: sum((row) => row.ActionItems).toLocaleString('en-US') },
          ]}
        />
        <Box variant="h3">{effortWords.title}</Box>
        <EffortPanel effort={{ learning: data.EffortUnits - occurrences, occurrences }} />
      </SpaceBetween>
    </Container>
  );
}

/** Breaks lines only before the counts. */
const share = (automatic: number, total: number): string => runWords.automatic(automatic, total).replace(/ (?!\()/g, '\u00a0');

/** Several projects side by side, and what they come to together. */
export function AggregatedAssessmentPage(): ReactNode {
  const follow = useFollow();
  const [, , effortText] = useEffort();
  const [chosen, setChosen] = useState<readonly AssessedProject[]>([]);
  const all = useOperation('DescribeAggregatedAssessment', {});
  const some = useOperation('DescribeAggregatedAssessment', { MigrationProjectIdentifiers: chosen.map((one) => one.MigrationProjectArn) }, { enabled: chosen.length > 0, keepPrevious: true });
  const rows = all.data?.Projects ?? [];
  const counted = chosen.length > 0 ? some.data : all.data;
  return (
    <Page title={words.title} crumbs={[{ text: words.title, href: routes.aggregatedAssessment }]}>
      <SpaceBetween size="l">
        <Table<AssessedProject>
          wrapLines
          header={
            <Header
              variant="h1"
              counter={`(${chosen.length > 0 ? `${chosen.length}/` : ''}${rows.length})`}
              description={words.description}
              actions={
                <Button iconName="download" disabled={rows.length === 0} onClick={() => offerFile('aggregated-assessment.csv', aggregatedCsv(chosen.length > 0 ? chosen : rows), 'text/csv')}>
                  {words.export}
                </Button>
              }
            >
              {words.title}
            </Header>
          }
          selectionType="multi"
          selectedItems={[...chosen]}
          onSelectionChange={({ detail }) => setChosen(detail.selectedItems)}
          loading={all.isLoading}
          loadingText={words.loading}
          items={rows}
          trackBy="MigrationProjectArn"
          ariaLabels={{ tableLabel: words.title, selectionGroupLabel: words.title, allItemsSelectionLabel: () => words.title, itemSelectionLabel: (_, row) => row.MigrationProjectName }}
          empty={all.isError ? <Failed what={words.title} error={all.error} onRetry={() => void all.refetch()} /> : <Nothing title={words.emptyTitle} text={words.emptyText} action={null} />}
          columnDefinitions={[
            {
              id: 'project',
              header: words.project,
              isRowHeader: true,
              minWidth: 170,
              cell: (row) => (
                <>
                  <Link href={routes.migrationProject(row.MigrationProjectName)} onFollow={follow}>
                    {row.MigrationProjectName}
                  </Link>
                  <Box variant="small" display="block">
                    {`${row.Databases.length === 0 ? '' : `${row.Databases.join(', ')}: `}${engineLabel(row.SourceEngine)} → ${engineLabel(row.TargetEngine)} ${row.TargetVersion}`}
                  </Box>
                </>
              ),
            },
            { id: 'storage', header: words.storage, cell: (row) => share(row.Storage.Automatic, row.Storage.Total) },
            { id: 'code', header: words.code, cell: (row) => share(row.Code.Automatic, row.Code.Total) },
            { id: 'syntax', header: words.syntax, cell: (row) => share(row.SyntaxElements?.Automatic ?? 0, row.SyntaxElements?.Total ?? 0) },
            { id: 'items', header: words.items, cell: (row) => row.ActionItems.toLocaleString('en-US') },
            { id: 'effort', header: words.effort, cell: (row) => effortText(row.EffortUnits) },
            { id: 'complexity', header: words.complexity, cell: (row) => (row.AssessedTime === undefined ? '-' : row.Complexity) },
            { id: 'assessed', header: words.assessed, cell: (row) => (row.AssessedTime === undefined ? words.never : momentText(row.AssessedTime)) },
          ]}
        />
        {counted === undefined || counted.Projects.length === 0 ? null : <Total data={counted} rows={counted.Projects} />}
      </SpaceBetween>
    </Page>
  );
}
