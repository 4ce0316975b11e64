import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { ZipFile } from 'yazl';
import { itemDefinition } from '@ferry/conversion';
import { summarise, summaryRows } from '../assessment-summary';
import { safePath } from '../script-files';
import { entryOptions } from '../zip';
import type { AssessmentReport } from './report';
import { countCodes, occurrences, placing, schemaOf } from './report';
import { plainText } from './plain-text';

/** A table of the export: its path inside the zip, its headers, its rows one by one. */
export interface CsvFile {
  readonly path: string;
  readonly headers: readonly string[];
  readonly rows: () => Iterable<readonly (string | number)[]>;
}

/** Headers as DMS Schema Conversion writes them (https://docs.aws.amazon.com/dms/latest/userguide/assessment-reports.html). */
const headers = {
  occurrences: [
    'Category',
    'Occurrence',
    'Action item',
    'Subject',
    'Group',
    'Description',
    'Documentation references',
    'Recommended action',
    'Filtered',
    'Estimated complexity',
    'Line',
    'Position',
    'Source',
    'Target',
    'Server IP address and port',
    'Database name',
    'Schema name',
    'AI/ML Recommendation',
  ],
  actionItems: ['Schema', 'Action item', 'Number of occurrences', 'Learning curve efforts', 'Efforts to convert an occurrence of the action item', 'Action item description', 'Recommended action'],
  summary: [
    'Category',
    'Number of objects',
    'Objects automatically converted',
    'Objects with simple actions',
    'Objects with medium-complexity actions',
    'Objects with complex actions',
    'Total lines of code',
  ],
  sizes: ['Schema', 'Table', 'Rows', 'Kilobytes'],
} as const;

function* occurrenceRows(report: AssessmentReport): Generator<(string | number)[]> {
  const place = placing(report);
  for (const { ref, item } of occurrences(report)) {
    const { category, path } = place(ref);
    const group = itemDefinition(report.registry, item.code).family;
    const at = [item.line ?? '', item.column ?? ''];
    // Nothing refers to documents, filters items or recommends by AI: those columns are empty or say so.
    const words = [item.code, item.title, group, item.message, '', item.recommendedAction, 'false', item.complexity];
    yield [category, path, ...words, ...at, report.source, `${report.target} ${report.targetVersion}`, report.sourceServer, report.database, schemaOf(ref), ''];
  }
}

function* actionItemRows(report: AssessmentReport): Generator<(string | number)[]> {
  for (const c of countCodes(report, 'schema')) yield [c.schema, c.code, c.occurrences, c.learning, c.perOccurrence, c.title, c.recommendedAction];
}

function* categoryRows(report: AssessmentReport): Generator<(string | number)[]> {
  const summary = summarise(summaryRows(report.parts));
  const linesOf = (group: 'storage' | 'code'): number => summary.categories.reduce((sum, c) => (c.group === group ? sum + c.lines : sum), 0);
  for (const c of summary.categories) yield [c.category, c.total, c.automatic, c.simple, c.medium, c.complex, c.lines];
  for (const [name, group] of [['Storage_objects_count', 'storage'] as const, ['Code_objects_count', 'code'] as const]) {
    const { total, automatic, simple, medium, complex } = summary[group];
    yield [name, total, automatic, simple, medium, complex, linesOf(group)];
  }
  const { syntax } = summary;
  // An element has no complexity of its own. Where nobody counted, the row says no number.
  yield ['SQL_syntax_elements_number', syntax?.total ?? '', syntax?.automatic ?? '', '', '', '', summary.lines];
}

/** One segment of a path out of a server's name. */
const segment = (name: string): string => safePath(name.replaceAll('/', '_'));

/** The tables of the CSV export, in the layout of DMS Schema Conversion: `<source-server>/<target-host>/<target-host>*.csv`. */
export function assessmentCsvFiles(report: AssessmentReport): CsvFile[] {
  const host = segment(report.targetHost);
  const base = `${segment(report.sourceServer)}/${host}/${host}`;
  const { sizes } = report;
  return [
    { path: `${base}.csv`, headers: headers.occurrences, rows: () => occurrenceRows(report) },
    { path: `${base}_Action_Items_Summary.csv`, headers: headers.actionItems, rows: () => actionItemRows(report) },
    { path: `${base}_Summary.csv`, headers: headers.summary, rows: () => categoryRows(report) },
    // Ferry's own, where it is known.
    ...(sizes === undefined || sizes.length === 0 ? [] : [{ path: `${base}_Table_Sizes.csv`, headers: headers.sizes, rows: () => sizes.map(({ schema, name, rows, kilobytes }) => [schema, name, rows, kilobytes]) }]),
  ];
}

function* cells({ headers: head, rows }: CsvFile): Generator<readonly (string | number)[]> {
  yield head;
  for (const row of rows()) yield row.map((value) => (typeof value === 'number' ? value : plainText(value)));
}

/** The text of a table, as a stream: UTF-8 with a byte order mark; a cell that a spreadsheet would take for a formula is disarmed with an apostrophe. */
function csvStream(file: CsvFile): Readable {
  const text = stringify({ bom: true, escape_formulas: true, record_delimiter: 'windows' });
  // A failure reaches whoever reads the stream.
  pipeline(Readable.from(cells(file)), text, () => undefined);
  return text;
}

/** The CSV export: a zip with the tables, made while it is read. */
export function assessmentCsv(report: AssessmentReport): Readable {
  const zip = new ZipFile();
  zip.on('error', (error: Error) => (zip.outputStream as Readable).destroy(error));
  for (const file of assessmentCsvFiles(report)) zip.addReadStreamLazy(file.path, entryOptions, (ready) => ready(null, csvStream(file)));
  zip.end();
  return zip.outputStream as Readable;
}
