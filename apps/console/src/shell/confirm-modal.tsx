'use client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { messageOf } from '@/api/client';
import { resourceWords as words } from '@/words/resources';

interface ConfirmModalProps {
  readonly title: string;
  readonly confirm: string;
  readonly children: ReactNode;
  /** Rejects with the server's words, which are shown in the dialog; answers false when what the dialog asks for has errors. */
  readonly onConfirm: () => Promise<unknown>;
  readonly size?: 'medium' | 'large';
  /** Nothing to confirm: the button is greyed. */
  readonly disabled?: boolean;
  readonly onClose: () => void;
}

/** Asks before something is done; closes itself once that is done. */
export function ConfirmModal({ title, confirm, children, onConfirm, onClose, size = 'medium', disabled = false }: ConfirmModalProps): ReactNode {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const run = (): void => {
    setBusy(true);
    setFailure(undefined);
    onConfirm().then(
      (done) => {
        if (done === false) setBusy(false);
        else onClose();
      },
      (thrown: unknown) => {
        setBusy(false);
        setFailure(messageOf(thrown));
      },
    );
  };
  return (
    <Modal
      visible
      size={size}
      header={title}
      onDismiss={onClose}
      closeAriaLabel={words.cancel}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" formAction="none" onClick={onClose}>
              {words.cancel}
            </Button>
            <Button variant="primary" formAction="none" loading={busy} disabled={disabled} onClick={run}>
              {confirm}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {children}
        {failure === undefined ? null : <Alert type="error">{failure}</Alert>}
      </SpaceBetween>
    </Modal>
  );
}
