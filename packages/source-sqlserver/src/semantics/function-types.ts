import { familyOf, isNational, isScalar, isString, scalar, unknownType, withNull, withoutLiteral } from './sql-type';
import type { BaseType, SqlType } from './sql-type';
import { commonType, sumType } from './type-rules';

/** The result type of a built-in function from the types of its arguments. */
export type ResultType = (args: readonly SqlType[]) => SqlType;

const anyNull = (args: readonly SqlType[]): boolean => args.some((a) => !isScalar(a) || a.nullable);
const fixed = (base: BaseType, facets: Parameters<typeof scalar>[1] = {}): ResultType => (args) => scalar(base, { ...facets, nullable: facets?.nullable ?? anyNull(args) });
const always = (base: BaseType, facets: Parameters<typeof scalar>[1] = {}): ResultType => () => scalar(base, { nullable: false, ...facets });

/** char becomes varchar, nchar nvarchar; other types become varchar text of their own. */
const varying = (type: SqlType | undefined, length?: number | 'max'): SqlType => {
  if (type === undefined || !isScalar(type)) return unknownType;
  const base: BaseType = isNational(type) ? 'nvarchar' : 'varchar';
  return scalar(base, { nullable: type.nullable, length: length ?? (isString(type) ? (type.length ?? 'max') : 8000) });
};
const literalNumber = (type: SqlType | undefined): number | undefined => (type !== undefined && isScalar(type) && type.base === 'int' && type.literal !== undefined ? Number(type.literal) : undefined);
const sameText: ResultType = (args) => varying(args[0]);
const unbounded = (type: SqlType | undefined): boolean => type !== undefined && isScalar(type) && type.length === 'max';
const textLimit = (type: SqlType | undefined): number | 'max' => (unbounded(type) ? 'max' : type !== undefined && isNational(type) ? 4000 : 8000);

const substring: ResultType = (args) => {
  const source = args[0];
  if (source !== undefined && familyOf(source) === 'binary') return scalar('varbinary', { length: literalNumber(args[2]) ?? 8000 });
  const wanted = literalNumber(args[2]);
  const has = source !== undefined && isScalar(source) ? source.length : undefined;
  const length = wanted === undefined ? has : typeof has === 'number' ? Math.min(has, wanted) : wanted;
  return withNull(varying(source, length ?? 'max'), true);
};
const leftRight: ResultType = (args) => substring([args[0] ?? unknownType, unknownType, args[1] ?? unknownType]);
const concat: ResultType = (args) => {
  const national = args.some(isNational);
  let length: number | 'max' = 0;
  for (const arg of args) {
    const own: number | 'max' = !isScalar(arg) ? (arg.kind === 'null' ? 0 : 'max') : isString(arg) ? (arg.length ?? 'max') : 40;
    length = length === 'max' || own === 'max' ? 'max' : length + own;
  }
  if (length !== 'max') length = Math.min(Math.max(1, length), national ? 4000 : 8000);
  return scalar(national ? 'nvarchar' : 'varchar', { length, nullable: false });
};
const longText: ResultType = (args) => withNull(varying(args[0], textLimit(args[0])), true);
const firstNumber: ResultType = (args) => {
  const type = args[0];
  if (type === undefined || !isScalar(type)) return unknownType;
  if (familyOf(type) === 'string') return scalar('float', { nullable: type.nullable });
  if (type.base === 'bit' || type.base === 'tinyint' || type.base === 'smallint') return scalar('int', { nullable: type.nullable });
  if (type.base === 'real') return scalar('float', { nullable: type.nullable });
  return withoutLiteral(type);
};
const wholeNumber: ResultType = (args) => {
  const type = firstNumber(args);
  return isScalar(type) && type.base === 'decimal' ? scalar('decimal', { precision: type.precision ?? 18, scale: 0, nullable: type.nullable }) : type;
};
const float = fixed('float');
const int = fixed('int');
const dateAdd: ResultType = (args) => {
  const type = args[2];
  if (type === undefined) return unknownType;
  if (type.kind === 'null') return scalar('datetime', { scale: 3 });
  if (!isScalar(type)) return unknownType;
  // A number or a string is taken as datetime.
  return familyOf(type) === 'date-time' ? withNull(type, anyNull(args)) : scalar('datetime', { scale: 3, nullable: anyNull(args) });
};
const isNull: ResultType = (args) => {
  const [a, b] = args;
  if (a === undefined || b === undefined) return unknownType;
  if (a.kind === 'null') return withoutLiteral(b);
  if (!isScalar(a)) return unknownType;
  return withNull(withoutLiteral(a), a.nullable && (b.kind !== 'scalar' || b.nullable));
};
const coalesce: ResultType = (args) => {
  const type = commonType(args);
  return withNull(type, args.every((a) => !isScalar(a) || a.nullable));
};
const nullIf: ResultType = (args) => withNull(withoutLiteral(args[0] ?? unknownType), true);
const choose: ResultType = (args) => withNull(commonType(args.slice(1)), true);
const iif: ResultType = (args) => commonType(args.slice(1));
const minMax: ResultType = (args) => withNull(withoutLiteral(args[0] ?? unknownType), true);
const lag: ResultType = minMax;
const round: ResultType = (args) => {
  const type = firstNumber(args);
  if (!isScalar(type) || type.base !== 'decimal') return type;
  return type;
};
const datetimePart: ResultType = (args) => fixed('int')(args.slice(1));
const ofScale = (base: BaseType, index: number): ResultType => (args) => scalar(base, { scale: literalNumber(args[index]) ?? 7, nullable: anyNull(args) });
const power: ResultType = firstNumber;
const datePartResult = int;

