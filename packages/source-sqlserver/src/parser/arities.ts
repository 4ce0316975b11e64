/**
 * How many arguments the functions of the system take that people use most, least and most; SQL Server refuses any other number
 * when it reads the batch (error 174 and 189). Source: the pages of these functions in the Transact-SQL reference.
 */
const rows = `ABS 1|ACOS 1|ASCII 1|ASIN 1|ATAN 1|ATN2 2|AVG 1|CEILING 1|CHAR 1|CHARINDEX 2-3|CHECKSUM_AGG 1|COLUMNPROPERTY 3|COL_LENGTH 2|COL_NAME 2|COS 1|COT 1|COUNT 1|COUNT_BIG 1|DATALENGTH 1|DATEADD 3|DATEDIFF 3|
DATEDIFF_BIG 3|DATENAME 2|DATEPART 2|DATETRUNC 2|DATABASEPROPERTYEX 2|DAY 1|DB_ID 0-1|DB_NAME 0-1|DEGREES 1|DENSE_RANK 0|DIFFERENCE 2|EOMONTH 1-2|ERROR_LINE 0|ERROR_MESSAGE 0|ERROR_NUMBER 0|ERROR_PROCEDURE 0|ERROR_SEVERITY 0|
ERROR_STATE 0|EXP 1|FIRST_VALUE 1|FLOOR 1|FORMAT 2-3|GETDATE 0|GETUTCDATE 0|GROUPING 1|HASHBYTES 2|HOST_NAME 0|IIF 3|INDEXPROPERTY 3|ISDATE 1|ISJSON 1-2|ISNULL 2|ISNUMERIC 1|JSON_MODIFY 3|JSON_QUERY 1-2|JSON_VALUE 2|LAG 1-3|LAST_VALUE 1|
LEAD 1-3|LEFT 2|LEN 1|LOG 1-2|LOG10 1|LOWER 1|LTRIM 1-2|MAX 1|MIN 1|MONTH 1|NCHAR 1|NEWID 0|NEWSEQUENTIALID 0|NTILE 1|NULLIF 2|OBJECT_DEFINITION 1|OBJECT_ID 1-2|OBJECT_NAME 1-2|OBJECT_SCHEMA_NAME 1-2|OBJECTPROPERTY 2|PARSENAME 2|
PATINDEX 2|PERCENT_RANK 0|CUME_DIST 0|PI 0|POWER 2|QUOTENAME 1-2|RADIANS 1|RANK 0|RAND 0-1|REPLACE 3|REPLICATE 2|REVERSE 1|RIGHT 2|ROUND 2-3|ROW_NUMBER 0|RTRIM 1-2|SCHEMA_ID 0-1|SCHEMA_NAME 0-1|SCOPE_IDENTITY 0|SIGN 1|SIN 1|SOUNDEX 1|
SPACE 1|SQRT 1|SQUARE 1|STDEV 1|STDEVP 1|STR 1-3|STRING_AGG 1-2|STUFF 4|SUBSTRING 2-3|SUM 1|SUSER_SNAME 0-1|SWITCHOFFSET 2|SYSDATETIME 0|SYSDATETIMEOFFSET 0|SYSUTCDATETIME 0|TAN 1|TODATETIMEOFFSET 2|TRANSLATE 3|TYPE_ID 1|
TYPE_NAME 1|UNICODE 1|UPPER 1|USER_ID 0-1|USER_NAME 0-1|VAR 1|VARP 1|XACT_STATE 0|YEAR 1`;

export interface Arity {
  readonly least: number;
  readonly most: number;
}

const arities: ReadonlyMap<string, Arity> = new Map(
  rows.split('|').map((row) => {
    const [name = '', count = ''] = row.trim().split(' ');
    const [least = '', most = least] = count.split('-');
    return [name, { least: Number(least), most: Number(most) }] as const;
  }),
);

/** @param name in upper case, as it stands without a schema. */
export const arityOf = (name: string): Arity | undefined => arities.get(name);

/** `1 argument`, `2 or 3 arguments`. */
export const describeArity = ({ least, most }: Arity): string =>
  `${most === 0 ? 'no' : least === most ? least : least + 1 === most ? `${least} or ${most}` : `${least} to ${most}`} argument${most === 1 ? '' : 's'}`;
