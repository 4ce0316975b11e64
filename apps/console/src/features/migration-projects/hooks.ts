'use client';
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import type { MigrationProject } from '@ferry/contract';
import { ApiError, call } from '@/api/client';
import { callAll } from '@/api/hooks';

export const useMigrationProjects = (): UseQueryResult<MigrationProject[]> =>
  useQuery({ queryKey: ['DescribeMigrationProjects'], queryFn: ({ signal }) => callAll('DescribeMigrationProjects', {}, (page) => page.MigrationProjects, signal) });

/** One project by name; null when there is none. */
export const useMigrationProject = (name: string): UseQueryResult<MigrationProject | null> =>
  useQuery({
    queryKey: ['DescribeMigrationProjects', name],
    queryFn: async ({ signal }) => {
      try {
        const page = await call('DescribeMigrationProjects', { Filters: [{ Name: 'migration-project-identifier', Values: [name] }] }, signal);
        return page.MigrationProjects[0] ?? null;
      } catch (thrown) {
        // AWS answers a filter on an unknown identifier with a fault, not with an empty list.
        if (thrown instanceof ApiError && thrown.status === 404) return null;
        throw thrown;
      }
    },
  });

/** Names of the providers of both sides. */
export const sourceName = (project: MigrationProject): string => project.SourceDataProviderDescriptors[0]?.DataProviderName ?? '-';
export const targetName = (project: MigrationProject): string => project.TargetDataProviderDescriptors[0]?.DataProviderName ?? '-';
export const isOpen = (project: MigrationProject): boolean => project.SchemaConversionStatus === 'OPEN';
