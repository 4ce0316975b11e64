import type { Readable } from 'node:stream';
import { objectKinds } from '@ferry/catalog';
import { breathe } from '@ferry/kernel';
import { summarise, summaryRows } from '../assessment-summary';
import { openPage } from './pdf-page';
import type { Chapter, Page } from './pdf-page';
import { howItIsCounted, objectsWithActions, recommendations } from './pdf-recommendations';
import { executiveSummary } from './pdf-summary';
import type { AssessmentReport } from './report';

async function write(page: Page, report: AssessmentReport, contents: readonly Chapter[] | undefined): Promise<void> {
  const counted = summaryRows(report.parts);
  const objects = counted.filter((o) => objectKinds[o.kind].group !== 'part');
  executiveSummary(page, report, summarise(counted), objects, contents);
  await breathe();
  objectsWithActions(page, objects, report);
  await recommendations(page, counted, report);
  if (page.document.destroyed) return;
  howItIsCounted(page);
  page.document.end();
}

/** Whether every text that the report can show is Latin-1. */
function isLatin({ database, source, target, provedBy, parts }: AssessmentReport): boolean {
  const latin = (value: unknown): boolean => /^[\x20-\x7e\xa0-\xff]*$/.test(JSON.stringify(value));
  if (!latin([database, source, target, provedBy])) return false;
  // In pieces: the listing of a large schema as one text is hundreds of megabytes.
  for (let from = 0; from < parts.length; from += 1000) if (!latin(parts.slice(from, from + 1000))) return false;
  return true;
}

/** From so many parts with action items on a report is long enough for a table of contents. */
const long = 12;

const open = (report: AssessmentReport): Page =>
  openPage({ title: `Assessment of ${report.database}`, foot: `Ferry · ${report.database} · ${report.source} to ${report.target} ${report.targetVersion}`, created: report.generatedAt, latin: isLatin(report) });

/** On which pages the chapters of a long report begin. Pages leave as they fill, so that it is written twice: the first time for nobody. */
async function chaptersOf(report: AssessmentReport, isWanted: () => boolean): Promise<readonly Chapter[] | undefined> {
  if (report.parts.filter(({ items }) => items.length > 0).length < long) return undefined;
  const page = open(report);
  const draft = page.document as unknown as Readable;
  // Nobody reads the draft, and it goes when nobody reads the report any more.
  draft.on('data', () => isWanted() || draft.destroy());
  await write(page, report, []);
  return page.chapters;
}

/**
 * The assessment as a PDF, made while it is read: executive summary, objects with conversion actions, detailed recommendations, remarks.
 * The same report gives the same bytes.
 */
export function assessmentPdf(report: AssessmentReport): Readable {
  const page = open(report);
  const document = page.document as unknown as Readable;
  // The first page waits until the caller has taken the stream.
  breathe()
    .then(() => chaptersOf(report, () => !document.destroyed))
    .then((contents) => (document.destroyed ? undefined : write(page, report, contents)))
    .catch((thrown: unknown) => document.destroy(thrown instanceof Error ? thrown : new Error(String(thrown))));
  return document;
}
