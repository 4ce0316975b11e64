'use client';
import type { ConversionStatus, Origin } from '@ferry/contract';
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { call } from '@/api/client';
import type { TreeNode } from './branches';

export type TreeFilter = 'all' | 'items' | 'not-converted';

const shownHits = 500;
const unfinished: ConversionStatus[] = ['not-converted'];

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
          ...(filter === 'items' ? { WithItems: true } : {}),
          ...(filter === 'not-converted' ? { Statuses: unfinished } : {}),
        },
        signal,
      );
      const nodes = page.MetadataModels.flatMap((node): TreeNode[] => (node.Path === undefined ? [] : [{ ...node, Path: node.Path }]));
      return { nodes, more: page.Marker !== undefined };
    },
  });
}
