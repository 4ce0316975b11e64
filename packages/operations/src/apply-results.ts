import type { ApplyStatus, OperationOutput } from '@ferry/contract';
import type { TargetRef } from '@ferry/conversion';
import { applied, converted, edits, selections } from '@ferry/store';
import type { TargetNode } from '@ferry/store';
import type { OperationContext } from './context';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { selectedStretches } from './nodes';
import { pageOf, pageResult } from './paging';
import { shownApplied } from './target-code-state';
import { codeHash, codeOfTarget } from './target-code';

const refOf = (node: Pick<TargetNode, 'details'>): TargetRef | undefined => (node.details === null ? undefined : (JSON.parse(node.details) as { ref?: TargetRef }).ref);
/** What needs a person comes first. */
const order = ['failed', 'kept', 'applied', 'unchanged'] as const satisfies readonly ApplyStatus[];

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
    const { db } = context.store;
    const filter = {
      ...(input.SelectionRules === undefined ? {} : { stretches: await selectedStretches(context, project, 'TARGET', input.SelectionRules) }),
      ...(input.RequestIdentifier === undefined ? {} : { requestId: input.RequestIdentifier }),
    };
    const statuses = input.Statuses === undefined ? order : order.filter((status) => input.Statuses?.includes(status));
    const page = pageOf(input);
    const [counts, found] = await Promise.all([applied.counts(db, project.id, filter), applied.page(db, project.id, { ...filter, statuses }, page)]);
    const { rows, ...next } = pageResult(found, page);
    const count = (status: ApplyStatus): number => counts.get(status) ?? 0;
    return {
      ...next,
      TotalCount: statuses.map(count).reduce((sum, one) => sum + one, 0),
      Counts: { Applied: count('applied'), Unchanged: count('unchanged'), Failed: count('failed'), Kept: count('kept') },
      Results: rows.map(({ row, path }) => shownApplied(row, path)),
    };
  },
  DescribeSelection: (input, context) => selection(context, input.MigrationProjectIdentifier, input.SelectionRules, input.Origin),
};
