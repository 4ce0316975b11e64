'use client';
import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Select from '@cloudscape-design/components/select';
import Textarea from '@cloudscape-design/components/textarea';
import type { OperationInput, WorkStatus } from '@ferry/contract';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useChange } from '@/api/hooks';
import { ConfirmModal } from '@/shell/confirm-modal';
import { useNotify } from '@/shell/notifications';
import { saidBy, usePerson } from '@/shell/person';
import { queueWords as words } from '@/words/work-queue';
import { staleAfterChange, statusOptions } from './work-columns';

interface ChangeDialogProps {
  /** Which occurrences. */
  readonly scope: Omit<OperationInput<'ModifyActionItems'>, 'Changes' | 'ChangedBy'>;
  /** How many they are. */
  readonly count: number;
  readonly onClose: () => void;
  readonly onChanged?: () => void;
}

const statuses = [{ value: '', label: words.keep }, ...statusOptions.map((one) => ({ ...one, value: one.value as string }))];
type Assigning = 'keep' | 'nobody' | 'person';

/** Changes status, assignee and notes of many occurrences at once. */
export function ChangeDialog({ scope, count, onClose, onChanged }: ChangeDialogProps): ReactNode {
  const notify = useNotify();
  const change = useChange('ModifyActionItems', staleAfterChange);
  const [person, setPerson] = usePerson();
  const [by, setBy] = useState(person);
  const [status, setStatus] = useState('');
  const [assigning, setAssigning] = useState<Assigning>('keep');
  const [assignee, setAssignee] = useState('');
  const [notes, setNotes] = useState('');
  const Changes: OperationInput<'ModifyActionItems'>['Changes'] = {
    ...(status === '' ? {} : { WorkStatus: status as WorkStatus }),
    ...(assigning === 'keep' || (assigning === 'person' && assignee.trim() === '') ? {} : { Assignee: assigning === 'nobody' ? '' : assignee }),
    ...(notes.trim() === '' ? {} : { Notes: notes }),
  };
  const run = async (): Promise<void> => {
    setPerson(by.trim().slice(0, 100));
    const { Changed } = await change.mutateAsync({ ...scope, Changes, ...saidBy('ChangedBy', by) });
    notify({ type: 'success', header: words.done(Changed) });
    onChanged?.();
  };
  return (
    <ConfirmModal title={words.changeTitle} confirm={words.change} disabled={Object.keys(Changes).length === 0} onConfirm={run} onClose={onClose}>
      <Box>{words.changeText(count)}</Box>
      <FormField label={words.status}>
        <Select options={statuses} selectedOption={statuses.find((one) => one.value === status) ?? null} onChange={({ detail }) => setStatus(detail.selectedOption.value ?? '')} />
      </FormField>
      <FormField label={words.assignee}>
        <RadioGroup
          value={assigning}
          onChange={({ detail }) => setAssigning(detail.value as Assigning)}
          items={[
            { value: 'keep', label: words.keep },
            { value: 'nobody', label: words.unassign },
            { value: 'person', label: words.assignTo },
          ]}
        />
      </FormField>
      {assigning === 'person' ? (
        <FormField label={words.name}>
          <Input value={assignee} onChange={({ detail }) => setAssignee(detail.value.slice(0, 100))} autoComplete={false} />
        </FormField>
      ) : null}
      <FormField label={words.newNotes} description={words.newNotesHint}>
        <Textarea rows={3} value={notes} onChange={({ detail }) => setNotes(detail.value.slice(0, 4000))} />
      </FormField>
      <FormField label={words.by} description={words.byHint}>
        <Input value={by} onChange={({ detail }) => setBy(detail.value.slice(0, 100))} autoComplete={false} />
      </FormField>
    </ConfirmModal>
  );
}
