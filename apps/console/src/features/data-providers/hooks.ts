'use client';
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import type { DataProvider } from '@ferry/contract';
import { ApiError, call } from '@/api/client';
import { callAll } from '@/api/hooks';

export const useDataProviders = (): UseQueryResult<DataProvider[]> =>
  useQuery({ queryKey: ['DescribeDataProviders'], queryFn: ({ signal }) => callAll('DescribeDataProviders', {}, (page) => page.DataProviders, signal) });

/** One provider by name; null when there is none. */
export const useDataProvider = (name: string): UseQueryResult<DataProvider | null> =>
  useQuery({
    queryKey: ['DescribeDataProviders', name],
    queryFn: async ({ signal }) => {
      try {
        const page = await call('DescribeDataProviders', { Filters: [{ Name: 'data-provider-identifier', Values: [name] }] }, signal);
        return page.DataProviders[0] ?? null;
      } catch (thrown) {
        // AWS answers a filter on an unknown identifier with a fault, not with an empty list.
        if (thrown instanceof ApiError && thrown.status === 404) return null;
        throw thrown;
      }
    },
  });
