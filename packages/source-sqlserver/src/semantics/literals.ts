import { scalar } from './sql-type';
import type { SqlType } from './sql-type';

// The types of constants: https://learn.microsoft.com/sql/t-sql/data-types/constants-transact-sql

/** `'text'` is varchar of its length (1 when empty), max beyond 8000 bytes; N'text' nvarchar, max beyond 4000 characters. */
export function stringLiteral(value: string, national: boolean): SqlType {
  const length = Math.max(1, value.length);
  return scalar(national ? 'nvarchar' : 'varchar', { length: length > (national ? 4000 : 8000) ? 'max' : length, nullable: false, literal: value });
}

/** An int; beyond its range a decimal of as many digits. */
export function integerLiteral(value: string): SqlType {
  const digits = value.replace(/^0+(?=\d)/, '');
  const big = digits.length > 10 || (digits.length === 10 && digits > '2147483647');
  return big ? scalar('decimal', { precision: Math.min(38, digits.length), scale: 0, nullable: false, literal: digits }) : scalar('int', { nullable: false, literal: digits });
}

/** "The minimum precision and scale necessary": 12.345 is decimal(5,3). */
export function decimalLiteral(value: string): SqlType {
  const [whole = '', fraction = ''] = value.split('.');
  const digits = whole.replace(/^0+/, '');
  return scalar('decimal', { precision: Math.max(1, Math.min(38, digits.length + fraction.length)), scale: Math.min(38, fraction.length), nullable: false, literal: value });
}

/** `0x1F`: varbinary of its bytes; an odd digit counts as a byte. */
export const binaryLiteral = (digits: string): SqlType => {
  const length = Math.max(1, Math.ceil(digits.length / 2));
  return scalar('varbinary', { length: length > 8000 ? 'max' : length, nullable: false, literal: digits });
};
