import { isObjectKind, objectKinds } from '@ferry/catalog';
import { severities } from '@ferry/conversion';
import type { ActionItemRegistry, Complexity, ProofLevel, Status } from '@ferry/conversion';
import type { ActionItem, ActionItemGroup } from '@ferry/contract';
import { recordRun, summarise, weigh } from '@ferry/reports';
import type { GroupSummary, RecordedRow, RunRecord, SummaryUnit } from '@ferry/reports';
import { converted, trees } from '@ferry/store';
import type { NodeOutline, NodeRow, ProjectRow } from '@ferry/store';
import { enginesOf } from './context';
import type { OperationContext } from './context';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { pageOf, slicePage } from './paging';
import { parseRules, selectedNodes } from './selection';
import { wordItems } from './word-items';

const partKey = (objectId: string, part: number): string => `${part}:${objectId}`;

async function selectedOutline(context: OperationContext, project: ProjectRow, rules: string): Promise<NodeOutline[]> {
  return selectedNodes(await trees.outline(context.store.db, project.id, 'SOURCE'), parseRules(rules));
}

/** Effort units of some codes: each is learned once, every occurrence is worked on. */
function effortOf(counts: ReadonlyMap<number, number>, registry: ActionItemRegistry): number {
  let effort = 0;
  for (const [code, count] of counts) {
    const definition = registry.get(code);
    if (definition !== undefined) effort += definition.effort.learning + count * definition.effort.occurrence;
  }
  return effort;
}

/** Effort units of some items. */
function effortOfItems(items: readonly Pick<WeightedItem, 'code' | 'count'>[], registry: ActionItemRegistry): number {
  const codes = new Map<number, number>();
  for (const item of items) codes.set(item.code, (codes.get(item.code) ?? 0) + item.count);
  return effortOf(codes, registry);
}

/** What is kept of a run: the whole source as it stands in these nodes and items. */
export function recordOf(outline: readonly NodeOutline[], items: readonly WeightedItem[], registry: ActionItemRegistry): RunRecord {
  const { rows, notAssessed } = assessedRows(outline.filter((node) => node.objectId !== null), items);
  return recordRun(rows, notAssessed, effortOfItems(items, registry));
}

/** Effort units of the occurrences at objects of each kind; items of parts count at their object. */
function effortByKind(items: readonly (WeightedItem & { readonly code: number; readonly count: number })[], nodes: readonly NodeOutline[], registry: ActionItemRegistry): Map<string, number> {
  const kinds = new Map(nodes.flatMap((node) => (node.part === 0 && node.objectId !== null && node.kind !== null ? [[node.objectId, node.kind] as const] : [])));
  const effort = new Map<string, number>();
  for (const item of items) {
    const kind = kinds.get(item.objectId) ?? '';
    effort.set(kind, (effort.get(kind) ?? 0) + item.count * (registry.get(item.code)?.effort.occurrence ?? 0));
  }
  return effort;
}

export const shownGroup = (group: GroupSummary) => ({
  Total: group.total,
  Automatic: group.automatic,
  Simple: group.simple,
  Medium: group.medium,
  Complex: group.complex,
  Converted: group.converted,
  ConvertedAndProved: group.convertedAndProved,
});

interface WeightedItem {
  readonly code: number;
  readonly count: number;
  readonly objectId: string;
  readonly part: number;
  readonly severity: number;
  readonly complexity: string;
}

/** Rows of the summary: every assessed object, with the weight of its items. */
function assessedRows(nodes: readonly NodeOutline[], items: readonly WeightedItem[]): { rows: RecordedRow[]; notAssessed: number } {
  const keyOf = (node: NodeOutline): string => partKey(node.objectId ?? '', node.part ?? 0);
  const byPart = new Map<string, WeightedItem[]>();
  for (const item of items) {
    const key = partKey(item.objectId, item.part);
    const list = byPart.get(key);
    if (list) list.push(item);
    else byPart.set(key, [item]);
  }
  const itemsOf = (key: string): RecordedRow['items'] => (byPart.get(key) ?? []).map(({ code, count, severity, complexity }) => ({ code, count, severity: severities[severity] ?? 'INFO', complexity: complexity as Complexity }));
  const units: (SummaryUnit & RecordedRow)[] = [];
  let notAssessed = 0;
  for (const node of nodes) {
    if (node.kind === null || !isObjectKind(node.kind) || objectKinds[node.kind].group === 'part') continue;
    if (node.status === null) {
      notAssessed++;
      continue;
    }
    units.push({
      key: keyOf(node),
      path: node.path,
      kind: node.kind,
      status: node.status as Status,
      proof: (node.proofLevel ?? 'none') as ProofLevel,
      items: itemsOf(keyOf(node)),
      lines: node.lines,
      ...(node.syntaxTotal === null || node.syntaxAutomatic === null ? {} : { syntax: { total: node.syntaxTotal, automatic: node.syntaxAutomatic } }),
    });
  }
  const nodeParts = new Set(nodes.map(keyOf));
  // Parts without a node of their own: columns, defaults, descriptions.
  for (const [key, [first]] of byPart)
    if (first !== undefined && !nodeParts.has(key)) units.push({ key, path: '', owner: partKey(first.objectId, 0), kind: 'COLUMN', status: 'converted', proof: 'none', items: itemsOf(key), lines: 0 });
  return { rows: weigh(units), notAssessed };
}

