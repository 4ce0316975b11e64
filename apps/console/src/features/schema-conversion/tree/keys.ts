import type { NodeRow, Row } from './rows';

/** What a key press means for a tree (https://www.w3.org/WAI/ARIA/apg/patterns/treeview/). */
export type TreeMove =
  | { readonly move: 'focus'; readonly index: number }
  | { readonly move: 'expand' | 'collapse' | 'select' | 'tick'; readonly row: NodeRow };

const isNode = (row: Row | undefined): row is NodeRow => row?.kind === 'node';

function nextNode(rows: readonly Row[], from: number, step: 1 | -1): number {
  for (let index = from + step; index >= 0 && index < rows.length; index += step) if (isNode(rows[index])) return index;
  return from;
}

function right(rows: readonly Row[], index: number, row: NodeRow): TreeMove | undefined {
  if (!row.expandable) return undefined;
  if (!row.expanded) return { move: 'expand', row };
  const child = rows[index + 1];
  return isNode(child) && child.parent === row.key ? { move: 'focus', index: index + 1 } : undefined;
}

function left(rows: readonly Row[], row: NodeRow): TreeMove | undefined {
  if (row.expanded) return { move: 'collapse', row };
  const parent = rows.findIndex((other) => other.key === row.parent);
  return parent < 0 ? undefined : { move: 'focus', index: parent };
}

/** The next node, from the one after `index` and round, whose name begins with what was typed. */
function typed(rows: readonly Row[], index: number, text: string): TreeMove | undefined {
  const wanted = text.toLowerCase();
  const start = text.length === 1 ? index + 1 : index;
  for (let step = 0; step < rows.length; step++) {
    const at = (start + step) % rows.length;
    const row = rows[at];
    if (isNode(row) && row.node.MetadataModelName.toLowerCase().startsWith(wanted)) return { move: 'focus', index: at };
  }
  return undefined;
}

export interface TreeKey {
  readonly key: string;
  /** Letters typed shortly one after the other, this one included. */
  readonly typed: string;
  /** Rows that fit on the screen. */
  readonly page: number;
}

export function moveOf(rows: readonly Row[], index: number, press: TreeKey): TreeMove | undefined {
  const row = rows[index];
  if (!isNode(row)) return rows.length > 0 ? { move: 'focus', index: nextNode(rows, -1, 1) } : undefined;
  switch (press.key) {
    case 'ArrowDown':
      return { move: 'focus', index: nextNode(rows, index, 1) };
    case 'ArrowUp':
      return { move: 'focus', index: nextNode(rows, index, -1) };
    case 'PageDown':
      return { move: 'focus', index: nextNode(rows, Math.min(rows.length, index + press.page), -1) };
    case 'PageUp':
      return { move: 'focus', index: nextNode(rows, Math.max(-1, index - press.page - 1), 1) };
    case 'Home':
      return { move: 'focus', index: nextNode(rows, -1, 1) };
    case 'End':
      return { move: 'focus', index: nextNode(rows, rows.length, -1) };
    case 'ArrowRight':
      return right(rows, index, row);
    case 'ArrowLeft':
      return left(rows, row);
    case 'Enter':
      return { move: 'select', row };
    case ' ':
      return { move: 'tick', row };
    default:
      return press.key.length === 1 ? typed(rows, index, press.typed) : undefined;
  }
}
