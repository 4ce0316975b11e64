'use client';
import type { SubnetGroup } from '@ferry/contract';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { ModifyDelete, ResourceListPage } from '@/shell/resource-list-page';
import { routes } from '@/shell/routes';
import { groupWords } from '@/words/subnet-groups';
import { DeleteGroup } from './delete-group';
import { useSubnetGroups } from './hooks';
import { groupColumns } from './table-config';

export function SubnetGroupsPage(): ReactNode {
  const groups = useSubnetGroups();
  const [deleting, setDeleting] = useState<SubnetGroup>();
  return (
    <ResourceListPage<SubnetGroup>
      name="subnet-groups"
      words={groupWords}
      address={routes.subnetGroups}
      createAddress={routes.createSubnetGroup}
      query={groups}
      columns={groupColumns}
      nameOf={(row) => row.ReplicationSubnetGroupIdentifier}
      actions={(chosen) => <ModifyDelete chosen={chosen} modify={(row) => routes.modifySubnetGroup(row.ReplicationSubnetGroupIdentifier)} onDelete={setDeleting} />}
    >
      {deleting === undefined ? null : <DeleteGroup group={deleting} onClose={() => setDeleting(undefined)} />}
    </ResourceListPage>
  );
}
