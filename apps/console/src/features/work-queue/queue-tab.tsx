'use client';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Pagination from '@cloudscape-design/components/pagination';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { TableProps } from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { rootPath, selectPaths } from '@ferry/contract';
import type { MigrationProject, OperationInput, OperationOutput, QueuedItem, Severity, WorkStatus } from '@ferry/contract';
import { useSearchParams } from 'next/navigation';
import { useDeferredValue, useState } from 'react';
import type { ReactNode } from 'react';
import { callAll, useOperation } from '@/api/hooks';
import { useFollow } from '@/shell/follow';
import { useNotify } from '@/shell/notifications';
import { offerFile } from '@/shell/offer-file';
import { Failed, Nothing } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { severityIndicators } from '../action-items/list-page';
import { momentText, resourceWords } from '@/words/resources';
import { severityLabels } from '@/words/schema-conversion';
import { headWords } from '@/words/table-heads';
import { queueWords as words } from '@/words/work-queue';
import { messageOf } from '@/api/client';
import { ChangeDialog } from './change-dialog';
import { queueCsv } from './queue-csv';
import { assigneeColumn, notesColumn, statusColumn, statusOptions, useCellEdit } from './work-columns';

const pageSize = 50;
const rules = selectPaths([rootPath]);
const workingSeverities: readonly Severity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'];
const severities = [{ value: 'work', label: words.needsWork }, { value: '', label: words.anySeverity }, ...Object.entries(severityLabels).map(([value, label]) => ({ value, label }))];
const statuses = [{ value: '', label: words.anyStatus }, ...statusOptions.map((one) => ({ value: one.value as string, label: one.label }))];

interface Filter {
  readonly text: string;
  readonly severity: string;
  readonly status: string;
  /** `as:` and a name; `as:` alone is nobody. */
  readonly assignee: string;
  readonly code: string;
}
type FilterInput = Pick<OperationInput<'DescribeActionItems'>, 'Text' | 'Severities' | 'WorkStatuses' | 'Assignees' | 'Code'>;

const severitiesOf = (severity: string): { Severities?: Severity[] } => (severity === '' ? {} : { Severities: severity === 'work' ? [...workingSeverities] : [severity as Severity] });

const inputOf = ({ text, severity, status, assignee, code }: Filter): FilterInput => ({
  ...severitiesOf(severity),
  ...(text.trim() === '' ? {} : { Text: text.trim() }),
  ...(status === '' ? {} : { WorkStatuses: [status as WorkStatus] }),
  ...(assignee === '' ? {} : { Assignees: [assignee.slice(3)] }),
  ...(code === '' ? {} : { Code: Number(code) }),
});

type Options = readonly { readonly value: string; readonly label: string; readonly description?: string }[];

function FilterSelect({ label, options, value, onChange }: { readonly label: string; readonly options: Options; readonly value: string; readonly onChange: (value: string) => void }): ReactNode {
  return <Select ariaLabel={label} options={options} selectedOption={options.find((one) => one.value === value) ?? null} onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')} expandToViewport filteringType={options.length > 12 ? 'auto' : 'none'} />;
}

type Progress = OperationOutput<'DescribeActionItems'>['Progress'];

function QueueProgress({ progress }: { readonly progress: Progress }): ReactNode {
  const closed = progress.Done + progress.Accepted;
  const all = closed + progress.Open + progress.InProgress;
  if (all === 0) return null;
  return <ProgressBar value={(100 * closed) / all} label={words.progressLabel} description={words.progressCounts(progress)} additionalInfo={words.progress(closed, all)} />;
}

