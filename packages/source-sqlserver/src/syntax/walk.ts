import type { Node } from './node';

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'kind' in value && 'span' in value;

/** The nodes directly under a node, in the order of its fields (not always the order of the text). */
export function children(node: Node): Node[] {
  const out: Node[] = [];
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) out.push(item);
    } else if (isNode(value)) out.push(value);
  }
  return out;
}

/** Calls `visit` for a node and everything under it, outer before inner; `false` leaves out what is under a node. No recursion. */
export function walk(root: Node, visit: (node: Node) => boolean | void): void {
  const stack: Node[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (visit(node) === false) continue;
    const below = children(node);
    for (let i = below.length - 1; i >= 0; i--) stack.push(below[i] as Node);
  }
}
