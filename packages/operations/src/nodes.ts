import { rootPath } from '@ferry/contract';
import type { MetadataModelReference, NodeType, ObjectLocator } from '@ferry/contract';
import { trees } from '@ferry/store';
import type { NodeOrigin, NodeRow, ProjectRow, Stretch } from '@ferry/store';
import { AppError } from '@ferry/kernel';
import type { OperationContext } from './context';
import { locatorKey, parseRules, ruleFor, selectNodes, singleRule } from './selection';

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
    const outline = await trees.outline(context.store.db, project.id, origin);
    const [head] = selectNodes(outline, [rule]).heads;
    const [row] = head === undefined ? [] : await trees.at(context.store, project.id, origin, [head.position]);
    if (row !== undefined) return row;
  }
  throw new AppError('not-found', { public: `No object was found for the selection rule ${path ?? locatorKey(locator)}. It may have gone with a refresh.` });
}

/** Stretches in order that neither overlap nor touch. */
function merged(stretches: readonly Stretch[]): Stretch[] {
  const found: Stretch[] = [];
  for (const next of [...stretches].sort((a, b) => a.first - b.first)) {
    const last = found.at(-1);
    if (last !== undefined && next.first <= last.last + 1) found[found.length - 1] = { first: last.first, last: Math.max(last.last, next.last) };
    else found.push(next);
  }
  return found;
}

/**
 * What rules select, as stretches of a tree. Rules that name nodes by their paths, as the console's do, read these nodes only; for
 * patterns all locators of the tree are looked at.
 */
export async function selectedStretches(context: OperationContext, project: ProjectRow, origin: NodeOrigin, rulesText: string): Promise<Stretch[]> {
  const rules = parseRules(rulesText);
  const paths = rules.flatMap((rule) => (rule['rule-action'] === 'explicit' ? (rule['object-locator']['node-path'] ?? []) : []));
  if (paths.length === rules.length) return merged((await trees.subtrees(context.store.db, project.id, origin, paths)).map(({ position, subtreeEnd }) => ({ first: position, last: subtreeEnd })));
  const { flags } = selectNodes(await trees.outline(context.store.db, project.id, origin), rules);
  return merged(Array.from(flags.keys()).flatMap((position) => (flags[position] === 1 ? [{ first: position, last: position }] : [])));
}
