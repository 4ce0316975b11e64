'use client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Checkbox from '@cloudscape-design/components/checkbox';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { MigrationProject } from '@ferry/contract';
import { ApiError, call } from '@/api/client';
import { ConfirmModal } from '@/shell/confirm-modal';
import { Gone } from '@/shell/delete-resource';
import { useNotify } from '@/shell/notifications';
import { projectWords as words } from '@/words/migration-projects';
import { resourceWords } from '@/words/resources';
import { isOpen, sourceName, targetName } from './hooks';

interface DeleteProjectProps {
  readonly project: MigrationProject;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

/** Deletes what the project alone used; what another project uses answers with a fault and stays. */
async function deleteUnused(project: MigrationProject): Promise<void> {
  const providers = [...project.SourceDataProviderDescriptors, ...project.TargetDataProviderDescriptors];
  const deletions = [
    ...providers.map((one) => () => call('DeleteDataProvider', { DataProviderIdentifier: one.DataProviderArn })),
    () => call('DeleteInstanceProfile', { InstanceProfileIdentifier: project.InstanceProfileArn }),
  ];
  for (const deletion of deletions) {
    try {
      await deletion();
    } catch (thrown) {
      // In use elsewhere, or gone already: both are what was asked for.
      if (!(thrown instanceof ApiError) || thrown.status >= 500 || thrown.status === 0) throw thrown;
    }
  }
}

export function DeleteProject({ project, onClose, onDeleted }: DeleteProjectProps): ReactNode {
  const client = useQueryClient();
  const notify = useNotify();
  const [resources, setResources] = useState(false);
  const name = project.MigrationProjectName;
  const own = [words.goneSource(sourceName(project)), words.goneTarget(targetName(project)), words.goneProfile(project.InstanceProfileName)];
  const run = async (): Promise<void> => {
    const identifier = { MigrationProjectIdentifier: project.MigrationProjectArn };
    if (isOpen(project)) await call('CloseSchemaConversion', identifier);
    await call('DeleteMigrationProject', identifier);
    if (resources) await deleteUnused(project);
    notify({ type: 'success', header: words.deleted(name) });
    onDeleted?.();
    client.removeQueries({ queryKey: ['DescribeMigrationProjects', name] });
    await client.invalidateQueries();
  };
  return (
    <ConfirmModal title={words.deleteTitle} confirm={resourceWords.delete} onConfirm={run} onClose={onClose}>
      <Box variant="span">{words.deleteText(name)}</Box>
      <Gone things={resources ? [...words.deleteParts, ...own] : words.deleteParts} />
      {isOpen(project) ? <Alert type="warning">{words.deleteOpen}</Alert> : null}
      <Checkbox checked={resources} onChange={({ detail }) => setResources(detail.checked)}>
        {words.deleteResources}
      </Checkbox>
    </ConfirmModal>
  );
}
