import { pg } from '@ferry/target-postgresql';
import type { TypeName } from '@ferry/target-postgresql';
import { defineSupport } from './define-support';
import type { SupportFunction } from './define-support';
import { readMoment, toTicks } from './texts-to-values';

export { defineSupport } from './define-support';
export type { SupportFunction } from './define-support';

const define = defineSupport;
const text = pg.type('text');
const integer = pg.type('integer');
const timestamp = pg.type('timestamp');

export const datetimeText = define('datetime_text', {
  parameters: [['value', timestamp]], returns: text, volatility: 'stable', language: 'sql',
  comment: "CONVERT(varchar, value, 0): 'Mon dd yyyy hh:miAM', day and hour padded with blanks.",
  body: "SELECT to_char(value, 'Mon ') || lpad(to_char(value, 'FMDD'), 2) || to_char(value, ' YYYY ') || lpad(to_char(value, 'FMHH12'), 2) || to_char(value, ':MIAM')",
});

export const charindex = define('charindex', {
  parameters: [['needle', text], ['haystack', text], ['start', integer]], returns: integer, volatility: 'immutable', language: 'sql',
  comment: 'CHARINDEX with a start: the position counts from the beginning of the text, 0 when there is none.',
  body: 'SELECT CASE WHEN strpos(substr(haystack COLLATE "und-x-icu", greatest(start, 1)), needle) = 0 OR needle = \'\' THEN 0 ELSE strpos(substr(haystack COLLATE "und-x-icu", greatest(start, 1)), needle) + greatest(start, 1) - 1 END WHERE needle IS NOT NULL AND haystack IS NOT NULL AND start IS NOT NULL',
});

export const replaceText = define('replace', {
  parameters: [['value', text], ['sought', text], ['replacement', text]], returns: text, volatility: 'immutable', language: 'sql',
  comment: 'REPLACE of letters of either case; a backslash in the replacement means itself.',
  body: `SELECT CASE WHEN sought = '' THEN value ELSE regexp_replace(value COLLATE "und-x-icu", '***=' || sought, replace(replacement COLLATE "und-x-icu", '\\', '\\\\'), 'gi') END`,
});

export const splitText = define('split', {
  parameters: [['value', text], ['separator', text]], returns: pg.setOf(text), volatility: 'immutable', language: 'sql',
  comment: 'STRING_SPLIT.',
  body: "SELECT unnest(CASE WHEN value = '' THEN ARRAY[''] ELSE string_to_array(value COLLATE \"und-x-icu\", separator) END)",
});

export const stuff = define('stuff', {
  parameters: [['value', text], ['start', integer], ['length', integer], ['replacement', text]], returns: text, volatility: 'immutable', language: 'sql',
  comment: 'STUFF: NULL when the start lies outside the text or the length is negative; a NULL replacement only deletes.',
  body: "SELECT CASE WHEN start >= 1 AND start <= length(value) AND length >= 0 THEN overlay(value PLACING coalesce(replacement, '') FROM start FOR length) END",
});

export const rightPart = define('right_part', {
  parameters: [['value', text], ['count', integer]], returns: text, volatility: 'immutable', language: 'sql',
  comment: 'RIGHT: a negative count is an error.',
  body: 'SELECT reverse(substring(reverse(value), 1, count))',
});

/** TRY_CAST and TRY_CONVERT of a text: NULL in place of an error. */
const attempt = (type: string, pgType: TypeName, form: Form): SupportFunction =>
  define(`try_${type}`, {
    uses: form.uses ?? [],
    parameters: [['value', text]], returns: pgType, volatility: 'stable', language: 'plpgsql',
    comment: `TRY_CAST(value AS ${type}): NULL when the text is none.`,
    body: `BEGIN\n    IF value COLLATE "C" ${form.wrong} THEN\n        RETURN NULL;\n    END IF;\n    RETURN (${form.value ?? 'value'})::${pgType.name};\nEXCEPTION WHEN data_exception THEN\n    RETURN NULL;\nEND;`,
  });

/** Texts that PostgreSQL reads and SQL Server does not, and what an empty text means. */
interface Form {
  readonly wrong: string;
  readonly value?: string;
  readonly uses?: readonly SupportFunction[];
}

