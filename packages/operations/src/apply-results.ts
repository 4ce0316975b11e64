import type { OperationOutput } from '@ferry/contract';
import type { TargetRef } from '@ferry/conversion';
import { applied, converted, edits, trees } from '@ferry/store';
import type { AppliedRow, NodeOutline, ProjectRow, TargetNode } from '@ferry/store';
import { nodeFinder } from './apply-state';
import type { OperationContext } from './context';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { pageOf, slicePage } from './paging';
import { parseRules, selectNodes, selectedNodes } from './selection';
import { shownApplied } from './target-code-state';
import { codeHash, codeOfTarget } from './target-code';

const refOf = (node: Pick<TargetNode, 'details'>): TargetRef | undefined => (node.details === null ? undefined : (JSON.parse(node.details) as { ref?: TargetRef }).ref);
const rank: Readonly<Record<string, number>> = { failed: 0, kept: 1, applied: 2, unchanged: 3 };

/** Results that belong to selected nodes, with their nodes' paths; those of support code only without a selection. */
async function chosenResults(context: OperationContext, project: ProjectRow, rules: string | undefined): Promise<{ row: AppliedRow; path?: string }[]> {
  const nodes = await trees.targets(context.store.db, project.id);
  const find = nodeFinder(nodes.flatMap((node) => (refOf(node) === undefined ? [] : [{ ref: refOf(node) as TargetRef, node }])));
  const flags = rules === undefined ? undefined : selectNodes(await trees.outline(context.store.db, project.id, 'TARGET'), parseRules(rules)).flags;
  return (await applied.list(context.store.db, project.id)).flatMap((row) => {
    const node = row.support ? undefined : find(row.ref);
    if (flags !== undefined && (node === undefined || flags[node.position] !== 1)) return [];
    return [{ row, ...(node === undefined ? {} : { path: node.path }) }];
  });
}

/** The target nodes that a selection means: themselves, or what the selected source nodes became. */
async function targetsOf(context: OperationContext, project: ProjectRow, selected: readonly NodeOutline[], origin: 'SOURCE' | 'TARGET'): Promise<TargetNode[]> {
  const all = await trees.targets(context.store.db, project.id);
  if (origin === 'TARGET') {
    const positions = new Set(selected.map((node) => node.position));
    return all.filter((node) => positions.has(node.position));
  }
  const objects = new Set(selected.map((node) => node.objectId));
  return all.filter((node) => objects.has(node.objectId));
}

async function selection(context: OperationContext, identifier: string, rules: string, origin: 'SOURCE' | 'TARGET'): Promise<OperationOutput<'DescribeSelection'>> {
  const project = await findProject(context, identifier);
  const selected = selectedNodes(await trees.outline(context.store.db, project.id, origin), parseRules(rules));
  const objects = selected.filter((node) => node.nodeType === 'object');
  const nodes = await targetsOf(context, project, selected, origin);
  const edited = new Map(nodes.filter((node) => node.edited).map((node) => [JSON.stringify(refOf(node)), node]));
  const own = edited.size === 0 ? [] : (await edits.list(context.store.db, project.id)).filter((edit) => edited.has(JSON.stringify(edit.ref)));
  const bases = new Map((await converted.load(context.store.db, project.id, [...new Set(own.map((edit) => edit.objectId))])).map((object) => [object.objectId, object]));
  const changed = own.filter((edit) => {
    const object = bases.get(edit.objectId);
    return object !== undefined && codeHash(codeOfTarget(object, edit.ref).text) !== edit.baseHash;
  });
  const count = (...statuses: readonly string[]): number => nodes.filter((node) => statuses.includes(node.applyStatus ?? '')).length;
  return {
    Objects: objects.length,
    Converted: origin === 'TARGET' ? objects.length : objects.filter((node) => node.status !== null && node.status !== 'not-converted').length,
    Edited: own.length,
    EditedNames: own.slice(0, 10).map((edit) => `${edit.ref.schema}.${edit.ref.name}`),
    EditedBaseChanged: changed.length,
    Applied: count('applied'),
    Unapplied: count('not-applied', 'changed', 'failed', 'kept'),
    Failed: count('failed', 'kept'),
  };
}

export const applyResultHandlers: Pick<Handlers, 'DescribeApplyResults' | 'DescribeSelection'> = {
  DescribeApplyResults: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const all = (await chosenResults(context, project, input.SelectionRules)).filter(({ row }) => input.RequestIdentifier === undefined || row.requestId === input.RequestIdentifier);
    const count = (status: string): number => all.filter(({ row }) => row.status === status).length;
    const wanted = all
      .filter(({ row }) => input.Statuses === undefined || input.Statuses.some((status) => status === row.status))
      .sort((a, b) => (rank[a.row.status] ?? 9) - (rank[b.row.status] ?? 9) || (a.path ?? '').localeCompare(b.path ?? '') || (a.row.keyHash < b.row.keyHash ? -1 : 1));
    const { rows, ...next } = slicePage(wanted, pageOf(input));
    return {
      ...next,
      TotalCount: wanted.length,
      Counts: { Applied: count('applied'), Unchanged: count('unchanged'), Failed: count('failed'), Kept: count('kept') },
      Results: rows.map(({ row, path }) => shownApplied(row, path)),
    };
  },
  DescribeSelection: (input, context) => selection(context, input.MigrationProjectIdentifier, input.SelectionRules, input.Origin),
};
