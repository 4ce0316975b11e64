import type { RunResult } from '@ferry/conversion';
import { harmless } from '../terminal';
import type { RanBatch } from './run';

const widest = 60;
const shown = (value: string | null): string => (value === null ? 'NULL' : value.length > widest ? `${value.slice(0, widest - 3)}...` : value);

function table(result: Extract<RunResult, { type: 'rows' }>): string[] {
  const rows = [result.columns.map((c) => c.name), ...result.rows.map((r) => r.map(shown))];
  const widths = result.columns.map((_, i) => Math.max(...rows.map((r) => r[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string => cells.map((c, i) => c.padEnd(widths[i] ?? 0)).join('  ').trimEnd();
  return [line(rows[0] ?? []), widths.map((w) => '-'.repeat(Math.max(1, w))).join('  '), ...rows.slice(1).map(line), `(${result.rows.length} row${result.rows.length === 1 ? '' : 's'})`];
}

const place = (result: Extract<RunResult, { type: 'error' }>): string => `${result.procedure === null ? '' : `Procedure ${result.procedure}, `}Line ${result.line}`;

function resultLines(result: RunResult): string[] {
  switch (result.type) {
    case 'rows': return table(result);
    case 'count': return [`(${result.count} row${result.count === 1 ? '' : 's'} affected)`];
    case 'message': return [result.text];
    case 'error': return [`Msg ${result.number}, Level ${result.severity}, State ${result.state}, ${place(result)}`, result.message];
  }
}

/** What a batch came to, for people; nothing for a batch that says nothing. */
export function batchText(batch: RanBatch): string {
  const items = batch.items.filter((i) => i.severity !== 'INFO').map((i) => `${i.severity} ${i.code}: ${i.message}`);
  const lines = [...batch.results.flatMap(resultLines), ...items];
  return lines.length === 0 ? '' : `${harmless(lines.join('\n'))}\n\n`;
}
