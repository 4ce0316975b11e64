import { itemDefinition, needsWork, proofLevels } from '@ferry/conversion';
import { workOf } from '../assessment-summary';
import type { AssessmentSummary, CountedObject } from '../assessment-summary';
import { bars, legend, stackedBar, tiles } from './pdf-charts';
import type { Tile } from './pdf-charts';
import type { Chapter, Page } from './pdf-page';
import { count, effortOf, proofWords, right, segmentsOf, share, units, workItems, works } from './pdf-words';
import { countCodes, effortUnits, schemaOf } from './report';
import type { AssessmentReport, CodeCount } from './report';
import { sizesTable } from './table-sizes';

/** Codes that are drawn; the table below them has all. */
const drawnCodes = 8;

const percent = (label: string, part: number, total: number, what: string): Tile => ({ label, number: share(part, total), note: `${part} of ${total} ${what}`, share: total === 0 ? 0 : part / total });

/** The answer in a few sentences, for a reader who stops there. */
function inShort(page: Page, report: AssessmentReport, summary: AssessmentSummary, codes: readonly CodeCount[]): void {
  const { storage, code } = summary;
  const total = storage.total + code.total;
  const automatic = storage.automatic + code.automatic;
  const left = total - automatic;
  page.text(
    `Of ${storage.total} database storage objects, ${storage.automatic} (${share(storage.automatic, storage.total)}) were converted with no action left for a person; of ${code.total} database code objects, ${code.automatic} (${share(code.automatic, code.total)}).`,
  );
  page.text(
    report.provedBy === undefined
      ? 'No server has tried the converted code: it was only parsed.'
      : `${report.provedBy} accepted ${storage.convertedAndProved + code.convertedAndProved} of these ${automatic} as they are: they were created there, in the order of deployment.`,
  );
  if (left === 0) {
    page.text('No object needs a person.');
    return;
  }
  const heavy = storage.complex + code.complex;
  page.text(
    `${count(left, 'object needs', 'objects need')} a person, ${heavy} of them with complex actions. What cannot be converted is replaced by code that raises an error when it is used; nothing is left out in silence.`,
  );
  const [first] = codes;
  if (first !== undefined) page.text(`The whole effort is ${units(effortUnits(codes))} units. The largest single topic is "${first.title}" (${count(first.occurrences, 'occurrence')}).`);
}

const effort = (c: CodeCount): number => c.learning + c.occurrences * c.perOccurrence;

function codesTable(page: Page, codes: readonly CodeCount[], report: AssessmentReport): void {
  if (codes.length === 0) return;
  page.section('Where the work is');
  page.text('Effort units by kind of action item: learning it once, and every occurrence. Units compare; they are not hours.', { faint: true });
  page.gap(4);
  const drawn = codes.filter((c) => effort(c) > 0).slice(0, drawnCodes);
  bars(page, drawn.map((c) => ({ label: c.title, value: Math.round(100 * effort(c)) / 100, colour: needsWork(itemDefinition(report.registry, c.code).severity) ? '#3579b8' : '#b6d0ee' })), 'units');
  page.text('Dark bars: severity MEDIUM or above. Light bars: LOW, to be read rather than worked on.', { faint: true });
  page.section('All kinds of action items');
  const head = [right('Code'), { text: 'Action item' }, { text: 'Severity' }, right('Occurrences'), right('Effort')];
  page.table(head, [0.08, 0.55, 0.13, 0.13, 0.11], codes.map((c) => [String(c.code), c.title, itemDefinition(report.registry, c.code).severity, String(c.occurrences), units(effort(c))]));
}

function schemasTable(page: Page, report: AssessmentReport, objects: readonly CountedObject[]): void {
  const schemas = new Map<string, { total: number; automatic: number; effort: number }>();
  for (const object of objects) {
    const schema = schemas.get(schemaOf(object.ref)) ?? { total: 0, automatic: 0, effort: 0 };
    schema.total++;
    if (workOf(object) === 'automatic') schema.automatic++;
    schema.effort += effortOf(workItems(object), report.registry);
    schemas.set(schemaOf(object.ref), schema);
  }
  page.section('Schemas');
  page.text('Effort: units for the occurrences in the schema, without learning, which is done once for all.', { faint: true });
  const rows = [...schemas].map(([name, s]) => [name === '' ? '(database)' : name, String(s.total), String(s.automatic), share(s.automatic, s.total), String(s.total - s.automatic), units(s.effort)]);
  page.table([{ text: 'Schema' }, right('Objects'), right('Automatic'), right('Share'), right('With actions'), right('Effort')], [0.36, 0.12, 0.14, 0.12, 0.15, 0.11], rows);
}

/** The first chapter: what a reader without time takes away. */
export function executiveSummary(page: Page, report: AssessmentReport, summary: AssessmentSummary, objects: readonly CountedObject[], contents: readonly Chapter[] | undefined): void {
  const codes = countCodes(report, 'together').sort((a, b) => effort(b) - effort(a) || a.code - b.code);
  const { storage, code, syntax } = summary;
  page.title(`Database migration assessment: ${report.database}`);
  const facts = [
    ['Source', `${report.source}, ${report.sourceServer}, database ${report.database}, ${count(summary.lines, 'line')} of code`],
    ['Target', `${report.target} ${report.targetVersion}${report.targetHost.toLowerCase() === report.target.toLowerCase() ? '' : `, ${report.targetHost}`}`],
    ['Proved on', report.provedBy ?? 'no server; the code was parsed only'],
    ['Made', `${report.generatedAt.toISOString().slice(0, 19).replace('T', ' ')} UTC`],
  ];
  for (const [name, value] of facts) page.text(`${name}: ${value}`, { faint: true });
  if (contents !== undefined) page.contents('Contents', contents);
  page.gap(8);
  page.chapter('Executive summary');
  tiles(page, [
    percent('Storage objects', storage.automatic, storage.total, 'automatic'),
    percent('Code objects', code.automatic, code.total, 'automatic'),
    ...(syntax === undefined ? [] : [percent('SQL syntax elements', syntax.automatic, syntax.total, 'automatic')]),
    { label: 'Effort', number: units(effortUnits(codes)), note: 'units, not hours', share: 0 },
  ]);
  inShort(page, report, summary, codes);
  page.gap(8);
  stackedBar(page, 'Database storage objects', segmentsOf(storage));
  stackedBar(page, 'Database code objects', segmentsOf(code));
  legend(page, works);
  stackedBar(page, 'Objects by what a server has shown of their converted code', summary.proofLevels.map(({ level, objects: value }) => ({ ...proofWords[level], value })));
  legend(page, proofLevels.map((level) => proofWords[level]));
  page.text('An object takes the heaviest of its action items; one that was not converted counts as complex. Each level of proof includes those before it. The last chapter says how everything is counted.', { faint: true });
  page.section('Object types');
  const head = [{ text: 'Object type' }, right('Objects'), right('Automatic'), right('Simple'), right('Medium'), right('Complex'), right('Lines')];
  page.table(head, [0.3, 0.12, 0.14, 0.11, 0.11, 0.11, 0.11], summary.categories.map((c) => [c.category, ...[c.total, c.automatic, c.simple, c.medium, c.complex, c.lines].map(String)]));
  schemasTable(page, report, objects);
  sizesTable(page, report.sizes ?? []);
  codesTable(page, codes, report);
}
