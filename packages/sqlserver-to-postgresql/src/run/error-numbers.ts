import type { SessionRefusal } from '@ferry/conversion';

/** An error as SQL Server tells it. */
export interface SqlError {
  readonly number: number;
  readonly severity: number;
  readonly state: number;
  readonly procedure: string | null;
  /** In the script (or the dynamic text), from 1. */
  readonly line: number;
  readonly message: string;
}

/**
 * Numbers of SQL Server for conditions of PostgreSQL (https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors,
 * https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
const byState: Readonly<Record<string, number>> = {
  '0A000': 40510, '21000': 512, '22001': 2628, '22003': 8115, '22007': 241, '22008': 242, '22011': 537, '22012': 8134, '22013': 8199, '22023': 8116, '22032': 13609, '2200M': 9420, '2200N': 9420, '2201E': 3623, '2201F': 3623, '2201W': 1060, '2201X': 10742, '22021': 9833, '22P02': 245, '22P03': 245,
  '23502': 515, '23503': 547, '23505': 2627, '23514': 547, '25006': 3906, '25P02': 3930, '26000': 8179, '28000': 18456, '2BP01': 3726, '3F000': 2760, '40001': 3960, '40P01': 1205, '42501': 229, '42601': 102, '42611': 1088, '42701': 2705, '42702': 209, '42703': 207, '42704': 2715, '42710': 2714, '42712': 1013, '42723': 2714, '42725': 4121, '42803': 8120, '42804': 206, '42809': 208, '42846': 529, '42883': 4121, '42P01': 208, '42P06': 2759, '42P07': 2714, '42P10': 4902, '42P16': 8111, '428C9': 544, '54001': 217, '54023': 180, '55000': 3701, '55P03': 1222, '57014': 3204,
  P0001: 50000, P0002: 50000, P0003: 512, P0004: 50000,
};

/** A number that a conversion of the wrong text has: it depends on the type. */
function conversionNumber(message: string): number {
  if (/type (numeric|decimal|double precision|float|real|money)/.test(message)) return 8114;
  if (/type uuid/.test(message)) return 8169;
  if (/type (timestamp|date|time)/.test(message)) return 241;
  if (/type boolean/.test(message)) return 245;
  if (/type json/.test(message)) return 13609;
  return 245;
}

/** The number for a refusal. User's errors are raised with their number as SQLSTATE. */
export function errorNumberOf(refusal: SessionRefusal, isIndex: (constraint: string) => boolean): number {
  const { sqlstate, message, constraint } = refusal;
  if (sqlstate === '23505') return constraint !== undefined && isIndex(constraint) ? 2601 : 2627;
  if (sqlstate === '22P02') return conversionNumber(message);
  if (sqlstate === '22003' && message === 'smallint out of range') return 220;
  if (sqlstate === '22003' && message === 'input is out of range') return 3623;
  if (sqlstate === '22008' && /^(date|time) field value out of range: /.test(message)) return /read_moment/.test(refusal.context ?? '') ? 242 : 289;
  if (sqlstate === '22003' && /smallint|type integer/.test(message) && /value "/.test(message)) return 248;
  const known = byState[sqlstate];
  if (known !== undefined) return known;
  return /^(?:13\d{3}|[5-9]\d{4})$/.test(sqlstate) ? Number(sqlstate) : 50000;
}

/** Errors that end the batch wherever they come from, as far as they are not of the connection. */
const endsBatch = new Set([208, 207, 241, 242, 245, 248, 102, 1205, 3960, 8114, 8169, 9420, 13609, 217, 2812]);
/** Errors that also roll the transaction back: https://learn.microsoft.com/sql/t-sql/statements/set-xact-abort-transact-sql */
const endsTransaction = new Set([241, 242, 245, 248, 1205, 3960, 8114, 8169, 9420, 217]);

export const abortsBatch = (number: number): boolean => endsBatch.has(number) && number !== 2812;
export const abortsTransaction = (number: number): boolean => endsTransaction.has(number);
export const severityOf = (number: number): number => (number === 1205 ? 13 : number === 547 || number === 515 || number === 8152 || number === 2628 || number === 8134 ? 16 : number === 2627 || number === 2601 ? 14 : number === 102 ? 15 : 16);
