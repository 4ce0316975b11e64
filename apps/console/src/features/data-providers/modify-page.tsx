'use client';
import type { ReactNode } from 'react';
import { Loading } from '@/shell/loading';
import { NotFound } from '@/shell/not-found';
import { Failed } from '@/shell/resource-table';
import { providerWords as words } from '@/words/data-providers';
import { useDataProvider } from './hooks';
import { DataProviderForm } from './provider-form';

export function ModifyDataProviderPage({ name }: { readonly name: string }): ReactNode {
  const provider = useDataProvider(name);
  if (provider.data === null) return <NotFound text={words.missing(name)} />;
  if (provider.data !== undefined) return <DataProviderForm provider={provider.data} />;
  return provider.isError ? <Failed what={words.one} error={provider.error} onRetry={() => void provider.refetch()} /> : <Loading />;
}
