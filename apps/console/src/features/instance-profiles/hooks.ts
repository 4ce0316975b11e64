'use client';
import type { UseQueryResult } from '@tanstack/react-query';
import type { InstanceProfile } from '@ferry/contract';
import { useResource, useResources } from '@/api/resources';
import type { ResourceKind } from '@/api/resources';

const profiles: ResourceKind<'DescribeInstanceProfiles', InstanceProfile> = { operation: 'DescribeInstanceProfiles', filter: 'instance-profile-identifier', rows: (page) => page.InstanceProfiles };

export const useInstanceProfiles = (): UseQueryResult<InstanceProfile[]> => useResources(profiles);
export const useInstanceProfile = (name: string): UseQueryResult<InstanceProfile | null> => useResource(profiles, name);
