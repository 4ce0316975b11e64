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
const serverText = (provider: DataProvider): string => settingsOf(provider).ServerName ?? resourceWords.none;

export const providerColumns: readonly ResourceColumn<DataProvider>[] = [
  {
    id: 'name',
    header: resourceWords.name,
    isRowHeader: true,
    width: 185,
    text: (row) => row.DataProviderName,
    cell: (row) => <ResourceLink href={routes.dataProvider(row.DataProviderName)}>{row.DataProviderName}</ResourceLink>,
  },
  { id: 'engine', header: words.engine, width: 190, text: (row) => engineLabel(row.Engine), cell: (row) => engineLabel(row.Engine) },
  { id: 'virtual', header: words.virtual, width: 160, text: virtualText, cell: virtualText },
  { id: 'server', header: words.serverName, width: 145, text: serverText, cell: serverText },
  { id: 'scripts', header: words.scripts, width: 110, text: (row) => String(row.Files?.length ?? 0), cell: (row) => ((row.Files?.length ?? 0) === 0 ? resourceWords.none : words.files(row.Files?.length ?? 0)) },
  { id: 'used', header: resourceWords.usedBy, width: 268, text: (row) => (row.UsedBy ?? []).join(', '), cell: (row) => <ProjectLinks names={row.UsedBy} /> },
  { id: 'created', header: resourceWords.created, width: 240, text: (row) => row.DataProviderCreationTime, cell: (row) => momentText(row.DataProviderCreationTime) },
  { id: 'description', header: resourceWords.description, text: (row) => row.Description ?? '', cell: (row) => row.Description ?? resourceWords.none, hidden: true },
  { id: 'arn', header: resourceWords.arn, text: (row) => row.DataProviderArn, cell: (row) => row.DataProviderArn, hidden: true },
];
