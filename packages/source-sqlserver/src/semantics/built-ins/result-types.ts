import { withCollationOf } from '../collations';
import { familyOf, isNational, isScalar, isString, scalar, textLength, unknownType, withNull, withoutLiteral } from '../sql-type';
import type { BaseType, ScalarType, SqlType } from '../sql-type';
import { commonType } from '../type-rules';
import type { ResultType } from './define';

// The rules by which the rows of the tables tell their result. Each follows "Return types" of the functions' pages.

type Facets = Parameters<typeof scalar>[1];

export const anyNull = (args: readonly SqlType[]): boolean => args.some((a) => !isScalar(a) || a.nullable);

/** A type of its own; NULL when an argument is. */
export const fixed = (base: BaseType, facets: Facets = {}): ResultType => (args) => scalar(base, { ...facets, nullable: facets.nullable ?? anyNull(args) });
/** A type of its own, never NULL. */
export const always = (base: BaseType, facets: Facets = {}): ResultType => () => scalar(base, { nullable: false, ...facets });
/** A type of its own that may be NULL whatever the arguments are. */
export const maybe = (base: BaseType, facets: Facets = {}): ResultType => () => scalar(base, { nullable: true, ...facets });

export const int = fixed('int');
export const float = fixed('float');
export const sysname = maybe('nvarchar', { length: 128 });
export const variant = maybe('sql_variant');
/** Functions whose type is told by their own syntax, or not at all. */
export const untyped: ResultType = () => unknownType;

/** The digits of an integer constant. */
export const literalNumber = (type: SqlType | undefined): number | undefined =>
  type !== undefined && isScalar(type) && type.base === 'int' && type.literal !== undefined ? Number(type.literal) : undefined;

export const unbounded = (type: SqlType | undefined): boolean => type !== undefined && isScalar(type) && type.length === 'max';

const limitOf = (national: boolean): number => (national ? 4000 : 8000);

/** The argument as text of varying length: char is varchar, nchar nvarchar, a number varchar of its digits. */
export function varying(type: SqlType | undefined, length?: number | 'max'): SqlType {
  if (type === undefined) return unknownType;
  if (type.kind === 'null') return scalar('varchar', { length: length ?? 1 });
  if (!isScalar(type)) return type.kind === 'unknown' ? type : unknownType;
  const base: BaseType = isNational(type) ? 'nvarchar' : 'varchar';
  return withCollationOf(scalar(base, { nullable: type.nullable, length: length ?? textLength(type) }), [type]);
}

/** varchar or nvarchar like the first argument, as long as it. */
export const sameText: ResultType = (args) => withNull(varying(args[0]), anyNull(args.slice(0, 1)));

/** Text whose length is not told by the arguments: 8000 bytes, or max when an argument is. */
export const longText: ResultType = (args) => {
  const national = args.some(isNational);
  const first = args[0];
  const length = unbounded(first) ? 'max' : limitOf(national);
  const type = scalar(national ? 'nvarchar' : 'varchar', { length, nullable: true });
  return first?.kind === 'unknown' ? first : withCollationOf(type, args.filter(isString));
};

/** `(text)`, `(text, length)`: as long as asked for, and no longer than the text. */
function cut(source: SqlType | undefined, wanted: number | undefined): SqlType {
  if (source === undefined) return unknownType;
  if (familyOf(source) === 'binary') return scalar('varbinary', { length: wanted ?? (isScalar(source) ? (source.length ?? 8000) : 8000) });
  const has = isScalar(source) ? textLength(source) : 'max';
  const length = wanted === undefined || wanted < 1 ? has : has === 'max' ? wanted : Math.min(has, wanted);
  return withNull(varying(source, length), true);
}
export const substring: ResultType = (args) => cut(args[0], literalNumber(args[2]));
export const leftRight: ResultType = (args) => cut(args[0], literalNumber(args[1]));

/** bigint when that argument has no limit of length, else int. */
export const lengthOf = (index: number): ResultType => (args) => scalar(unbounded(args[index]) ? 'bigint' : 'int', { nullable: anyNull(args) });

