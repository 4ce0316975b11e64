'use client';
import { selectPaths } from '@ferry/contract';
import type { OperationOutput, Origin } from '@ferry/contract';
import type { UseQueryResult } from '@tanstack/react-query';
import { useOperation } from '@/api/hooks';
import type { Place } from './place';

export type NodeDescription = OperationOutput<'DescribeMetadataModel'>;

const nobody = 'Servers';

function useNode(project: string, origin: Origin, path: string | undefined): UseQueryResult<NodeDescription> {
  return useOperation('DescribeMetadataModel', { MigrationProjectIdentifier: project, Origin: origin, SelectionRules: selectPaths([path ?? nobody]) }, { enabled: path !== undefined });
}

/** The selected node, its counterpart in the other tree, and the source object whose code and report are in the middle. */
export interface SelectedNode {
  readonly sourcePath: string | undefined;
  readonly targetPath: string | undefined;
  readonly source: NodeDescription | undefined;
  /** Only when the target's side is selected. */
  readonly target: NodeDescription | undefined;
  readonly loading: boolean;
  readonly error: Error | null;
}

export function useSelectedNode(project: string, place: Place): SelectedNode {
  const onTarget = place.side === 'TARGET';
  const target = useNode(project, 'TARGET', onTarget ? place.node : undefined);
  const sourcePath = onTarget ? (place.node === undefined ? undefined : target.data?.SourceMetadataModels?.[0]?.Path) : place.node;
  const source = useNode(project, 'SOURCE', sourcePath);
  return {
    sourcePath,
    targetPath: onTarget ? place.node : sourcePath === undefined ? undefined : source.data?.TargetMetadataModels[0]?.Path,
    source: sourcePath === undefined ? undefined : source.data,
    target: onTarget ? target.data : undefined,
    loading: (onTarget && target.isLoading) || source.isLoading,
    error: (onTarget ? target.error : null) ?? source.error,
  };
}
