'use client';
import type { DataProvider } from '@ferry/contract';
import type { ReactNode } from 'react';
import { DeleteResource } from '@/shell/delete-resource';
import { providerWords as words } from '@/words/data-providers';

interface DeleteProviderProps {
  readonly provider: DataProvider;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

export function DeleteProvider({ provider, onClose, onDeleted }: DeleteProviderProps): ReactNode {
  const name = provider.DataProviderName;
  return (
    <DeleteResource
      operation="DeleteDataProvider"
      input={{ DataProviderIdentifier: provider.DataProviderArn }}
      stale={['DescribeDataProviders']}
      title={words.deleteTitle}
      question={words.deleteText(name)}
      gone={(provider.Files ?? []).map((file) => file.Name)}
      done={words.deleted(name)}
      onClose={onClose}
      onDeleted={onDeleted}
    />
  );
}
