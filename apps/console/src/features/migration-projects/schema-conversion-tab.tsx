'use client';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { MigrationProject } from '@ferry/contract';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { messageOf } from '@/api/client';
import { useChange } from '@/api/hooks';
import { ConfirmModal } from '@/shell/confirm-modal';
import { useNotify } from '@/shell/notifications';
import { routes } from '@/shell/routes';
import { engineLabel } from '@/words/engines';
import { projectWords as words } from '@/words/migration-projects';
import { momentText } from '@/words/resources';
import { headWords as heads } from '@/words/table-heads';
import { isOpen } from './hooks';
import { ProjectStatus } from './table-config';

export function SchemaConversionTab({ project }: { readonly project: MigrationProject }): ReactNode {
  const router = useRouter();
  const notify = useNotify();
  const open = useChange('OpenSchemaConversion', ['DescribeMigrationProjects']);
  const close = useChange('CloseSchemaConversion', ['DescribeMigrationProjects']);
  const [asking, setAsking] = useState<'launch' | 'close'>();
  const identifier = { MigrationProjectIdentifier: project.MigrationProjectArn };
  const screen = routes.schemaConversion(project.MigrationProjectName);
  const launch = async (): Promise<void> => {
    await open.mutateAsync(identifier);
    notify({ type: 'success', header: words.launched(project.MigrationProjectName) });
    router.push(screen);
  };
  const shut = async (): Promise<void> => {
    await close.mutateAsync(identifier);
    notify({ type: 'success', header: words.closed(project.MigrationProjectName) });
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button disabled={!isOpen(project)} onClick={() => setAsking('close')}>
                {words.close}
              </Button>
              <Button variant="primary" onClick={() => (isOpen(project) ? router.push(screen) : setAsking('launch'))}>
                {words.launch}
              </Button>
            </SpaceBetween>
          }
        >
          {words.tab}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <KeyValuePairs
          columns={4}
          items={[
            { label: heads.status, value: <ProjectStatus project={project} /> },
            { label: words.source, value: engineLabel(project.SourceDataProviderDescriptors[0]?.Engine) },
            { label: words.target, value: engineLabel(project.TargetDataProviderDescriptors[0]?.Engine) },
            { label: words.lastLaunch, value: momentText(project.SchemaConversionOpenTime) },
          ]}
        />
        {open.isError ? <Alert type="error">{messageOf(open.error)}</Alert> : null}
      </SpaceBetween>
      {asking === 'launch' ? (
        <ConfirmModal title={words.launchTitle} confirm={words.launchButton} onConfirm={launch} onClose={() => setAsking(undefined)}>
          {words.launchText}
        </ConfirmModal>
      ) : null}
      {asking === 'close' ? (
        <ConfirmModal title={words.closeTitle} confirm={words.close} onConfirm={shut} onClose={() => setAsking(undefined)}>
          {words.closeText}
        </ConfirmModal>
      ) : null}
    </Container>
  );
}
