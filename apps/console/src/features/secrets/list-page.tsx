'use client';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Secret } from '@ferry/contract';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { DeleteResource } from '@/shell/delete-resource';
import { ProjectLinks } from '@/shell/resource-link';
import { ModifyDelete, ResourceListPage } from '@/shell/resource-list-page';
import type { ResourceColumn } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { momentText, resourceWords } from '@/words/resources';
import { secretWords as words } from '@/words/secrets';
import { useSecrets } from './hooks';

const columns: readonly ResourceColumn<Secret>[] = [
  { id: 'name', header: words.name, isRowHeader: true, width: 210, text: (row) => row.Name, cell: (row) => row.Name },
  { id: 'username', header: words.username, width: 170, text: (row) => row.Username, cell: (row) => row.Username },
  {
    id: 'state',
    header: words.state,
    width: 160,
    text: (row) => row.Unreadable ?? words.readable,
    cell: (row) => (row.Unreadable === undefined ? <StatusIndicator>{words.readable}</StatusIndicator> : <StatusIndicator type="error">{row.Unreadable}</StatusIndicator>),
  },
  { id: 'used', header: resourceWords.projects, width: 200, text: (row) => row.UsedBy.join(', '), cell: (row) => <ProjectLinks names={row.UsedBy} /> },
  { id: 'updated', header: words.updated, width: 170, text: (row) => row.UpdateTime, cell: (row) => momentText(row.UpdateTime) },
  { id: 'created', header: resourceWords.created, width: 170, text: (row) => row.CreationTime, cell: (row) => momentText(row.CreationTime), hidden: true },
  { id: 'arn', header: resourceWords.arn, text: (row) => row.SecretId, cell: (row) => row.SecretId, hidden: true },
];

export function SecretsPage(): ReactNode {
  const secrets = useSecrets();
  const [deleting, setDeleting] = useState<Secret>();
  return (
    <ResourceListPage<Secret>
      name="secrets"
      words={words}
      address={routes.secrets}
      createAddress={routes.createSecret}
      query={secrets}
      columns={columns}
      nameOf={(row) => row.Name}
      actions={(chosen) => <ModifyDelete chosen={chosen} modify={(row) => routes.modifySecret(row.Name)} onDelete={setDeleting} />}
    >
      {deleting === undefined ? null : (
        <DeleteResource
          operation="DeleteSecret"
          input={{ SecretId: deleting.SecretId }}
          stale={['DescribeSecrets']}
          title={words.deleteTitle}
          question={words.deleteText(deleting.Name)}
          done={words.deleted(deleting.Name)}
          onClose={() => setDeleting(undefined)}
        />
      )}
    </ResourceListPage>
  );
}
