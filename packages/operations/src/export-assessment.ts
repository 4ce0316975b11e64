import { nodeNames, streamRoutes } from '@ferry/contract';
import { AppError } from '@ferry/kernel';
import { assessmentCsv, assessmentPdf, recordedParts } from '@ferry/reports';
import type { AssessmentReport, SizedTable } from '@ferry/reports';
import { converted, selections, trees } from '@ferry/store';
import type { ProjectRow } from '@ferry/store';
import { artifactsOf } from './artifacts';
import { recordOfRun } from './assessment-runs';
import { enginesOf, targetVersionOf } from './context';
import type { OperationContext } from './context';
import { findProject } from './find';
import type { Handlers } from './handlers';
import { arnOf } from './names';
import { selectedStretches } from './nodes';
import { sourceServerName, targetServerName } from './server-name';
import { storedListing } from './stored-listing';
import { sizesOf } from './table-sizes';

/**
 * Where a report lies: with everything else of its project, so that it goes when the project is deleted, whatever the project is
 * called by then.
 * @throws AppError `not-found` for what cannot be the name of a report
 */
export function assessmentKey(project: Pick<ProjectRow, 'id' | 'name'>, name: string): string {
  if (!/^[A-Za-z0-9_][A-Za-z0-9._-]{0,150}\.(?:pdf|zip)$/.test(name)) throw new AppError('not-found', { public: `Migration project "${project.name}" has no such report.` });
  return `projects/${project.id}/assessments/${name}`;
}

/** DMS Schema Conversion's name: `SQLSERVER_POSTGRESQL_2026-07-01T09-00-47.846Z`. */
const reportName = (source: string, target: string, at: Date): string => `${source}_${target}_${at.toISOString().replaceAll(':', '-')}`.replace(/^[a-z-]+_[a-z-]+/, (engines) => engines.toUpperCase());

/** A report about parts of a project. */
function reportAbout(project: ProjectRow, database: string, targetVersion: number, parts: AssessmentReport['parts'], generatedAt: Date, sizes: readonly SizedTable[]): AssessmentReport {
  const { source, target, pair } = enginesOf(project);
  const provedBy = parts.find((part) => part.proof.level !== 'none' && part.proof.level !== 'parsed')?.proof.by;
  return {
    database,
    source: source.label,
    target: target.label,
    targetVersion,
    sourceServer: sourceServerName(project),
    targetHost: targetServerName(project),
    ...(provedBy === undefined ? {} : { provedBy }),
    generatedAt,
    ...(sizes.length === 0 ? {} : { sizes }),
    parts,
    registry: pair.actionItems,
    categories: source.categories,
  };
}

const databaseOf = async (context: OperationContext, project: ProjectRow): Promise<string> => (await trees.names(context.store.db, project.id, 'SOURCE', 'database'))[0] ?? project.name;

/** The report of the objects and parts that rules select, from what is kept. */
async function reportOf(context: OperationContext, project: ProjectRow, rules: string, generatedAt: Date): Promise<AssessmentReport> {
  const { db } = context.store;
  const selected = await selectedStretches(context, project, 'SOURCE', rules);
  const nodes = await selections.parts(db, project.id, 'SOURCE', selected);
  const whole = new Set(nodes.filter((node) => node.part === 0).map((node) => node.objectId));
  const chosen = new Set(nodes.map((node) => `${node.part}:${node.objectId}`));
  // In the order of the tree, as it is shown.
  const order = new Map([...new Set(nodes.map((node) => node.objectId))].map((id, index) => [id, index]));
  const objects = (await converted.outlines(db, project.id, [...order.keys()])).sort((a, b) => (order.get(a.objectId) ?? 0) - (order.get(b.objectId) ?? 0));
  const wanted = objects.flatMap((object) => object.parts.map((_, index) => whole.has(object.objectId) || chosen.has(`${index}:${object.objectId}`)));
  const parts = storedListing(objects, await converted.items(db, project.id), enginesOf(project).pair.actionItems).filter((_, index) => wanted[index]);
  if (parts.length === 0) throw new AppError('not-found', { public: 'Nothing of the selection is assessed yet. Assess or convert it first, then export the results.' });
  return reportAbout(project, await databaseOf(context, project), targetVersionOf(project), parts, generatedAt, await sizesOf(context, project, selected));
}

/** The report of an earlier run, dated as the run. */
async function reportOfRun(context: OperationContext, project: ProjectRow, id: string): Promise<AssessmentReport> {
  const run = await recordOfRun(context, project, id);
  const parts = recordedParts(run.record, enginesOf(project).pair.actionItems, nodeNames);
  if (parts.length === 0) throw new AppError('not-found', { public: 'This run found no objects: there is nothing to report.' });
  return reportAbout(project, await databaseOf(context, project), run.targetVersion, parts, run.finishedAt, []);
}

export const exportAssessmentHandlers: Pick<Handlers, 'ExportMetadataModelAssessment'> = {
  ExportMetadataModelAssessment: async (input, context) => {
    const project = await findProject(context, input.MigrationProjectIdentifier);
    const now = new Date();
    const report = input.RequestIdentifier === undefined ? await reportOf(context, project, input.SelectionRules, now) : await reportOfRun(context, project, input.RequestIdentifier);
    const { source, target } = enginesOf(project);
    const name = input.FileName ?? reportName(source.name, target.name, report.generatedAt);
    const types = input.AssessmentReportTypes ?? ['pdf', 'csv'];
    const arn = arnOf(context, 'migration-project', project.id);
    const artifacts = await artifactsOf(context, project);
    const keep = async (content: ReturnType<typeof assessmentPdf>, ending: 'pdf' | 'zip') => {
      const key = assessmentKey(project, `${name}.${ending}`);
      await artifacts.put(key, content);
      return { S3ObjectKey: key, ObjectURL: `${streamRoutes.download}?MigrationProjectIdentifier=${encodeURIComponent(arn)}&ReportName=${encodeURIComponent(`${name}.${ending}`)}` };
    };
    return {
      ...(types.includes('pdf') ? { PdfReport: await keep(assessmentPdf(report), 'pdf') } : {}),
      ...(types.includes('csv') ? { CsvReport: await keep(assessmentCsv(report), 'zip') } : {}),
    };
  },
};
