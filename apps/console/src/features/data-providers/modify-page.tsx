'use client';
import type { ReactNode } from 'react';
import { Loaded } from '@/shell/resource-loaded';
import { providerWords as words } from '@/words/data-providers';
import { useDataProvider } from './hooks';
import { DataProviderForm } from './provider-form';

export function ModifyDataProviderPage({ name }: { readonly name: string }): ReactNode {
  return (
    <Loaded query={useDataProvider(name)} kind={words.one} missing={words.missing(name)}>
      {(provider) => <DataProviderForm provider={provider} />}
    </Loaded>
  );
}
