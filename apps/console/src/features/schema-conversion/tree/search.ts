'use client';
import type { OperationInput, Origin, SearchedPlace } from '@ferry/contract';
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { call } from '@/api/client';
import type { TreeNode } from './branch';

export type TreeFilter = 'all' | 'items' | 'converted' | 'not-converted' | 'unproved' | 'parsed' | 'created' | 'checked' | 'ran' | 'equal' | 'edited' | 'not-applied' | 'applied' | 'apply-failed' | 'target-only';

const shownHits = 500;
type Wanted = Omit<OperationInput<'SearchMetadataModel'>, 'MigrationProjectIdentifier' | 'Origin' | 'Text' | 'MaxRecords' | 'Marker'>;

const wantedOf: Readonly<Record<TreeFilter, Wanted>> = {
  all: {},
  items: { WithItems: true },
  'not-converted': { Statuses: ['not-converted'] },
  converted: { Statuses: ['converted', 'converted-with-items'] },
  unproved: { ProofLevels: ['none', 'parsed'] },
  parsed: { ProofLevels: ['parsed'] },
  created: { ProofLevels: ['created'] },
  checked: { ProofLevels: ['checked'] },
  ran: { ProofLevels: ['ran'] },
  equal: { ProofLevels: ['equal'] },
  edited: { Edited: true },
  applied: { ApplyStatuses: ['applied'] },
  'not-applied': { ApplyStatuses: ['not-applied', 'changed', 'failed', 'kept'] },
  'apply-failed': { ApplyStatuses: ['failed', 'kept'] },
  'target-only': { ApplyStatuses: ['extra'] },
};

export interface CodeHit {
  readonly line: number;
  readonly excerpt: string;
}

export interface Hits {
  /** What was asked for. */
  readonly text: string;
  readonly nodes: readonly TreeNode[];
  /** Where the text stands in the code of a node, by path. */
  readonly code: ReadonlyMap<string, CodeHit>;
  readonly total: number;
  readonly more: boolean;
}

/** Nodes of a whole tree, loaded or not, that hold the text in one of the places and which the filter lets through. */
export function useSearch(project: string, origin: Origin, text: string, filter: TreeFilter, places: readonly SearchedPlace[]): UseQueryResult<Hits> {
  return useQuery({
    queryKey: ['SearchMetadataModel', project, origin, text, filter, places.join()],
    enabled: text !== '' || filter !== 'all',
    placeholderData: (previous) => previous,
    queryFn: async ({ signal }) => {
      const page = await call(
        'SearchMetadataModel',
        {
          MigrationProjectIdentifier: project,
          Origin: origin,
          MaxRecords: shownHits,
          ...(text === '' ? {} : { Text: text, TextIn: [...places] }),
          ...wantedOf[filter],
        },
        signal,
      );
      const nodes = page.MetadataModels.flatMap((node): TreeNode[] => (node.Path === undefined ? [] : [{ ...node, Path: node.Path }]));
      const code = new Map((page.CodeMatches ?? []).map((match) => [match.Path, { line: match.Line, excerpt: match.Excerpt }]));
      return { text, nodes, code, total: page.TotalCount ?? nodes.length, more: page.Marker !== undefined };
    },
  });
}
