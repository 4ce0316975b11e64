'use client';
import type { ReactNode } from 'react';
import { ConfirmModal } from '@/shell/confirm-modal';
import { conversionWords as words } from '@/words/schema-conversion';
import type { ActionId, Asked } from './actions';

interface AskDialogProps {
  readonly asked: Asked;
  readonly targetLabel: string;
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}

const texts: Readonly<Record<ActionId, { title: (subject: string) => string; text: (subject: string, target: string) => string; confirm: string }>> = {
  assess: { title: words.assessTitle, text: words.assessText, confirm: words.assess },
  convert: { title: words.convertTitle, text: words.convertText, confirm: words.convert },
  refresh: { title: () => words.refreshTitle, text: () => words.refreshText, confirm: words.refresh },
  save: { title: words.saveTitle, text: () => words.saveText, confirm: words.saveAsSql },
};

export function AskDialog({ asked, targetLabel, onConfirm, onClose }: AskDialogProps): ReactNode {
  const { title, text, confirm } = texts[asked.action];
  return (
    <ConfirmModal title={title(asked.subject)} confirm={confirm} onConfirm={onConfirm} onClose={onClose}>
      {text(asked.subject, targetLabel)}
    </ConfirmModal>
  );
}
