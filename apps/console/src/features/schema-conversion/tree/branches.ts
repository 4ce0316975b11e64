'use client';
import { selectPaths } from '@ferry/contract';
import type { MetadataModelReference, Origin } from '@ferry/contract';
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { call, messageOf } from '@/api/client';

/** Nodes that one call brings. */
const pageSize = 200;

export interface TreeNode extends MetadataModelReference {
  readonly Path: string;
}

/** The children of one node, as far as they were loaded. */
export interface Branch {
  readonly nodes: readonly TreeNode[];
  /** Where the next page begins; missing when all are here. */
  readonly marker: string | undefined;
  readonly total: number;
}

export interface BranchState {
  readonly branch: Branch | undefined;
  readonly error: string | undefined;
}

export interface Branches {
  readonly of: (path: string) => BranchState;
  readonly loadMore: (path: string) => void;
  readonly retry: (path: string) => void;
}

const keyOf = (project: string, origin: Origin, path: string): readonly string[] => ['tree', project, origin, path];

const withPath = (node: MetadataModelReference, parent: string): TreeNode => ({ ...node, Path: node.Path ?? `${parent}/${encodeURIComponent(node.MetadataModelName)}` });

async function readPage(project: string, origin: Origin, path: string, marker: string | undefined, size: number, signal?: AbortSignal): Promise<Branch> {
  const page = await call(
    'DescribeMetadataModelChildren',
    { MigrationProjectIdentifier: project, Origin: origin, SelectionRules: selectPaths([path]), MaxRecords: size, ...(marker === undefined ? {} : { Marker: marker }) },
    signal,
  );
  const nodes = page.MetadataModelChildren.map((node) => withPath(node, path));
  return { nodes, marker: page.Marker, total: page.TotalCount ?? nodes.length };
}

const join = (before: Branch, page: Branch): Branch => ({ nodes: [...before.nodes, ...page.nodes], marker: page.marker, total: page.total });

/**
 * The loaded part of a tree: the children of every expanded node, page by page. Reading a branch again (after a conversion) brings
 * back as many of its nodes as were there.
 */
export function useBranches(project: string, origin: Origin, expanded: readonly string[]): Branches {
  const client = useQueryClient();
  const states = useQueries({
    queries: expanded.map((path) => ({
      queryKey: keyOf(project, origin, path),
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Branch> => {
        const wanted = client.getQueryData<Branch>(keyOf(project, origin, path))?.nodes.length ?? 0;
        let branch = await readPage(project, origin, path, undefined, Math.min(1000, Math.max(pageSize, wanted)), signal);
        while (branch.marker !== undefined && branch.nodes.length < wanted) branch = join(branch, await readPage(project, origin, path, branch.marker, 1000, signal));
        return branch;
      },
      staleTime: 60_000,
    })),
    combine: (results) => results.map((result) => ({ branch: result.data, error: result.data === undefined && result.error !== null ? messageOf(result.error) : undefined })),
  });
  const of = (path: string): BranchState => states[expanded.indexOf(path)] ?? { branch: undefined, error: undefined };
  const loadMore = useCallback(
    (path: string) => {
      const key = keyOf(project, origin, path);
      const before = client.getQueryData<Branch>(key);
      if (before?.marker === undefined) return;
      // One page at a time: the same page asked for twice is fetched once.
      void client
        .fetchQuery({ queryKey: ['tree-page', ...key, before.marker], queryFn: ({ signal }) => readPage(project, origin, path, before.marker, pageSize, signal), staleTime: 0 })
        .then((page) => client.setQueryData<Branch>(key, (now) => (now !== undefined && now.marker === before.marker ? join(now, page) : now)));
    },
    [client, project, origin],
  );
  const retry = useCallback((path: string) => void client.refetchQueries({ queryKey: keyOf(project, origin, path) }), [client, project, origin]);
  return { of, loadMore, retry };
}
