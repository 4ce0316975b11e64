'use client';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import Textarea from '@cloudscape-design/components/textarea';
import type { QueuedItem, WorkStatus } from '@ferry/contract';
import { useChange } from '@/api/hooks';
import { saidBy, usePerson } from '@/shell/person';
import { queueWords as words, workStatusLabels } from '@/words/work-queue';

const indicators: Readonly<Record<WorkStatus, StatusIndicatorProps.Type>> = { OPEN: 'pending', IN_PROGRESS: 'in-progress', DONE: 'success', ACCEPTED: 'stopped' };

export const statusOptions = (Object.keys(workStatusLabels) as WorkStatus[]).map((value) => ({ value, label: workStatusLabels[value] }));

const nameOf = (row: QueuedItem): string => `${row.Code} ${row.ObjectName ?? ''}`.trim();

type Column = TableProps.ColumnDefinition<QueuedItem>;

export const statusColumn: Column = {
  id: 'status',
  header: words.status,
  minWidth: 140,
  cell: (row) => <StatusIndicator type={indicators[row.WorkStatus]}>{workStatusLabels[row.WorkStatus]}</StatusIndicator>,
  editConfig: {
    ariaLabel: words.status,
    editIconAriaLabel: words.change,
    editingCell: (row, { currentValue, setValue }: TableProps.CellContext<WorkStatus>) => (
      <Select
        expandToViewport
        autoFocus
        ariaLabel={words.editStatus(nameOf(row))}
        options={statusOptions}
        selectedOption={statusOptions.find((one) => one.value === (currentValue ?? row.WorkStatus)) ?? null}
        onChange={({ detail }) => setValue(detail.selectedOption.value as WorkStatus)}
      />
    ),
  },
};

export const assigneeColumn: Column = {
  id: 'assignee',
  header: words.assignee,
  minWidth: 95,
  cell: (row) => (row.Assignee === '' ? '-' : row.Assignee),
  editConfig: {
    ariaLabel: words.assignee,
    editIconAriaLabel: words.change,
    editingCell: (row, { currentValue, setValue }: TableProps.CellContext<string>) => (
      <Input autoFocus autoComplete={false} ariaLabel={words.editAssignee(nameOf(row))} value={currentValue ?? row.Assignee} onChange={({ detail }) => setValue(detail.value.slice(0, 100))} />
    ),
  },
};

export const notesColumn: Column = {
  id: 'notes',
  header: words.notes,
  minWidth: 105,
  cell: (row) => (row.Notes === '' ? '-' : row.Notes),
  editConfig: {
    ariaLabel: words.notes,
    editIconAriaLabel: words.change,
    editingCell: (row, { currentValue, setValue }: TableProps.CellContext<string>) => (
      <Textarea autoFocus rows={2} ariaLabel={words.editNotes(nameOf(row))} value={currentValue ?? row.Notes} onChange={({ detail }) => setValue(detail.value.slice(0, 4000))} />
    ),
  },
};

/** What is read anew when people have noted something. */
export const staleAfterChange = ['DescribeActionItems', 'DescribeActionItemAssignees'] as const;

/** For `submitEdit` of a table with these columns. */
export function useCellEdit(project: string, rules: string): (row: QueuedItem, column: Column, value: unknown) => Promise<void> {
  const change = useChange('ModifyActionItems', staleAfterChange);
  const [person] = usePerson();
  return async (row, column, value) => {
    const text = typeof value === 'string' ? value : undefined;
    if (text === undefined) return;
    const Changes = column.id === 'status' ? { WorkStatus: text as WorkStatus } : column.id === 'assignee' ? { Assignee: text } : { Notes: text };
    await change.mutateAsync({ MigrationProjectIdentifier: project, SelectionRules: rules, ItemKeys: [row.ItemKey], Changes, ...saidBy('ChangedBy', person) });
  };
}
