'use client';
import type { InstanceProfile } from '@ferry/contract';
import type { ReactNode } from 'react';
import { useChange } from '@/api/hooks';
import { DeleteModal } from '@/shell/delete-modal';
import { useNotify } from '@/shell/notifications';
import { profileWords as words } from '@/words/instance-profiles';

interface DeleteProfileProps {
  readonly profile: InstanceProfile;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

export function DeleteProfile({ profile, onClose, onDeleted }: DeleteProfileProps): ReactNode {
  const remove = useChange('DeleteInstanceProfile', ['DescribeInstanceProfiles']);
  const notify = useNotify();
  const run = async (): Promise<void> => {
    await remove.mutateAsync({ InstanceProfileIdentifier: profile.InstanceProfileArn });
    notify({ type: 'success', header: words.deleted(profile.InstanceProfileName) });
    onDeleted?.();
  };
  return (
    <DeleteModal title={words.deleteTitle} onDelete={run} onClose={onClose}>
      {words.deleteText(profile.InstanceProfileName)}
    </DeleteModal>
  );
}
