import type { ScalarType, SqlType } from '@ferry/source-sqlserver';
import { isScalar } from '@ferry/source-sqlserver';
import type { RunValue } from '@ferry/conversion';
import { typeWords } from '../lower/lowering';

/** What PostgreSQL's own types are called in T-SQL, where the source's type of a column could not be told. */
const fallback: Readonly<Record<string, string>> = {
  bool: 'bit', int2: 'smallint', int4: 'int', int8: 'bigint', float4: 'real', float8: 'float', numeric: 'decimal', text: 'nvarchar(max)', varchar: 'varchar', bpchar: 'char', date: 'date', time: 'time', timestamp: 'datetime2', timestamptz: 'datetimeoffset', uuid: 'uniqueidentifier', xml: 'xml', bytea: 'varbinary',
};

/** The type of a column of a result, as the source writes it. @param target the type of PostgreSQL, for what the source's is not known of */
export const sourceTypeOf = (type: SqlType, target: string): string => (isScalar(type) ? typeWords(type.base === 'datetime' || type.base === 'smalldatetime' ? { kind: 'scalar', base: type.base, nullable: type.nullable } : type) : (fallback[target] ?? target));

/** A number's digits with a scale: what is too long is rounded half away from zero, as SQL Server rounds. */
function withScale(text: string, scale: number): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return text;
  const [, sign = '', whole = '0', fraction = ''] = match;
  if (fraction.length <= scale) return `${sign}${whole}${scale === 0 ? '' : `.${fraction.padEnd(scale, '0')}`}`;
  const digits = BigInt(whole + fraction.slice(0, scale)) + (fraction.charCodeAt(scale) >= 53 ? 1n : 0n);
  const padded = digits.toString().padStart(scale + 1, '0');
  const text_ = scale === 0 ? padded : `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
  return /^[0.]+$/.test(text_) ? text_ : sign + text_;
}

/** `12:30:00.5` with as many digits of a second as the type declares. */
function withFraction(text: string, scale: number): string {
  const match = /^(.*?\d\d:\d\d:\d\d)(?:\.(\d+))?([+-]\d\d(?::?\d\d)?)?$/.exec(text);
  if (match === null) return text;
  const [, head = '', fraction = '', zone] = match;
  const digits = scale === 0 ? '' : `.${fraction.padEnd(scale, '0').slice(0, scale)}`;
  const offset = zone === undefined ? '' : ` ${zone.length === 3 ? `${zone}:00` : zone}`;
  return `${head}${digits}${offset}`;
}

const midnight = (text: string): string => (/^\d+-\d\d-\d\d$/.test(text) ? `${text} 00:00:00` : text);
const hex = (text: string): string => (text.startsWith('\\x') ? `0x${text.slice(2).toUpperCase()}` : text);
const bit = (text: string): string => (text === 't' || text === 'true' ? '1' : text === 'f' || text === 'false' ? '0' : text);

function ofType(text: string, type: ScalarType): string {
  switch (type.base) {
    case 'bit': return bit(text);
    case 'bigint': case 'int': case 'smallint': case 'tinyint': return withScale(text, 0);
    case 'decimal': return withScale(text, type.scale ?? 0);
    case 'money': case 'smallmoney': return withScale(text, 4);
    case 'float': case 'real': return text;
    case 'char': case 'nchar': return typeof type.length === 'number' ? text.padEnd(type.length) : text;
    case 'datetime': return withFraction(midnight(text), 3);
    case 'smalldatetime': return withFraction(midnight(text), 0);
    case 'datetime2': return withFraction(midnight(text), type.scale ?? 7);
    case 'datetimeoffset': return withFraction(text.replace(/ ([+-]\d\d:\d\d)$/, '$1'), type.scale ?? 7);
    case 'time': return withFraction(text, type.scale ?? 7);
    case 'binary': case 'varbinary': case 'image': return hex(text);
    case 'rowversion': return /^\d+$/.test(text) ? `0x${BigInt(text).toString(16).toUpperCase().padStart(16, '0')}` : hex(text);
    case 'uniqueidentifier': return text.toUpperCase();
    default: return text;
  }
}

/** A value that PostgreSQL wrote, in the canonical form of its type in the source. @param target PostgreSQL's name of the type it came in */
export function canonical(value: string | null, type: SqlType, target: string): RunValue {
  if (value === null) return null;
  if (isScalar(type) && (type.base !== 'sql_variant')) return ofType(value, type);
  if (target === 'bool') return bit(value);
  if (target === 'bytea') return hex(value);
  if (target === 'uuid') return value.toUpperCase();
  return value;
}
