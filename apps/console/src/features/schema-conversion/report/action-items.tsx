'use client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Link from '@cloudscape-design/components/link';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { ActionItemGroup, OperationInput, QueuedItem, Severity } from '@ferry/contract';
import dynamic from 'next/dynamic';
import { useDeferredValue, useState } from 'react';
import type { ReactNode } from 'react';
import { useOperation } from '@/api/hooks';
import { useFollow } from '@/shell/follow';
import { Failed } from '@/shell/resource-table';
import { Loading } from '@/shell/loading';
import { routes } from '@/shell/routes';
import { resourceWords } from '@/words/resources';
import { reportWords as words, severityLabels } from '@/words/schema-conversion';
import { headWords as heads } from '@/words/table-heads';
import { queueWords } from '@/words/work-queue';
import { assigneeColumn, statusColumn, useCellEdit } from '../../work-queue/work-columns';

// Fetched when it is asked for.
const ChangeDialog = dynamic(() => import('../../work-queue/change-dialog').then((module) => module.ChangeDialog), { ssr: false });

interface ActionItemsProps {
  readonly project: string;
  readonly rules: string;
  /** Goes to the line of an occurrence. */
  readonly onJump: (path: string, line: number | undefined) => void;
}

const indicators: Readonly<Record<Severity, 'error' | 'warning' | 'info'>> = { CRITICAL: 'error', HIGH: 'error', MEDIUM: 'warning', LOW: 'info', INFO: 'info' };
const severityOptions = [{ value: '', label: words.anySeverity }, ...Object.entries(severityLabels).map(([value, label]) => ({ value, label }))];
const complexities = ['Complex', 'Medium', 'Simple', 'Info'] as const;
const complexityOptions = [{ value: '', label: words.anyComplexity }, ...complexities.map((value) => ({ value: value as string, label: value as string }))];
const step = 100;

type ItemFilter = Pick<OperationInput<'DescribeActionItems'>, 'Text' | 'Severities' | 'Complexities' | 'Kinds'>;

interface OccurrencesProps extends ActionItemsProps {
  readonly group: ActionItemGroup;
  readonly filter: ItemFilter;
}

function Occurrences({ project, rules, group, filter, onJump }: OccurrencesProps): ReactNode {
  const [count, setCount] = useState(step);
  const [changing, setChanging] = useState(false);
  const follow = useFollow();
  const edit = useCellEdit(project, rules);
  const items = useOperation('DescribeActionItems', { MigrationProjectIdentifier: project, SelectionRules: rules, Code: group.Code, MaxRecords: Math.min(1000, count), ...filter }, { keepPrevious: true });
  if (items.isError) return <Failed what={words.occurrences} error={items.error} onRetry={() => void items.refetch()} />;
  if (items.data === undefined) return <Loading />;
  const rows = items.data.Items;
  return (
    <SpaceBetween size="s">
      <Box>
        <b>{words.recommended}:</b> {group.RecommendedAction}{' '}
        <Link href={routes.actionItem(group.Code)} onFollow={follow}>
          {words.about(group.Code)}
        </Link>
        {' · '}
        <Link href={routes.actionItemQueue(project, group.Code)} onFollow={follow}>
          {queueWords.openQueue}
        </Link>
        {' · '}
        <Link onFollow={() => setChanging(true)}>{queueWords.changeCode}</Link>
      </Box>
      <Table<QueuedItem>
        variant="embedded"
        contentDensity="compact"
        wrapLines
        items={rows}
        submitEdit={edit}
        ariaLabels={{
          tableLabel: `${group.Code} ${group.Title}`,
          activateEditLabel: (column, row) => `${queueWords.change}: ${String(column.header)}, ${row.Code} ${row.ObjectName ?? ''}`.trim(),
          cancelEditLabel: () => queueWords.cancel,
          submitEditLabel: () => queueWords.submit,
        }}
        columnDefinitions={[
          {
            id: 'object',
            header: heads.object,
            isRowHeader: true,
            minWidth: 160,
            cell: (row) =>
              row.Path === undefined ? (
                (row.ObjectName ?? '-')
              ) : (
                <Link
                  onFollow={(event) => {
                    event.preventDefault();
                    onJump(row.Path ?? '', row.Line);
                  }}
                >
                  {row.Line === undefined ? (row.ObjectName ?? '-') : heads.lineOf(row.ObjectName ?? '-', row.Line)}
                </Link>
              ),
          },
          { id: 'message', header: words.issue, minWidth: 240, cell: (row) => row.Message },
          statusColumn,
          assigneeColumn,
          { id: 'file', header: heads.file, minWidth: 175, cell: (row) => (row.FileName === undefined ? '-' : `${row.FileName}${row.FileLine === undefined ? '' : `:${row.FileLine}`}`) },
        ]}
      />
      {rows.length < group.Occurrences && count < 1000 && items.data.Marker !== undefined ? <Button onClick={() => setCount(count + 300)}>{words.moreOccurrences}</Button> : null}
      {changing ? <ChangeDialog scope={{ MigrationProjectIdentifier: project, SelectionRules: rules, Code: group.Code, ...filter }} count={group.Occurrences} onClose={() => setChanging(false)} /> : null}
    </SpaceBetween>
  );
}

