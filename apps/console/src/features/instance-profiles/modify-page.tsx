'use client';
import type { ReactNode } from 'react';
import { Loaded } from '@/shell/resource-loaded';
import { profileWords as words } from '@/words/instance-profiles';
import { useInstanceProfile } from './hooks';
import { InstanceProfileForm } from './profile-form';

export function ModifyInstanceProfilePage({ name }: { readonly name: string }): ReactNode {
  return (
    <Loaded query={useInstanceProfile(name)} kind={words.one} missing={words.missing(name)}>
      {(profile) => <InstanceProfileForm profile={profile} />}
    </Loaded>
  );
}
