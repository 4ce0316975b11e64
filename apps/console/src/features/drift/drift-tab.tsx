'use client';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useCollection } from '@cloudscape-design/collection-hooks';
import type { DriftKindName, MigrationProject, OperationOutput } from '@ferry/contract';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useOperation } from '@/api/hooks';
import { Failed, Nothing } from '@/shell/resource-table';
import { driftLabels, driftMeanings, driftWords as words } from '@/words/drift';
import { kindText, resourceWords } from '@/words/resources';

type Answer = OperationOutput<'DescribeTargetDrift'>;
type Row = Answer['Drift'][number];

const kinds: readonly DriftKindName[] = ['missing', 'changed', 'foreign', 'extra'];
const indicators: Readonly<Record<DriftKindName, StatusIndicatorProps.Type>> = { missing: 'error', changed: 'warning', foreign: 'warning', extra: 'info' };
const pageSize = 25;

const nameOf = ({ Schema, Parent, Name }: Row): string => [Schema, Parent, Name].filter((name) => name !== undefined && name !== '').join('.');
const countOf = ({ Counts }: Answer, kind: DriftKindName): number => ({ missing: Counts.Missing, changed: Counts.Changed, foreign: Counts.Foreign, extra: Counts.Extra })[kind];

/** What the table says while it has no rows. */
function Empty({ answer, asked, kind }: { readonly answer: Answer | undefined; readonly asked: boolean; readonly kind: string }): ReactNode {
  if (!asked || answer === undefined) return <Nothing title={words.notYetTitle} text={words.notYet} action={null} />;
  if (kind !== '' && answer.Drift.length > 0) return <Nothing title={words.noneOfKind} text="" action={null} />;
  return <Nothing title={words.sameTitle} text={words.same(answer.Looked, answer.Server)} action={null} />;
}

/** The target compared with the converted code, when a person asks for it: it opens a connection to the target. */
export function DriftTab({ project }: { readonly project: MigrationProject }): ReactNode {
  const virtual = project.TargetKind === 'virtual';
  const [asked, setAsked] = useState(false);
  const [kind, setKind] = useState('');
  const drift = useOperation('DescribeTargetDrift', { MigrationProjectIdentifier: project.MigrationProjectArn }, { enabled: asked });
  const answer = drift.isError ? undefined : drift.data;
  const rows = (answer?.Drift ?? []).filter((row) => kind === '' || row.Kind === kind);
  const { items, filterProps, paginationProps, collectionProps, filteredItemsCount } = useCollection(rows, {
    filtering: { fields: ['Schema', 'Parent', 'Name', 'ObjectType'], noMatch: <Nothing title={resourceWords.noMatch} text="" action={null} />, empty: <Empty answer={answer} asked={asked} kind={kind} /> },
    pagination: { pageSize },
    sorting: {},
  });
  const total = answer === undefined ? 0 : kinds.reduce((sum, one) => sum + countOf(answer, one), 0);
  const compare = (): void => {
    if (asked) void drift.refetch();
    else setAsked(true);
  };
  return (
    <SpaceBetween size="m">
      {virtual ? <Alert type="info">{words.virtual}</Alert> : null}
      {answer !== undefined && answer.Drift.length < total ? <Alert type="info">{words.cut(answer.Drift.length, total)}</Alert> : null}
      <Table<Row>
        {...collectionProps}
        items={items}
        trackBy={(row) => `${row.Kind} ${row.ObjectType} ${nameOf(row)}`}
        variant="container"
        wrapLines
        loading={drift.isFetching}
        loadingText={words.comparing}
        ariaLabels={{ tableLabel: words.title }}
        header={
          <Header
            variant="h2"
            {...(answer === undefined ? {} : { counter: `(${total.toLocaleString('en-US')})` })}
            description={words.description}
            actions={
              <Button loading={drift.isFetching} disabled={virtual} {...(virtual ? { disabledReason: words.virtual } : {})} onClick={compare}>
                {asked ? words.again : words.compare}
              </Button>
            }
          >
            {words.title}
          </Header>
        }
        filter={
          answer === undefined || total === 0 ? null : (
            <SpaceBetween direction="horizontal" size="s" alignItems="center">
              <TextFilter {...filterProps} filteringPlaceholder={words.find} filteringAriaLabel={words.find} countText={words.matches(filteredItemsCount ?? 0)} />
              <SegmentedControl
                label={words.difference}
                selectedId={kind}
                onChange={({ detail }) => setKind(detail.selectedId)}
                options={[{ id: '', text: words.all(total) }, ...kinds.map((one) => ({ id: one, text: `${driftLabels[one]} (${countOf(answer, one)})`, disabled: countOf(answer, one) === 0 }))]}
              />
            </SpaceBetween>
          )
        }
        pagination={answer === undefined || rows.length <= pageSize ? null : <Pagination {...paginationProps} />}
        empty={drift.isError ? <Failed what={words.title} error={drift.error} onRetry={compare} /> : <Empty answer={answer} asked={asked} kind={kind} />}
        columnDefinitions={[
          { id: 'object', header: words.object, isRowHeader: true, cell: nameOf },
          { id: 'type', header: words.type, cell: (row) => kindText(row.ObjectType), sortingField: 'ObjectType' },
          {
            id: 'difference',
            header: words.difference,
            sortingField: 'Kind',
            cell: (row) => (
              <SpaceBetween size="xxs">
                <StatusIndicator type={indicators[row.Kind]}>{driftLabels[row.Kind]}</StatusIndicator>
                <span>{driftMeanings[row.Kind]}</span>
              </SpaceBetween>
            ),
          },
        ]}
      />
    </SpaceBetween>
  );
}