/** Groups worded items by code, most severe first. */
function groupsOf(items: readonly ActionItem[], registry: ActionItemRegistry): ActionItemGroup[] {
  const groups = new Map<number, { first: ActionItem; count: number; objects: Set<string> }>();
  for (const item of items) {
    const group = groups.get(item.Code) ?? { first: item, count: 0, objects: new Set<string>() };
    group.count++;
    group.objects.add(item.Path ?? '');
    groups.set(item.Code, group);
  }
  const rank = (item: ActionItem): number => severities.indexOf(item.Severity);
  return [...groups.values()]
    .sort((a, b) => rank(a.first) - rank(b.first) || b.count - a.count || a.first.Code - b.first.Code)
    .map(({ first, count, objects }) => {
      const effort = registry.get(first.Code)?.effort ?? { learning: 0, occurrence: 0 };
      return {
        Code: first.Code,
        Severity: first.Severity,
        Complexity: first.Complexity,
        Title: first.Title,
        RecommendedAction: first.RecommendedAction,
        Occurrences: count,
        Objects: objects.size,
        Effort: { Learning: effort.learning, Occurrences: count * effort.occurrence },
      };
    });
}

export const assessmentHandlers: Pick<Handlers, 'DescribeAssessmentSummary' | 'DescribeActionItems'> = {
  DescribeAssessmentSummary: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const nodes = await selectedOutline(context, project, input.SelectionRules);
    const { registry, all } = { registry: enginesOf(project).pair.actionItems, all: await converted.itemCounts(context.store.db, project.id) };
    const objects = new Set(nodes.map((node) => node.objectId));
    const items = all.filter((item) => objects.has(item.objectId));
    const { rows, notAssessed } = assessedRows(nodes, items);
    const summary = summarise(rows);
    const byKind = effortByKind(items, nodes, registry);
    const prover = nodes.find((node) => node.proofBy !== null && node.proofLevel !== 'none' && node.proofLevel !== 'parsed')?.proofBy ?? undefined;
    return {
      Storage: shownGroup(summary.storage),
      Code: shownGroup(summary.code),
      Categories: summary.categories.map((c) => ({ Category: c.category, Kind: c.kind, Group: c.group, Total: c.total, Automatic: c.automatic, Simple: c.simple, Medium: c.medium, Complex: c.complex, LinesOfCode: c.lines, EffortUnits: byKind.get(c.kind) ?? 0 })),
      ProofLevels: summary.proofLevels.map((p) => ({ Level: p.level, Objects: p.objects })),
      NotAssessed: notAssessed,
      ...(prover === undefined ? {} : { ProvedBy: prover }),
      ...(summary.syntax === undefined ? {} : { SyntaxElements: { Total: summary.syntax.total, Automatic: summary.syntax.automatic } }),
      LinesOfCode: summary.lines,
      EffortUnits: effortOfItems(items, registry),
      LearningUnits: [...new Set(items.map((item) => item.code))].reduce((sum, code) => sum + (registry.get(code)?.effort.learning ?? 0), 0),
    };
  },
  DescribeActionItems: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const registry = enginesOf(project).pair.actionItems;
    const selected = await selectedOutline(context, project, input.SelectionRules);
    const wholeObjects = new Set(selected.filter((node) => node.part === 0).map((node) => node.objectId));
    const parts = new Set(selected.map((node) => partKey(node.objectId ?? '', node.part ?? 0)));
    const rows = (await converted.items(context.store.db, project.id)).filter((item) => wholeObjects.has(item.objectId) || parts.has(partKey(item.objectId, item.part)));
    const objectIds = [...new Set(rows.map((row) => row.objectId))];
    const heads = new Map<string, NodeRow>();
    for (const node of await trees.objects(context.store, project.id, objectIds)) if (node.part === 0 && node.objectId !== null) heads.set(node.objectId, node);
    const needle = input.Text?.toLowerCase();
    const worded = wordItems(rows, registry, (item) => heads.get(item.objectId)).filter(
      (item) =>
        (input.Severities === undefined || input.Severities.includes(item.Severity)) &&
        (input.Complexities === undefined || input.Complexities.includes(item.Complexity)) &&
        (input.Kinds === undefined || input.Kinds.includes(item.ObjectKind ?? '')) &&
        (needle === undefined || [String(item.Code), item.Title, item.Message, item.ObjectName ?? ''].some((text) => text.toLowerCase().includes(needle))),
    );
    const listed = input.Code === undefined ? worded : worded.filter((item) => item.Code === input.Code);
    const { rows: page, ...next } = slicePage(listed, pageOf(input));
    return { ...next, TotalCount: listed.length, Groups: groupsOf(worded, registry), Items: [...page] };
  },
};
