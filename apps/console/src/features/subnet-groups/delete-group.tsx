'use client';
import type { SubnetGroup } from '@ferry/contract';
import type { ReactNode } from 'react';
import { DeleteResource } from '@/shell/delete-resource';
import { groupWords as words } from '@/words/subnet-groups';

export function DeleteGroup({ group, onClose, onDeleted }: { readonly group: SubnetGroup; readonly onClose: () => void; readonly onDeleted?: () => void }): ReactNode {
  const name = group.ReplicationSubnetGroupIdentifier;
  return (
    <DeleteResource
      operation="DeleteReplicationSubnetGroup"
      input={{ ReplicationSubnetGroupIdentifier: name }}
      stale={['DescribeReplicationSubnetGroups']}
      title={words.deleteTitle}
      question={words.deleteText(name)}
      done={words.deleted(name)}
      onClose={onClose}
      onDeleted={onDeleted}
    />
  );
}
