import type { TypeRef } from '@ferry/catalog';

/** SQL Server's built-in types by their canonical names (`numeric` is `decimal`, `timestamp` is `rowversion`). */
export const baseTypes = [
  'json', 'sql_variant', 'xml', 'hierarchyid', 'geography', 'geometry', 'vector',
  'datetimeoffset', 'datetime2', 'datetime', 'smalldatetime', 'date', 'time',
  'float', 'real', 'decimal', 'money', 'smallmoney', 'bigint', 'int', 'smallint', 'tinyint', 'bit',
  'ntext', 'text', 'image', 'rowversion', 'uniqueidentifier', 'nvarchar', 'nchar', 'varchar', 'char', 'varbinary', 'binary',
] as const;
export type BaseType = (typeof baseTypes)[number];

export type TypeFamily = 'integer' | 'bit' | 'decimal' | 'money' | 'float' | 'string' | 'binary' | 'date-time' | 'guid' | 'xml' | 'other';

/** One scalar type. `length` counts characters for n-types, bytes otherwise. */
export interface ScalarType {
  readonly kind: 'scalar';
  readonly base: BaseType;
  readonly length?: number | 'max';
  readonly precision?: number;
  readonly scale?: number;
  readonly nullable: boolean;
  /** Of a text that comes from a column (the column's, else the database's) or bears COLLATE. Literals, variables and parameters have none. */
  readonly collation?: string;
  /** How strongly the collation holds; missing for "coercible-default" (constants, variables). */
  readonly label?: CollationLabel;
  /** The alias type it was declared with. */
  readonly alias?: { readonly schema: string; readonly name: string };
  /** The literal it is the type of, when the expression is a constant: text for strings, digits for numbers. */
  readonly literal?: string;
}

/** https://learn.microsoft.com/sql/t-sql/statements/collation-precedence-transact-sql */
export type CollationLabel = 'implicit' | 'explicit' | 'none';

/** Why the type of an expression cannot be told although the binder understands the expression. */
export type UnknownReason =
  /** It depends on an object or a column that the input does not define. */
  | 'missing'
  /** It depends on another database or server. */
  | 'elsewhere'
  /** It depends on a CLR type or a spatial method that gives one. */
  | 'clr'
  /** The server decides when the statement runs (OPENROWSET, a variable that holds a name). */
  | 'run-time'
  /** SQL Server refuses the operands. */
  | 'invalid'
  /** The place has no value: `*`, DEFAULT, a key word. */
  | 'no-value';

/** Nothing may be guessed; without `because` the binder does not understand the expression. */
export interface UnknownType {
  readonly kind: 'unknown';
  readonly because?: UnknownReason;
}

/** What an expression can be. `null` is the bare NULL. */
export type SqlType = ScalarType | UnknownType | { readonly kind: 'null' } | TableShape | { readonly kind: 'cursor' };

/** Rows: of a table type, with its name. */
export interface TableShape {
  readonly kind: 'table';
  readonly columns: readonly ShapeColumn[];
  readonly type: { readonly schema: string; readonly name: string };
}

/** A column of a row shape: of a table, a view, a derived table, a table variable. */
export interface ShapeColumn {
  /** Empty when the query gives it no name. */
  readonly name: string;
  readonly type: SqlType;
  readonly identity?: boolean;
  /** Computed and rowversion columns, which statements may not write. */
  readonly readonly?: boolean;
  /** Only named, never part of `*` or of an INSERT without a list. */
  readonly hidden?: boolean;
}

export const unknownType: UnknownType = { kind: 'unknown' };
const reasons = { missing: { kind: 'unknown', because: 'missing' }, elsewhere: { kind: 'unknown', because: 'elsewhere' }, clr: { kind: 'unknown', because: 'clr' }, 'run-time': { kind: 'unknown', because: 'run-time' }, invalid: { kind: 'unknown', because: 'invalid' }, 'no-value': { kind: 'unknown', because: 'no-value' } } as const;
/** A type that is unknown for a reason. */
export const unknownBecause = (because: UnknownReason): UnknownType => reasons[because];
/** The unknown type among several: one with a reason before one without. */
export function firstUnknown(types: readonly SqlType[]): UnknownType {
  let found: UnknownType = unknownType;
  for (const type of types) if (type.kind === 'unknown' && found.because === undefined) found = type;
  return found;
}
export const nullType: SqlType = { kind: 'null' };

