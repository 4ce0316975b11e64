'use client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { editWords as words } from '@/words/schema-conversion';
import { SqlDiff } from './lazy-code';

interface TwoTexts {
  readonly before: { readonly label: string; readonly text: string };
  readonly after: { readonly label: string; readonly text: string };
}

/** Somebody saved, or a conversion changed the text, after this editor was opened: nothing is lost without a decision. */
export function ConflictDialog({ theirs, mine, onOverwrite, onDiscard, onClose }: { readonly theirs: string; readonly mine: string; readonly onOverwrite: () => void; readonly onDiscard: () => void; readonly onClose: () => void }): ReactNode {
  const before = useMemo(() => ({ label: words.theirs, text: theirs }), [theirs]);
  const after = useMemo(() => ({ label: words.mine, text: mine }), [mine]);
  return (
    <Modal
      visible
      size="max"
      header={words.conflictTitle}
      onDismiss={onClose}
      closeAriaLabel={words.keepEditing}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {words.keepEditing}
            </Button>
            <Button onClick={onDiscard}>{words.takeTheirs}</Button>
            <Button variant="primary" onClick={onOverwrite}>
              {words.saveMine}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">{words.conflictText}</Alert>
        <SqlDiff before={before} after={after} />
      </SpaceBetween>
    </Modal>
  );
}

/** Two texts to compare, and nothing to decide. */
export function CompareDialog({ title, before, after, onClose }: TwoTexts & { readonly title: string; readonly onClose: () => void }): ReactNode {
  const left = useMemo(() => before, [before.label, before.text]);
  const right = useMemo(() => after, [after.label, after.text]);
  return (
    <Modal
      visible
      size="max"
      header={title}
      onDismiss={onClose}
      closeAriaLabel={words.close}
      footer={
        <Box float="right">
          <Button onClick={onClose}>{words.close}</Button>
        </Box>
      }
    >
      <SqlDiff before={left} after={right} />
    </Modal>
  );
}
