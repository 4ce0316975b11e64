'use client';
import Button from '@cloudscape-design/components/button';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { selectPaths } from '@ferry/contract';
import type { OperationOutput, TargetCodeState } from '@ferry/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { ApiError, call } from '@/api/client';
import { useChange } from '@/api/hooks';
import { ConfirmModal } from '@/shell/confirm-modal';
import { useNotify } from '@/shell/notifications';
import { saidBy, usePerson } from '@/shell/person';
import { editWords as words } from '@/words/schema-conversion';
import { codeReaders } from '../stale';
import styles from './code-pane.module.css';
import { ConflictDialog } from './conflict-dialog';
import type { Draft } from './draft';
import { ServerMessages } from './server-messages';
import { SqlEditor } from './lazy-code';
import type { LineMarker } from './sql-setup';

type Checked = Pick<OperationOutput<'CheckTargetCode'>, 'Proof' | 'Messages'>;

interface TargetEditorProps {
  readonly project: string;
  /** Node of the target tree. */
  readonly path: string;
  readonly name: string;
  readonly code: TargetCodeState;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft | undefined) => void;
  readonly onObject: (path: string) => void;
}

const severities = { error: 'HIGH', warning: 'MEDIUM', info: 'INFO' } as const;

/** The place of the first message that has one, to go to. */
const markersOf = (checked: Checked | undefined): LineMarker[] =>
  (checked?.Messages ?? []).flatMap((message) => (message.Line === undefined || message.ObjectName !== undefined ? [] : [{ line: message.Line, severity: severities[message.Severity], text: message.Message }]));

/** Edits the converted code of one object: try it on a real server, keep it, or go back. */
export function TargetEditor({ project, path, name, code, draft, onDraft, onObject }: TargetEditorProps): ReactNode {
  const client = useQueryClient();
  const notify = useNotify();
  const [person] = usePerson();
  const selection = { MigrationProjectIdentifier: project, SelectionRules: selectPaths([path]) };
  const check = useChange('CheckTargetCode', []);
  const [checked, setChecked] = useState<{ of: string; result: Checked }>();
  const [jump, setJump] = useState<{ line: number }>();
  const [asking, setAsking] = useState<'save' | 'cancel' | 'restore'>();
  const [conflict, setConflict] = useState<{ text: string; revision: string }>();
  const shown = checked?.of === draft.text ? checked.result : undefined;
  const markers = useMemo(() => markersOf(shown), [shown]);
  const changed = draft.text !== draft.base;
  const refresh = (): Promise<unknown> => Promise.all(codeReaders.map((key) => client.invalidateQueries({ queryKey: [key] })));

  const tryIt = (): void =>
    check.mutate({ ...selection, Definition: draft.text }, { onSuccess: (result) => setChecked({ of: draft.text, result }), onError: (thrown) => notify({ type: 'error', header: words.checkFailed, content: thrown.message }) });

  const save = async (revision: string): Promise<void> => {
    try {
      const saved = await call('SaveTargetCode', { ...selection, Definition: draft.text, Revision: revision, ...saidBy('SavedBy', person) });
      const refused = saved.Messages.find((message) => message.Severity === 'error');
      if (refused === undefined) notify({ type: 'success', header: words.saved(name) });
      else notify({ type: 'warning', header: words.savedRefused(name), content: refused.Message });
      onDraft(undefined);
      await refresh();
    } catch (thrown) {
      if (!(thrown instanceof ApiError) || thrown.type !== 'InvalidResourceStateFault') throw thrown;
      const now = await call('DescribeMetadataModel', { ...selection, Origin: 'TARGET' });
      // Refused for another reason (a request runs): the server's words are shown in the dialog.
      if (now.TargetCode === undefined || now.TargetCode.Revision === revision) throw thrown;
      setConflict({ text: now.Definition ?? '', revision: now.TargetCode.Revision });
    }
  };
  const restore = async (): Promise<void> => {
    await call('RestoreConvertedCode', selection);
    notify({ type: 'success', header: words.restored(name) });
    onDraft(undefined);
    await refresh();
  };
  return (
    <div className={styles['fill']}>
      <div className={styles['tools']} role="toolbar" aria-label={words.tools}>
        <StatusIndicator type={changed ? 'in-progress' : 'info'}>{changed ? words.unsaved : words.editing}</StatusIndicator>
        <span className={styles['end']}>
          <Button iconName="check" loading={check.isPending} loadingText={words.checking} onClick={tryIt}>
            {words.check}
          </Button>
          {code.Edited ? <Button onClick={() => setAsking('restore')}>{words.restore}</Button> : null}
          <Button onClick={() => (changed ? setAsking('cancel') : onDraft(undefined))}>{words.cancel}</Button>
          <Button variant="primary" disabled={!changed} onClick={() => setAsking('save')}>
            {words.save}
          </Button>
        </span>
      </div>
      <div className={styles['editor']}>
        <SqlEditor label={words.editorLabel(name)} text={draft.text} markers={markers} jump={jump} onChange={(text) => onDraft({ ...draft, text })} onSave={() => changed && setAsking('save')} />
      </div>
      {shown === undefined ? null : <ServerMessages checked={shown} onLine={(line) => setJump({ line })} onObject={onObject} />}
      {asking === 'save' ? (
        <ConfirmModal title={words.saveTitle(name)} confirm={words.save} onConfirm={() => save(draft.revision)} onClose={() => setAsking(undefined)}>
          {words.saveText}
        </ConfirmModal>
      ) : null}
      {asking === 'cancel' ? (
        <ConfirmModal title={words.cancelTitle} confirm={words.discard} onConfirm={() => Promise.resolve(onDraft(undefined))} onClose={() => setAsking(undefined)}>
          {words.cancelText}
        </ConfirmModal>
      ) : null}
      {asking === 'restore' ? (
        <ConfirmModal title={words.restoreTitle(name)} confirm={words.restore} onConfirm={restore} onClose={() => setAsking(undefined)}>
          {words.restoreText}
        </ConfirmModal>
      ) : null}
      {conflict === undefined ? null : (
        <ConflictDialog
          theirs={conflict.text}
          mine={draft.text}
          onClose={() => setConflict(undefined)}
          onDiscard={() => {
            onDraft(undefined);
            void refresh();
          }}
          onOverwrite={() => {
            setConflict(undefined);
            save(conflict.revision).catch((thrown: unknown) => notify({ type: 'error', header: thrown instanceof Error ? thrown.message : String(thrown) }));
          }}
        />
      )}
    </div>
  );
}
