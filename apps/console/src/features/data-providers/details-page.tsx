'use client';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { DataProvider } from '@ferry/contract';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { settingsOf } from '@/api/provider-settings';
import { Arn } from '@/shell/arn';
import { DetailsTabs, tagsTab } from '@/shell/details-tabs';
import { Facts } from '@/shell/facts';
import { ProjectLinks } from '@/shell/resource-link';
import { ResourcePage } from '@/shell/resource-page';
import { routes } from '@/shell/routes';
import { connectionWords, providerWords as words } from '@/words/data-providers';
import { engineLabel, sourceOf } from '@/words/engines';
import { momentText, resourceWords } from '@/words/resources';
import { DeleteProvider } from './delete-provider';
import { useDataProvider } from './hooks';
import { ProviderScripts } from './scripts';
import { TestConnection } from './test-connection';

function ProviderDetails({ provider: found }: { readonly provider: DataProvider }): ReactNode {
  const settings = settingsOf(found);
  return (
    <SpaceBetween size="l">
      <Facts
        title={words.details}
        items={[
          { label: resourceWords.name, value: found.DataProviderName },
          { label: words.engine, value: engineLabel(found.Engine) },
          { label: words.virtual, value: found.Virtual ? words.yes : words.no },
          { label: resourceWords.description, value: found.Description || resourceWords.none },
          { label: resourceWords.created, value: momentText(found.DataProviderCreationTime) },
          { label: resourceWords.arn, value: <Arn value={found.DataProviderArn} /> },
          { label: words.databaseName, value: settings.Embedded === true ? words.embedded : (settings.DatabaseName ?? resourceWords.none) },
          ...(settings.FolderPath === undefined ? [] : [{ label: words.folder, value: settings.FolderPath }]),
          ...(settings.ScriptVariables === undefined ? [] : [{ label: words.variables, value: Object.entries(settings.ScriptVariables).map(([key, value]) => `${key} = ${value}`).join(', ') }]),
          ...(settings.Encoding === undefined ? [] : [{ label: words.encoding, value: settings.Encoding }]),
          ...(found.Virtual || settings.Embedded === true
            ? []
            : [
                { label: words.serverName, value: settings.ServerName ?? resourceWords.none },
                { label: words.port, value: settings.Port === undefined ? resourceWords.none : String(settings.Port) },
                { label: words.sslMode, value: settings.SslMode ?? 'none' },
              ]),
          { label: resourceWords.usedBy, value: <ProjectLinks names={found.UsedBy} /> },
        ]}
      />
      {sourceOf(found.Engine) === undefined || settings.FolderPath !== undefined || !found.Virtual ? null : <ProviderScripts provider={found} />}
      {found.Virtual || settings.Embedded === true ? null : (
        <Container header={<Header variant="h2">{connectionWords.test}</Header>}>
          <TestConnection subject={{ DataProviderIdentifier: found.DataProviderArn }} suggestedName={found.DataProviderName} />
        </Container>
      )}
    </SpaceBetween>
  );
}

export function DataProviderPage({ name }: { readonly name: string }): ReactNode {
  const provider = useDataProvider(name);
  const router = useRouter();
  return (
    <ResourcePage
      name={name}
      kind={words.one}
      crumbs={[
        { text: words.title, href: routes.dataProviders },
        { text: name, href: routes.dataProvider(name) },
      ]}
      query={provider}
      missing={words.missing(name)}
      modify={routes.modifyDataProvider(name)}
      deletion={(found, onClose) => <DeleteProvider provider={found} onClose={onClose} onDeleted={() => router.push(routes.dataProviders)} />}
    >
      {(found) => <DetailsTabs label={words.one} tabs={[{ id: 'details', label: words.details, content: <ProviderDetails provider={found} /> }, tagsTab(found.DataProviderArn)]} />}
    </ResourcePage>
  );
}
