import { rootPath } from '@ferry/contract';
import type { MetadataModelReference, NodeType, ObjectLocator, SelectionRule } from '@ferry/contract';
import { locatedNodes, trees } from '@ferry/store';
import type { LocatedNode, NodeOrigin, NodeRow, ProjectRow, Store, Stretch } from '@ferry/store';
import { AppError } from '@ferry/kernel';
import type { OperationContext } from './context';
import { locatorKey, parseRules, ruleFor, selectNodes, singleRule, wantedBy } from './selection';

/** A node as the operations answer it. */
export function shownNode(row: Omit<NodeRow, 'definition' | 'details'>): MetadataModelReference {
  const counts = row.critical + row.high + row.medium + row.low + row.info;
  const slash = row.path.lastIndexOf('/');
  return {
    MetadataModelName: row.name,
    SelectionRules: ruleFor(JSON.parse(row.locator) as ObjectLocator),
    Path: row.path,
    ...(slash < 0 ? {} : { ParentPath: row.path.slice(0, slash) }),
    NodeType: row.nodeType as NodeType,
    ...(row.kind === null ? {} : { Kind: row.kind }),
    ChildrenCount: row.childrenCount,
    ObjectCount: row.objectCount,
    ConvertedCount: row.convertedCount,
    ...(row.status === null ? {} : { Status: row.status as NonNullable<MetadataModelReference['Status']> }),
    ...(row.proofLevel === null ? {} : { Proof: { Level: row.proofLevel as NonNullable<MetadataModelReference['Proof']>['Level'], ...(row.proofBy === null ? {} : { By: row.proofBy }) } }),
    ...(row.edited ? { Edited: true } : {}),
    ...(row.applyStatus === null ? {} : { ApplyStatus: row.applyStatus as NonNullable<MetadataModelReference['ApplyStatus']> }),
    ...(row.appliedCount === 0 ? {} : { AppliedCount: row.appliedCount }),
    ...(row.applyFailedCount === 0 ? {} : { ApplyFailedCount: row.applyFailedCount }),
    ...(row.editedCount === 0 ? {} : { EditedCount: row.editedCount }),
    ...(counts === 0 ? {} : { ItemCounts: { Critical: row.critical, High: row.high, Medium: row.medium, Low: row.low, Info: row.info } }),
  };
}

interface WithStore {
  readonly store: Store;
}

/** What rules mean in a tree: a flag for each position, and the nodes that they name. Of the tree only these are read. */
export async function nodesOfRules({ store }: WithStore, project: ProjectRow, origin: NodeOrigin, rules: readonly SelectionRule[]): Promise<{ readonly flags: Uint8Array; readonly heads: readonly LocatedNode[] }> {
  return selectNodes(await locatedNodes(store.db, project.id, origin, wantedBy(rules)), rules);
}

/**
 * The one node that rules name. Nothing for the root of a tree that is not there yet.
 * @throws AppError `not-found`
 */
export async function findNode(context: OperationContext, project: ProjectRow, origin: NodeOrigin, rulesText: string): Promise<NodeRow | undefined> {
  const rule = singleRule(rulesText);
  const locator = rule['object-locator'];
  const path = locator['node-path'];
  if (path !== undefined) {
    const [row] = await trees.byPath(context.store, project.id, origin, [path]);
    if (row !== undefined) return row;
    if (path === rootPath) return undefined;
  } else {
    const [head] = (await nodesOfRules(context, project, origin, [rule])).heads;
    const [row] = head === undefined ? [] : await trees.at(context.store, project.id, origin, [head.position]);
    if (row !== undefined) return row;
  }
  throw new AppError('not-found', { public: `No object was found for the selection rule ${path ?? locatorKey(locator)}. It may have gone with a refresh.` });
}

/** The positions with a flag, as stretches in order that neither overlap nor touch. */
function stretchesOf(flags: Uint8Array): Stretch[] {
  const found: Stretch[] = [];
  for (let first = flags.indexOf(1); first >= 0; ) {
    const end = flags.indexOf(0, first);
    found.push({ first, last: (end < 0 ? flags.length : end) - 1 });
    first = end < 0 ? -1 : flags.indexOf(1, end);
  }
  return found;
}

/** What rules select, as stretches of a tree. */
export async function selectedStretches(context: WithStore, project: ProjectRow, origin: NodeOrigin, rulesText: string): Promise<Stretch[]> {
  return stretchesOf((await nodesOfRules(context, project, origin, parseRules(rulesText))).flags);
}
