import type { DynamicVariant, Expression, Node as SourceNode } from '@ferry/source-sqlserver';
import { isBoolean, walk } from '@ferry/source-sqlserver';

/** A part of a text that goes into the converted text as it is when it runs: pieces of the source text, and numbers of holes. */
export interface RawPiece {
  readonly node: SourceNode;
  readonly parts: readonly (string | number)[];
  /** A condition, an operand that only meets another of its kind, what rows are sorted by: one thing, or a list with its directions. */
  readonly form: 'condition' | 'operand' | 'sorted' | 'order';
}

/** Whether nothing of what stands there is known. */
type IsOpen = (index: number) => boolean;

/**
 * The smallest parts of a text that hold what cannot be converted before it runs: a condition whose operator or operand only the run
 * tells (`' WHERE ' + @column + @operator + @value`).
 * @returns undefined when such a hole is no part of a condition, or the condition holds more than pieces
 */
export function rawPieces(variant: DynamicVariant, isOpen: IsOpen): readonly RawPiece[] | undefined {
  const open = variant.holes.flatMap((_, i) => (isOpen(i) ? [i] : []));
  if (open.length === 0) return [];
  const found = new Map<SourceNode, RawPiece>();
  for (const i of open) {
    const span = variant.holes[i]?.span;
    if (span === undefined) return undefined;
    const covers = (node: SourceNode): boolean => node.span.start <= span.start && node.span.end >= span.end;
    if ([...found.keys()].some(covers)) continue;
    const around: SourceNode[] = [];
    for (const statement of variant.statements)
      walk(statement, (node) => {
        if (!covers(node)) return false;
        around.push(node);
        return true;
      });
    const order = around.find((node) => node.kind === 'OrderItem') as (SourceNode & { readonly expression: Expression; readonly direction: string | undefined }) | undefined;
    if (order !== undefined && order.expression === variant.holes[i]?.node) {
      found.set(order.expression, { node: order.expression, parts: partsOf(order.expression, variant), form: order.direction === undefined ? 'order' : 'sorted' });
      continue;
    }
    const operands = comparedColumns(around, variant, open, i);
    const condition = operands === undefined ? [...around].reverse().find((node) => isBoolean(node as Expression)) : undefined;
    const taken = operands ?? (condition === undefined || !isPlain(condition, variant) ? undefined : [condition]);
    if (taken === undefined) return undefined;
    for (const node of taken) found.set(node, { node, parts: partsOf(node, variant), form: operands === undefined ? 'condition' : 'operand' });
  }
  return [...found.values()];
}

/** `hole IN (SELECT hole FROM ...)`: columns that are named at run time meet each other. */
function comparedColumns(around: readonly SourceNode[], variant: DynamicVariant, open: readonly number[], index: number): readonly SourceNode[] | undefined {
  const isHole = (node: SourceNode | undefined): boolean => node !== undefined && open.some((i) => variant.holes[i]?.node === node);
  for (const node of [...around].reverse()) {
    if (node.kind !== 'InPredicate') continue;
    const { operand, source } = node as unknown as { operand: Expression; source: readonly Expression[] | (SourceNode & { body: SourceNode & { items?: readonly (SourceNode & { expression?: Expression })[] } }) };
    const items = 'body' in source ? source.body.items : undefined;
    const [item] = items ?? [];
    if (items?.length !== 1 || item?.expression === undefined || !isHole(operand) || !isHole(item.expression)) continue;
    const own = variant.holes[index]?.node;
    return own === operand || own === item.expression ? [operand, item.expression] : undefined;
  }
  return undefined;
}

/** Words and holes, no query and no variable. */
function isPlain(node: SourceNode, variant: DynamicVariant): boolean {
  let plain = true;
  walk(node, (n) => {
    if (n.kind === 'Query' || n.kind === 'Variable' || n.kind === 'FunctionCall') plain = false;
  });
  const inside = variant.holes.filter((hole) => hole.span.start >= node.span.start && hole.span.end <= node.span.end);
  return plain && inside.every((hole) => hole.position !== 'literal' && hole.expression !== undefined && hole.part.kind === 'hole' && hole.part.quoting !== 'string');
}

function partsOf(node: SourceNode, variant: DynamicVariant): readonly (string | number)[] {
  const parts: (string | number)[] = [];
  let at = node.span.start;
  variant.holes.forEach((hole, i) => {
    if (hole.span.start < node.span.start || hole.span.end > node.span.end) return;
    if (hole.span.start > at) parts.push(variant.text.slice(at, hole.span.start));
    parts.push(i);
    at = hole.span.end;
  });
  if (at < node.span.end) parts.push(variant.text.slice(at, node.span.end));
  return parts;
}
