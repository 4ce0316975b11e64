'use client';
import Button from '@cloudscape-design/components/button';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { call, messageOf } from '@/api/client';
import { useNotify } from '@/shell/notifications';
import { routes } from '@/shell/routes';
import { homeWords as words } from '@/words/home';
import { isOpen } from '../migration-projects/hooks';

/** One click: makes the sample's profile, providers and project, launches schema conversion and goes there. */
export function ExploreSample({ primary = false }: { readonly primary?: boolean }): ReactNode {
  const router = useRouter();
  const notify = useNotify();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const explore = async (): Promise<void> => {
    setBusy(true);
    try {
      const before = await call('DescribeMigrationProjects', { MaxRecords: 1000 });
      const { MigrationProject: project } = await call('CreateSampleProject', {});
      if (!isOpen(project)) await call('OpenSchemaConversion', { MigrationProjectIdentifier: project.MigrationProjectArn });
      await client.invalidateQueries();
      // The screen of a new one says by itself what comes next, once it has been read.
      if (before.MigrationProjects.some((one) => one.MigrationProjectArn === project.MigrationProjectArn)) notify({ type: 'info', header: words.sampleReopened });
      router.push(routes.schemaConversion(project.MigrationProjectName));
    } catch (thrown) {
      // The server's words are for the person who clicked.
      notify({ type: 'error', header: words.sampleFailed, content: messageOf(thrown) });
      setBusy(false);
    }
  };
  return (
    <Button variant={primary ? 'primary' : 'normal'} loading={busy} loadingText={words.sampleMaking} onClick={() => void explore()}>
      {words.sample}
    </Button>
  );
}
