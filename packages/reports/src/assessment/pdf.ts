import { setTimeout as pause } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import { objectKinds } from '@ferry/catalog';
import { proofLevels } from '@ferry/conversion';
import type { ProofLevel } from '@ferry/conversion';
import { breathe } from '@ferry/kernel';
import { summarise, summaryRows, workOf } from '../assessment-summary';
import type { AssessmentSummary, Counts, CountedObject, Work } from '../assessment-summary';
import type { ListedItem } from '../listing';
import { openPage } from './pdf-page';
import type { Page, Segment } from './pdf-page';
import { clip, plainLine } from './plain-text';
import { countCodes, effortUnits, partName } from './report';
import type { AssessmentReport } from './report';

const works: readonly { readonly work: Work; readonly label: string; readonly colour: string }[] = [
  { work: 'automatic', label: 'Converted automatically', colour: '#2b7a4b' },
  { work: 'simple', label: 'Simple actions', colour: '#7fb5d5' },
  { work: 'medium', label: 'Medium-complexity actions', colour: '#f0a13b' },
  { work: 'complex', label: 'Complex actions', colour: '#b3261e' },
];
const proofs: Readonly<Record<ProofLevel, { readonly label: string; readonly colour: string }>> = {
  none: { label: 'Nothing shown', colour: '#b9bec6' },
  parsed: { label: 'Parsed', colour: '#b6d0ee' },
  created: { label: 'Created', colour: '#74a9dd' },
  checked: { label: 'Checked', colour: '#3579b8' },
  ran: { label: 'Ran', colour: '#1f5a94' },
  equal: { label: 'Equal results', colour: '#0b3866' },
};

/** So many entries are written before other work is let in, and so many bytes may wait for the reader. */
const entriesAtOnce = 20;
const mostWaiting = 1024 * 1024;

const share = (part: number, total: number): string => (total === 0 ? 'none' : `${Math.floor((1000 * part) / total) / 10} %`);
const segmentsOf = (counts: Counts): Segment[] => works.map(({ work, label, colour }) => ({ label, colour, value: counts[work] }));
const right = (text: string) => ({ text, right: true });
const nameOf = ({ ref }: Pick<CountedObject, 'ref'>): string => {
  const own = partName(ref);
  return ref.kind === 'SCHEMA' || ref.schema === '' ? own : [ref.schema, ...(ref.parent === undefined ? [] : [ref.parent]), own].filter((part) => part !== '').join('.');
};
const titleOf = (object: CountedObject): string => `${objectKinds[object.kind].label} ${clip(plainLine(nameOf(object)), 200)}`;

function executiveSummary(page: Page, report: AssessmentReport, summary: AssessmentSummary): void {
  page.title(`Database migration assessment: ${report.database}`);
  page.document.outline.addItem('Executive summary');
  const facts = [
    ['Source', `${report.source}, ${report.sourceServer}, database ${report.database}`],
    ['Target', `${report.target} ${report.targetVersion}, ${report.targetHost}`],
    ['Proved on', report.provedBy ?? 'no server; the code was parsed only'],
    ['Made', `${report.generatedAt.toISOString().slice(0, 19).replace('T', ' ')} UTC`],
  ];
  for (const [name, value] of facts) page.text(`${name}: ${value}`, { faint: true });
  page.gap(10);
  page.chapter('Executive summary');
  const { storage, code } = summary;
  for (const [what, group] of [['database storage objects', storage] as const, ['database code objects', code] as const])
    page.text(
      `Of ${group.total} ${what}, ${group.automatic} (${share(group.automatic, group.total)}) were converted with no action left for a person; ${group.convertedAndProved} (${share(group.convertedAndProved, group.total)}) were converted and accepted by a real server.`,
    );
  page.gap(8);
  page.stackedBar('Database storage objects', segmentsOf(storage));
  page.stackedBar('Database code objects', segmentsOf(code));
  page.legend(works);
  page.stackedBar('Objects by what was shown of their converted code', summary.proofLevels.map(({ level, objects }) => ({ ...proofs[level], value: objects })));
  page.legend(proofLevels.map((level) => proofs[level]));
  page.text('An object takes the heaviest of its action items; one that was not converted counts as complex. Each level of proof includes those before it.', { faint: true });
  page.section('Object types');
  const head = [{ text: 'Object type' }, right('Objects'), right('Automatic'), right('Simple'), right('Medium'), right('Complex'), right('Lines')];
  const rows = summary.categories.map((c) => [c.category, ...[c.total, c.automatic, c.simple, c.medium, c.complex, c.lines].map(String)]);
  page.table(head, [0.3, 0.12, 0.14, 0.11, 0.11, 0.11, 0.11], rows);
  codesTable(page, report);
}

