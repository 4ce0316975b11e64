'use client';
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import type { InstanceProfile } from '@ferry/contract';
import { ApiError, call } from '@/api/client';
import { callAll } from '@/api/hooks';

export const useInstanceProfiles = (): UseQueryResult<InstanceProfile[]> =>
  useQuery({ queryKey: ['DescribeInstanceProfiles'], queryFn: ({ signal }) => callAll('DescribeInstanceProfiles', {}, (page) => page.InstanceProfiles, signal) });

/** One profile by name; null when there is none. */
export const useInstanceProfile = (name: string): UseQueryResult<InstanceProfile | null> =>
  useQuery({
    queryKey: ['DescribeInstanceProfiles', name],
    queryFn: async ({ signal }) => {
      try {
        const page = await call('DescribeInstanceProfiles', { Filters: [{ Name: 'instance-profile-identifier', Values: [name] }] }, signal);
        return page.InstanceProfiles[0] ?? null;
      } catch (thrown) {
        // AWS answers a filter on an unknown identifier with a fault, not with an empty list.
        if (thrown instanceof ApiError && thrown.status === 404) return null;
        throw thrown;
      }
    },
  });
