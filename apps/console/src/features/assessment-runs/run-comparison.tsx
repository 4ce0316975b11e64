'use client';
import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { runChanges } from '@ferry/contract';
import type { ChangedObject, OperationOutput, RunChange } from '@ferry/contract';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useOperation } from '@/api/hooks';
import { useFollow } from '@/shell/follow';
import { Loading } from '@/shell/loading';
import { Failed } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { runChangeLabels, runWords as words } from '@/words/assessment-runs';
import { kindText } from '@/words/resources';
import { proofLabels, severityLabels, statusLabels } from '@/words/schema-conversion';
import { RunMeasures } from './run-measures';

type Compared = OperationOutput<'CompareAssessmentRuns'>;
const colours: Readonly<Record<RunChange, 'red' | 'green' | 'grey' | 'blue'>> = { worse: 'red', better: 'green', other: 'grey', new: 'blue', gone: 'grey' };
const pageSize = 50;

const sideText = (side: ChangedObject['Before']): string => (side === undefined ? '-' : `${statusLabels[side.Status]}, ${proofLabels[side.Proof].toLowerCase()}, ${words.itemsOf(side.Items)}`);

function Objects({ project, data, change, text, shown, onChange, onText, onMore }: { readonly project: string; readonly data: Compared; readonly change: RunChange | 'all'; readonly text: string; readonly shown: number; readonly onChange: (change: RunChange | 'all') => void; readonly onText: (text: string) => void; readonly onMore: () => void }): ReactNode {
  const follow = useFollow();
  const total = runChanges.reduce((sum, one) => sum + data.Counts[one], 0);
  const screen = (path: string): string => `${routes.schemaConversion(project)}?${new URLSearchParams({ node: path, report: 'items' }).toString()}`;
  return (
    <Table<ChangedObject>
      variant="embedded"
      wrapLines
      header={<Header variant="h3">{words.objects}</Header>}
      filter={
        <SpaceBetween direction="horizontal" size="m">
          <SegmentedControl
            label={words.show}
            selectedId={change}
            options={[{ id: 'all', text: words.all(total) }, ...runChanges.map((one) => ({ id: one, text: `${runChangeLabels[one]} (${data.Counts[one].toLocaleString('en-US')})`, disabled: data.Counts[one] === 0 }))]}
            onChange={({ detail }) => onChange(detail.selectedId as RunChange | 'all')}
          />
          <TextFilter filteringText={text} filteringPlaceholder={words.find} filteringAriaLabel={words.find} onChange={({ detail }) => onText(detail.filteringText.slice(0, 255))} />
        </SpaceBetween>
      }
      footer={(data.TotalCount ?? 0) > shown ? <Button onClick={onMore}>{words.more}</Button> : null}
      items={data.Objects}
      trackBy={(row) => `${row.Change} ${row.Path}`}
      ariaLabels={{ tableLabel: words.objects }}
      empty={<Box color="text-body-secondary">{total === 0 ? words.noChanges : words.noneOfThis}</Box>}
      columnDefinitions={[
        { id: 'change', header: words.change, width: 110, cell: (row) => <Badge color={colours[row.Change]}>{runChangeLabels[row.Change]}</Badge> },
        { id: 'object', header: words.object, isRowHeader: true, cell: (row) => (row.Change === 'gone' ? row.Name : <Link href={screen(row.Path)} onFollow={follow}>{row.Name}</Link>) },
        { id: 'type', header: words.type, cell: (row) => kindText(row.Kind) },
        { id: 'before', header: words.was, cell: (row) => sideText(row.Before) },
        { id: 'after', header: words.is, cell: (row) => sideText(row.After) },
        { id: 'gained', header: words.gained, cell: (row) => row.Gained.join(', ') || '-' },
        { id: 'lost', header: words.lost, cell: (row) => row.Lost.join(', ') || '-' },
      ]}
    />
  );
}

/** Two runs side by side: measures, objects and action items that are different. */
export function RunComparison({ project, before, after }: { readonly project: string; readonly before: string; readonly after: string }): ReactNode {
  const [change, setChange] = useState<RunChange | 'all'>('all');
  const [text, setText] = useState('');
  const [shown, setShown] = useState(pageSize);
  const compared = useOperation(
    'CompareAssessmentRuns',
    { MigrationProjectIdentifier: project, Before: before, After: after, MaxRecords: Math.min(shown, 1000), ...(change === 'all' ? {} : { Change: change }), ...(text === '' ? {} : { Text: text }) },
    { keepPrevious: true },
  );
  const { data } = compared;
  if (data === undefined) return compared.isError ? <Failed what={words.what} error={compared.error} onRetry={() => void compared.refetch()} /> : <Loading />;
  return (
    <SpaceBetween size="l">
      <RunMeasures before={data.Before} after={data.After} />
      <Objects project={project} data={data} change={change} text={text} shown={shown} onChange={setChange} onText={setText} onMore={() => setShown(shown + pageSize * 4)} />
      <Table<Compared['Codes'][number]>
        variant="embedded"
        wrapLines
        header={<Header variant="h3">{words.codes}</Header>}
        items={data.Codes}
        trackBy={(row) => String(row.Code)}
        ariaLabels={{ tableLabel: words.codes }}
        empty={<Box color="text-body-secondary">{words.codesEmpty}</Box>}
        columnDefinitions={[
          { id: 'code', header: words.codeColumn, cell: (row) => row.Code },
          { id: 'issue', header: words.issue, isRowHeader: true, cell: (row) => row.Title },
          { id: 'severity', header: words.severity, cell: (row) => severityLabels[row.Severity] },
          { id: 'before', header: words.was, cell: (row) => row.Before.toLocaleString('en-US') },
          { id: 'after', header: words.is, cell: (row) => row.After.toLocaleString('en-US') },
        ]}
      />
    </SpaceBetween>
  );
}
