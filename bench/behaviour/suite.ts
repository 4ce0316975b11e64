import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A result set that was recorded: the words of its column types, and its rows as the driver wrote them. */
export interface RecordedSet {
  readonly types: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** An error came while the rows were fetched. */
  readonly broken: boolean;
}

/** What one batch came to when it was recorded. */
export interface Recorded {
  readonly sets: readonly RecordedSet[];
  readonly counts: readonly number[];
  readonly errors: readonly number[];
}

export interface SuiteBatch {
  readonly text: string;
  /** Line of its first line in `script`, from 1, and the line of its GO. */
  readonly from: number;
  readonly to: number;
  readonly recorded: Recorded;
}

export interface SuiteFile {
  readonly path: string;
  /** The batches as they were sent, one after the other, with GO between them. */
  readonly script: string;
  readonly batches: readonly SuiteBatch[];
}

const directive = /^--\s*(sla\b|sla_for_parallel_query_enforced|parallel_query_expected|single_db_mode_expected)/i;
/** Lines that the driver of the suite does not send. */
const dropped = (line: string): boolean => line.length === 0 || line.startsWith('#') || line.startsWith('dotnet_auth');

const lines = (text: string): string[] => text.replace(/^\ufeff/, '').split(/\r?\n/);

/** The recorded results behind a GO line, from `at` on. */
function readResults(out: readonly string[], from: number): { readonly recorded: Recorded; readonly next: number } {
  const sets: RecordedSet[] = [];
  const counts: number[] = [];
  const errors: number[] = [];
  let at = from;
  for (;;) {
    let look = at;
    while (out[look] === '') look++;
    const line = out[look];
    if (line === undefined || !line.startsWith('~~')) return { recorded: { sets, counts, errors }, next: at };
    at = look + 1;
    const count = /^~~ROW COUNT: (\d+)~~$/.exec(line);
    const error = /^~~ERROR \(Code: (-?\d+)\)~~$/.exec(line);
    if (count) counts.push(Number(count[1]));
    else if (error) errors.push(Number(error[1]));
    else if (line.startsWith('~~ERROR (Message') || line.startsWith('~~WARNING')) {
      // A message may be several lines long.
      let end = look;
      while (end < out.length && !(out[end] ?? '').endsWith(')~~')) end++;
      at = end + 1;
    } else if (line === '~~START~~') {
      const types = (out[at] ?? '').split('#!#');
      const rows: (string | null)[][] = [];
      let broken = false;
      for (at++; at < out.length && out[at] !== '~~END~~'; at++) {
        const row = out[at] ?? '';
        if (row.startsWith('~~ERROR')) {
          broken = true;
          break;
        }
        rows.push(row.split('#!#').map((v) => (v === '<NULL>' ? null : v)));
      }
      if (!broken) at++;
      sets.push({ types, rows, broken });
    }
  }
}

/**
 * Reads one input file of the suite and what was recorded for it. Blank lines and lines of the driver are in neither.
 * @throws Error when the recorded file does not echo the input
 */
export function readSuiteFile(suite: string, path: string): SuiteFile {
  const input = lines(readFileSync(join(suite, path), 'utf8'));
  const recordedPath = join(suite, 'expected', `${basename(path).replace(/\.sql$/, '')}.out`);
  if (!existsSync(recordedPath)) throw new Error(`${recordedPath} is missing`);
  const out = lines(readFileSync(recordedPath, 'utf8'));
  let at = 0;
  const batches: SuiteBatch[] = [];
  const script: string[] = [];
  let text: string[] = [];
  for (const line of input) {
    if (dropped(line) || directive.test(line)) continue;
    // Find the echo of the line.
    while (at < out.length && out[at] !== line && (dropped(out[at] ?? '') || directive.test(out[at] ?? ''))) at++;
    if (out[at] !== line) throw new Error(`${path}: the recorded file has "${(out[at] ?? 'its end').slice(0, 80)}" where the input has "${line.slice(0, 80)}"`);
    at++;
    if (!/^go$/i.test(line)) {
      text.push(line);
      continue;
    }
    const { recorded, next } = readResults(out, at);
    at = next;
    const from = script.length + 1;
    script.push(...text, 'GO');
    batches.push({ text: text.join('\n'), from, to: script.length, recorded });
    text = [];
  }
  return { path, script: `${script.join('\n')}\n`, batches };
}

export interface Unit {
  readonly name: string;
  readonly feature: string;
  readonly files: readonly string[];
}

/** The list of units: a table with a head line, of which `unit`, `primary` and the files are read. */
export function readUnits(path: string): Unit[] {
  const [head = '', ...rows] = lines(readFileSync(path, 'utf8')).filter((l) => l !== '');
  const names = head.split('\t');
  const column = (row: string, test: (name: string) => boolean): string => row.split('\t')[names.findIndex(test)] ?? '';
  return rows.map((row) => ({ name: column(row, (n) => n === 'unit'), feature: column(row, (n) => n === 'primary'), files: column(row, (n) => n.startsWith('files')).split(' ').filter((f) => f !== '') }));
}
