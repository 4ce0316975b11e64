'use client';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { MigrationProject } from '@ferry/contract';
import { ResourceListPage } from '@/shell/resource-list-page';
import { routes } from '@/shell/routes';
import { projectWords as words } from '@/words/migration-projects';
import { resourceWords } from '@/words/resources';
import { ExploreSample } from '../home/explore-sample';
import { DeleteProject } from './delete-project';
import { isOpen, useMigrationProjects } from './hooks';
import { projectColumns } from './table-config';

export function MigrationProjectsPage(): ReactNode {
  const projects = useMigrationProjects();
  const router = useRouter();
  const [deleting, setDeleting] = useState<MigrationProject>();
  const act = (project: MigrationProject, id: string): void => {
    const name = project.MigrationProjectName;
    if (id === 'delete') setDeleting(project);
    else router.push(id === 'modify' ? routes.modifyMigrationProject(name) : `${routes.migrationProject(name)}?tab=schema-conversion`);
  };
  return (
    <ResourceListPage<MigrationProject>
      name="migration-projects"
      words={words}
      address={routes.migrationProjects}
      createAddress={routes.createMigrationProject}
      query={projects}
      columns={projectColumns}
      nameOf={(row) => row.MigrationProjectName}
      emptyAction={<ExploreSample />}
      actions={(chosen) => (
        <ButtonDropdown
          disabled={chosen === undefined}
          onItemClick={({ detail }) => chosen !== undefined && act(chosen, detail.id)}
          items={[
            { id: 'open', text: words.tab },
            { id: 'modify', text: resourceWords.modify, disabled: chosen !== undefined && isOpen(chosen), disabledReason: words.openFirst },
            { id: 'delete', text: resourceWords.delete },
          ]}
        >
          {resourceWords.actions}
        </ButtonDropdown>
      )}
    >
      {deleting === undefined ? null : <DeleteProject project={deleting} onClose={() => setDeleting(undefined)} />}
    </ResourceListPage>
  );
}