/** https://learn.microsoft.com/sql/t-sql/functions/concat-transact-sql */
export const concat: ResultType = (args) => {
  if (args.some((a) => a.kind === 'unknown')) return args.find((a) => a.kind === 'unknown') ?? unknownType;
  const national = args.some((a) => isNational(a) || (isScalar(a) && (familyOf(a) === 'other' || familyOf(a) === 'xml')));
  let length: number | 'max' = 0;
  for (const arg of args) {
    const own: number | 'max' = isScalar(arg) ? textLength(arg) : arg.kind === 'null' ? 0 : 'max';
    length = length === 'max' || own === 'max' ? 'max' : length + own;
  }
  if (length !== 'max') length = Math.min(Math.max(1, length), limitOf(national));
  return withCollationOf(scalar(national ? 'nvarchar' : 'varchar', { length, nullable: false }), args.filter(isString));
};

/** With separators between the values. */
export const concatWithSeparator: ResultType = ([separator = unknownType, ...values]) => concat(values.flatMap((value, i) => (i === 0 ? [value] : [separator, value])));

/** https://learn.microsoft.com/sql/t-sql/functions/string-agg-transact-sql */
export const stringAgg: ResultType = (args) => {
  const [first = unknownType] = args;
  if (first.kind === 'unknown') return first;
  const national = isNational(first) || !isString(first);
  return withCollationOf(scalar(national ? 'nvarchar' : 'varchar', { length: unbounded(first) ? 'max' : limitOf(national), nullable: true }), [first]);
};

/** "Return types" of SIGN, POWER, DEGREES and their like: small integers become int, what is no exact number float. */
export const firstNumber: ResultType = (args) => {
  const type = args[0];
  if (type === undefined || type.kind === 'unknown') return type ?? unknownType;
  if (type.kind === 'null') return scalar('float');
  if (!isScalar(type)) return unknownType;
  const { nullable } = type;
  switch (type.base) {
    case 'tinyint': case 'smallint': case 'int': return scalar('int', { nullable });
    case 'bigint': return scalar('bigint', { nullable });
    case 'money': case 'smallmoney': return scalar('money', { nullable });
    case 'decimal': return scalar('decimal', { precision: type.precision ?? 18, scale: type.scale ?? 0, nullable });
    default: return scalar('float', { nullable });
  }
};
/** CEILING and FLOOR leave no fraction. */
export const wholeNumber: ResultType = (args) => {
  const type = firstNumber(args);
  return isScalar(type) && type.base === 'decimal' ? scalar('decimal', { precision: type.precision ?? 18, scale: 0, nullable: type.nullable }) : type;
};
/** A decimal keeps its scale and takes all 38 digits (POWER, SUM). */
export const widestNumber: ResultType = (args) => {
  const type = firstNumber(args);
  return isScalar(type) && type.base === 'decimal' ? scalar('decimal', { precision: 38, scale: type.scale ?? 0, nullable: type.nullable || anyNull(args) }) : withNull(type, anyNull(args));
};

/** The type of one argument; NULL when any is. */
export const sameAs = (index: number): ResultType => (args) => withNull(withoutLiteral(args[index] ?? unknownType), anyNull(args));
/** The type of the first argument, which may be NULL: MIN, MAX, LAST_VALUE. */
export const nullableFirst: ResultType = (args) => {
  const first = args[0] ?? unknownType;
  return first.kind === 'null' ? scalar('int') : withNull(withoutLiteral(first), true);
};
/** LAG and LEAD: NULL unless both the value and the default cannot be. */
export const lagLead: ResultType = (args) => {
  const first = args[0] ?? unknownType;
  const otherwise = args[2];
  return withNull(withoutLiteral(first), otherwise === undefined || anyNull([first, otherwise]));
};

