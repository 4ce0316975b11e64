'use client';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { useRouter, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useFollow } from '@/shell/follow';
import { Loading } from '@/shell/loading';
import { NotFound } from '@/shell/not-found';
import { Page } from '@/shell/page';
import { Failed } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { projectWords as words } from '@/words/migration-projects';
import { resourceWords } from '@/words/resources';
import { DeleteProject } from './delete-project';
import { isOpen, useMigrationProject } from './hooks';
import { ProjectOverview } from './overview';
import { SchemaConversionTab } from './schema-conversion-tab';

export function MigrationProjectPage({ name }: { readonly name: string }): ReactNode {
  const project = useMigrationProject(name);
  const router = useRouter();
  const follow = useFollow();
  const query = useSearchParams();
  const [deleting, setDeleting] = useState(false);
  const crumbs = [
    { text: words.title, href: routes.migrationProjects },
    { text: name, href: routes.migrationProject(name) },
  ];
  if (project.data === null) return <NotFound text={words.missing(name)} />;
  const found = project.data;
  return (
    <Page title={name} crumbs={crumbs}>
      {found === undefined ? (
        project.isError ? <Failed what={words.one} error={project.error} onRetry={() => void project.refetch()} /> : <Loading />
      ) : (
        <SpaceBetween size="l">
          <Header
            variant="h1"
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="refresh" ariaLabel={resourceWords.refresh} loading={project.isRefetching} onClick={() => void project.refetch()} />
                <Button href={routes.modifyMigrationProject(name)} onFollow={follow} disabled={isOpen(found)} disabledReason={words.openFirst}>
                  {resourceWords.modify}
                </Button>
                <Button onClick={() => setDeleting(true)}>{resourceWords.delete}</Button>
              </SpaceBetween>
            }
          >
            {name}
          </Header>
          <Tabs
            ariaLabel={words.one}
            activeTabId={query.get('tab') ?? 'overview'}
            onChange={({ detail }) => window.history.replaceState(null, '', `?tab=${detail.activeTabId}`)}
            tabs={[
              { id: 'overview', label: words.overview, content: <ProjectOverview project={found} /> },
              { id: 'schema-conversion', label: words.tab, content: <SchemaConversionTab project={found} /> },
            ]}
          />
        </SpaceBetween>
      )}
      {deleting && found !== undefined ? <DeleteProject project={found} onClose={() => setDeleting(false)} onDeleted={() => router.push(routes.migrationProjects)} /> : null}
    </Page>
  );
}
