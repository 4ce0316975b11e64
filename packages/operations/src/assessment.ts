import { isObjectKind, objectKinds } from '@ferry/catalog';
import type { ObjectKind } from '@ferry/catalog';
import { needsWork, severities } from '@ferry/conversion';
import type { ActionItemRegistry, Complexity, ProofLevel, Status } from '@ferry/conversion';
import { recordRun, summarise, weigh, withWorkInPart } from '@ferry/reports';
import type { GroupSummary, RecordedRow, RunRecord, SummaryRow, SummaryUnit } from '@ferry/reports';
import { assessed } from '@ferry/store';
import type { AlikeObjects, Database, NodeOutline, Stretch } from '@ferry/store';
import { enginesOf } from './context';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { selectedStretches } from './nodes';
import { shownSizes, sizesOf } from './table-sizes';

const partKey = (objectId: string, part: number): string => `${part}:${objectId}`;

/** Effort units of some items: each code is learned once, every occurrence is worked on. */
function effortOf(items: readonly { readonly code: number; readonly count: number }[], registry: ActionItemRegistry): number {
  const codes = new Map<number, number>();
  for (const item of items) codes.set(item.code, (codes.get(item.code) ?? 0) + item.count);
  let effort = 0;
  for (const [code, count] of codes) {
    const definition = registry.get(code);
    if (definition !== undefined) effort += definition.effort.learning + count * definition.effort.occurrence;
  }
  return effort;
}

/** What is kept of a run: the whole source as it stands in these nodes and items. */
export function recordOf(outline: readonly NodeOutline[], items: readonly WeightedItem[], registry: ActionItemRegistry): RunRecord {
  const { rows, notAssessed } = assessedRows(outline.filter((node) => node.objectId !== null), items);
  return recordRun(rows, notAssessed, effortOf(items, registry));
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

/** Kinds of objects that count; items of other parts weigh on their object. */
export const countedKinds = (Object.keys(objectKinds) as ObjectKind[]).filter((kind) => objectKinds[kind].group !== 'part');

/** A row of the summary for objects that are alike. */
function summaryRow({ kind, status, proofLevel, items, partItems, objects, lines, syntaxTotal, syntaxAutomatic }: AlikeObjects): SummaryRow {
  const itemsOf = (text: string | null): SummaryRow['items'] =>
    (text ?? '').split(',').flatMap((one) => {
      const [severity, complexity] = one.split(':');
      return complexity === undefined ? [] : [{ severity: severities[Number(severity)] ?? 'INFO', complexity: complexity as Complexity }];
    });
  return {
    kind: kind as ObjectKind,
    status: itemsOf(partItems).some((item) => needsWork(item.severity)) ? withWorkInPart(status as Status) : (status as Status),
    proof: (proofLevel ?? 'none') as ProofLevel,
    items: itemsOf(items),
    lines,
    times: objects,
    ...(syntaxTotal === null || syntaxAutomatic === null ? {} : { syntax: { total: syntaxTotal, automatic: syntaxAutomatic } }),
  };
}

/** Effort units of the occurrences at objects of each kind; items of parts count at their object. */
function effortByKind(codes: readonly { readonly code: number; readonly kind: string | null; readonly count: number }[], registry: ActionItemRegistry): Map<string, number> {
  const effort = new Map<string, number>();
  for (const { code, kind, count } of codes) effort.set(kind ?? '', (effort.get(kind ?? '') ?? 0) + count * (registry.get(code)?.effort.occurrence ?? 0));
  return effort;
}

const learningOf = (codes: Iterable<number>, registry: ActionItemRegistry): number => [...new Set(codes)].reduce((sum, code) => sum + (registry.get(code)?.effort.learning ?? 0), 0);

/** What is assessed of stretches of a source tree, counted by the database. */
export async function countedAssessment(db: Database, projectId: string, stretches: readonly Stretch[], registry: ActionItemRegistry) {
  const { objects, codes } = await assessed.counts(db, projectId, stretches, countedKinds);
  return {
    summary: summarise(objects.filter((row) => row.status !== null).map(summaryRow)),
    /** Occurrences of each code at objects of each kind. */
    codes,
    notAssessed: objects.reduce((sum, row) => (row.status === null ? sum + row.objects : sum), 0),
    effort: effortOf(codes, registry),
    learning: learningOf(codes.map((one) => one.code), registry),
  };
}

export const assessmentHandlers: Pick<Handlers, 'DescribeAssessmentSummary'> = {
  DescribeAssessmentSummary: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const registry = enginesOf(project).pair.actionItems;
    const { db } = context.store;
    const selected = await selectedStretches(context, project, 'SOURCE', input.SelectionRules);
    const [sizes, counted, prover] = await Promise.all([sizesOf(context, project, selected), countedAssessment(db, project.id, selected, registry), assessed.prover(db, project.id, selected)]);
    const { summary, codes } = counted;
    const byKind = effortByKind(codes, registry);
    return {
      Storage: shownGroup(summary.storage),
      Code: shownGroup(summary.code),
      Categories: summary.categories.map((c) => ({ Category: c.category, Kind: c.kind, Group: c.group, Total: c.total, Automatic: c.automatic, Simple: c.simple, Medium: c.medium, Complex: c.complex, LinesOfCode: c.lines, EffortUnits: byKind.get(c.kind) ?? 0 })),
      ProofLevels: summary.proofLevels.map((p) => ({ Level: p.level, Objects: p.objects })),
      NotAssessed: counted.notAssessed,
      ...(prover === undefined ? {} : { ProvedBy: prover }),
      ...(summary.syntax === undefined ? {} : { SyntaxElements: { Total: summary.syntax.total, Automatic: summary.syntax.automatic } }),
      LinesOfCode: summary.lines,
      ...(sizes.length === 0 ? {} : { TableSizes: shownSizes(sizes) }),
      EffortUnits: counted.effort,
      LearningUnits: counted.learning,
    };
  },
};
