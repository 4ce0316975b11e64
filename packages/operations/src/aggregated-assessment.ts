import type { AssessedProject } from '@ferry/contract';
import type { GroupSummary } from '@ferry/reports';
import { projects, requests, trees } from '@ferry/store';
import type { ProjectRow } from '@ferry/store';
import { countedAssessment, shownGroup } from './assessment';
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

/** Every position of a tree. */
const everything = [{ first: 0, last: 2 ** 31 - 1 }] as const;

async function assessed(context: OperationContext, project: ProjectRow): Promise<{ readonly shown: AssessedProject; readonly codes: ReadonlyMap<number, number> }> {
  const { db } = context.store;
  const registry = enginesOf(project).pair.actionItems;
  const [counted, databases, schemas, [last]] = await Promise.all([
    countedAssessment(db, project.id, everything, registry),
    trees.names(db, project.id, 'SOURCE', 'database'),
    trees.names(db, project.id, 'SOURCE', 'schema'),
    requests.list(context.store, project.id, { kinds: ['assess', 'convert'], statuses: ['SUCCESS'] }, { skip: 0, take: 1 }),
  ]);
  const codes = new Map(counted.codes.map(({ code }) => [code, registry.get(code)?.effort.learning ?? 0]));
  const { storage, code, syntax } = counted.summary;
  return {
    codes,
    shown: {
      MigrationProjectName: project.name,
      MigrationProjectArn: arnOf(context, 'migration-project', project.id),
      Server: sourceServerName(project),
      Databases: databases,
      Schemas: schemas.length,
      SourceEngine: project.source.engine,
      TargetEngine: project.target.engine,
      TargetVersion: targetVersionOf(project),
      ...(last?.finishedAt === null || last?.finishedAt === undefined ? {} : { AssessedTime: last.finishedAt.toISOString() }),
      Storage: shownGroup(storage),
      Code: shownGroup(code),
      ...(syntax === undefined ? {} : { SyntaxElements: { Total: syntax.total, Automatic: syntax.automatic } }),
      ActionItems: counted.codes.reduce((sum, one) => sum + one.count, 0),
      NotAssessed: counted.notAssessed,
      EffortUnits: counted.effort,
      LearningUnits: counted.learning,
      Complexity: complexityOf([storage, code]),
    },
  };
}

export const aggregatedAssessmentHandlers: Pick<Handlers, 'DescribeAggregatedAssessment'> = {
  DescribeAggregatedAssessment: async (input, context) => {
    const wanted = input.MigrationProjectIdentifiers;
    const rows = wanted === undefined ? (await projects.list(context.store, {}, { skip: 0, take: mostProjects })).rows : await Promise.all(wanted.map((one) => findProject(context, one)));
    const found: Awaited<ReturnType<typeof assessed>>[] = [];
    // One after the other: the database counts all objects of each.
    for (const row of rows) found.push(await assessed(context, row));
    const learned = new Map(found.flatMap((one) => [...one.codes]));
    const occurrences = found.reduce((sum, one) => sum + one.shown.EffortUnits - one.shown.LearningUnits, 0);
    return { Projects: found.map((one) => one.shown), EffortUnits: occurrences + [...learned.values()].reduce((sum, learning) => sum + learning, 0) };
  },
};
