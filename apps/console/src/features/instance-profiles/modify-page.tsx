'use client';
import type { ReactNode } from 'react';
import { Loading } from '@/shell/loading';
import { NotFound } from '@/shell/not-found';
import { Failed } from '@/shell/resource-table';
import { profileWords as words } from '@/words/instance-profiles';
import { useInstanceProfile } from './hooks';
import { InstanceProfileForm } from './profile-form';

export function ModifyInstanceProfilePage({ name }: { readonly name: string }): ReactNode {
  const profile = useInstanceProfile(name);
  if (profile.data === null) return <NotFound text={words.missing(name)} />;
  if (profile.data !== undefined) return <InstanceProfileForm profile={profile.data} />;
  return profile.isError ? <Failed what={words.one} error={profile.error} onRetry={() => void profile.refetch()} /> : <Loading />;
}
