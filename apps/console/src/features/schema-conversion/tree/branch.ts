import { selectPaths } from '@ferry/contract';
import type { MetadataModelReference, OperationInput, OperationOutput, Origin } from '@ferry/contract';

/** Nodes that the first call for a branch brings; each later one brings as many as are there already. */
export const firstPage = 200;
export const largestPage = 1000;

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

/** Nodes of these types are opened when their tree is first seen: a person wants the schemas. */
export const openedTypes: readonly (string | undefined)[] = ['root', 'server', 'databases', 'database', 'schemas'];

/** Where a branch is kept. */
export const branchKey = (project: string, origin: Origin, path: string): readonly string[] => ['tree', project, origin, path];

export const branchInput = (project: string, origin: Origin, path: string, marker: string | undefined, size: number): OperationInput<'DescribeMetadataModelChildren'> => ({
  MigrationProjectIdentifier: project,
  Origin: origin,
  SelectionRules: selectPaths([path]),
  MaxRecords: size,
  ...(marker === undefined ? {} : { Marker: marker }),
});

/** What one call brought. */
export function branchOf(page: OperationOutput<'DescribeMetadataModelChildren'>, parent: string): Branch {
  const nodes = page.MetadataModelChildren.map((node): TreeNode => ({ ...node, Path: node.Path ?? `${parent}/${encodeURIComponent(node.MetadataModelName)}` }));
  return { nodes, marker: page.Marker, total: page.TotalCount ?? nodes.length };
}

/** The node above all others, asked for first. */
export const rootInput = (project: string, origin: Origin, root: string): OperationInput<'DescribeMetadataModel'> => ({ MigrationProjectIdentifier: project, Origin: origin, SelectionRules: selectPaths([root]) });
