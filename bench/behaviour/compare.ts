import type { RunResult } from '@ferry/conversion';
import { causeOf } from './causes';
import type { Cause } from './causes';
import type { Recorded, RecordedSet, SuiteBatch } from './suite';

export type Verdict = 'equal' | 'different' | 'failed';

export interface SetVerdict {
  readonly verdict: Verdict;
  readonly why?: string;
  /** Of one that is not equal. */
  readonly cause?: Cause;
}

/** What a unit did before a batch. */
export interface Before {
  readonly text: string;
  readonly trouble: boolean;
}

export interface BatchVerdict {
  readonly sets: readonly SetVerdict[];
  readonly counts: { readonly equal: number; readonly total: number };
  readonly errors: { readonly equal: number; readonly total: number };
  /** We sent rows that were not recorded. */
  readonly extra: number;
  readonly note: string | undefined;
}

/** Batches whose results are never the same twice. */
export const varies = /\b(GETDATE|GETUTCDATE|SYSDATETIME|SYSUTCDATETIME|SYSDATETIMEOFFSET|CURRENT_TIMESTAMP|NEWID|NEWSEQUENTIALID|RAND|@@SPID|USER_NAME|SUSER_SNAME|SUSER_NAME|SYSTEM_USER|SESSION_USER|CURRENT_USER|DB_NAME|DB_ID|HOST_NAME|APP_NAME|OBJECT_ID)\b|@@(SPID|VERSION|SERVERNAME|DBTS|CPU_BUSY|IDLE)\b/i;

/** A decimal number without what does not change its value. */
function plainNumber(text: string): string {
  const match = /^([-+]?)(\d*)(?:\.(\d*))?$/.exec(text.trim());
  if (match === null) return text;
  const whole = (match[2] ?? '').replace(/^0+(?=\d)/, '') || '0';
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  const value = fraction === '' ? whole : `${whole}.${fraction}`;
  return match[1] === '-' && /[1-9]/.test(value) ? `-${value}` : value;
}

/** A value as it is compared, by the type that was recorded. */
function comparable(value: string | null, type: string): string {
  if (value === null) return '\u0000';
  const base = type.replace(/\(.*$/, '').toLowerCase();
  switch (base) {
    case 'int': case 'bigint': case 'smallint': case 'tinyint': case 'numeric': case 'decimal': case 'money': case 'smallmoney': case 'bit':
      return plainNumber(value);
    case 'float': case 'double': return /^[-+0-9.eE]+$/.test(value) ? String(Number(Number(value).toPrecision(15))) : value;
    case 'real': return /^[-+0-9.eE]+$/.test(value) ? String(Number(Math.fround(Number(value)).toPrecision(7))) : value;
    case 'datetime': case 'smalldatetime': case 'datetime2': case 'time': case 'datetimeoffset':
      return value.replace(/(:\d\d)(?:\.(\d*?)0*)(?=$| )/, (_, head: string, digits: string) => (digits === '' ? head : `${head}.${digits}`)).replace(/ ([-+]\d\d:\d\d)$/, ' $1');
    case 'binary': case 'varbinary': case 'image': case 'timestamp': case 'rowversion': return value.replace(/^0x/i, '').toUpperCase();
    case 'uniqueidentifier': return value.toUpperCase();
    default: return value.replace(/[\r\n]+/g, '<newline>');
  }
}

const rowText = (row: readonly (string | null)[], types: readonly string[]): string => row.map((v, i) => comparable(v, types[i] ?? '')).join('\u0001');

/** Compares one result set with the recorded one: as a multiset unless the batch says ORDER BY. */
function compareSet(recorded: RecordedSet, ours: Extract<RunResult, { type: 'rows' }>, ordered: boolean, cause: (want: readonly string[], have: readonly string[]) => Cause): SetVerdict {
  const want = recorded.rows.map((r) => rowText(r, recorded.types));
  const have = ours.rows.map((r) => rowText(r, recorded.types));
  if (!ordered) {
    want.sort();
    have.sort();
  }
  if (want.length === have.length && want.every((w, i) => w === have[i])) return { verdict: 'equal' };
  const at = want.findIndex((w, i) => w !== have[i]);
  const show = (text: string | undefined): string => (text === undefined ? 'nothing' : text.replaceAll('\u0000', 'NULL').split('\u0001').join(' | '));
  return { verdict: 'different', cause: cause(want, have), why: `${recorded.types.join(', ')}: recorded ${want.length} rows, ${show(want[at < 0 ? want.length : at])}; ours ${have.length} rows, ${show(have[at < 0 ? want.length : at])}` };
}

/** Compares what a batch came to with what was recorded. @param results undefined when the run ended before it */
export function compareBatch(batch: SuiteBatch, results: readonly RunResult[] | undefined, before: Before): BatchVerdict {
  const recorded: Recorded = batch.recorded;
  const skip = varies.test(batch.text);
  const wanted = skip ? [] : recorded.sets.filter((s) => !s.broken);
  if (results === undefined) return { sets: wanted.map(() => ({ verdict: 'failed', why: 'the run ended', cause: { title: 'the run ended', whose: 'ours' } })), counts: { equal: 0, total: skip ? 0 : recorded.counts.length }, errors: { equal: 0, total: 1 }, extra: 0, note: 'the run ended before this batch' };
  const ours = results.filter((r): r is Extract<RunResult, { type: 'rows' }> => r.type === 'rows');
  const errors = results.filter((r): r is Extract<RunResult, { type: 'error' }> => r.type === 'error');
  const ordered = /\border\s+by\b/i.test(batch.text);
  const told = errors.map((e) => `${e.number} ${e.message}`).join('; ');
  const sets = wanted.map((set, i): SetVerdict => {
    const own = ours[i];
    const cause = (want: readonly string[], have: readonly string[]): Cause => causeOf({ text: batch.text, before: before.text, recorded: set, ours: own, errors, want, have, afterTrouble: before.trouble });
    if (own === undefined) return { verdict: 'failed', why: told === '' ? 'no rows were sent' : told, cause: cause([], []) };
    return compareSet(set, own, ordered, cause);
  });
  const counts = results.filter((r): r is Extract<RunResult, { type: 'count' }> => r.type === 'count' && r.count > 0).map((r) => r.count);
  const left = [...counts];
  let equal = 0;
  for (const c of recorded.counts) {
    const at = left.indexOf(c);
    if (at >= 0) {
      left.splice(at, 1);
      equal++;
    }
  }
  const brokenSets = recorded.sets.some((s) => s.broken);
  const happened = recorded.errors.length > 0 || brokenSets;
  const known = recorded.errors.filter((n) => n < 33_000_000);
  const right = happened === errors.length > 0 && known.every((n) => errors.some((e) => e.number === n));
  return {
    sets,
    counts: skip ? { equal: 0, total: 0 } : { equal, total: recorded.counts.length },
    errors: { equal: right ? 1 : 0, total: 1 },
    extra: Math.max(0, ours.length - recorded.sets.length),
    note: right ? undefined : happened ? (errors.length > 0 ? `recorded error ${known.join(', ')}, ours ${told}` : `recorded error ${recorded.errors.join(', ')}, ours none`) : told,
  };
}