const columnsOf = (project: string, follow: ReturnType<typeof useFollow>): TableProps.ColumnDefinition<QueuedItem>[] => [
  {
    id: 'object',
    header: words.object,
    isRowHeader: true,
    minWidth: 120,
    cell: (row) => {
      const name = row.Line === undefined ? (row.ObjectName ?? '-') : headWords.lineOf(row.ObjectName ?? '-', row.Line);
      return row.Path === undefined ? (
        name
      ) : (
        <Link href={`${routes.schemaConversion(project)}?node=${encodeURIComponent(row.Path)}&report=items${row.Line === undefined ? '' : `&line=${row.Line}`}`} onFollow={follow}>
          {name}
        </Link>
      );
    },
  },
  {
    id: 'code',
    header: words.code,
    minWidth: 115,
    cell: (row) => (
      <SpaceBetween size="xxxs">
        <Link href={routes.actionItem(row.Code)} onFollow={follow}>
          {row.Code}
        </Link>
        <StatusIndicator type={severityIndicators[row.Severity]}>{severityLabels[row.Severity]}</StatusIndicator>
      </SpaceBetween>
    ),
  },
  { id: 'issue', header: words.issue, minWidth: 220, cell: (row) => row.Message },
  statusColumn,
  assigneeColumn,
  notesColumn,
  { id: 'changed', header: words.changed, minWidth: 105, cell: (row) => (row.ChangeTime === undefined ? '-' : words.changedText(row.ChangedBy, momentText(row.ChangeTime))) },
];

