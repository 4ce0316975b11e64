'use client';
import { selectPaths } from '@ferry/contract';
import type { OperationInput, OperationOutput, Origin } from '@ferry/contract';
import type { QueryClient, UseQueryResult } from '@tanstack/react-query';
import { call } from '@/api/client';
import { useOperation } from '@/api/hooks';
import { queryKey } from '@/api/query-key';
import type { Place } from './place';

export type NodeDescription = OperationOutput<'DescribeMetadataModel'>;

const nobody = 'Servers';
/** Milliseconds after which the code on the screen is looked at again: another window may have edited it. */
const lookAgain = 10_000;

const inputOf = (project: string, origin: Origin, path: string): OperationInput<'DescribeMetadataModel'> => ({ MigrationProjectIdentifier: project, Origin: origin, SelectionRules: selectPaths([path]), Brief: true });

/** Begins to fetch a node that is about to be selected: before the screen is drawn for it. */
export function fetchAhead(client: QueryClient, project: string, origin: Origin, path: string): void {
  const input = inputOf(project, origin, path);
  void client.prefetchQuery({ queryKey: queryKey('DescribeMetadataModel', input), queryFn: ({ signal }) => call('DescribeMetadataModel', input, signal) });
}

function useNode(project: string, origin: Origin, path: string | undefined, every?: number): UseQueryResult<NodeDescription> {
  return useOperation(
    'DescribeMetadataModel',
    inputOf(project, origin, path ?? nobody),
    { enabled: path !== undefined, ...(every === undefined ? {} : { every }) },
  );
}

/** The selected node, its counterpart in the other tree, and the source object whose code and report are in the middle. */
export interface SelectedNode {
  readonly sourcePath: string | undefined;
  readonly targetPath: string | undefined;
  readonly source: NodeDescription | undefined;
  readonly target: NodeDescription | undefined;
  readonly loading: boolean;
  /** The source is there, its counterpart not yet. */
  readonly targetLoading: boolean;
  readonly error: Error | null;
}

export function useSelectedNode(project: string, place: Place): SelectedNode {
  const onTarget = place.side === 'TARGET';
  const chosenTarget = useNode(project, 'TARGET', onTarget ? place.node : undefined, lookAgain);
  const sourcePath = onTarget ? (place.node === undefined ? undefined : chosenTarget.data?.SourceMetadataModels?.[0]?.Path) : place.node;
  const source = useNode(project, 'SOURCE', sourcePath);
  const targetPath = onTarget ? place.node : sourcePath === undefined ? undefined : source.data?.TargetMetadataModels[0]?.Path;
  const counterpart = useNode(project, 'TARGET', onTarget ? undefined : targetPath, lookAgain);
  return {
    sourcePath,
    targetPath,
    source: sourcePath === undefined ? undefined : source.data,
    target: onTarget ? chosenTarget.data : targetPath === undefined ? undefined : counterpart.data,
    targetLoading: counterpart.isLoading,
    loading: (onTarget && chosenTarget.isLoading) || source.isLoading,
    error: (onTarget ? chosenTarget.error : null) ?? source.error,
  };
}
