'use client';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { InstanceProfile } from '@ferry/contract';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useFollow } from '@/shell/follow';
import { Page } from '@/shell/page';
import { ResourceTable } from '@/shell/resource-table';
import { routes } from '@/shell/routes';
import { profileWords as words } from '@/words/instance-profiles';
import { resourceWords } from '@/words/resources';
import { DeleteProfile } from './delete-profile';
import { useInstanceProfiles } from './hooks';
import { profileColumns } from './table-config';

export function InstanceProfilesPage(): ReactNode {
  const profiles = useInstanceProfiles();
  const router = useRouter();
  const follow = useFollow();
  const [selection, setSelection] = useState<readonly string[]>([]);
  const [deleting, setDeleting] = useState<InstanceProfile>();
  const selected = (profiles.data ?? []).filter((one) => selection.includes(one.InstanceProfileName));
  const first = selected[0];
  return (
    <Page title={words.title} crumbs={[{ text: words.title, href: routes.instanceProfiles }]} contentType="table">
      <ResourceTable<InstanceProfile>
        name="instance-profiles"
        title={words.title}
        description={words.description}
        columns={profileColumns}
        rows={profiles.data}
        loading={profiles.isLoading}
        loadingText={words.loading}
        error={profiles.error}
        onRetry={() => void profiles.refetch()}
        idOf={(row) => row.InstanceProfileName}
        findLabel={words.find}
        empty={{ title: words.emptyTitle, text: words.emptyText, action: <Button href={routes.createInstanceProfile} onFollow={follow}>{words.create}</Button> }}
        selected={selected}
        onSelect={(rows) => setSelection(rows.map((row) => row.InstanceProfileName))}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button iconName="refresh" ariaLabel={resourceWords.refresh} loading={profiles.isRefetching} onClick={() => void profiles.refetch()} />
            <Button disabled={first === undefined} onClick={() => first !== undefined && router.push(routes.modifyInstanceProfile(first.InstanceProfileName))}>
              {resourceWords.modify}
            </Button>
            <Button disabled={first === undefined} onClick={() => setDeleting(first)}>
              {resourceWords.delete}
            </Button>
            <Button variant="primary" href={routes.createInstanceProfile} onFollow={follow}>
              {words.create}
            </Button>
          </SpaceBetween>
        }
      />
      {deleting === undefined ? null : <DeleteProfile profile={deleting} onClose={() => setDeleting(undefined)} />}
    </Page>
  );
}
