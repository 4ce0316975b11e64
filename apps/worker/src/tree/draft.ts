import { nodePath } from '@ferry/contract';
import type { NodeType, ObjectLocator } from '@ferry/contract';
import type { NewNode } from '@ferry/store';

/** A node of a tree that is being built. */
export interface Draft {
  readonly name: string;
  readonly nodeType: NodeType;
  readonly kind?: string;
  /** AWS's locator; a node that AWS cannot locate gets its path. */
  readonly locator?: ObjectLocator;
  readonly objectId?: string;
  readonly part?: number;
  readonly definition?: string;
  readonly place?: { readonly source: number; readonly start: number; readonly end: number; readonly file: string; readonly line: number; readonly column: number };
  readonly lines?: number;
  readonly details?: string;
  readonly applyStatus?: string;
  readonly children: Draft[];
}

export const branch = (name: string, nodeType: NodeType, rest: Partial<Draft> = {}): Draft => ({ name, nodeType, ...rest, children: rest.children ?? [] });

/** Sorted for people: without case first. */
export const byName = (a: Draft, b: Draft): number => {
  const [x, y] = [a.name.toLowerCase(), b.name.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
};

function node(draft: Draft, position: number, parentPosition: number | undefined, path: string): NewNode {
  const { place } = draft;
  return {
    position,
    ...(parentPosition === undefined ? {} : { parentPosition }),
    subtreeEnd: position,
    path,
    name: draft.name,
    nodeType: draft.nodeType,
    ...(draft.kind === undefined ? {} : { kind: draft.kind }),
    locator: JSON.stringify(draft.locator ?? { 'node-path': path }),
    childrenCount: draft.children.length,
    ...(draft.objectId === undefined ? {} : { objectId: draft.objectId }),
    ...(draft.part === undefined ? {} : { part: draft.part }),
    ...(draft.definition === undefined ? {} : { definition: draft.definition }),
    ...(place === undefined ? {} : { sourceIndex: place.source, spanStart: place.start, spanEnd: place.end, fileName: place.file, fileLine: place.line, fileColumn: place.column }),
    ...(draft.lines === undefined ? {} : { lines: draft.lines }),
    ...(draft.details === undefined ? {} : { details: draft.details }),
    ...(draft.applyStatus === undefined ? {} : { applyStatus: draft.applyStatus }),
  };
}

/** Numbers a tree in depth-first order and gives every node its path; siblings of one name are told apart. Linear in nodes. */
export function flatten(root: Draft): NewNode[] {
  const nodes: NewNode[] = [];
  const visit = (draft: Draft, parentPosition: number | undefined, path: string): void => {
    const position = nodes.push(node(draft, nodes.length, parentPosition, path)) - 1;
    const taken = new Map<string, number>();
    for (const child of draft.children) {
      const own = nodePath([child.name]);
      const count = (taken.get(own) ?? 0) + 1;
      taken.set(own, count);
      visit(child, position, `${path}/${count === 1 ? own : `${own}~${count}`}`);
    }
    nodes[position] = { ...(nodes[position] as NewNode), subtreeEnd: nodes.length - 1 };
  };
  visit(root, undefined, nodePath([root.name]));
  return nodes;
}
