import type { RunResult } from '@ferry/conversion';
import type { RecordedSet } from './suite';

/** Whose doing a difference is: the suite was recorded from Babelfish, and SQL Server's documentation decides. */
export type Whose = 'ours' | 'ours, with an action item' | 'Babelfish' | 'not comparable';

export interface Cause {
  readonly title: string;
  readonly whose: Whose;
}

/** A result set that is not equal, and what stood around it. */
export interface Difference {
  /** The batch, and the whole of the unit's batches before it. */
  readonly text: string;
  readonly before: string;
  readonly recorded: RecordedSet;
  readonly ours: Extract<RunResult, { type: 'rows' }> | undefined;
  readonly errors: readonly Extract<RunResult, { type: 'error' }>[];
  /** Rows as they are compared. */
  readonly want: readonly string[];
  readonly have: readonly string[];
  /** An earlier statement of the unit was refused, or sent something else. */
  readonly afterTrouble: boolean;
}

type Rule = Cause & { readonly is: (d: Difference) => boolean };

const sorted = (rows: readonly string[]): string => [...rows].sort().join('\n');
/** Whether the rows are the same once both are rewritten. */
const sameWhen = (d: Difference, rewrite: (row: string) => string): boolean => d.ours !== undefined && sorted(d.want.map(rewrite)) === sorted(d.have.map(rewrite));
const failed = (d: Difference, pattern: RegExp): boolean => d.ours === undefined && d.errors.some((e) => pattern.test(`${e.number} ${e.message}`));
const column = (d: Difference, pattern: RegExp): boolean => d.recorded.types.some((t) => pattern.test(t));
const fractions = (row: string): string => row.replace(/(:\d\d)\.\d+/g, '$1');
/** Numbers to six digits. */
const rounded = (row: string): string => row.replace(/-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g, (n) => Number(n).toPrecision(6));
/** A scalar function that a batch of the unit creates and this one calls without its schema, which SQL Server demands. */
function callsByBareName({ text, before }: Difference): boolean {
  const names = [...before.matchAll(/create\s+(?:or\s+alter\s+)?function\s+(?:\[?\w+\]?\.)?\[?(\w+)\]?/gi)].map((m) => m[1] ?? '');
  return names.some((name) => new RegExp(`(?<![.\\w\\]])${name}\\s*\\(`, 'i').test(text.replace(/\b(from|join|apply|function)\s+\w+\s*\(/gi, '')));
}

/** The first that holds is the cause. No rule names a unit. */
const rules: readonly Rule[] = [
  { title: 'types and functions of PostgreSQL (int2, float8, nextval, current_setting), switches of Babelfish', whose: 'not comparable', is: (d) => /\b(int2|int4|int8|float4|float8|bpchar|nextval|currval|setval|current_setting|set_config|pg_\w+|inject_fault\w*|babelfish_\w+|babelfishpg\w*)\b/i.test(d.text) },
  { title: 'a scalar function called without its schema, which SQL Server refuses', whose: 'Babelfish', is: (d) => d.ours === undefined && callsByBareName(d) },
  { title: 'an order that the batch leaves open: rows with the same key', whose: 'not comparable', is: (d) => sameWhen(d, (row) => row) },
  { title: 'TOP of rows whose order the batch leaves open', whose: 'not comparable', is: (d) => /\btop\b/i.test(d.text) && d.want.length === d.have.length && d.ours !== undefined },
  { title: 'JSON: blanks after colon and comma, which SQL Server does not write, and the order of keys', whose: 'ours, with an action item', is: (d) => d.ours !== undefined && sameWhen(d, (row) => [...row.replace(/\s/g, '')].sort().join('')) && d.want.some((row) => /[[{]/.test(row)) },
  { title: 'FORMAT: a blank before positive numbers of E, C and G, A.D., six digits of a second', whose: 'Babelfish', is: (d) => /\bformat\s*\(/i.test(d.text) && d.ours !== undefined && d.want.length === d.have.length },
  { title: 'names of routines in lower case, numbers of lines that count otherwise', whose: 'Babelfish', is: (d) => column(d, /char/i) && /error_(procedure|line)/i.test(`${d.text}${d.before}`) && sameWhen(d, (row) => row.toLowerCase().replace(/\d+/g, '#')) },
  { title: 'datetimeoffset: PostgreSQL keeps the moment and not the offset', whose: 'ours, with an action item', is: (d) => failed(d, /offset/i) || (d.ours !== undefined && (column(d, /datetimeoffset/i) || /tz|offset/i.test(d.text))) },
  { title: 'seventh digit of a second: PostgreSQL keeps six', whose: 'ours, with an action item', is: (d) => d.ours !== undefined && column(d, /time|date|varchar/i) && sameWhen(d, fractions) },
  { title: 'digits of numbers behind the sixth', whose: 'ours', is: (d) => d.ours !== undefined && sameWhen(d, rounded) },
  { title: 'nchar and nvarchar: two bytes a character, half of a character beyond U+FFFF', whose: 'Babelfish', is: (d) => d.ours !== undefined && /datalength|[\u{10000}-\u{10ffff}]/iu.test(d.text) && column(d, /int|char/i) },
  { title: 'triggers that are stand-ins', whose: 'ours, with an action item', is: (d) => failed(d, /40510 A statement of/) && /\b(insert|update|delete|merge)\b/i.test(d.text) },
  { title: 'routines and views that are stand-ins', whose: 'ours, with an action item', is: (d) => failed(d, /40510 .*was not converted/) },
  { title: 'FOR XML', whose: 'ours, with an action item', is: (d) => /\bfor\s+xml\b/i.test(d.text) },
  { title: 'sql_variant', whose: 'ours, with an action item', is: (d) => failed(d, /sql_variant/i) || (/sql_variant/i.test(d.text)) },
  { title: 'identity values after errors and RESEED', whose: 'ours', is: (d) => /ident_|identity/i.test(d.text) && d.ours !== undefined },
  { title: 'statements that are not converted', whose: 'ours, with an action item', is: (d) => failed(d, /^40510 /) },
  { title: 'what an earlier statement of the unit left, which was not converted or refused', whose: 'ours, with an action item', is: (d) => d.afterTrouble && (d.ours !== undefined || d.errors.length === 0) },
  { title: 'forms of dates and numbers as texts', whose: 'ours', is: (d) => failed(d, /^(241|242|245|8114|289) /) },
  { title: 'objects and columns that were not found', whose: 'ours', is: (d) => failed(d, /^(207|208|2812|4121|3701) /) },
  { title: 'other errors', whose: 'ours', is: (d) => d.errors.length > 0 && d.ours === undefined },
  { title: 'other results', whose: 'ours', is: () => true },
];

/** Why a result set is not as recorded. */
export const causeOf = (difference: Difference): Cause => rules.find((rule) => rule.is(difference)) as Cause;

/** Causes as a table in Markdown: result sets and units of each, the most frequent first within whose they are. */
export function causesTable(found: readonly { readonly unit: string; readonly cause: Cause }[]): string {
  const order: readonly Whose[] = ['Babelfish', 'not comparable', 'ours, with an action item', 'ours'];
  const rows = new Map<string, { cause: Cause; sets: number; units: Map<string, number> }>();
  for (const { unit, cause } of found) {
    const row = rows.get(cause.title) ?? { cause, sets: 0, units: new Map<string, number>() };
    row.sets++;
    row.units.set(unit, (row.units.get(unit) ?? 0) + 1);
    rows.set(cause.title, row);
  }
  const list = [...rows.values()].sort((a, b) => order.indexOf(a.cause.whose) - order.indexOf(b.cause.whose) || b.sets - a.sets);
  const units = (of: ReadonlyMap<string, number>): string => {
    const most = [...of].sort((a, b) => b[1] - a[1]);
    return `${most.slice(0, 4).map(([name]) => name).join(', ')}${most.length > 4 ? ` and ${most.length - 4} more` : ''}`;
  };
  const sums = order.map((whose) => `${whose} ${list.filter((row) => row.cause.whose === whose).reduce((sum, row) => sum + row.sets, 0)}`);
  return ['| cause | whose | sets | units |', '|---|---|---|---|', ...list.map((row) => `| ${row.cause.title} | ${row.cause.whose} | ${row.sets} | ${units(row.units)} |`), '', `Differences: ${sums.join(', ')}.`].join('\n');
}
