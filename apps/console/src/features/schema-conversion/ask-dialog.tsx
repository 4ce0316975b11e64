'use client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { OperationOutput } from '@ferry/contract';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useOperation } from '@/api/hooks';
import { ConfirmModal } from '@/shell/confirm-modal';
import { applyWords, editWords, conversionWords as words } from '@/words/schema-conversion';
import { statementWords } from '@/words/statements';
import { noChoices } from './actions';
import type { ActionId, Asked, Choices } from './actions';
import { ApplyChoice } from './apply-choice';

type Selection = OperationOutput<'DescribeSelection'>;

interface AskDialogProps {
  readonly project: string;
  readonly asked: Asked;
  readonly targetLabel: string;
  readonly onConfirm: (choices: Choices) => Promise<void>;
  readonly onClose: () => void;
}

const texts: Readonly<Record<ActionId, { title: (subject: string) => string; text: (subject: string, target: string) => string; confirm: string }>> = {
  assess: { title: words.assessTitle, text: words.assessText, confirm: words.assess },
  convert: { title: words.convertTitle, text: words.convertText, confirm: words.convert },
  load: { title: () => words.loadTitle, text: () => words.loadText, confirm: words.loadConfirm },
  refresh: { title: () => words.refreshTitle, text: () => words.refreshText, confirm: words.refreshConfirm },
  save: { title: words.saveTitle, text: () => words.saveText, confirm: words.saveAsSql },
  apply: { title: applyWords.title, text: applyWords.text, confirm: applyWords.confirm },
  'extension-pack': { title: () => applyWords.extensionPackTitle, text: (_subject, target) => applyWords.extensionPackAsk(target), confirm: applyWords.confirm },
  'delete-statement': { title: statementWords.deleteTitle, text: () => statementWords.deleteText, confirm: statementWords.delete },
  restore: { title: editWords.restoreTitle, text: () => editWords.restoreText, confirm: editWords.restore },
};

/** The actions that must know what they touch. */
const looks: readonly ActionId[] = ['convert', 'apply', 'load', 'refresh', 'restore'];

function EditedObjects({ selection }: { readonly selection: Selection }): ReactNode {
  const rest = selection.Edited - selection.EditedNames.length;
  return (
    <ul style={{ margin: 0 }}>
      {selection.EditedNames.map((name) => (
        <li key={name}>{name}</li>
      ))}
      {rest > 0 ? <li>{words.andMore(rest)}</li> : null}
    </ul>
  );
}

function ConvertChoice({ selection, choices, onChange }: { readonly selection: Selection; readonly choices: Choices; readonly onChange: (choices: Choices) => void }): ReactNode {
  if (selection.Edited === 0) return null;
  return (
    <SpaceBetween size="m">
      <Alert type="warning" header={editWords.selectionEdited(selection.Edited)}>
        <EditedObjects selection={selection} />
      </Alert>
      <FormField label={editWords.editsLabel}>
        <RadioGroup
          value={choices.overwriteEdits ? 'overwrite' : 'keep'}
          onChange={({ detail }) => onChange({ ...choices, overwriteEdits: detail.value === 'overwrite' })}
          items={[
            { value: 'keep', label: editWords.keepEdits, description: editWords.keepEditsText },
            { value: 'overwrite', label: editWords.overwriteEdits, description: editWords.overwriteEditsText },
          ]}
        />
      </FormField>
    </SpaceBetween>
  );
}

/** What the selection holds, where the action needs a decision on it. */
function SelectionPart({ project, asked, selection, choices, onChange }: { readonly project: string; readonly asked: Asked; readonly selection: Selection; readonly choices: Choices; readonly onChange: (choices: Choices) => void }): ReactNode {
  switch (asked.action) {
    case 'convert':
      return <ConvertChoice selection={selection} choices={choices} onChange={onChange} />;
    case 'apply':
      return <ApplyChoice project={project} rules={asked.rules} selection={selection} choices={choices} onChange={onChange} />;
    case 'load':
    case 'refresh':
      return (
        <SpaceBetween size="m">
          {selection.Unapplied === 0 ? null : (
            <Alert type="warning" header={words.unappliedTitle(selection.Unapplied)}>
              {words.unappliedText}
            </Alert>
          )}
          {selection.Edited === 0 ? null : (
            <Alert type="warning" header={editWords.selectionEdited(selection.Edited)}>
              {editWords.refreshEdited}
              <EditedObjects selection={selection} />
            </Alert>
          )}
        </SpaceBetween>
      );
    case 'restore':
      return selection.Edited === 0 ? <Alert type="info">{editWords.nothingEdited}</Alert> : <EditedObjects selection={selection} />;
    default:
      return null;
  }
}

/** Where one action means something else on the other side. */
function otherText({ action, origin }: Asked): { text?: () => string } {
  if (action === 'refresh' && origin === 'TARGET') return { text: () => words.refreshTargetText };
  return action === 'save' && origin === 'SOURCE' ? { text: () => words.saveSourceText } : {};
}

export function AskDialog({ project, asked, targetLabel, onConfirm, onClose }: AskDialogProps): ReactNode {
  const { title, text, confirm } = { ...texts[asked.action], ...otherText(asked) };
  const [choices, setChoices] = useState(noChoices);
  const wanted = looks.includes(asked.action) && !(asked.action === 'refresh' && asked.origin === 'TARGET');
  const selection = useOperation('DescribeSelection', { MigrationProjectIdentifier: project, SelectionRules: asked.rules, Origin: asked.origin }, { enabled: wanted });
  return (
    <ConfirmModal title={title(asked.subject)} {...(asked.action === 'apply' ? { size: 'large' as const } : {})} confirm={confirm} disabled={wanted && selection.isLoading} onConfirm={() => onConfirm(choices)} onClose={onClose}>
      <Box variant="span">{text(asked.subject, targetLabel)}</Box>
      {!wanted ? null : selection.data !== undefined ? (
        <SelectionPart project={project} asked={asked} selection={selection.data} choices={choices} onChange={setChoices} />
      ) : selection.isError ? (
        // Nothing is lost without the look: edits stay unless their replacement was chosen here.
        <Alert type="warning">{selection.error.message}</Alert>
      ) : (
        <StatusIndicator type="loading">{words.loading}</StatusIndicator>
      )}
    </ConfirmModal>
  );
}
