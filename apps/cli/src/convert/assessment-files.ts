import type { Catalog } from '@ferry/catalog';
import type { Engines } from '@ferry/registry/engines';
import { assessmentCsv, assessmentPdf } from '@ferry/reports';
import type { AssessmentReport, ListedPart } from '@ferry/reports';
import type { OutputFile } from './output-folder';

/** The assessment of a conversion: `assessment.pdf` for people, `assessment.zip` with the tables. Made while they are written. */
export function assessmentFiles(outcome: Engines & { targetVersion: number; catalog: Catalog; parts: readonly ListedPart[]; server: string | undefined }): OutputFile[] {
  const { source, target, pair, targetVersion, catalog, parts, server } = outcome;
  const report: AssessmentReport = {
    database: catalog.database.name,
    source: source.label,
    target: target.label,
    targetVersion,
    // Scripts come from no server: the database's name stands for it, and the target engine's for a host.
    sourceServer: catalog.database.name,
    targetHost: target.name,
    ...(server === undefined ? {} : { provedBy: server }),
    generatedAt: new Date(),
    parts,
    registry: pair.actionItems,
    categories: source.categories,
  };
  return [
    { path: 'assessment.pdf', text: () => assessmentPdf(report) },
    { path: 'assessment.zip', text: () => assessmentCsv(report) },
  ];
}
