'use client';
import { useState } from 'react';
import type { SelectedNode } from './nodes';
import type { Place } from './place';

const sqlTabs: readonly Place['code'][] = ['source', 'target', 'both'];

/** Whether the upper pane has something to show: SQL of an object, or another tab. While a node is being fetched, what held before holds. */
export function useShowsCode(node: SelectedNode, place: Place): boolean {
  const shown = node.source?.Node ?? node.target?.Node;
  const known = !sqlTabs.includes(place.code) || node.error !== null ? true : place.node === undefined ? false : shown === undefined ? undefined : shown.NodeType === 'object' || shown.NodeType === 'part';
  const [last, setLast] = useState(known ?? true);
  if (known !== undefined && known !== last) setLast(known);
  return known ?? last;
}
