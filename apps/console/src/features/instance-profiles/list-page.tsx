'use client';
import type { InstanceProfile } from '@ferry/contract';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { ModifyDelete, ResourceListPage } from '@/shell/resource-list-page';
import { routes } from '@/shell/routes';
import { profileWords } from '@/words/instance-profiles';
import { DeleteProfile } from './delete-profile';
import { useInstanceProfiles } from './hooks';
import { profileColumns } from './table-config';

export function InstanceProfilesPage(): ReactNode {
  const profiles = useInstanceProfiles();
  const [deleting, setDeleting] = useState<InstanceProfile>();
  return (
    <ResourceListPage<InstanceProfile>
      name="instance-profiles"
      words={profileWords}
      address={routes.instanceProfiles}
      createAddress={routes.createInstanceProfile}
      query={profiles}
      columns={profileColumns}
      nameOf={(row) => row.InstanceProfileName}
      actions={(chosen) => <ModifyDelete chosen={chosen} modify={(row) => routes.modifyInstanceProfile(row.InstanceProfileName)} onDelete={setDeleting} />}
    >
      {deleting === undefined ? null : <DeleteProfile profile={deleting} onClose={() => setDeleting(undefined)} />}
    </ResourceListPage>
  );
}
