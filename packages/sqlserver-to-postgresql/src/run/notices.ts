import type { RunResult, RunValue } from '@ferry/conversion';
import type { BaseType, ScalarType } from '@ferry/source-sqlserver';
import { scalar } from '@ferry/source-sqlserver';
import { canonical } from './values';

/** SQLSTATE of a notice with the rows of a trigger: dynamic_result_sets_returned (`lower/results.ts`). */
export const rowsReturned = '0100C';

const columnWords = /\[((?:[^\]]|\]\])*)\] ([a-z0-9_]+)(?:\(([^)]*)\))?/g;
/** Numbers of JSON that do not stand in a text: their digits are kept as they are written. */
const textOrNumber = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** `decimal(9,2)` as a type. */
function typeOf(base: string, args: string | undefined): ScalarType {
  const [first, second] = (args ?? '').split(',');
  const size = first === 'max' ? ('max' as const) : Number(first);
  const rest = args === undefined ? {} : second !== undefined ? { precision: Number(first), scale: Number(second) } : /^(time|datetime|smalldatetime)/.test(base) ? { scale: Number(first) } : { length: size };
  return scalar(base as BaseType, { nullable: true, ...rest });
}

const asText = (value: unknown): RunValue => (value === null || value === undefined ? null : typeof value === 'string' ? value : typeof value === 'boolean' ? (value ? 't' : 'f') : JSON.stringify(value));

/** JSON writes moments with a T, PostgreSQL's texts with a blank. */
const moment = /^(\d+-\d\d-\d\d)T/;

/**
 * The rows that a trigger sent as a notice.
 * @param message names and types of the columns; @param detail a JSON array of objects, their members in the order of the columns
 */
export function rowsOfNotice(message: string, detail: string): RunResult {
  const columns = [...message.slice(message.indexOf(': ') + 2).matchAll(columnWords)].map(([, name = '', base = '', args]) => ({ name: name.replaceAll(']]', ']'), sourceType: args === undefined ? base : `${base}(${args})`, type: typeOf(base, args) }));
  const rows = JSON.parse(detail.replace(textOrNumber, (found) => (found.startsWith('"') ? found : `"${found}"`))) as Readonly<Record<string, unknown>>[];
  return {
    type: 'rows',
    columns: columns.map(({ name, sourceType }) => ({ name, sourceType })),
    rows: rows.map((row) => Object.values(row).map((v, i) => canonical(asText(v)?.replace(moment, '$1 ') ?? null, columns[i]?.type ?? scalar('nvarchar'), ''))),
  };
}