/** The action items of a project as work: who does what, and how far it is. */
export function QueueTab({ project }: { readonly project: MigrationProject }): ReactNode {
  const query = useSearchParams();
  const follow = useFollow();
  const notify = useNotify();
  const arn = project.MigrationProjectArn;
  const [filter, setFilter] = useState<Filter>({ text: '', severity: query.get('code') === null ? 'work' : '', status: '', assignee: '', code: query.get('code') ?? '' });
  // The marker of each page that was seen; the first needs none.
  const [markers, setMarkers] = useState<readonly (string | undefined)[]>([undefined]);
  const [page, setPage] = useState(1);
  const [selected, setSelected] = useState<readonly QueuedItem[]>([]);
  const [asked, setAsked] = useState<'selected' | 'all'>();
  const [exporting, setExporting] = useState(false);
  const edit = useCellEdit(arn, rules);
  const text = useDeferredValue(filter.text);
  const wanted = { MigrationProjectIdentifier: arn, SelectionRules: rules, ...inputOf({ ...filter, text }) };
  const marker = markers[page - 1];
  const found = useOperation('DescribeActionItems', { ...wanted, MaxRecords: pageSize, ...(marker === undefined ? {} : { Marker: marker }) }, { keepPrevious: true });
  const codes = useOperation('DescribeActionItems', { MigrationProjectIdentifier: arn, SelectionRules: rules, MaxRecords: 1, ...severitiesOf(filter.severity) }, { keepPrevious: true });
  const people = useOperation('DescribeActionItemAssignees', { MigrationProjectIdentifier: arn });
  const total = found.data?.TotalCount ?? 0;
  const narrow = (part: Partial<Filter>): void => {
    setFilter({ ...filter, ...part });
    setMarkers([undefined]);
    setPage(1);
    setSelected([]);
  };
  const turn = (to: number): void => {
    const next = found.data?.Marker;
    if (to > markers.length && next !== undefined) setMarkers([...markers, next]);
    setPage(to);
    setSelected([]);
  };
  const exportAll = async (): Promise<void> => {
    setExporting(true);
    try {
      offerFile(`${project.MigrationProjectName}-action-items.csv`, queueCsv(await callAll('DescribeActionItems', wanted, (answer) => answer.Items)), 'text/csv');
    } catch (thrown) {
      // Shown to the person who asked.
      notify({ type: 'error', header: words.export, content: messageOf(thrown) });
    } finally {
      setExporting(false);
    }
  };
  const peopleOptions: Options = [{ value: '', label: words.anyAssignee }, { value: 'as:', label: words.nobody }, ...(people.data?.Assignees ?? []).map((name) => ({ value: `as:${name}`, label: name }))];
  const codeOptions: Options = [{ value: '', label: words.anyCode }, ...(codes.data?.Groups ?? []).map((group) => ({ value: String(group.Code), label: String(group.Code), description: group.Title }))];
  const filtered = filter.text !== '' || filter.status !== '' || filter.assignee !== '' || filter.code !== '' || filter.severity !== 'work';
  const clear = <Button onClick={() => narrow({ text: '', severity: 'work', status: '', assignee: '', code: '' })}>{resourceWords.clearFilter}</Button>;
  return (
    <SpaceBetween size="m">
      {found.data === undefined ? null : <QueueProgress progress={found.data.Progress} />}
      <Table<QueuedItem>
        wrapLines
        contentDensity="compact"
        items={found.isError ? [] : (found.data?.Items ?? [])}
        trackBy="ItemKey"
        loading={found.isLoading}
        loadingText={words.loading}
        selectionType="multi"
        selectedItems={[...selected]}
        onSelectionChange={({ detail }) => setSelected(detail.selectedItems)}
        submitEdit={edit}
        ariaLabels={{
          tableLabel: words.title,
          selectionGroupLabel: words.title,
          allItemsSelectionLabel: () => words.title,
          itemSelectionLabel: (_, row) => `${row.Code} ${row.ObjectName ?? ''} ${row.Line ?? ''}`.trim(),
          activateEditLabel: (column, row) => `${words.change}: ${String(column.header)}, ${row.Code} ${row.ObjectName ?? ''}`.trim(),
          cancelEditLabel: () => words.cancel,
          submitEditLabel: () => words.submit,
        }}
        header={
          <Header
            variant="h2"
            counter={selected.length > 0 ? `(${selected.length}/${total.toLocaleString('en-US')})` : `(${total.toLocaleString('en-US')})`}
            description={words.description}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="refresh" ariaLabel={resourceWords.refresh} loading={found.isRefetching} onClick={() => void found.refetch()} />
                <Button iconName="download" disabled={total === 0} loading={exporting} onClick={() => void exportAll()}>
                  {words.export}
                </Button>
                <Button disabled={total === 0} onClick={() => setAsked('all')}>
                  {words.changeAll(total)}
                </Button>
                <Button variant="primary" disabled={selected.length === 0} onClick={() => setAsked('selected')}>
                  {words.changeSelected(selected.length)}
                </Button>
              </SpaceBetween>
            }
          >
            {words.title}
          </Header>
        }
        filter={
          <SpaceBetween direction="horizontal" size="xs">
            <TextFilter filteringText={filter.text} onChange={({ detail }) => narrow({ text: detail.filteringText.slice(0, 255) })} filteringPlaceholder={words.find} filteringAriaLabel={words.find} countText={filtered ? resourceWords.matches(total) : ''} />
            <FilterSelect label={words.status} options={statuses} value={filter.status} onChange={(status) => narrow({ status })} />
            <FilterSelect label={words.assignee} options={peopleOptions} value={filter.assignee} onChange={(assignee) => narrow({ assignee })} />
            <FilterSelect label={words.severity} options={severities} value={filter.severity} onChange={(severity) => narrow({ severity })} />
            <FilterSelect label={words.code} options={codeOptions} value={filter.code} onChange={(code) => narrow({ code })} />
          </SpaceBetween>
        }
        pagination={
          <Pagination
            currentPageIndex={page}
            pagesCount={markers.length}
            openEnd={page === markers.length && found.data?.Marker !== undefined}
            onChange={({ detail }) => turn(detail.currentPageIndex)}
            ariaLabels={{ previousPageLabel: words.previous, nextPageLabel: words.next, pageLabel: words.page }}
          />
        }
        empty={
          found.isError ? (
            <Failed what={words.title} error={found.error} onRetry={() => void found.refetch()} />
          ) : filtered ? (
            <Nothing title={resourceWords.noMatch} text={resourceWords.noMatchText} action={clear} />
          ) : (
            <Nothing title={words.emptyTitle} text={words.emptyText} action={null} />
          )
        }
        columnDefinitions={columnsOf(project.MigrationProjectName, follow)}
      />
      {asked === undefined ? null : (
        <ChangeDialog
          scope={asked === 'selected' ? { MigrationProjectIdentifier: arn, SelectionRules: rules, ItemKeys: selected.map((one) => one.ItemKey) } : wanted}
          count={asked === 'selected' ? selected.length : total}
          onClose={() => setAsked(undefined)}
          onChanged={() => setSelected([])}
        />
      )}
    </SpaceBetween>
  );
}
