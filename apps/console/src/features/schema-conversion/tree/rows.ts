import type { TreeNode } from './branch';
import type { BranchState } from './branches';

/** One line of a tree on the screen. */
export type Row =
  | { readonly kind: 'node'; readonly key: string; readonly node: TreeNode; readonly level: number; readonly position: number; readonly setSize: number; readonly expandable: boolean; readonly expanded: boolean; readonly parent: string | undefined }
  | { readonly kind: 'loading' | 'more' | 'failed'; readonly key: string; readonly parent: string; readonly level: number; readonly message: string | undefined };

export type NodeRow = Extract<Row, { kind: 'node' }>;

export const isExpandable = (node: TreeNode): boolean => node.ChildrenCount === undefined || node.ChildrenCount > 0;

/** The expanded part of a tree as a flat list, in the order of the screen, without what is `hidden`. */
export function flatten(roots: readonly TreeNode[], expanded: ReadonlySet<string>, of: (path: string) => BranchState, hidden: (node: TreeNode) => boolean = () => false): Row[] {
  const rows: Row[] = [];
  const visit = (nodes: readonly TreeNode[], level: number, setSize: number, parent: string | undefined): void => {
    nodes.forEach((node, index) => {
      const expandable = isExpandable(node);
      const open = expandable && expanded.has(node.Path);
      rows.push({ kind: 'node', key: node.Path, node, level, position: index + 1, setSize, expandable, expanded: open, parent });
      if (!open) return;
      const { branch, error } = of(node.Path);
      if (branch === undefined) {
        rows.push({ kind: error === undefined ? 'loading' : 'failed', key: `${node.Path}?`, parent: node.Path, level: level + 1, message: error });
        return;
      }
      const seen = branch.nodes.filter((child) => !hidden(child));
      visit(seen, level + 1, branch.total - (branch.nodes.length - seen.length), node.Path);
      if (branch.marker !== undefined) rows.push({ kind: 'more', key: `${node.Path}?more`, parent: node.Path, level: level + 1, message: undefined });
    });
  };
  visit(roots, 1, roots.length, undefined);
  return rows;
}

/** The paths of all nodes above one, outermost first. */
export function ancestors(path: string): string[] {
  const found: string[] = [];
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) found.push(path.slice(0, at));
  return found;
}
