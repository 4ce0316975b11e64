import { itemDefinition, severities } from '@ferry/conversion';
import type { ActionItemRegistry } from '@ferry/conversion';
import type { ActionItemGroup, OperationInput, QueuedItem, WorkStatus } from '@ferry/contract';
import { workStatus } from '@ferry/contract';
import { AppError } from '@ferry/kernel';
import { closedStatuses, countEach, itemWork, refreshStatistics, selectedItems } from '@ferry/store';
import type { CodeGroup, Database, ItemFilter, OccurrenceKey, PlacedItem, Stretch } from '@ferry/store';
import { enginesOf } from './context';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { selectedStretches } from './nodes';
import { pageOf, pageResult, slicePage } from './paging';
import { wordItems } from './word-items';

/** Groups in words, most severe first. */
const shownGroups = (groups: readonly CodeGroup[], registry: ActionItemRegistry): ActionItemGroup[] =>
  [...groups]
    .sort((a, b) => a.severity - b.severity || b.occurrences - a.occurrences || a.code - b.code)
    .map(({ code, severity, occurrences, byStatus, objects }) => {
      const definition = itemDefinition(registry, code);
      return {
        Code: code,
        Severity: severities[severity] ?? definition.severity,
        Complexity: definition.complexity,
        Title: definition.title,
        RecommendedAction: definition.recommendedAction,
        Occurrences: occurrences,
        Closed: closedStatuses.reduce((sum, status) => sum + (byStatus.get(status) ?? 0), 0),
        Objects: objects,
        Effort: { Learning: definition.effort.learning, Occurrences: occurrences * definition.effort.occurrence },
      };
    });

/** Counts items by code; they come most severe first. */
function groupsOf(items: readonly PlacedItem[]): CodeGroup[] {
  const byCode = new Map<number, PlacedItem[]>();
  for (const placed of items) {
    const list = byCode.get(placed.item.code);
    if (list) list.push(placed);
    else byCode.set(placed.item.code, [placed]);
  }
  return [...byCode].map(([code, list]) => ({ code, severity: list[0]?.item.severity ?? 0, occurrences: list.length, byStatus: statusesOf(list), objects: new Set(list.map(({ item }) => item.objectId)).size }));
}

/** How many occurrences people are how far with. */
const statusesOf = (items: readonly PlacedItem[]): Map<string, number> => countEach(items.map(({ work }) => work.workStatus));

const keyText = ({ objectId, occurrence }: OccurrenceKey): string => `${occurrence}:${objectId}`;

/** @throws AppError for what is no key */
function parsedKey(text: string): OccurrenceKey {
  const at = text.indexOf(':');
  if (at < 0) throw new AppError('invalid-input', { public: 'An item key is not one that DescribeActionItems gave.' });
  return { occurrence: text.slice(0, at), objectId: text.slice(at + 1) };
}

/** A status as it is stored; one of another version of Ferry counts as open. */
const statusOf = (text: string): WorkStatus => workStatus.options.find((one) => one === text) ?? 'OPEN';

function worded(items: readonly PlacedItem[], registry: ActionItemRegistry): QueuedItem[] {
  const heads = new Map(items.map(({ item, head }) => [item, head]));
  const words = wordItems(items.map(({ item }) => item), registry, (item) => heads.get(item));
  return items.flatMap(({ item, work }, index) => {
    const shown = words[index];
    if (shown === undefined) return [];
    const { changedBy, changedAt } = work;
    return [{ ...shown, ItemKey: keyText(item), WorkStatus: statusOf(work.workStatus), Assignee: work.assignee, Notes: work.notes, ...(changedBy === '' ? {} : { ChangedBy: changedBy }), ...(changedAt === null ? {} : { ChangeTime: changedAt.toISOString() }) }];
  });
}

type FilterInput = Pick<OperationInput<'DescribeActionItems'>, 'Code' | 'Severities' | 'Complexities' | 'Kinds' | 'Text' | 'WorkStatuses' | 'Assignees'>;

function filterOf(input: FilterInput, registry: ActionItemRegistry): ItemFilter {
  const { Severities, Complexities, Kinds, WorkStatuses, Assignees } = input;
  return {
    ...(Severities === undefined ? {} : { severities: Severities.map((severity) => severities.indexOf(severity)) }),
    ...(Complexities === undefined ? {} : { codes: [...registry.values()].filter((item) => Complexities.includes(item.complexity)).map((item) => item.code) }),
    ...(Kinds === undefined ? {} : { kinds: Kinds }),
    ...(WorkStatuses === undefined ? {} : { workStatuses: WorkStatuses }),
    ...(Assignees === undefined ? {} : { assignees: Assignees }),
  };
}

