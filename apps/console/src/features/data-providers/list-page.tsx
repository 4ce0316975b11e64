'use client';
import type { DataProvider } from '@ferry/contract';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { ModifyDelete, ResourceListPage } from '@/shell/resource-list-page';
import { routes } from '@/shell/routes';
import { providerWords } from '@/words/data-providers';
import { DeleteProvider } from './delete-provider';
import { useDataProviders } from './hooks';
import { providerColumns } from './table-config';

export function DataProvidersPage(): ReactNode {
  const providers = useDataProviders();
  const [deleting, setDeleting] = useState<DataProvider>();
  return (
    <ResourceListPage<DataProvider>
      name="data-providers"
      words={providerWords}
      address={routes.dataProviders}
      createAddress={routes.createDataProvider}
      query={providers}
      columns={providerColumns}
      nameOf={(row) => row.DataProviderName}
      actions={(chosen) => <ModifyDelete chosen={chosen} modify={(row) => routes.modifyDataProvider(row.DataProviderName)} onDelete={setDeleting} />}
    >
      {deleting === undefined ? null : <DeleteProvider provider={deleting} onClose={() => setDeleting(undefined)} />}
    </ResourceListPage>
  );
}
