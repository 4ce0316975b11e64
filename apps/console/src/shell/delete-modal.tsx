'use client';
import type { ReactNode } from 'react';
import { resourceWords as words } from '@/words/resources';
import { ConfirmModal } from './confirm-modal';

interface DeleteModalProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Rejects with the server's words, which are shown in the dialog. */
  readonly onDelete: () => Promise<void>;
  readonly onClose: () => void;
}

export function DeleteModal({ title, children, onDelete, onClose }: DeleteModalProps): ReactNode {
  return (
    <ConfirmModal title={title} confirm={words.delete} onConfirm={onDelete} onClose={onClose}>
      {children}
    </ConfirmModal>
  );
}