export function ActionItems({ project, rules, onJump }: ActionItemsProps): ReactNode {
  const [text, setText] = useState('');
  const [severity, setSeverity] = useState('');
  const [complexity, setComplexity] = useState('');
  const [kind, setKind] = useState('');
  const [code, setCode] = useState('');
  const wanted = useDeferredValue(text.trim());
  const filter: ItemFilter = {
    ...(wanted === '' ? {} : { Text: wanted }),
    ...(severity === '' ? {} : { Severities: [severity as Severity] }),
    ...(complexity === '' ? {} : { Complexities: [complexity as (typeof complexities)[number]] }),
    ...(kind === '' ? {} : { Kinds: [kind] }),
  };
  const categories = useOperation('DescribeAssessmentSummary', { MigrationProjectIdentifier: project, SelectionRules: rules }, { keepPrevious: true });
  const kindOptions = [{ value: '', label: words.anyCategory }, ...(categories.data?.Categories ?? []).map((one) => ({ value: one.Kind, label: one.Category }))];
  const report = useOperation(
    'DescribeActionItems',
    { MigrationProjectIdentifier: project, SelectionRules: rules, MaxRecords: 1, ...filter },
    { keepPrevious: true },
  );
  if (report.isError && report.data === undefined) return <Failed what={words.occurrences} error={report.error} onRetry={() => void report.refetch()} />;
  if (report.data === undefined) return <Loading />;
  const found = report.data.Groups;
  const codeOptions = [{ value: '', label: words.anyCode }, ...found.map((group) => ({ value: String(group.Code), label: String(group.Code), description: group.Title }))];
  const groups = code === '' ? found : found.filter((group) => String(group.Code) === code);
  const filtered = wanted !== '' || severity !== '' || complexity !== '' || kind !== '' || code !== '';
  return (
    <SpaceBetween size="s">
      <SpaceBetween direction="horizontal" size="xs">
        <TextFilter filteringText={text} onChange={({ detail }) => setText(detail.filteringText.slice(0, 255))} filteringPlaceholder={words.findItems} filteringAriaLabel={words.findItems} />
        <Select selectedOption={severityOptions.find((one) => one.value === severity) ?? null} options={severityOptions} onChange={({ detail }) => setSeverity(detail.selectedOption.value ?? '')} ariaLabel={words.severity} expandToViewport />
        <Select selectedOption={complexityOptions.find((one) => one.value === complexity) ?? null} options={complexityOptions} onChange={({ detail }) => setComplexity(detail.selectedOption.value ?? '')} ariaLabel={words.complexity} expandToViewport />
        <Select selectedOption={kindOptions.find((one) => one.value === kind) ?? null} options={kindOptions} onChange={({ detail }) => setKind(detail.selectedOption.value ?? '')} ariaLabel={words.category} expandToViewport />
        <Select selectedOption={codeOptions.find((one) => one.value === code) ?? null} options={codeOptions} onChange={({ detail }) => setCode(detail.selectedOption.value ?? '')} ariaLabel={words.codeOf} expandToViewport />
      </SpaceBetween>
      {groups.length === 0 ? (
        <Box textAlign="center" padding="m" color="text-body-secondary">
          <b>{filtered ? resourceWords.noMatch : words.itemsEmpty}</b>
          <Box variant="p" color="text-body-secondary">
            {filtered ? resourceWords.noMatchText : words.itemsEmptyText}
          </Box>
        </Box>
      ) : (
        groups.map((group) => (
          <ExpandableSection
            key={group.Code}
            variant="footer"
            headerText={
              <>
                {`${group.Code}: ${group.Title} `}
                <StatusIndicator type={indicators[group.Severity]}>{severityLabels[group.Severity]}</StatusIndicator>
              </>
            }
            headerDescription={`${words.complexity}: ${group.Complexity}. ${words.occurrences}: ${group.Occurrences}. ${words.objects}: ${group.Objects}.${group.Closed === undefined || group.Closed === 0 ? '' : ` ${queueWords.closedOf(group.Closed, group.Occurrences)}.`}`}
          >
            <Occurrences project={project} rules={rules} group={group} filter={filter} onJump={onJump} />
          </ExpandableSection>
        ))
      )}
    </SpaceBetween>
  );
}
