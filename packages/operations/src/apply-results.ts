import type { OperationOutput } from '@ferry/contract';
import type { TargetRef } from '@ferry/conversion';
import { applied, converted, edits, selections, trees } from '@ferry/store';
import type { AppliedRow, ProjectRow, Stretch, TargetNode } from '@ferry/store';
import { nodeFinder } from './apply-state';
import type { OperationContext } from './context';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { selectedStretches } from './nodes';
import { pageOf, slicePage } from './paging';
import { shownApplied } from './target-code-state';
import { codeHash, codeOfTarget } from './target-code';

const refOf = (node: Pick<TargetNode, 'details'>): TargetRef | undefined => (node.details === null ? undefined : (JSON.parse(node.details) as { ref?: TargetRef }).ref);
const rank: Readonly<Record<string, number>> = { failed: 0, kept: 1, applied: 2, unchanged: 3 };

/** Whether a position lies in one of some stretches, which are in order. */
function covers(stretches: readonly Stretch[], position: number): boolean {
  let [from, to] = [0, stretches.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((stretches[middle]?.last ?? 0) < position) from = middle + 1;
    else to = middle;
  }
  const found = stretches[from];
  return found !== undefined && found.first <= position;
}

/** Results that belong to selected nodes, with their nodes' paths; those of support code only without a selection. */
async function chosenResults(context: OperationContext, project: ProjectRow, rules: string | undefined): Promise<{ row: AppliedRow; path?: string }[]> {
  const nodes = await trees.targets(context.store.db, project.id);
  const find = nodeFinder(nodes.flatMap((node) => (refOf(node) === undefined ? [] : [{ ref: refOf(node) as TargetRef, node }])));
  const chosen = rules === undefined ? undefined : await selectedStretches(context, project, 'TARGET', rules);
  return (await applied.list(context.store.db, project.id)).flatMap((row) => {
    const node = row.support ? undefined : find(row.ref);
    if (chosen !== undefined && (node === undefined || !covers(chosen, node.position))) return [];
    return [{ row, ...(node === undefined ? {} : { path: node.path }) }];
  });
}

async function selection(context: OperationContext, identifier: string, rules: string, origin: 'SOURCE' | 'TARGET'): Promise<OperationOutput<'DescribeSelection'>> {
  const project = await findProject(context, identifier);
  const { db } = context.store;
  const selected = await selectedStretches(context, project, origin, rules);
  const [{ objects, converted: done }, statuses, details] = await Promise.all([selections.objects(db, project.id, origin, selected), selections.applyStatuses(db, project.id, origin, selected), selections.editedDetails(db, project.id, origin, selected)]);
  const edited = new Set(details.map((text) => JSON.stringify(refOf({ details: text }))));
  const own = edited.size === 0 ? [] : (await edits.list(db, project.id)).filter((edit) => edited.has(JSON.stringify(edit.ref)));
  const bases = new Map((await converted.load(db, project.id, [...new Set(own.map((edit) => edit.objectId))])).map((object) => [object.objectId, object]));
  const changed = own.filter((edit) => {
    const object = bases.get(edit.objectId);
    return object !== undefined && codeHash(codeOfTarget(object, edit.ref).text) !== edit.baseHash;
  });
  const count = (...wanted: readonly string[]): number => wanted.reduce((sum, status) => sum + (statuses.get(status) ?? 0), 0);
  return {
    Objects: objects,
    Converted: origin === 'TARGET' ? objects : done,
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