const orEmpty = (empty: string): string => `CASE WHEN btrim(value) = '' THEN '${empty}' ELSE value END`;
const wholeForm: Form = { wrong: "!~ '^ *[-+]?[0-9]* *$'", value: orEmpty('0') };
const decimalForm: Form = { wrong: "!~ '^ *[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+) *$'" };
const moneyForm: Form = { wrong: "!~ '^ *[-+]?[$]?[0-9,]*[.]?[0-9]* *$'", value: "CASE WHEN translate(value, ' $,', '') = '' THEN '0' ELSE translate(value, ' $,', '') END" };
const floatForm: Form = { wrong: "!~ '^ *([-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?)? *$'", value: orEmpty('0') };
const dateForm: Form = { wrong: 'IS NULL', value: '__schema__.read_moment(value)', uses: [readMoment] };
const datetimeForm: Form = { wrong: 'IS NULL', value: '__schema__.datetime_ticks(__schema__.read_moment(value))', uses: [readMoment, toTicks] };
const minuteForm: Form = { wrong: 'IS NULL', value: "date_trunc('minute', __schema__.read_moment(value) + interval '30.001 seconds')", uses: [readMoment] };
const bitForm: Form = { wrong: "!~* '^ *([-+]?[0-9]+|true|false|) *$'", value: "CASE WHEN btrim(lower(value)) = 'true' THEN true WHEN btrim(lower(value)) IN ('false', '') THEN false ELSE btrim(value)::numeric <> 0 END" };
const anyForm: Form = { wrong: 'IS NULL' };

export const attempts: Readonly<Record<string, SupportFunction>> = {
  int: attempt('integer', integer, wholeForm), smallint: attempt('smallint', pg.type('smallint'), wholeForm), bigint: attempt('bigint', pg.type('bigint'), wholeForm),
  tinyint: attempt('tinyint', pg.type('smallint'), { wrong: "!~ '^ *[+]?[0-9]* *$' OR btrim(value COLLATE \"C\", ' +0') !~ '^([0-9]{0,2}|1[0-9][0-9]|2[0-4][0-9]|25[0-5])$'", value: orEmpty('0') }),
  money: attempt('money', pg.type('numeric'), moneyForm), float: attempt('float', pg.type('double precision'), floatForm),
  date: attempt('date', pg.type('date'), dateForm), datetime: attempt('datetime', timestamp, datetimeForm), datetime2: attempt('timestamp', timestamp, dateForm), time: attempt('time', pg.type('time'), dateForm), smalldatetime: attempt('smalldatetime', timestamp, minuteForm), bit: attempt('bit', pg.type('boolean'), bitForm), real: attempt('real', pg.type('real'), floatForm), uniqueidentifier: attempt('uuid', pg.type('uuid'), anyForm),
};

/** The precision decides which numbers are too large. */
export const tryDecimal = define('try_decimal', {
  parameters: [['value', text], ['digits', integer], ['places', integer]], returns: pg.type('numeric'), volatility: 'immutable', language: 'sql',
  comment: 'TRY_CAST(value AS decimal(digits, places)): NULL when the text is none, or one that does not fit.',
  body: `SELECT CASE WHEN value COLLATE "C" ${decimalForm.wrong} THEN NULL WHEN abs(round(value::numeric, places)) < 10::numeric ^ (digits - places) THEN round(value::numeric, places) END`,
});

export const jsonValue = define('json_value', {
  parameters: [['document', text], ['path', text]], returns: text, volatility: 'immutable', language: 'sql',
  comment: 'JSON_VALUE: the scalar at a path; NULL for an object, an array or nothing.',
  body: "SELECT CASE WHEN jsonb_typeof(found) NOT IN ('object', 'array') THEN found #>> '{}' END FROM jsonb_path_query_first(document::jsonb, ('strict ' || regexp_replace(path COLLATE \"C\", '^\\s*(lax|strict)\\s+', ''))::jsonpath, '{}', true) AS found",
});

