'use client';
import { rootPath } from '@ferry/contract';
import type { Origin } from '@ferry/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useOperation } from '@/api/hooks';
import { selectPaths } from '@ferry/contract';
import { conversionWords } from '@/words/schema-conversion';
import { branchKey, openedTypes, rootInput } from './branch';
import { useBranches } from './branches';
import type { Branch, TreeNode } from './branch';
import type { Branches } from './branches';
import { ancestors, flatten } from './rows';
import type { Row } from './rows';
import { isHidden } from './tree-settings';
import { useTreeSettings } from './use-tree-settings';

export interface Tree {
  readonly rows: readonly Row[];
  readonly branches: Branches;
  readonly expand: (path: string, open: boolean) => void;
  readonly empty: boolean;
}

/** Milliseconds. */
const codeFirst = 500;

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
  const root = useOperation('DescribeMetadataModel', rootInput(project, origin, rootPath), { enabled });
  const rootNode = useMemo<TreeNode>(() => ({ MetadataModelName: conversionWords.root, SelectionRules: selectPaths([rootPath]), NodeType: 'root', ...root.data?.Node, Path: rootPath }), [root.data]);
  const isOpen = (node: TreeNode): boolean => choices.get(node.Path) ?? openedTypes.includes(node.NodeType);

  // Which branches are open depends on what they hold: found again whenever one arrives.
  const client = useQueryClient();
  const open: string[] = [];
  const visit = (node: TreeNode): void => {
    if (node.ChildrenCount === 0 || !isOpen(node)) return;
    open.push(node.Path);
    for (const child of client.getQueryData<Branch>(branchKey(project, origin, node.Path))?.nodes ?? []) visit(child);
  };
  if (root.data !== undefined) visit(rootNode);
  const branches = useBranches(project, origin, open);

  const openKey = open.join('\n');
  const { of } = branches;
  const known = root.data !== undefined;
  const rows = useMemo(() => (known ? flatten([rootNode], new Set(openKey.split('\n')), of, (node) => isHidden(settings, node)) : []), [known, rootNode, openKey, of, settings]);

  // A node that is to be shown may be on a later page of its parent.
  const parent = reveal?.slice(0, Math.max(0, reveal.lastIndexOf('/')));
  const siblings = parent === undefined ? undefined : of(parent).branch;
  const missing = useMemo(() => reveal !== undefined && siblings?.marker !== undefined && !siblings.nodes.some((node) => node.Path === reveal), [reveal, siblings]);
  const { loadMore } = branches;
  const loaded = siblings?.nodes.length;
  // The code of what was selected comes first: the pages of a long branch wait until it had the time to be read and drawn.
  const [due, setDue] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setDue(reveal), codeFirst);
    return () => clearTimeout(timer);
  }, [reveal]);
  const ready = missing && due === reveal;
  useEffect(() => {
    if (ready && parent !== undefined) loadMore(parent);
  }, [ready, parent, loaded, loadMore]);

  const empty = root.data !== undefined && (rootNode.ChildrenCount === 0 || of(rootPath).branch?.nodes.length === 0);
  return { rows, branches, expand, empty };
}
