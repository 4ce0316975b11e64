import { needsWork, severities } from '@ferry/conversion';
import type { Status } from '@ferry/conversion';
import { withWorkInPart } from '@ferry/reports';
import { targetOnly } from '@ferry/store';
import type { ItemCount, LoadedObject, NewNode, NodeOutline, NodeState } from '@ferry/store';

type Counts = [number, number, number, number, number];

/** A node as far as its state is concerned. */
type Countable = Pick<NodeOutline | NewNode, 'position' | 'nodeType'> & { readonly parentPosition?: number | null | undefined; readonly applyStatus?: string | null | undefined; readonly objectId?: string | null | undefined; readonly part?: number | null | undefined };

const keyOf = (objectId: string, part: number): string => `${part}:${objectId}`;

/** Statements and clauses that count at a part's node: those of an object's parts without a node (columns) count at the object. */
function ownSyntax({ objectId, parts }: LoadedObject, index: number, hasNode: ReadonlySet<string>): LoadedObject['parts'][number]['syntax'] {
  const counted = index === 0 ? parts.filter((_, i) => i === 0 || !hasNode.has(keyOf(objectId, i))) : parts.slice(index, index + 1);
  const counts = counted.flatMap((part) => (part.syntax === undefined ? [] : [part.syntax]));
  return counts.length === 0 ? undefined : counts.reduce((a, b) => ({ total: a.total + b.total, automatic: a.automatic + b.automatic }));
}

/**
 * The state of every node: its own status and proof, and what its subtree adds up to. Linear in nodes: a child stands after its
 * parent, so walking backwards every node is complete before it is added to its parent.
 */
export function nodeStates(nodes: readonly Countable[], objects: readonly LoadedObject[], items: readonly ItemCount[]): NodeState[] {
  const hasNode = new Set(nodes.map((node) => keyOf(node.objectId ?? '', node.part ?? 0)));
  const parts = new Map<string, { status: Status; proof: LoadedObject['parts'][number]['proof']; kept: boolean; syntax: LoadedObject['parts'][number]['syntax'] }>();
  for (const object of objects) object.parts.forEach((part, index) => parts.set(keyOf(object.objectId, index), { status: part.status as Status, proof: part.proof, kept: !object.assessedOnly, syntax: ownSyntax(object, index, hasNode) }));
  const ownItems = new Map<string, Counts>();
  for (const item of items) {
    // Items of a part without a node (a column) show at its object, and what work they leave is its work.
    const own = keyOf(item.objectId, item.part);
    const key = hasNode.has(own) ? own : keyOf(item.objectId, 0);
    const head = parts.get(key);
    if (key !== own && head !== undefined && needsWork(severities[item.severity] ?? 'INFO')) head.status = withWorkInPart(head.status);
    const counts = ownItems.get(key) ?? [0, 0, 0, 0, 0];
    counts[item.severity] = (counts[item.severity] ?? 0) + item.count;
    ownItems.set(key, counts);
  }
  const seen = new Set<string>();
  const states = nodes.map((node) => {
    const key = node.objectId === null || node.objectId === undefined ? undefined : keyOf(node.objectId, node.part ?? 0);
    const part = key === undefined ? undefined : parts.get(key);
    // Two target nodes of one part: its items count at the first.
    const own = key === undefined || seen.has(key) ? undefined : ownItems.get(key);
    if (key !== undefined) seen.add(key);
    const isObject = node.nodeType === 'object' && node.applyStatus !== targetOnly;
    return {
      position: node.position,
      parent: node.parentPosition ?? undefined,
      objectCount: isObject ? 1 : 0,
      convertedCount: isObject && part?.kept === true && part.status !== 'not-converted' ? 1 : 0,
      status: part?.status,
      proofLevel: part?.proof.level,
      proofBy: part?.proof.by,
      syntax: part?.syntax,
      items: [...(own ?? [0, 0, 0, 0, 0])] as Counts,
    };
  });
  for (let i = states.length - 1; i >= 0; i--) {
    const state = states[i];
    const parent = state?.parent === undefined ? undefined : states[state.parent];
    if (state === undefined || parent === undefined) continue;
    parent.objectCount += state.objectCount;
    parent.convertedCount += state.convertedCount;
    state.items.forEach((count, severity) => {
      parent.items[severity] = (parent.items[severity] ?? 0) + count;
    });
  }
  return states.map(({ position, objectCount, convertedCount, status, proofLevel, proofBy, syntax, items: counts }) => ({
    position,
    objectCount,
    convertedCount,
    ...(status === undefined ? {} : { status }),
    ...(proofLevel === undefined ? {} : { proofLevel }),
    ...(proofBy === undefined ? {} : { proofBy }),
    ...(syntax === undefined ? {} : { syntax }),
    items: counts,
  }));
}
