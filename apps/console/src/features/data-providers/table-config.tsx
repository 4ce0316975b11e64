'use client';
import type { DataProvider } from '@ferry/contract';
import { settingsOf } from '@/api/provider-settings';
import { ProjectLinks, ResourceLink } from '@/shell/resource-link';
import type { ResourceColumn } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { providerWords as words } from '@/words/data-providers';
import { engineLabel } from '@/words/engines';
import { momentText, resourceWords } from '@/words/resources';

const virtualText = (provider: DataProvider): string => (provider.Virtual ? words.yes : words.no);
/** What a project with this provider works on, in as few words as there are. */
function whereText(provider: DataProvider): string {
  const { ServerName, FolderPath, S3Path, Embedded } = settingsOf(provider);
  if (provider.Virtual) return FolderPath ?? S3Path ?? ((provider.Files?.length ?? 0) > 0 ? words.files(provider.Files?.length ?? 0) : words.virtual);
  return Embedded === true ? words.embedded : (ServerName ?? resourceWords.none);
}

export const providerColumns: readonly ResourceColumn<DataProvider>[] = [
  {
    id: 'name',
    header: resourceWords.name,
    isRowHeader: true,
    width: 190,
    text: (row) => row.DataProviderName,
    cell: (row) => <ResourceLink href={routes.dataProvider(row.DataProviderName)}>{row.DataProviderName}</ResourceLink>,
  },
  { id: 'engine', header: words.engine, width: 180, text: (row) => engineLabel(row.Engine), cell: (row) => engineLabel(row.Engine) },
  { id: 'virtual', header: words.virtual, text: virtualText, cell: virtualText, hidden: true },
  { id: 'where', header: words.where, width: 180, text: whereText, cell: whereText },
  { id: 'used', header: resourceWords.projects, width: 190, text: (row) => (row.UsedBy ?? []).join(', '), cell: (row) => <ProjectLinks names={row.UsedBy} /> },
  { id: 'created', header: resourceWords.created, width: 170, text: (row) => row.DataProviderCreationTime, cell: (row) => momentText(row.DataProviderCreationTime) },
  { id: 'description', header: resourceWords.description, text: (row) => row.Description ?? '', cell: (row) => row.Description ?? resourceWords.none, hidden: true },
  { id: 'arn', header: resourceWords.arn, text: (row) => row.DataProviderArn, cell: (row) => row.DataProviderArn, hidden: true },
];