const oneCode = (filter: ItemFilter, code: number | undefined): ItemFilter => (code === undefined ? filter : { ...filter, codes: filter.codes === undefined || filter.codes.includes(code) ? [code] : [] });

/** What a text is found in is worded here, out of each item's details: all that are selected have to be looked at. */
function withText(found: readonly PlacedItem[], text: string, registry: ActionItemRegistry): PlacedItem[] {
  const needle = text.toLowerCase();
  const words = worded(found, registry);
  return found.filter((_, index) => {
    const item = words[index];
    return item !== undefined && [String(item.Code), item.Title, item.Message, item.ObjectName ?? '', item.Assignee, item.Notes].some((one) => one.toLowerCase().includes(needle));
  });
}

const counted = (statuses: ReadonlyMap<string, number>) => {
  const of = (wanted: WorkStatus): number => [...statuses].reduce((sum, [status, count]) => (statusOf(status) === wanted ? sum + count : sum), 0);
  return { Open: of('OPEN'), InProgress: of('IN_PROGRESS'), Done: of('DONE'), Accepted: of('ACCEPTED') };
};

/** The same, as groups that no status or assignee was left out of tell it. */
function statusesOfGroups(groups: readonly CodeGroup[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { occurrences, byStatus } of groups) {
    let untold = occurrences;
    for (const [status, count] of byStatus) {
      counts.set(status, (counts.get(status) ?? 0) + count);
      untold -= count;
    }
    counts.set('OPEN', (counts.get('OPEN') ?? 0) + untold);
  }
  return counts;
}

/** All occurrences that a filter lets through. */
async function matching(db: Database, projectId: string, selected: readonly Stretch[], input: FilterInput, registry: ActionItemRegistry): Promise<PlacedItem[]> {
  const found = await selectedItems.list(db, projectId, selected, oneCode(filterOf(input, registry), input.Code));
  return input.Text === undefined || input.Text === '' ? found : withText(found, input.Text, registry);
}

/** From here on the database must know how many there are now. */
const manyChanges = 1000;

export const actionItemHandlers: Pick<Handlers, 'DescribeActionItems' | 'DescribeActionItemAssignees' | 'ModifyActionItems'> = {
  DescribeActionItems: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const registry = enginesOf(project).pair.actionItems;
    const { db } = context.store;
    const selected = await selectedStretches(context, project, 'SOURCE', input.SelectionRules);
    const page = pageOf(input);
    if (input.Text !== undefined && input.Text !== '') {
      const { Code, WorkStatuses, Assignees, ...rest } = input;
      const all = await matching(db, project.id, selected, rest, registry);
      const found = all.filter(({ work }) => (WorkStatuses?.includes(statusOf(work.workStatus)) ?? true) && (Assignees?.includes(work.assignee) ?? true));
      const listed = Code === undefined ? found : found.filter(({ item }) => item.code === Code);
      const { rows, ...next } = slicePage(listed, page);
      return { ...next, TotalCount: listed.length, Groups: shownGroups(groupsOf(found), registry), Items: worded(rows, registry), Progress: counted(statusesOf(all)) };
    }
    const filter = filterOf(input, registry);
    const [groups, found, progress] = await Promise.all([
      selectedItems.groups(db, project.id, selected, filter),
      selectedItems.list(db, project.id, selected, oneCode(filter, input.Code), page),
      input.WorkStatuses === undefined && input.Assignees === undefined ? undefined : selectedItems.progress(db, project.id, selected, filter),
    ]);
    const { rows, ...next } = pageResult(found, page);
    const total = groups.reduce((sum, group) => (input.Code === undefined || group.code === input.Code ? sum + group.occurrences : sum), 0);
    return { ...next, TotalCount: total, Groups: shownGroups(groups, registry), Items: worded(rows, registry), Progress: counted(progress ?? statusesOfGroups(groups)) };
  },
  DescribeActionItemAssignees: async (input, context) => ({ Assignees: await itemWork.assignees(context.store.db, (await findProject(context, input.MigrationProjectIdentifier)).id) }),
  ModifyActionItems: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const { db } = context.store;
    const { Changes, ItemKeys, ChangedBy } = input;
    const keys =
      ItemKeys === undefined
        ? (await matching(db, project.id, await selectedStretches(context, project, 'SOURCE', input.SelectionRules), input, enginesOf(project).pair.actionItems)).map(({ item }) => item)
        : ItemKeys.map(parsedKey);
    const changed = await itemWork.change(db, project.id, keys, { workStatus: Changes.WorkStatus, assignee: Changes.Assignee, notes: Changes.Notes, changedBy: ChangedBy ?? '' });
    if (changed > manyChanges) await refreshStatistics(context.store);
    return { Changed: changed };
  },
};