/** The date of DATEADD and its like: a text or a number is taken as datetime. */
const dateArgument = (type: SqlType | undefined, otherwise: SqlType): SqlType => {
  if (type === undefined || type.kind === 'unknown') return type ?? unknownType;
  return isScalar(type) && familyOf(type) === 'date-time' ? withoutLiteral(type) : otherwise;
};
export const dateAdd: ResultType = (args) => withNull(dateArgument(args[2], scalar('datetime', { scale: 3 })), anyNull(args.slice(1)));
export const dateTruncate: ResultType = (args) => withNull(dateArgument(args[1], scalar('datetime2', { scale: 7 })), anyNull(args.slice(1)));
export const dateBucket: ResultType = (args) => withNull(dateArgument(args[2], scalar('datetime2', { scale: 7 })), anyNull(args.slice(1)));
/** The first argument is the name of a part. */
export const ofPart = (base: BaseType, facets: Facets = {}): ResultType => (args) => fixed(base, facets)(args.slice(1));
/** `precision` is a constant argument. */
export const ofScale = (base: BaseType, index: number): ResultType => (args) => scalar(base, { scale: literalNumber(args[index]) ?? 7, nullable: anyNull(args) });
/** As many places as the argument has. */
export const offset: ResultType = (args) => {
  const first = args[0];
  return scalar('datetimeoffset', { scale: first !== undefined && isScalar(first) && (first.base === 'datetime2' || first.base === 'datetimeoffset') ? (first.scale ?? 7) : 7, nullable: anyNull(args) });
};

const nullInt = scalar('int');
/** https://learn.microsoft.com/sql/t-sql/functions/isnull-transact-sql: the type and length of the first, NULL only when both may be. */
export const isNull: ResultType = ([a, b]) => {
  if (a === undefined || b === undefined) return unknownType;
  if (a.kind === 'null') return b.kind === 'null' ? nullInt : withoutLiteral(b);
  if (!isScalar(a)) return a;
  const type = withNull(withoutLiteral(a), a.nullable && (b.kind !== 'scalar' || b.nullable)) as ScalarType;
  return isString(a) ? withCollationOf(type, [a, b]) : type;
};
/** https://learn.microsoft.com/sql/t-sql/language-elements/coalesce-transact-sql: what CASE makes of it, which may be NULL when one of its values may. */
export const coalesce: ResultType = (args) => commonType(args);
/** NULL when all are: https://learn.microsoft.com/sql/t-sql/functions/logical-functions-greatest-transact-sql */
export const greatest: ResultType = (args) => withNull(commonType(args), args.every((a) => !isScalar(a) || a.nullable));
export const nullIf: ResultType = (args) => {
  const first = args[0] ?? unknownType;
  return withNull(withoutLiteral(first), true);
};
export const choose: ResultType = (args) => withNull(commonType(args.slice(1)), true);
export const iif: ResultType = (args) => commonType(args.slice(1));

/** SUM: https://learn.microsoft.com/sql/t-sql/functions/sum-transact-sql */
export const sum: ResultType = (args) => aggregateNumber(args[0] ?? unknownType, false);
export const average: ResultType = (args) => aggregateNumber(args[0] ?? unknownType, true);
function aggregateNumber(type: SqlType, averaged: boolean): SqlType {
  if (type.kind !== 'scalar') return type.kind === 'null' ? nullInt : type;
  switch (type.base) {
    case 'tinyint': case 'smallint': case 'int': return scalar('int');
    case 'bigint': return scalar('bigint');
    case 'decimal': return scalar('decimal', { precision: 38, scale: averaged ? Math.max(type.scale ?? 0, 6) : (type.scale ?? 0) });
    case 'money': case 'smallmoney': return scalar('money');
    case 'float': case 'real': return scalar('float');
    // A text is taken as a float.
    default: return isString(type) ? scalar('float') : unknownType;
  }
}

/** The same binary or text type without a limit of its own. */
export const regexText: ResultType = (args) => {
  const first = args[0];
  return withNull(varying(first, unbounded(first) ? 'max' : isNational(first ?? unknownType) ? 4000 : 8000), true);
};
