import { scalar, unknownType, withNull } from '../sql-type';
import { functions } from './define';
import { always, anyNull, average, choose, coalesce, firstNumber, fixed, float, greatest, iif, int, isNull, lagLead, maybe, nullIf, nullableFirst, sameAs, sum, untyped, wholeNumber, widestNumber } from './result-types';
import type { ResultType } from './define';

const product: ResultType = (args) => withNull(widestNumber(args.slice(0, 1)), true);
/** A decimal in degrees or radians has 18 places. */
const angle: ResultType = (args) => {
  const type = firstNumber(args);
  return type.kind === 'scalar' && type.base === 'decimal' ? scalar('decimal', { precision: 38, scale: 18, nullable: type.nullable }) : type;
};
const rounded: ResultType = (args) => withNull(firstNumber(args), anyNull(args));

/** https://learn.microsoft.com/sql/t-sql/functions/mathematical-functions-transact-sql */
export const numberFunctions = [
  ...functions('mathematical', {
    ABS: ['numeric_expression', firstNumber], ACOS: ['float_expression', float], ASIN: ['float_expression', float], ATAN: ['float_expression', float], ATN2: ['float_expression, float_expression', float],
    CEILING: ['numeric_expression', wholeNumber], COS: ['float_expression', float], COT: ['float_expression', float], DEGREES: ['numeric_expression', angle], EXP: ['float_expression', float],
    FLOOR: ['numeric_expression', wholeNumber], LOG: ['float_expression, base?', float], LOG10: ['float_expression', float], PI: ['', always('float')], POWER: ['float_expression, y', widestNumber],
    RADIANS: ['numeric_expression', angle], RAND: ['seed?', always('float'), 'sometimes'], ROUND: ['numeric_expression, length, function?', rounded], SIGN: ['numeric_expression', firstNumber],
    SIN: ['float_expression', float], SQRT: ['float_expression', float], SQUARE: ['float_expression', float], TAN: ['float_expression', float],
  }),
  ...functions('bit', {
    BIT_COUNT: ['expression_value', fixed('bigint')], GET_BIT: ['expression_value, bit_offset', fixed('bit')], LEFT_SHIFT: ['expression_value, shift_amount', sameAs(0)],
    RIGHT_SHIFT: ['expression_value, shift_amount', sameAs(0)], SET_BIT: ['expression_value, bit_offset, bit_value?', sameAs(0)],
  }, 2022),
];

const order: ResultType = ([argument]) => nullableFirst([argument ?? unknownType]);

/** https://learn.microsoft.com/sql/t-sql/functions/aggregate-functions-transact-sql and its neighbours */
export const aggregateFunctions = [
  ...functions('aggregate', {
    APPROX_COUNT_DISTINCT: ['expression', always('bigint'), 2019], APPROX_PERCENTILE_CONT: ['numeric_literal', maybe('float'), 2022], APPROX_PERCENTILE_DISC: ['numeric_literal', order, 2022],
    AVG: ['expression', average], CHECKSUM_AGG: ['expression', maybe('int')], COUNT: ['expression', always('int')], COUNT_BIG: ['expression', always('bigint')], GROUPING: ['column_expression', always('tinyint')],
    GROUPING_ID: ['column_expression...', always('int'), 2008], MAX: ['expression', nullableFirst], MIN: ['expression', nullableFirst], PRODUCT: ['expression', product, 2025, 'page:t-sql/functions/product-aggregate-transact-sql'], STDEV: ['expression', maybe('float')],
    STDEVP: ['expression', maybe('float')], SUM: ['expression', sum], VAR: ['expression', maybe('float')], VARP: ['expression', maybe('float')],
  }),
  ...functions('analytic', {
    CUME_DIST: ['', always('float'), 'no'], FIRST_VALUE: ['scalar_expression', nullableFirst, 'no'], LAG: ['scalar_expression, offset?, default?', lagLead, 'no'], LAST_VALUE: ['scalar_expression', nullableFirst, 'no'],
    LEAD: ['scalar_expression, offset?, default?', lagLead, 'no'], PERCENT_RANK: ['', always('float'), 'no'], PERCENTILE_CONT: ['numeric_literal', maybe('float'), 'no'], PERCENTILE_DISC: ['numeric_literal', order, 'no'],
  }, 2012),
  ...functions('ranking', { DENSE_RANK: ['', always('bigint'), 'no'], NTILE: ['integer_expression', always('bigint'), 'no'], RANK: ['', always('bigint'), 'no'], ROW_NUMBER: ['', always('bigint'), 'no'] }, 2005),
];

