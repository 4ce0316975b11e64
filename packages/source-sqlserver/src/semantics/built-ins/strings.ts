import { functions } from './define';
import { always, concat, concatWithSeparator, fixed, float, int, leftRight, lengthOf, literalNumber, longText, maybe, regexText, sameText, stringAgg, substring, sysname, unbounded, varying, anyNull } from './result-types';
import { isScalar, isString, familyOf, scalar, unknownType, withNull } from '../sql-type';
import type { SqlType } from '../sql-type';
import type { ResultType } from './define';

/** Text as long as a constant argument says. */
const ofLength = (index: number, otherwise: number): ResultType => (args) => scalar('varchar', { length: Math.max(1, literalNumber(args[index]) ?? otherwise), nullable: anyNull(args) });
/** STUFF works on binary too. */
const stuff: ResultType = (args) => (familyOf(args[0] ?? unknownType) === 'binary' ? scalar('varbinary', { length: unbounded(args[0]) ? 'max' : 8000 }) : longText(args));
/** TRIM(characters FROM text): the text comes last. */
const trim: ResultType = (args) => varying(args[args.length - 1]);
const replicate: ResultType = (args) => longText(args.slice(0, 1));
const encoded: ResultType = (args) => scalar('varchar', { length: unbounded(args[0]) ? 'max' : 8000, nullable: anyNull(args) });
const decoded: ResultType = (args) => scalar('varbinary', { length: unbounded(args[0]) ? 'max' : 8000, nullable: anyNull(args) });
const unicodeEscaped: ResultType = (args) => {
  const first: SqlType = args[0] ?? unknownType;
  return scalar('nvarchar', { length: isScalar(first) && isString(first) && first.length !== 'max' ? (first.length ?? 4000) : 'max', nullable: anyNull(args) });
};

/** https://learn.microsoft.com/sql/t-sql/functions/string-functions-transact-sql */
export const stringFunctions = [
  ...functions('string', {
    ASCII: ['character_expression', maybe('int')],
    CHAR: ['integer_expression', maybe('char', { length: 1 })],
    CHARINDEX: ['expressionToFind, expressionToSearch, start_location?', lengthOf(1)],
    CONCAT: ['argument1, argument2...', concat, 2012],
    CONCAT_WS: ['separator, argument1, argument2...', concatWithSeparator, 2017],
    DIFFERENCE: ['character_expression, character_expression', int],
    FORMAT: ['value, format, culture?', maybe('nvarchar', { length: 4000 }), 2012, 'no'],
    LEFT: ['character_expression, integer_expression', leftRight],
    LEN: ['string_expression', lengthOf(0)],
    LOWER: ['character_expression', sameText],
    LTRIM: ['character_expression, characters?', sameText],
    NCHAR: ['integer_expression', maybe('nchar', { length: 1 })],
    PATINDEX: ['pattern, expression', lengthOf(1)],
    QUOTENAME: ['character_string, quote_character?', maybe('nvarchar', { length: 258 })],
    REPLACE: ['string_expression, string_pattern, string_replacement', longText],
    REPLICATE: ['string_expression, integer_expression', replicate],
    REVERSE: ['string_expression', sameText],
    RIGHT: ['character_expression, integer_expression', leftRight],
    RTRIM: ['character_expression, characters?', sameText],
    SOUNDEX: ['character_expression', fixed('varchar', { length: 4 })],
    SPACE: ['integer_expression', ofLength(0, 8000)],
    STR: ['float_expression, length?, decimal?', ofLength(1, 10)],
    STRING_ESCAPE: ['text, type', fixed('nvarchar', { length: 'max' }), 2016],
    STUFF: ['character_expression, start, length, replace_with_expression', stuff],
    SUBSTRING: ['expression, start, length?', substring],
    TRANSLATE: ['inputString, characters, translations', (args) => withNull(varying(args[0]), anyNull(args)), 2017],
    TRIM: ['characters?, string', trim, 2017],
    UNICODE: ['ncharacter_expression', maybe('int')],
    UNISTR: ['character_expression, unicode_escape?', unicodeEscaped, 2025],
    UPPER: ['character_expression', sameText],
  }),
  ...functions('aggregate', { STRING_AGG: ['expression, separator', stringAgg, 2017] }),
  ...functions('conversion', { BASE64_ENCODE: ['expression, url_safe?', encoded, 2025], BASE64_DECODE: ['expression', decoded, 2025] }),
  ...functions('regular expressions', {
    REGEXP_COUNT: ['string_expression, pattern, start?, flags?', int],
    REGEXP_INSTR: ['string_expression, pattern, start?, occurrence?, return_option?, flags?, group?', int],
    REGEXP_LIKE: ['string_expression, pattern, flags?', fixed('bit'), 'syntax'],
    REGEXP_REPLACE: ['string_expression, pattern, string_replacement?, start?, occurrence?, flags?', regexText],
    REGEXP_SUBSTR: ['string_expression, pattern, start?, occurrence?, flags?, group?', regexText],
  }, 2025),
  ...functions('fuzzy', {
    EDIT_DISTANCE: ['character_expression, character_expression, maximum_distance?', int],
    EDIT_DISTANCE_SIMILARITY: ['character_expression, character_expression', int],
    JARO_WINKLER_DISTANCE: ['character_expression, character_expression', float],
    JARO_WINKLER_SIMILARITY: ['character_expression, character_expression', int],
  }, 2025),
  ...functions('collation', {
    COLLATIONPROPERTY: ['collation_name, property', maybe('sql_variant'), 'page:t-sql/functions/collation-functions-collationproperty-transact-sql'],
    TERTIARY_WEIGHTS: ['non_Unicode_character_string_expression', maybe('varbinary', { length: 8000 }), 'page:t-sql/functions/collation-functions-tertiary-weights-transact-sql'],
  }),
  ...functions('text and image', {
    TEXTPTR: ['column', maybe('varbinary', { length: 16 }), 'no', 'page:t-sql/functions/text-and-image-functions-textptr-transact-sql'],
    TEXTVALID: ['column_name, text_ptr', always('int'), 'no', 'page:t-sql/functions/text-and-image-functions-textvalid-transact-sql'],
  }),
  ...functions('metadata', { PARSENAME: ['object_name, object_piece', sysname] }),
];