function codesTable(page: Page, report: AssessmentReport): void {
  const codes = countCodes(report, 'together').sort((a, b) => b.occurrences * b.perOccurrence - a.occurrences * a.perOccurrence || a.code - b.code);
  if (codes.length === 0) return;
  page.section('Action items by effort');
  page.text(`Effort in units, not hours: learning each code once and working on every occurrence add up to ${effortUnits(codes)}.`, { faint: true });
  page.gap(4);
  const head = [right('Code'), { text: 'Action item' }, right('Occurrences'), right('Effort')];
  page.table(head, [0.1, 0.62, 0.15, 0.13], codes.map((c) => [String(c.code), c.title, String(c.occurrences), String(c.learning + c.occurrences * c.perOccurrence)]));
}

/** The worst first, in the order of the source where they are equal. */
function* actionRows(objects: readonly CountedObject[]): Generator<string[]> {
  for (const { work, label } of [...works].reverse())
    for (const object of objects)
      if (workOf(object) === work) yield [nameOf(object), objectKinds[object.kind].label, label.replace(/-complexity actions| actions/, ''), String(object.items.length), object.proof];
}

function objectsWithActions(page: Page, objects: readonly CountedObject[]): void {
  page.chapter('Database objects with conversion actions');
  for (const [title, group] of [['Database storage objects', 'storage'] as const, ['Database code objects', 'code'] as const]) {
    const listed = objects.filter((o) => objectKinds[o.kind].group === group && workOf(o) !== 'automatic');
    page.section(`${title}: ${listed.length}`);
    if (listed.length === 0) page.text('No object of this group needs an action.');
    else page.table([{ text: 'Object' }, { text: 'Type' }, { text: 'Complexity' }, right('Items'), { text: 'Proof' }], [0.5, 0.21, 0.1, 0.08, 0.11], actionRows(listed));
  }
}

const placeOf = ({ file, line, column }: ListedItem): string => (file === undefined ? '' : line === undefined ? file : `${file}, line ${line}, column ${column ?? 1}`);

/** Items of one code stand together, with the advice once. */
function recommendation(page: Page, object: CountedObject): void {
  page.section(titleOf(object));
  const byCode = new Map<number, ListedItem[]>();
  for (const item of object.items) {
    const list = byCode.get(item.code);
    if (list) list.push(item);
    else byCode.set(item.code, [item]);
  }
  for (const items of byCode.values()) {
    const [first] = items;
    if (first === undefined) continue;
    page.text(`${first.code}  ${first.title}  (${first.severity}, ${first.complexity})`, { bold: true, indent: 8 });
    for (const item of items) {
      const place = placeOf(item);
      if (place !== '') page.text(place, { faint: true, indent: 16 });
      page.text(item.message, { indent: 16 });
    }
    if (first.recommendedAction !== '') page.text(`Recommended action: ${first.recommendedAction}`, { indent: 16 });
    page.gap(4);
  }
}

async function write(page: Page, report: AssessmentReport): Promise<void> {
  const { document } = page;
  const counted = summaryRows(report.parts);
  const objects = counted.filter((o) => objectKinds[o.kind].group !== 'part');
  executiveSummary(page, report, summarise(counted));
  await breathe();
  objectsWithActions(page, objects);
  page.chapter('Detailed recommendations');
  const listed = counted.filter((o) => o.items.length > 0);
  if (listed.length === 0) page.text('There are no action items.');
  for (const [index, object] of listed.entries()) {
    recommendation(page, object);
    if (index % entriesAtOnce === entriesAtOnce - 1) await breathe();
    // Whoever reads slowly is waited for: a long report does not pile up in memory.
    while (document.readableLength > mostWaiting && !document.destroyed) await pause(5);
    if (document.destroyed) return;
  }
  document.end();
}

/** Whether every text that the report can show is Latin-1. */
const isLatin = (report: AssessmentReport): boolean => /^[\x20-\x7e\xa0-\xff]*$/.test(JSON.stringify([report.database, report.source, report.target, report.provedBy, report.parts]));

/**
 * The assessment as a PDF, made while it is read: executive summary, objects with conversion actions, detailed recommendations.
 * The same report gives the same bytes.
 */
export function assessmentPdf(report: AssessmentReport): Readable {
  const page = openPage({ title: `Assessment of ${report.database}`, foot: `Ferry · ${report.database} · ${report.source} to ${report.target} ${report.targetVersion}`, created: report.generatedAt, latin: isLatin(report) });
  const document = page.document as unknown as Readable;
  // The first page waits until the caller has taken the stream.
  breathe()
    .then(() => write(page, report))
    .catch((thrown: unknown) => document.destroy(thrown instanceof Error ? thrown : new Error(String(thrown))));
  return document;
}