/** https://learn.microsoft.com/sql/t-sql/functions/logical-functions-choose-transact-sql and its neighbours */
export const logicalFunctions = functions('logical', {
  CHOOSE: ['index, val_1, val_n...', choose, 2012, 'page:t-sql/functions/logical-functions-choose-transact-sql'],
  COALESCE: ['expression, expression_n...', coalesce, 'page:t-sql/language-elements/coalesce-transact-sql'],
  GREATEST: ['expression1, expression_n...', greatest, 2022, 'page:t-sql/functions/logical-functions-greatest-transact-sql'],
  IIF: ['boolean_expression, true_value, false_value', iif, 2012, 'page:t-sql/functions/logical-functions-iif-transact-sql'],
  ISNULL: ['check_expression, replacement_value', isNull],
  LEAST: ['expression1, expression_n...', greatest, 2022, 'page:t-sql/functions/logical-functions-least-transact-sql'],
  NULLIF: ['expression, expression', nullIf, 'page:t-sql/language-elements/nullif-transact-sql'],
});

/** Conversions are nodes of their own in the tree: their type is named. */
export const conversionFunctions = functions('conversion', {
  CAST: ['expression, #data_type', untyped, 'sometimes', 'syntax', 'page:t-sql/functions/cast-and-convert-transact-sql'],
  CONVERT: ['#data_type, expression, style?', untyped, 'sometimes', 'syntax', 'page:t-sql/functions/cast-and-convert-transact-sql'],
  PARSE: ['string_value, #data_type, culture?', untyped, 2012, 'no', 'syntax'],
  TRY_CAST: ['expression, #data_type', untyped, 2012, 'sometimes', 'syntax'],
  TRY_CONVERT: ['#data_type, expression, style?', untyped, 2012, 'sometimes', 'syntax'],
  TRY_PARSE: ['string_value, #data_type, culture?', untyped, 2012, 'no', 'syntax'],
});

/** https://learn.microsoft.com/sql/t-sql/functions/odbc-scalar-functions-transact-sql: written as `{fn name()}`. */
export const odbcFunctions = functions('odbc', {
  BIT_LENGTH: ['string_exp', int], OCTET_LENGTH: ['string_exp', int], TRUNCATE: ['numeric_exp, integer_exp', rounded], CURDATE: ['', always('date'), 'no'], CURTIME: ['', always('time', { scale: 7 }), 'no'], NOW: ['', always('datetime', { scale: 3 }), 'no'],
  CURRENT_TIME: ['precision?', always('time', { scale: 7 }), 'no'], DAYNAME: ['date_exp', fixed('nvarchar', { length: 30 })], DAYOFMONTH: ['date_exp', int], DAYOFWEEK: ['date_exp', int], DAYOFYEAR: ['date_exp', int],
  HOUR: ['time_exp', int], MINUTE: ['time_exp', int], SECOND: ['time_exp', int], MONTHNAME: ['date_exp', fixed('nvarchar', { length: 30 })], QUARTER: ['date_exp', int], WEEK: ['date_exp', int], EXTRACT: ['part', int],
  DATABASE: ['', always('nvarchar', { length: 128 }), 'no'], IFNULL: ['expression, value', isNull], LENGTH: ['string_exp', int], LOCATE: ['string_exp1, string_exp2, start?', int], MOD: ['integer_exp1, integer_exp2', int],
}, 'page:t-sql/functions/odbc-scalar-functions-transact-sql');
