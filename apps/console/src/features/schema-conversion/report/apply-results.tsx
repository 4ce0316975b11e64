'use client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Link from '@cloudscape-design/components/link';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { AppliedObject, ApplyStatus, OperationOutput } from '@ferry/contract';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useOperation } from '@/api/hooks';
import { Loading } from '@/shell/loading';
import { Failed } from '@/shell/resource-table';
import { momentText, nounText, resourceWords } from '@/words/resources';
import { applyStatusLabels, applyWords as words } from '@/words/schema-conversion';
import { ApplyTrouble } from '../code/target-facts';
import styles from './report-pane.module.css';

interface ApplyResultsProps {
  readonly project: string;
  /** In the target tree; all of it when missing. */
  readonly rules: string | undefined;
  /** Goes to the line of an object's code. */
  readonly onJump: (path: string, line: number | undefined) => void;
}

const indicators: Readonly<Record<ApplyStatus, 'success' | 'info' | 'error' | 'warning'>> = { applied: 'success', unchanged: 'info', failed: 'error', kept: 'warning' };
const statuses: readonly ApplyStatus[] = ['failed', 'kept', 'applied', 'unchanged'];
const step = 200;

const nameOf = (row: AppliedObject): string => [row.SchemaName, row.ParentName, row.ObjectName].filter((part) => part !== undefined && part !== '').join('.');

/** The lines round the one that the server pointed at. */
function Excerpt({ row }: { readonly row: AppliedObject }): ReactNode {
  if (row.Definition === undefined || row.Line === undefined) return null;
  const lines = row.Definition.split('\n');
  const first = Math.max(1, row.Line - 2);
  return (
    <pre className={styles['excerpt']} aria-label={words.excerpt} tabIndex={0}>
      {lines.slice(first - 1, row.Line + 2).map((line, index) => (
        <span key={first + index} className={first + index === row.Line ? styles['here'] : undefined}>
          {String(first + index).padStart(5)} {line.replace('\r', '')}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

function Trouble({ row, onJump }: { readonly row: AppliedObject; readonly onJump: ApplyResultsProps['onJump'] }): ReactNode {
  const { Path } = row;
  return (
    <ExpandableSection
      variant="footer"
      headerText={
        <>
          {`${nameOf(row)} `}
          <StatusIndicator type={indicators[row.Status]}>{applyStatusLabels[row.Status]}</StatusIndicator>
        </>
      }
      headerDescription={row.Message ?? ''}
    >
      <SpaceBetween size="xs">
        <ApplyTrouble result={row} told />
        <Excerpt row={row} />
        {Path === undefined ? null : <Button onClick={() => onJump(Path, row.Line)}>{words.show}</Button>}
      </SpaceBetween>
    </ExpandableSection>
  );
}

const countOf = (counts: OperationOutput<'DescribeApplyResults'>['Counts'], status: ApplyStatus): number =>
  ({ applied: counts.Applied, unchanged: counts.Unchanged, failed: counts.Failed, kept: counts.Kept })[status];

/** What became of every object the last time changes were applied; failures with the server's words. */
export function ApplyResults({ project, rules, onJump }: ApplyResultsProps): ReactNode {
  const [status, setStatus] = useState<ApplyStatus | ''>('');
  const [count, setCount] = useState(step);
  const results = useOperation(
    'DescribeApplyResults',
    { MigrationProjectIdentifier: project, MaxRecords: Math.min(1000, count), ...(rules === undefined ? {} : { SelectionRules: rules }), ...(status === '' ? {} : { Statuses: [status] }) },
    { keepPrevious: true },
  );
  if (results.isError && results.data === undefined) return <Failed what={words.results} error={results.error} onRetry={() => void results.refetch()} />;
  if (results.data === undefined) return <Loading />;
  const { Counts, Results } = results.data;
  const all = Counts.Applied + Counts.Unchanged + Counts.Failed + Counts.Kept;
  if (all === 0)
    return (
      <Box textAlign="center" padding="m" color="text-body-secondary">
        <b>{words.noResults}</b>
        <Box variant="p" color="text-body-secondary">
          {words.noResultsText}
        </Box>
      </Box>
    );
  const troubled = Results.filter((row) => row.Status === 'failed' || row.Status === 'kept');
  const well = Results.filter((row) => row.Status === 'applied' || row.Status === 'unchanged');
  return (
    <SpaceBetween size="s">
      <SegmentedControl
        label={words.filter}
        selectedId={status}
        onChange={({ detail }) => setStatus(statuses.find((one) => one === detail.selectedId) ?? '')}
        options={[{ id: '', text: words.all(all) }, ...statuses.map((one) => ({ id: one, text: `${applyStatusLabels[one]} (${countOf(Counts, one)})` }))]}
      />
      <Box variant="small">{words.parts}</Box>
      {Results.length === 0 ? <Box color="text-body-secondary">{resourceWords.noMatch}</Box> : null}
      {troubled.map((row) => (
        <Trouble key={`${row.Kind} ${nameOf(row)}`} row={row} onJump={onJump} />
      ))}
      {well.length === 0 ? null : (
        <Table<AppliedObject>
          variant="embedded"
          contentDensity="compact"
          wrapLines
          items={well}
          ariaLabels={{ tableLabel: words.results }}
          columnDefinitions={[
            {
              id: 'object',
              minWidth: 180,
              header: words.object,
              isRowHeader: true,
              cell: (row) => (row.Path === undefined ? nameOf(row) : <Link onFollow={() => onJump(row.Path ?? '', undefined)}>{nameOf(row)}</Link>),
            },
            { id: 'kind', minWidth: 120, header: words.kind, cell: (row) => nounText(row.Kind) },
            { id: 'status', minWidth: 135, header: words.state, cell: (row) => <StatusIndicator type={indicators[row.Status]}>{applyStatusLabels[row.Status]}</StatusIndicator> },
            { id: 'time', minWidth: 130, header: words.time, cell: (row) => momentText(row.Time) },
          ]}
        />
      )}
      {results.data.Marker !== undefined && count < 1000 ? <Button onClick={() => setCount(count + step * 2)}>{words.more}</Button> : null}
    </SpaceBetween>
  );
}