type Facets = Partial<Pick<ScalarType, 'length' | 'precision' | 'scale' | 'nullable' | 'literal' | 'collation' | 'label' | 'alias'>>;

export const scalar = (base: BaseType, facets: Facets = {}): ScalarType => ({ kind: 'scalar', base, nullable: true, ...facets });

export const isScalar = (type: SqlType): type is ScalarType => type.kind === 'scalar';

const families: Readonly<Record<BaseType, TypeFamily>> = {
  json: 'other', sql_variant: 'other', hierarchyid: 'other', geography: 'other', geometry: 'other', vector: 'other', xml: 'xml',
  datetimeoffset: 'date-time', datetime2: 'date-time', datetime: 'date-time', smalldatetime: 'date-time', date: 'date-time', time: 'date-time',
  float: 'float', real: 'float', decimal: 'decimal', money: 'money', smallmoney: 'money',
  bigint: 'integer', int: 'integer', smallint: 'integer', tinyint: 'integer', bit: 'bit',
  ntext: 'string', text: 'string', nvarchar: 'string', nchar: 'string', varchar: 'string', char: 'string',
  image: 'binary', rowversion: 'binary', varbinary: 'binary', binary: 'binary', uniqueidentifier: 'guid',
};

/** The family of a type; `other` also for what is unknown. */
export const familyOf = (type: SqlType): TypeFamily => (type.kind === 'scalar' ? families[type.base] : 'other');

export const isString = (type: SqlType): boolean => familyOf(type) === 'string';
export const isBit = (type: SqlType): boolean => familyOf(type) === 'bit';
export const isDateTime = (type: SqlType): boolean => familyOf(type) === 'date-time';
export const isNational = (type: SqlType): boolean => type.kind === 'scalar' && (type.base === 'nvarchar' || type.base === 'nchar' || type.base === 'ntext');
export const isNumeric = (type: SqlType): boolean => ['integer', 'bit', 'decimal', 'money', 'float'].includes(familyOf(type));
/** Fixed-length types, whose values carry padding. */
export const isPadded = (type: SqlType): boolean => type.kind === 'scalar' && (type.base === 'char' || type.base === 'nchar');

export const withNull = (type: SqlType, nullable: boolean): SqlType => {
  if (type.kind !== 'scalar' || type.nullable === nullable) return type;
  return { ...type, nullable };
};

/** The same type of a value that is no longer a constant. */
export const withoutLiteral = (type: SqlType): SqlType => {
  if (type.kind !== 'scalar' || type.literal === undefined) return type;
  const { literal: _, ...rest } = type;
  return rest;
};

/** The same type of a text whose collation is not known to come from a column. */
export const withoutCollation = (type: SqlType): SqlType => {
  if (type.kind !== 'scalar' || type.collation === undefined) return type;
  const { collation: _, ...rest } = type;
  return rest;
};

const spellings: Readonly<Record<string, BaseType>> = {
  numeric: 'decimal', dec: 'decimal', integer: 'int', timestamp: 'rowversion', character: 'char',
  'character varying': 'varchar', 'char varying': 'varchar', 'national character': 'nchar', 'national char': 'nchar',
  'national character varying': 'nvarchar', 'national char varying': 'nvarchar', 'national text': 'ntext',
  'double precision': 'float', 'binary varying': 'varbinary',
};
const known = new Set<string>(baseTypes);

/** The canonical name of a built-in type, or undefined for anything else. `sysname` is not built in here: it is nvarchar(128). */
export function baseTypeNamed(name: string): BaseType | undefined {
  const lower = name.toLowerCase();
  if (known.has(lower)) return lower as BaseType;
  return Object.hasOwn(spellings, lower) ? spellings[lower] : undefined;
}

