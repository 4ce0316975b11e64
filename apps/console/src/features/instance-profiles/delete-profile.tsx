'use client';
import type { InstanceProfile } from '@ferry/contract';
import type { ReactNode } from 'react';
import { DeleteResource } from '@/shell/delete-resource';
import { profileWords as words } from '@/words/instance-profiles';

interface DeleteProfileProps {
  readonly profile: InstanceProfile;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

export function DeleteProfile({ profile, onClose, onDeleted }: DeleteProfileProps): ReactNode {
  const name = profile.InstanceProfileName;
  return (
    <DeleteResource
      operation="DeleteInstanceProfile"
      input={{ InstanceProfileIdentifier: profile.InstanceProfileArn }}
      stale={['DescribeInstanceProfiles']}
      title={words.deleteTitle}
      question={words.deleteText(name)}
      done={words.deleted(name)}
      onClose={onClose}
      onDeleted={onDeleted}
    />
  );
}
