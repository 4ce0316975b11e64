import type { BaseType, ScalarType } from '@ferry/source-sqlserver';
import type { ItemDetails } from '@ferry/conversion';
import { typeItems } from '../action-items/types';
import type { Choices } from '../settings/choices';
import type { TargetType } from './mapped-type';
import { targetType } from './target-types';

/** What one built-in type of SQL Server becomes. */
export interface BuiltInMapping {
  readonly type: TargetType;
  readonly item?: { readonly code: number; readonly details: ItemDetails };
  readonly range?: { readonly low: number; readonly high: number };
}

type Mapper = (type: ScalarType, choices: Choices) => BuiltInMapping;

const fixed = (name: string, ...args: number[]): Mapper => {
  const mapping: BuiltInMapping = { type: targetType(name, ...args) };
  return () => mapping;
};

/** PostgreSQL's char and varchar count characters where SQL Server counts bytes or UTF-16 units, so every value fits. */
const characters = (name: 'char' | 'varchar'): Mapper => (type) => ({
  type: typeof type.length === 'number' ? targetType(name, type.length) : targetType('text'),
});

/** PostgreSQL keeps microseconds; SQL Server's seventh digit is rounded away (https://www.postgresql.org/docs/current/datatype-datetime.html). */
const fraction = (name: string, item?: number): Mapper => (type) => {
  const wanted = type.scale ?? 7;
  const scale = Math.min(wanted, 6);
  const mapped = targetType(name, scale);
  if (item !== undefined) return { type: mapped, item: { code: item, details: { type: type.base } } };
  if (wanted <= 6) return { type: mapped };
  return { type: mapped, item: { code: typeItems.accuracy, details: { from: `${type.base}(${wanted})`, to: `${name}(${scale})` } } };
};

const spatial = (item: number): Mapper => (type, choices) =>
  choices.spatial === 'postgis' ? { type: targetType(type.base) } : { type: targetType('bytea'), item: { code: item, details: { to: 'bytea' } } };

const flagged = (to: string, item: number): Mapper => (type) => ({ type: targetType(to), item: { code: item, details: { type: type.base, to } } });

/**
 * Every built-in type, by its canonical name. Lengths, precisions and scales are filled in already
 * (https://learn.microsoft.com/sql/t-sql/data-types/data-types-transact-sql, https://www.postgresql.org/docs/current/datatype.html).
 */
const mappers: Readonly<Record<BaseType, Mapper>> = {
  bit: (_, choices) => ({ type: choices.bit === 'boolean' ? targetType('boolean') : choices.bit === 'smallint' ? targetType('smallint') : targetType('numeric', 1, 0), ...(choices.bit === 'boolean' ? {} : { range: { low: 0, high: 1 } }) }),
  // PostgreSQL has no one-byte integer; the range is kept by a check.
  tinyint: () => ({ type: targetType('smallint'), range: { low: 0, high: 255 } }),
  smallint: fixed('smallint'),
  int: fixed('integer'),
  bigint: fixed('bigint'),
  decimal: (type) => ({ type: targetType('numeric', type.precision ?? 18, type.scale ?? 0) }),
  // PostgreSQL's own money has two decimals and depends on lc_monetary.
  money: fixed('numeric', 19, 4),
  smallmoney: fixed('numeric', 10, 4),
  real: fixed('real'),
  float: fixed('double precision'),
  char: characters('char'),
  nchar: characters('char'),
  varchar: characters('varchar'),
  nvarchar: characters('varchar'),
  text: fixed('text'),
  ntext: fixed('text'),
  binary: fixed('bytea'),
  varbinary: fixed('bytea'),
  image: fixed('bytea'),
  date: fixed('date'),
  time: fraction('time'),
  datetime: fixed('timestamp', 3),
  datetime2: fraction('timestamp'),
  smalldatetime: () => ({ type: targetType('timestamp', 0), item: { code: typeItems.smalldatetime, details: {} } }),
  datetimeoffset: fraction('timestamptz', typeItems.datetimeoffset),
  uniqueidentifier: fixed('uuid'),
  xml: fixed('xml'),
  // A number that grows with every write; the table gets a trigger that fills it.
  rowversion: fixed('bigint'),
  json: flagged('jsonb', typeItems.json),
  sql_variant: flagged('text', typeItems.sqlVariant),
  hierarchyid: flagged('text', typeItems.hierarchyid),
  geography: spatial(typeItems.geography),
  geometry: spatial(typeItems.geometry),
  vector: (type) => ({ type: { ...targetType('real'), array: true }, item: { code: typeItems.vector, details: { type: type.base, to: 'real[]' } } }),
};

export const mapBuiltIn = (type: ScalarType, choices: Choices): BuiltInMapping => mappers[type.base](type, choices);
