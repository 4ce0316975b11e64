import type { AssessedProject } from '@ferry/contract';
import type { ActionItemRegistry } from '@ferry/conversion';
import type { GroupSummary } from '@ferry/reports';
import { converted, projects, requests, trees } from '@ferry/store';
import type { ProjectRow } from '@ferry/store';
import { recordOf, shownGroup } from './assessment';
import { enginesOf, targetVersionOf } from './context';
import type { OperationContext } from './context';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { arnOf } from './names';
import { sourceServerName } from './server-name';

/** Most projects of one report. */
const mostProjects = 1000;

/**
 * How hard a project is, from 1 to 10: the share of objects that leave work, by how heavy it is. AWS SCT shows such a number and does not
 * say how it is made.
 */
function complexityOf(groups: readonly GroupSummary[]): number {
  const sum = (count: (group: GroupSummary) => number): number => groups.reduce((all, group) => all + count(group), 0);
  const total = sum((group) => group.total);
  if (total === 0) return 1;
  const weight = sum((group) => 0.25 * group.simple + 0.6 * group.medium + group.complex);
  return Math.min(10, 1 + Math.round((9 * weight) / total));
}

const learningOf = (codes: Iterable<number>, registry: ActionItemRegistry): number => [...codes].reduce((sum, code) => sum + (registry.get(code)?.effort.learning ?? 0), 0);

async function assessed(context: OperationContext, project: ProjectRow): Promise<{ readonly shown: AssessedProject; readonly codes: ReadonlyMap<number, number> }> {
  const [outline, items] = [await trees.outline(context.store.db, project.id, 'SOURCE'), await converted.itemCounts(context.store.db, project.id)];
  const registry = enginesOf(project).pair.actionItems;
  const record = recordOf(outline, items, registry);
  const [last] = await requests.list(context.store, project.id, { kinds: ['assess', 'convert'], statuses: ['SUCCESS'] }, { skip: 0, take: 1 });
  const codes = new Map<number, number>();
  for (const item of items) codes.set(item.code, registry.get(item.code)?.effort.learning ?? 0);
  const { storage, code, syntax } = record.summary;
  return {
    codes,
    shown: {
      MigrationProjectName: project.name,
      MigrationProjectArn: arnOf(context, 'migration-project', project.id),
      Server: sourceServerName(project),
      Databases: outline.filter((node) => node.nodeType === 'database').map((node) => node.name),
      Schemas: outline.filter((node) => node.nodeType === 'schema').length,
      SourceEngine: project.source.engine,
      TargetEngine: project.target.engine,
      TargetVersion: targetVersionOf(project),
      ...(last?.finishedAt === null || last?.finishedAt === undefined ? {} : { AssessedTime: last.finishedAt.toISOString() }),
      Storage: shownGroup(storage),
      Code: shownGroup(code),
      ...(syntax === undefined ? {} : { SyntaxElements: { Total: syntax.total, Automatic: syntax.automatic } }),
      ActionItems: items.reduce((sum, item) => sum + item.count, 0),
      NotAssessed: record.notAssessed,
      EffortUnits: record.effort,
      LearningUnits: learningOf(codes.keys(), registry),
      Complexity: complexityOf([storage, code]),
    },
  };
}

export const aggregatedAssessmentHandlers: Pick<Handlers, 'DescribeAggregatedAssessment'> = {
  DescribeAggregatedAssessment: async (input, context) => {
    const wanted = input.MigrationProjectIdentifiers;
    const rows = wanted === undefined ? (await projects.list(context.store, {}, { skip: 0, take: mostProjects })).rows : await Promise.all(wanted.map((one) => findProject(context, one)));
    const found: Awaited<ReturnType<typeof assessed>>[] = [];
    // One after the other: each reads its whole tree.
    for (const row of rows) found.push(await assessed(context, row));
    const learned = new Map(found.flatMap((one) => [...one.codes]));
    const occurrences = found.reduce((sum, one) => sum + one.shown.EffortUnits - one.shown.LearningUnits, 0);
    return { Projects: found.map((one) => one.shown), EffortUnits: occurrences + [...learned.values()].reduce((sum, learning) => sum + learning, 0) };
  },
};
