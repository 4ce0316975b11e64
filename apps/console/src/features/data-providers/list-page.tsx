'use client';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { DataProvider } from '@ferry/contract';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useFollow } from '@/shell/follow';
import { Page } from '@/shell/page';
import { ResourceTable } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { providerWords as words } from '@/words/data-providers';
import { resourceWords } from '@/words/resources';
import { DeleteProvider } from './delete-provider';
import { useDataProviders } from './hooks';
import { providerColumns } from './table-config';

export function DataProvidersPage(): ReactNode {
  const providers = useDataProviders();
  const router = useRouter();
  const follow = useFollow();
  const [selection, setSelection] = useState<readonly string[]>([]);
  const [deleting, setDeleting] = useState<DataProvider>();
  const selected = (providers.data ?? []).filter((one) => selection.includes(one.DataProviderName));
  const first = selected[0];
  return (
    <Page title={words.title} crumbs={[{ text: words.title, href: routes.instanceProfiles }]} contentType="table">
      <ResourceTable<DataProvider>
        name="data-providers"
        title={words.title}
        description={words.description}
        columns={providerColumns}
        rows={providers.data}
        loading={providers.isLoading}
        loadingText={words.loading}
        error={providers.error}
        onRetry={() => void providers.refetch()}
        idOf={(row) => row.DataProviderName}
        findLabel={words.find}
        empty={{ title: words.emptyTitle, text: words.emptyText, action: <Button href={routes.createDataProvider} onFollow={follow}>{words.create}</Button> }}
        selected={selected}
        onSelect={(rows) => setSelection(rows.map((row) => row.DataProviderName))}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button iconName="refresh" ariaLabel={resourceWords.refresh} loading={providers.isRefetching} onClick={() => void providers.refetch()} />
            <Button disabled={first === undefined} onClick={() => first !== undefined && router.push(routes.modifyDataProvider(first.DataProviderName))}>
              {resourceWords.modify}
            </Button>
            <Button disabled={first === undefined} onClick={() => setDeleting(first)}>
              {resourceWords.delete}
            </Button>
            <Button variant="primary" href={routes.createDataProvider} onFollow={follow}>
              {words.create}
            </Button>
          </SpaceBetween>
        }
      />
      {deleting === undefined ? null : <DeleteProvider provider={deleting} onClose={() => setDeleting(undefined)} />}
    </Page>
  );
}
