import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { nodeNames, problemText, readTransformationRules } from '@ferry/contract';
import type { AssessmentRun, ChangedObject as ShownChange, RunCode } from '@ferry/contract';
import { itemDefinition } from '@ferry/conversion';
import type { ActionItemRegistry, TransformationRule } from '@ferry/conversion';
import { AppError } from '@ferry/kernel';
import { compareRuns } from '@ferry/reports';
import type { ChangedObject, RunObject, RunRecord } from '@ferry/reports';
import { requests } from '@ferry/store';
import type { ProjectRow, RequestRow } from '@ferry/store';
import { shownGroup } from './assessment';
import { enginesOf } from './context';
import type { OperationContext } from './context';
import { mergedConfiguration } from './conversion-configuration';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { pageOf, pageResult, slicePage } from './paging';
import { start } from './requests';

const runKinds = ['assess', 'convert', 'what-if'] as const;
type RunKind = (typeof runKinds)[number];

/** What the list of runs shows, kept in the request's row; the objects are in the object store. */
interface RunFacts {
  readonly settings: Readonly<Record<string, boolean | string>>;
  readonly targetVersion: number;
  readonly rules: number;
  readonly summary: Pick<RunRecord['summary'], 'storage' | 'code' | 'syntax'>;
  readonly notAssessed: number;
  readonly items: number;
  readonly effort: number;
}

const occurrences = (object: RunObject): number => object.items.reduce((sum, [, count]) => sum + count, 0);

/**
 * Rules as the project keeps them.
 * @throws AppError that says what is wrong with them
 */
export function rulesOf(text: string | null | undefined): readonly TransformationRule[] {
  const { rules, problems } = readTransformationRules(text ?? '');
  if (problems.length > 0) throw new AppError('invalid-input', { public: `TransformationRules: ${problems.slice(0, 5).map(problemText).join('; ')}.` });
  return rules;
}

/** Rules of a project. Those that an older version kept unchecked take no effect where they are wrong. */
export const projectRules = (project: Pick<ProjectRow, 'transformationRules'>): readonly TransformationRule[] => readTransformationRules(project.transformationRules ?? '').rules;

/** Keeps what a run found. @returns the key of the record */
export async function keepRun(
  context: Pick<OperationContext, 'store' | 'objects'>,
  request: RequestRow,
  record: RunRecord,
  inputs: Pick<RunFacts, 'settings' | 'targetVersion' | 'rules'>,
): Promise<string> {
  const key = `projects/${request.projectId}/runs/${request.id}.json.gz`;
  await context.objects.put(key, await promisify(gzip)(JSON.stringify(record)));
  const { storage, code, syntax } = record.summary;
  const facts: RunFacts = { ...inputs, summary: { storage, code, ...(syntax === undefined ? {} : { syntax }) }, notAssessed: record.notAssessed, items: record.objects.reduce((sum, object) => sum + occurrences(object), 0), effort: record.effort };
  await requests.count(context.store, request.id, JSON.parse(JSON.stringify(facts)) as Parameters<typeof requests.count>[2]);
  return key;
}

async function readRecord(context: OperationContext, row: RequestRow): Promise<RunRecord> {
  const packed = await context.objects.get(row.resultKey ?? '');
  return JSON.parse((await promisify(gunzip)(packed)).toString('utf8')) as RunRecord;
}

/** Only what a person chose: defaults are no news. */
function chosenSettings(project: ProjectRow, settings: RunFacts['settings']): Record<string, boolean | string> {
  const { pair } = enginesOf(project);
  return Object.fromEntries(pair.settings.flatMap((one) => (settings[one.key] === undefined || settings[one.key] === one.default ? [] : [[one.label, settings[one.key] as boolean | string]])));
}

function shownRun(project: ProjectRow, row: RequestRow): AssessmentRun {
  const facts = row.counts as unknown as RunFacts;
  return {
    RequestIdentifier: row.id,
    Kind: row.kind as RunKind,
    FinishTime: (row.finishedAt ?? row.createdAt).toISOString(),
    TargetVersion: facts.targetVersion,
    Settings: chosenSettings(project, facts.settings),
    TransformationRuleCount: facts.rules,
    Storage: shownGroup(facts.summary.storage),
    Code: shownGroup(facts.summary.code),
    ...(facts.summary.syntax === undefined ? {} : { SyntaxElements: { Total: facts.summary.syntax.total, Automatic: facts.summary.syntax.automatic } }),
    NotAssessed: facts.notAssessed,
    ActionItems: facts.items,
    EffortUnits: facts.effort,
  };
}

const isRun = (row: RequestRow): boolean => row.status === 'SUCCESS' && row.resultKey !== null && row.counts !== null && runKinds.some((kind) => kind === row.kind);

async function findRun(context: OperationContext, project: ProjectRow, id: string): Promise<RequestRow> {
  const row = await requests.find(context.store, id);
  if (row === null || row.projectId !== project.id || !isRun(row)) throw new AppError('not-found', { public: `Migration project "${project.name}" has no such run.` });
  return row;
}

/**
 * What a run found, with what is needed to report it.
 * @throws AppError `not-found`
 */
