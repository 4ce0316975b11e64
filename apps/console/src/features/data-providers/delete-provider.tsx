'use client';
import type { DataProvider } from '@ferry/contract';
import type { ReactNode } from 'react';
import { useChange } from '@/api/hooks';
import { DeleteModal } from '@/shell/delete-modal';
import { useNotify } from '@/shell/notifications';
import { providerWords as words } from '@/words/data-providers';

interface DeleteProviderProps {
  readonly provider: DataProvider;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

export function DeleteProvider({ provider, onClose, onDeleted }: DeleteProviderProps): ReactNode {
  const remove = useChange('DeleteDataProvider', ['DescribeDataProviders']);
  const notify = useNotify();
  const run = async (): Promise<void> => {
    await remove.mutateAsync({ DataProviderIdentifier: provider.DataProviderArn });
    notify({ type: 'success', header: words.deleted(provider.DataProviderName) });
    onDeleted?.();
  };
  return (
    <DeleteModal title={words.deleteTitle} onDelete={run} onClose={onClose}>
      {words.deleteText(provider.DataProviderName)}
    </DeleteModal>
  );
}