/**
 * A type as written, made scalar. Defaults for missing arguments are SQL Server's: `decimal` is (18,0), a length is 1 in a
 * declaration and 30 in CAST and CONVERT (https://learn.microsoft.com/sql/t-sql/data-types/char-and-varchar-transact-sql).
 * @returns undefined for a name that is not built in
 */
export function builtInType(ref: Pick<TypeRef, 'name' | 'args'>, options: { nullable: boolean; cast?: boolean }): ScalarType | undefined {
  const { nullable } = options;
  if (ref.name.toLowerCase() === 'sysname') return scalar('nvarchar', { length: 128, nullable });
  const base = baseTypeNamed(ref.name);
  if (base === undefined) return undefined;
  const [first, second] = ref.args;
  const number = (arg: number | 'max' | undefined, otherwise: number): number => (typeof arg === 'number' ? arg : otherwise);
  switch (base) {
    case 'char': case 'varchar': case 'nchar': case 'nvarchar': case 'binary': case 'varbinary':
      return scalar(base, { nullable, length: first ?? (options.cast === true ? 30 : 1) });
    case 'decimal':
      return scalar(base, { nullable, precision: number(first, 18), scale: number(second, 0) });
    case 'float':
      return number(first, 53) <= 24 ? scalar('real', { nullable }) : scalar('float', { nullable });
    case 'datetime2': case 'datetimeoffset': case 'time':
      return scalar(base, { nullable, scale: number(first, 7) });
    case 'datetime':
      return scalar(base, { nullable, scale: 3 });
    case 'smalldatetime':
      return scalar(base, { nullable, scale: 0 });
    case 'text': case 'ntext': case 'image':
      return scalar(base, { nullable, length: 'max' });
    case 'rowversion':
      return scalar(base, { nullable, length: 8 });
    default:
      return scalar(base, { nullable });
  }
}

/** Precision and scale that a number has when it meets a decimal in CASE, UNION and their like. */
export function numberFacets(type: ScalarType): { precision: number; scale: number } | undefined {
  switch (type.base) {
    case 'bit': return { precision: 1, scale: 0 };
    case 'tinyint': return { precision: 3, scale: 0 };
    case 'smallint': return { precision: 5, scale: 0 };
    case 'int': return { precision: 10, scale: 0 };
    case 'bigint': return { precision: 19, scale: 0 };
    case 'money': return { precision: 19, scale: 4 };
    case 'smallmoney': return { precision: 10, scale: 4 };
    case 'decimal': return { precision: type.precision ?? 18, scale: type.scale ?? 0 };
    default: return undefined;
  }
}

/**
 * The same in arithmetic, where an integer constant counts only the digits that it has
 * (https://learn.microsoft.com/sql/t-sql/data-types/int-bigint-smallint-and-tinyint-transact-sql).
 */
export function decimalFacets(type: ScalarType): { precision: number; scale: number } | undefined {
  if (type.literal !== undefined && type.base === 'int') return { precision: Math.max(1, type.literal.replace(/^[-+]?0*/, '').length), scale: 0 };
  return numberFacets(type);
}

/** The most characters that values of a type take as text in CONVERT without a style. */
const printed: Partial<Readonly<Record<BaseType, number>>> = {
  bit: 1, tinyint: 3, smallint: 6, int: 11, bigint: 20, money: 20, smallmoney: 11, float: 23, real: 14, uniqueidentifier: 36,
  date: 10, datetime: 26, smalldatetime: 19, time: 16, datetime2: 27, datetimeoffset: 34, sql_variant: 8000, hierarchyid: 4000,
};

/** The number of characters that a value can have as text; `max` when unbounded. */
export function textLength(type: ScalarType): number | 'max' {
  if (families[type.base] === 'string') return type.length ?? 'max';
  if (families[type.base] === 'binary') return type.length ?? 'max';
  if (type.base === 'decimal') return (type.precision ?? 18) + 2;
  return printed[type.base] ?? 'max';
}