export async function recordOfRun(context: OperationContext, project: ProjectRow, id: string): Promise<{ readonly record: RunRecord; readonly targetVersion: number; readonly finishedAt: Date }> {
  const row = await findRun(context, project, id);
  return { record: await readRecord(context, row), targetVersion: (row.counts as unknown as RunFacts).targetVersion, finishedAt: row.finishedAt ?? row.createdAt };
}

function codeCounts(record: RunRecord): Map<number, number> {
  const counts = new Map<number, number>();
  for (const object of record.objects) for (const [code, count] of object.items) counts.set(code, (counts.get(code) ?? 0) + count);
  return counts;
}

/** A code that this version of Ferry does not know any more still has a line. */
const wordsOf = (registry: ActionItemRegistry, code: number): Pick<RunCode, 'Title' | 'Severity' | 'Complexity'> => {
  if (registry.get(code) === undefined) return { Title: `Action item ${code}`, Severity: 'INFO', Complexity: 'Info' };
  const { title, severity, complexity } = itemDefinition(registry, code);
  return { Title: title, Severity: severity, Complexity: complexity };
};

const side = (object: RunObject | undefined) => (object === undefined ? undefined : { Status: object.status, Proof: object.proof, Work: object.work, Items: occurrences(object) });

function shownChange({ change, before, after, gained, lost }: ChangedObject): ShownChange {
  const path = after?.path ?? before?.path ?? '';
  const [was, is] = [side(before), side(after)];
  return {
    Change: change,
    Path: path,
    Name: nodeNames(path).filter((_, index, names) => index >= names.length - 3 && index !== names.length - 2).join('.'),
    Kind: after?.kind ?? before?.kind ?? '',
    ...(was === undefined ? {} : { Before: was }),
    ...(is === undefined ? {} : { After: is }),
    Gained: [...gained],
    Lost: [...lost],
  };
}

const severityOrder = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO'];

export const assessmentRunHandlers: Pick<Handlers, 'DescribeAssessmentRuns' | 'DescribeAssessmentRun' | 'CompareAssessmentRuns' | 'StartWhatIf'> = {
  DescribeAssessmentRuns: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const page = pageOf(input);
    const { rows, ...next } = pageResult(await requests.list(context.store, project.id, { kinds: runKinds, statuses: ['SUCCESS'] }, page), page);
    return { ...next, Runs: rows.filter(isRun).map((row) => shownRun(project, row)) };
  },
  DescribeAssessmentRun: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const row = await findRun(context, project, input.RequestIdentifier);
    const record = await readRecord(context, row);
    const registry = enginesOf(project).pair.actionItems;
    const codes = [...codeCounts(record)].map(([code, count]): RunCode => ({ Code: code, ...wordsOf(registry, code), Occurrences: count }));
    return {
      Run: shownRun(project, row),
      Categories: record.summary.categories.map((c) => ({ Category: c.category, Kind: c.kind, Group: c.group, Total: c.total, Automatic: c.automatic, Simple: c.simple, Medium: c.medium, Complex: c.complex, LinesOfCode: c.lines })),
      Codes: codes.sort((a, b) => severityOrder.indexOf(a.Severity) - severityOrder.indexOf(b.Severity) || b.Occurrences - a.Occurrences),
    };
  },
  CompareAssessmentRuns: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const [beforeRow, afterRow] = [await findRun(context, project, input.Before), await findRun(context, project, input.After)];
    const [before, after] = [await readRecord(context, beforeRow), await readRecord(context, afterRow)];
    const changes = compareRuns(before, after);
    const needle = input.Text?.toLowerCase();
    const shown = changes
      .filter((one) => input.Change === undefined || one.change === input.Change)
      .map(shownChange)
      .filter((one) => needle === undefined || one.Name.toLowerCase().includes(needle));
    const { rows, ...next } = slicePage(shown, pageOf(input));
    const registry = enginesOf(project).pair.actionItems;
    const [old, now] = [codeCounts(before), codeCounts(after)];
    const codes = [...new Set([...old.keys(), ...now.keys()])].filter((code) => old.get(code) !== now.get(code));
    const count = (change: ChangedObject['change']): number => changes.filter((one) => one.change === change).length;
    return {
      ...next,
      TotalCount: shown.length,
      Before: shownRun(project, beforeRow),
      After: shownRun(project, afterRow),
      Counts: { worse: count('worse'), better: count('better'), other: count('other'), new: count('new'), gone: count('gone') },
      Objects: [...rows],
      Codes: codes
        .map((code) => ({ Code: code, Title: wordsOf(registry, code).Title, Severity: wordsOf(registry, code).Severity, Before: old.get(code) ?? 0, After: now.get(code) ?? 0 }))
        .sort((a, b) => severityOrder.indexOf(a.Severity) - severityOrder.indexOf(b.Severity) || Math.abs(b.After - b.Before) - Math.abs(a.After - a.Before)),
    };
  },
  StartWhatIf: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const configuration = input.ConversionConfiguration === undefined ? {} : mergedConfiguration(project, input.ConversionConfiguration);
    if (input.TransformationRules !== undefined) rulesOf(input.TransformationRules);
    return start(context, input.MigrationProjectIdentifier, 'what-if', 'SOURCE', input.SelectionRules, { ...configuration, ...(input.TransformationRules === undefined ? {} : { transformationRules: input.TransformationRules }) });
  },
};
