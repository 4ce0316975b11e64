'use client';
import { rootPath } from '@ferry/contract';
import type { Origin } from '@ferry/contract';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useOperation } from '@/api/hooks';
import { selectPaths } from '@ferry/contract';
import { conversionWords } from '@/words/schema-conversion';
import { useBranches } from './branches';
import type { Branches, TreeNode } from './branches';
import { ancestors, flatten } from './rows';
import type { Row } from './rows';
import { isHidden } from './tree-settings';
import { useTreeSettings } from './use-tree-settings';

/** Nodes of these types are opened when their tree is first seen: a person wants the schemas. */
const openedTypes: readonly (string | undefined)[] = ['root', 'server', 'databases', 'database', 'schemas'];

export interface Tree {
  readonly rows: readonly Row[];
  readonly branches: Branches;
  readonly expand: (path: string, open: boolean) => void;
  readonly empty: boolean;
}

/**
 * One tree of the screen. `reveal` is opened down to; what a person closed stays closed. Nothing is asked of the server while
 * `enabled` is false.
 */
export function useTree(project: string, origin: Origin, reveal: string | undefined, enabled: boolean): Tree {
  const [settings] = useTreeSettings(project, origin);
  const [choices, setChoices] = useState<ReadonlyMap<string, boolean>>(new Map());
  const expand = useCallback((path: string, open: boolean) => setChoices((before) => new Map(before).set(path, open)), []);
  useEffect(() => {
    if (reveal === undefined) return;
    setChoices((before) => {
      const next = new Map(before);
      for (const path of ancestors(reveal)) next.set(path, true);
      return next;
    });
  }, [reveal]);
  const root = useOperation('DescribeMetadataModel', { MigrationProjectIdentifier: project, Origin: origin, SelectionRules: selectPaths([rootPath]) }, { enabled });
  // Which branches are open depends on what they hold: found again whenever one arrives.
  const [expanded, setExpanded] = useState<readonly string[]>([]);
  const branches = useBranches(project, origin, expanded);
  const rootNode = useMemo<TreeNode>(() => ({ MetadataModelName: conversionWords.root, SelectionRules: selectPaths([rootPath]), NodeType: 'root', ...root.data?.Node, Path: rootPath }), [root.data]);
  const isOpen = useCallback((node: TreeNode) => choices.get(node.Path) ?? openedTypes.includes(node.NodeType), [choices]);

  const open: string[] = [];
  const visit = (node: TreeNode): void => {
    if (!isOpen(node) || node.ChildrenCount === 0) return;
    open.push(node.Path);
    for (const child of branches.of(node.Path).branch?.nodes ?? []) visit(child);
  };
  if (root.data !== undefined) visit(rootNode);
  const openKey = open.join('\n');
  useEffect(() => setExpanded(openKey === '' ? [] : openKey.split('\n')), [openKey]);

  const rows = root.data === undefined ? [] : flatten([rootNode], new Set(open), branches.of, (node) => isHidden(settings, node));

  // A node that is to be shown may be on a later page of its parent.
  const parent = reveal?.slice(0, Math.max(0, reveal.lastIndexOf('/')));
  const siblings = parent === undefined ? undefined : branches.of(parent).branch;
  const missing = reveal !== undefined && siblings !== undefined && siblings.marker !== undefined && !siblings.nodes.some((node) => node.Path === reveal);
  const { loadMore } = branches;
  const loaded = siblings?.nodes.length;
  useEffect(() => {
    if (missing && parent !== undefined) loadMore(parent);
  }, [missing, parent, loaded, loadMore]);

  const empty = root.data !== undefined && (rootNode.ChildrenCount === 0 || branches.of(rootPath).branch?.nodes.length === 0);
  return { rows, branches, expand, empty };
}
