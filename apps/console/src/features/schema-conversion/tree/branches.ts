'use client';
import type { Origin } from '@ferry/contract';
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { call, messageOf } from '@/api/client';
import { branchInput, branchKey, branchOf, firstPage, largestPage } from './branch';
import type { Branch } from './branch';

export interface BranchState {
  readonly branch: Branch | undefined;
  readonly error: string | undefined;
}

export interface Branches {
  /** The same function as long as no branch has changed. */
  readonly of: (path: string) => BranchState;
  readonly loadMore: (path: string) => void;
  readonly retry: (path: string) => void;
}

const readPage = async (project: string, origin: Origin, path: string, marker: string | undefined, size: number, signal?: AbortSignal): Promise<Branch> =>
  branchOf(await call('DescribeMetadataModelChildren', branchInput(project, origin, path, marker, size), signal), path);

const unread: BranchState = { branch: undefined, error: undefined };

const join = (before: Branch, page: Branch): Branch => ({ nodes: [...before.nodes, ...page.nodes], marker: page.marker, total: page.total });

/**
 * The loaded part of a tree: the children of every expanded node, page by page. Reading a branch again (after a conversion) brings
 * back as many of its nodes as were there.
 */
export function useBranches(project: string, origin: Origin, expanded: readonly string[]): Branches {
  const client = useQueryClient();
  const states = useQueries({
    queries: expanded.map((path) => ({
      queryKey: branchKey(project, origin, path),
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Branch> => {
        const wanted = client.getQueryData<Branch>(branchKey(project, origin, path))?.nodes.length ?? 0;
        let branch = await readPage(project, origin, path, undefined, Math.min(largestPage, Math.max(firstPage, wanted)), signal);
        while (branch.marker !== undefined && branch.nodes.length < wanted) branch = join(branch, await readPage(project, origin, path, branch.marker, largestPage, signal));
        return branch;
      },
      staleTime: 60_000,
    })),
    combine: (results) => results.map((result) => ({ branch: result.data, error: result.data === undefined && result.error !== null ? messageOf(result.error) : undefined })),
  });
  const openKey = expanded.join('\n');
  const of = useMemo(() => {
    const at = new Map(openKey.split('\n').map((path, index) => [path, states[index]]));
    return (path: string): BranchState => at.get(path) ?? unread;
  }, [openKey, states]);
  const loadMore = useCallback(
    (path: string) => {
      const key = branchKey(project, origin, path);
      const before = client.getQueryData<Branch>(key);
      if (before?.marker === undefined) return;
      // One page at a time: the same page asked for twice is fetched once.
      void client
        .fetchQuery({ queryKey: ['tree-page', ...key, before.marker], queryFn: ({ signal }) => readPage(project, origin, path, before.marker, Math.min(largestPage, before.nodes.length), signal), staleTime: 0 })
        .then((page) => client.setQueryData<Branch>(key, (now) => (now !== undefined && now.marker === before.marker ? join(now, page) : now)));
    },
    [client, project, origin],
  );
  const retry = useCallback((path: string) => void client.refetchQueries({ queryKey: branchKey(project, origin, path) }), [client, project, origin]);
  return useMemo(() => ({ of, loadMore, retry }), [of, loadMore, retry]);
}