/** By upper-case name. Names with `@@` are the global variables. */
const rows: Readonly<Record<string, ResultType>> = {
  // Aggregates
  COUNT: always('int'), COUNT_BIG: always('bigint'), APPROX_COUNT_DISTINCT: always('bigint'),
  SUM: (args) => sumType(args[0] ?? unknownType, false), AVG: (args) => sumType(args[0] ?? unknownType, true),
  MIN: minMax, MAX: minMax, STDEV: fixed('float', { nullable: true }), STDEVP: fixed('float', { nullable: true }), VAR: fixed('float', { nullable: true }), VARP: fixed('float', { nullable: true }),
  STRING_AGG: (args) => withNull(varying(args[0], textLimit(args[0])), true), CHECKSUM_AGG: int, GROUPING: always('tinyint'), GROUPING_ID: always('int'),
  // Windows
  ROW_NUMBER: always('bigint'), RANK: always('bigint'), DENSE_RANK: always('bigint'), NTILE: always('bigint'), PERCENT_RANK: always('float'), CUME_DIST: always('float'),
  LAG: lag, LEAD: lag, FIRST_VALUE: minMax, LAST_VALUE: minMax, PERCENTILE_CONT: fixed('float', { nullable: true }), PERCENTILE_DISC: minMax,
  // Null handling
  ISNULL: isNull, COALESCE: coalesce, NULLIF: nullIf, IIF: iif, CHOOSE: choose, GREATEST: coalesce, LEAST: coalesce,
  // Strings
  LEN: (args) => scalar(unbounded(args[0]) ? 'bigint' : 'int', { nullable: anyNull(args) }), DATALENGTH: (args) => scalar(unbounded(args[0]) ? 'bigint' : 'int', { nullable: anyNull(args) }),
  CHARINDEX: (args) => scalar(unbounded(args[1]) ? 'bigint' : 'int', { nullable: anyNull(args) }), PATINDEX: (args) => scalar(unbounded(args[1]) ? 'bigint' : 'int', { nullable: anyNull(args) }),
  SUBSTRING: substring, LEFT: leftRight, RIGHT: leftRight, LTRIM: sameText, RTRIM: sameText, TRIM: (args) => varying(args[args.length - 1]), UPPER: sameText, LOWER: sameText, REVERSE: sameText,
  REPLACE: longText, STUFF: longText, REPLICATE: longText, SPACE: fixed('varchar', { length: 8000 }), TRANSLATE: sameText, CONCAT: concat, CONCAT_WS: concat,
  STR: (args) => scalar('varchar', { length: literalNumber(args[1]) ?? 10, nullable: anyNull(args) }), CHAR: fixed('char', { length: 1, nullable: true }), NCHAR: fixed('nchar', { length: 1, nullable: true }), ASCII: fixed('int', { nullable: true }), UNICODE: fixed('int', { nullable: true }),
  QUOTENAME: fixed('nvarchar', { length: 258, nullable: true }), SOUNDEX: fixed('varchar', { length: 4 }), DIFFERENCE: int, FORMAT: fixed('nvarchar', { length: 4000, nullable: true }), STRING_ESCAPE: fixed('nvarchar', { length: 'max' }),
  FORMATMESSAGE: fixed('nvarchar', { length: 2048, nullable: true }), PARSENAME: fixed('nvarchar', { length: 128, nullable: true }), ISNUMERIC: always('int'), ISDATE: always('int'), ISJSON: int,
  // Dates
  GETDATE: always('datetime', { scale: 3 }), CURRENT_TIMESTAMP: always('datetime', { scale: 3 }), GETUTCDATE: always('datetime', { scale: 3 }), SYSDATETIME: always('datetime2', { scale: 7 }), SYSUTCDATETIME: always('datetime2', { scale: 7 }), SYSDATETIMEOFFSET: always('datetimeoffset', { scale: 7 }),
  CURRENT_DATE: always('date'),
  DATEADD: dateAdd, DATEDIFF: (args) => int(args.slice(1)), DATEDIFF_BIG: (args) => fixed('bigint')(args.slice(1)), DATEPART: datetimePart, DATENAME: (args) => fixed('nvarchar', { length: 30 })(args.slice(1)), DATETRUNC: (args) => withoutLiteral(args[1] ?? unknownType), DAY: datePartResult, MONTH: datePartResult, YEAR: datePartResult,
  EOMONTH: fixed('date', { nullable: true }), DATEFROMPARTS: fixed('date'), DATETIMEFROMPARTS: fixed('datetime', { scale: 3 }), DATETIME2FROMPARTS: ofScale('datetime2', 7), SMALLDATETIMEFROMPARTS: fixed('smalldatetime', { scale: 0 }), TIMEFROMPARTS: ofScale('time', 4), DATETIMEOFFSETFROMPARTS: ofScale('datetimeoffset', 9),
  SWITCHOFFSET: fixed('datetimeoffset', { scale: 7 }), TODATETIMEOFFSET: fixed('datetimeoffset', { scale: 7 }),
  // Numbers
  ABS: firstNumber, CEILING: wholeNumber, FLOOR: wholeNumber, ROUND: round, SIGN: firstNumber, POWER: power, SQUARE: float, SQRT: float, EXP: float, LOG: float, LOG10: float, PI: always('float'), RAND: always('float'),
  SIN: float, COS: float, TAN: float, COT: float, ASIN: float, ACOS: float, ATAN: float, ATN2: float, DEGREES: firstNumber, RADIANS: firstNumber, CHECKSUM: always('int'), BINARY_CHECKSUM: always('int'), HASHBYTES: fixed('varbinary', { length: 8000, nullable: true }),
  // Identifiers and system
  NEWID: always('uniqueidentifier'), NEWSEQUENTIALID: always('uniqueidentifier'), SCOPE_IDENTITY: fixed('decimal', { precision: 38, scale: 0, nullable: true }), IDENT_CURRENT: fixed('decimal', { precision: 38, scale: 0, nullable: true }),
  SUSER_SNAME: fixed('nvarchar', { length: 128, nullable: true }), SUSER_NAME: fixed('nvarchar', { length: 128, nullable: true }), USER_NAME: fixed('nvarchar', { length: 128, nullable: true }), SYSTEM_USER: fixed('nvarchar', { length: 128, nullable: false }), CURRENT_USER: fixed('nvarchar', { length: 128, nullable: false }), SESSION_USER: fixed('nvarchar', { length: 128, nullable: false }), USER: fixed('nvarchar', { length: 128, nullable: false }), ORIGINAL_LOGIN: fixed('nvarchar', { length: 128, nullable: false }),
  DB_NAME: fixed('nvarchar', { length: 128, nullable: true }), HOST_NAME: fixed('nvarchar', { length: 128, nullable: true }), APP_NAME: fixed('nvarchar', { length: 128, nullable: true }), SCHEMA_NAME: fixed('nvarchar', { length: 128, nullable: true }), OBJECT_NAME: fixed('nvarchar', { length: 128, nullable: true }), OBJECT_ID: fixed('int', { nullable: true }), DB_ID: fixed('int', { nullable: true }), SUSER_ID: fixed('int', { nullable: true }), USER_ID: fixed('int', { nullable: true }),
  ERROR_NUMBER: fixed('int', { nullable: true }), ERROR_SEVERITY: fixed('int', { nullable: true }), ERROR_STATE: fixed('int', { nullable: true }), ERROR_LINE: fixed('int', { nullable: true }), ERROR_PROCEDURE: fixed('nvarchar', { length: 128, nullable: true }), ERROR_MESSAGE: fixed('nvarchar', { length: 4000, nullable: true }), XACT_STATE: always('smallint'), ROWCOUNT_BIG: always('bigint'),
  JSON_VALUE: fixed('nvarchar', { length: 4000, nullable: true }), JSON_QUERY: fixed('nvarchar', { length: 'max', nullable: true }), JSON_MODIFY: fixed('nvarchar', { length: 'max', nullable: true }),
  UPDATE: always('bit'), TRIGGER_NESTLEVEL: always('int'), CONTEXT_INFO: fixed('varbinary', { length: 128, nullable: true }), SESSION_CONTEXT: fixed('sql_variant', { nullable: true }), COMPRESS: fixed('varbinary', { length: 'max' }), DECOMPRESS: fixed('varbinary', { length: 'max' }),
  '@@ROWCOUNT': always('int'), '@@ERROR': always('int'), '@@IDENTITY': fixed('decimal', { precision: 38, scale: 0, nullable: true }), '@@SPID': always('smallint'), '@@TRANCOUNT': always('int'), '@@FETCH_STATUS': always('int'), '@@NESTLEVEL': always('int'), '@@PROCID': always('int'),
  '@@VERSION': always('nvarchar', { length: 4000 }), '@@SERVERNAME': always('nvarchar', { length: 128 }), '@@SERVICENAME': always('nvarchar', { length: 128 }), '@@DBTS': always('varbinary', { length: 8 }), '@@LANGUAGE': always('nvarchar', { length: 128 }), '@@DATEFIRST': always('tinyint'), '@@MAX_PRECISION': always('tinyint'), '@@CURSOR_ROWS': always('int'),
};

const table = new Map(Object.entries(rows));

/**
 * What a built-in function returns.
 * @param name in any case; `@@ROWCOUNT` and the like too
 * @returns undefined when the function is not known
 */
export const builtInResult = (name: string): ResultType | undefined => table.get(name.toUpperCase());
