import type { GroupSummary } from '@ferry/reports';
import { harmless } from '../terminal';
import type { Notice, Summary } from './summary';

const itemsShown = 12;
const noticesShown = 12;
const passedOverShown = 6;

const share = (part: number, total: number): string => (total === 0 ? '-' : `${Math.floor((1000 * part) / total) / 10} %`);

const cells = (values: readonly string[], widths: readonly number[]): string => values.map((v, i) => (i === 0 ? v.padEnd(widths[0] ?? 0) : v.padStart(widths[i] ?? 0))).join('  ');

/** Rows with columns as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${cells(row, widths)}`.trimEnd());
}

const groupRow = (label: string, g: GroupSummary): string[] => [label, String(g.total), String(g.converted), String(g.total - g.converted), String(g.convertedAndProved), share(g.convertedAndProved, g.total)];

function place({ file, line, column }: Notice): string {
  return line === undefined ? file : `${file}:${line}:${column ?? 1}`;
}

function more(count: number, shown: number, what: string): string[] {
  return count > shown ? [`  ... and ${count - shown} more ${what}`] : [];
}

/** A summary in lines for a terminal: status and proof always side by side. */
export function summaryText(summary: Summary): string {
  const { objects } = summary;
  const levels = objects.proofLevels.filter((l) => l.objects > 0).map((l) => `${l.level} ${l.objects}`);
  const notes = summary.notices.filter((n) => n.severity !== 'info');
  const lines = [
    `${summary.database}: ${summary.source} to ${summary.target} ${summary.targetVersion}`,
    summary.server === null ? 'Nothing was tried on a server (--verify none): proof stops at "parsed".' : `Proved on ${summary.server}.`,
    '',
    ...table([
      ['', 'objects', 'converted', 'need work', 'converted and proved', ''],
      groupRow('Storage objects', objects.storage),
      groupRow('Code objects', objects.code),
    ]),
    ...(objects.syntax === undefined ? [] : [`  SQL syntax elements: ${objects.syntax.total}, converted with no work left ${objects.syntax.automatic} (${share(objects.syntax.automatic, objects.syntax.total)})`]),
    `  Proof: ${levels.join(', ') || 'none'}`,
    `  Effort: ${Math.round(summary.effort * 100) / 100} units (not hours; the assessment says where)`,
    ...(summary.kept > 0 ? [`  ${summary.kept} objects had not changed, nor what they use: they were kept as they were (--afresh converts all).`] : []),
    ...(summary.refused > 0 ? [`  ${summary.refused} statements were refused; they are in refused.sql.`] : []),
  ];
  if (summary.items.length > 0) {
    lines.push('', 'Action items');
    lines.push(...table(summary.items.slice(0, itemsShown).map((i) => [`${i.severity}  ${i.title}`, String(i.code), `x ${i.occurrences}`])));
    lines.push(...more(summary.items.length, itemsShown, 'kinds'));
  }
  if (summary.passedOver.length > 0) {
    lines.push('', 'Read and not part of a schema');
    lines.push(...table(summary.passedOver.slice(0, passedOverShown).map((p) => [`${p.statement}: ${p.reason}`, `x ${p.count}`])));
    lines.push(...more(summary.passedOver.length, passedOverShown, 'kinds'));
  }
  if (notes.length > 0) {
    lines.push('', 'Notices');
    lines.push(...notes.slice(0, noticesShown).map((n) => `  ${place(n)}: ${n.severity}: ${n.message}`));
    lines.push(...more(notes.length, noticesShown, 'notices'));
  }
  const others = summary.files - summary.written.length;
  lines.push('', `Written to ${summary.out}: ${summary.written.join(', ')}${others === 0 ? '' : ` and ${others} ${others === 1 ? 'file' : 'files'} under sql/`}.`);
  return `${harmless(lines.join('\n'))}\n`;
}
