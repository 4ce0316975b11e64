'use client';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { MigrationProject } from '@ferry/contract';
import { useFollow } from '@/shell/follow';
import { Page } from '@/shell/page';
import { ResourceTable } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { projectWords as words } from '@/words/migration-projects';
import { resourceWords } from '@/words/resources';
import { DeleteProject } from './delete-project';
import { isOpen, useMigrationProjects } from './hooks';
import { projectColumns } from './table-config';

export function MigrationProjectsPage(): ReactNode {
  const projects = useMigrationProjects();
  const router = useRouter();
  const follow = useFollow();
  const [selection, setSelection] = useState<readonly string[]>([]);
  const [deleting, setDeleting] = useState<MigrationProject>();
  const selected = (projects.data ?? []).filter((one) => selection.includes(one.MigrationProjectName));
  const first = selected[0];
  const create = (
    <Button variant="primary" href={routes.createMigrationProject} onFollow={follow}>
      {words.create}
    </Button>
  );
  const act = (id: string): void => {
    if (first === undefined) return;
    if (id === 'delete') setDeleting(first);
    else if (id === 'modify') router.push(routes.modifyMigrationProject(first.MigrationProjectName));
    else router.push(`${routes.migrationProject(first.MigrationProjectName)}?tab=schema-conversion`);
  };
  return (
    <Page title={words.title} crumbs={[{ text: words.title, href: routes.migrationProjects }]} contentType="table">
      <ResourceTable<MigrationProject>
        name="migration-projects"
        title={words.title}
        description={words.description}
        columns={projectColumns}
        rows={projects.data}
        loading={projects.isLoading}
        loadingText={words.loading}
        error={projects.error}
        onRetry={() => void projects.refetch()}
        idOf={(row) => row.MigrationProjectName}
        findLabel={words.find}
        empty={{ title: words.emptyTitle, text: words.emptyText, action: <Button href={routes.createMigrationProject} onFollow={follow}>{words.create}</Button> }}
        selected={selected}
        onSelect={(rows) => setSelection(rows.map((row) => row.MigrationProjectName))}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button iconName="refresh" ariaLabel={resourceWords.refresh} loading={projects.isRefetching} onClick={() => void projects.refetch()} />
            <ButtonDropdown
              disabled={first === undefined}
              onItemClick={({ detail }) => act(detail.id)}
              items={[
                { id: 'open', text: words.tab },
                { id: 'modify', text: resourceWords.modify, disabled: first !== undefined && isOpen(first), disabledReason: words.openFirst },
                { id: 'delete', text: resourceWords.delete },
              ]}
            >
              {resourceWords.actions}
            </ButtonDropdown>
            {create}
          </SpaceBetween>
        }
      />
      {deleting === undefined ? null : <DeleteProject project={deleting} onClose={() => setDeleting(undefined)} />}
    </Page>
  );
}
