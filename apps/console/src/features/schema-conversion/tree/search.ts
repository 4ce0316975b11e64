'use client';
import type { OperationInput, Origin } from '@ferry/contract';
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { call } from '@/api/client';
import type { TreeNode } from './branches';

export type TreeFilter = 'all' | 'items' | 'not-converted' | 'unproved' | 'edited' | 'not-applied' | 'apply-failed';

const shownHits = 500;
type Wanted = Omit<OperationInput<'SearchMetadataModel'>, 'MigrationProjectIdentifier' | 'Origin' | 'Text' | 'MaxRecords' | 'Marker'>;

const wantedOf: Readonly<Record<TreeFilter, Wanted>> = {
  all: {},
  items: { WithItems: true },
  'not-converted': { Statuses: ['not-converted'] },
  unproved: { ProofLevels: ['none', 'parsed'] },
  edited: { Edited: true },
  'not-applied': { ApplyStatuses: ['not-applied', 'changed', 'failed', 'kept'] },
  'apply-failed': { ApplyStatuses: ['failed', 'kept'] },
};

export interface Hits {
  readonly nodes: readonly TreeNode[];
  readonly more: boolean;
}

/** Nodes of a whole tree, loaded or not, whose name holds the text and which the filter lets through. */
export function useSearch(project: string, origin: Origin, text: string, filter: TreeFilter): UseQueryResult<Hits> {
  return useQuery({
    queryKey: ['SearchMetadataModel', project, origin, text, filter],
    enabled: text !== '' || filter !== 'all',
    placeholderData: (previous) => previous,
    queryFn: async ({ signal }) => {
      const page = await call(
        'SearchMetadataModel',
        {
          MigrationProjectIdentifier: project,
          Origin: origin,
          MaxRecords: shownHits,
          ...(text === '' ? {} : { Text: text }),
          ...wantedOf[filter],
        },
        signal,
      );
      const nodes = page.MetadataModels.flatMap((node): TreeNode[] => (node.Path === undefined ? [] : [{ ...node, Path: node.Path }]));
      return { nodes, more: page.Marker !== undefined };
    },
  });
}