export const jsonQuery = define('json_query', {
  parameters: [['document', text], ['path', text]], returns: text, volatility: 'immutable', language: 'sql',
  comment: 'JSON_QUERY: the object or array at a path; NULL for a scalar or nothing.',
  body: "SELECT CASE WHEN jsonb_typeof(found) IN ('object', 'array') THEN found::text END FROM jsonb_path_query_first(document::jsonb, ('strict ' || regexp_replace(path COLLATE \"C\", '^\\s*(lax|strict)\\s+', ''))::jsonpath, '{}', true) AS found",
});

/** Raises feature_not_supported: what a stand-in view reads from. */
export const notConvertedFunction = define('not_converted', {
  parameters: [['message', text]], returns: pg.type('void'), volatility: 'volatile', language: 'plpgsql',
  comment: 'Fails when code that was not converted is used.',
  body: "BEGIN\n    RAISE EXCEPTION '%', message USING ERRCODE = '0A000';\nEND;",
});

export const errorNumber = define('error_number', {
  parameters: [['state', text]], returns: integer, volatility: 'immutable', language: 'sql',
  comment: "ERROR_NUMBER() of SQL Server for a SQLSTATE of PostgreSQL; 50000 for what has no number of its own.",
  body: "SELECT CASE WHEN state IS NULL THEN NULL WHEN state = '23505' THEN 2627 WHEN state IN ('23503', '23514') THEN 547 WHEN state = '23502' THEN 515 WHEN state = '22012' THEN 8134 WHEN state = '40P01' THEN 1205 WHEN state = '22P02' THEN 245 WHEN state IN ('22007', '22008') THEN 241 WHEN state = '22003' THEN 8115 WHEN state = '22001' THEN 2628 WHEN state = '42P01' THEN 208 WHEN state = '55P03' THEN 1222 WHEN state ~ '^(13[0-9]{3}|[5-9][0-9]{4})$' THEN state::integer ELSE 50000 END",
});

/** https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-error-severities */
export const errorSeverity = define('error_severity', {
  parameters: [['state', text]], returns: integer, volatility: 'immutable', language: 'sql',
  comment: 'ERROR_SEVERITY() of SQL Server for a SQLSTATE of PostgreSQL.',
  body: "SELECT CASE WHEN state IS NULL THEN NULL WHEN state IN ('23505', '42501') THEN 14 WHEN state = '40P01' THEN 13 WHEN state LIKE '53%' THEN 17 ELSE 16 END",
});

/** What a handler remembers for the procedures that it calls. */
export const caughtError = define('caught_error', {
  parameters: [['what', text]], returns: text, volatility: 'stable', language: 'sql',
  comment: 'The error that a handler around this call has caught (message, sqlstate, procedure, context); NULL outside of handlers.',
  body: "SELECT nullif(current_setting('ferry.error_' || what, true), '')",
});

/** PRINT. */
export const printMessage = define('print', {
  parameters: [['message', text]], returns: pg.type('void'), volatility: 'volatile', language: 'plpgsql',
  comment: 'PRINT: a message to the client; NULL is a blank, long texts are cut as in SQL Server.',
  body: "BEGIN\n    RAISE NOTICE '%', left(coalesce(message, ' '), 8000);\nEND;",
});

/** Where plpgsql says the error happened. */
export const errorLine = define('error_line', {
  parameters: [['context', text]], returns: integer, volatility: 'immutable', language: 'sql',
  comment: 'ERROR_LINE(): the line of the converted routine, from PG_EXCEPTION_CONTEXT.',
  body: "SELECT (regexp_match(context, ' line ([0-9]+) at '))[1]::integer",
});

export const rememberError = define('remember_error', {
  parameters: [['sqlstate', text], ['message', text], ['procedure', text], ['context', text]], returns: pg.type('void'), volatility: 'volatile', language: 'sql',
  comment: 'Lets procedures that a handler calls ask for the caught error; NULLs forget it.',
  body: "SELECT set_config('ferry.error_sqlstate', coalesce(sqlstate, ''), true), set_config('ferry.error_message', coalesce(message, ''), true), set_config('ferry.error_procedure', coalesce(procedure, ''), true), set_config('ferry.error_context', coalesce(context, ''), true)",
});
