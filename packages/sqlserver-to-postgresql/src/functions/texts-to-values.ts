import { pg } from '@ferry/target-postgresql';
import { defineSupport } from './define-support';

const text = pg.type('text');
const timestamp = pg.type('timestamp');

/**
 * A text as a moment, as SQL Server reads it under us_english: ISO 8601 with `T`, `yyyy-mm-dd`, `yyyymmdd`, numeric dates in the order of
 * DATEFORMAT, months by name, a time alone on 1900-01-01
 * (https://learn.microsoft.com/sql/t-sql/data-types/datetime-transact-sql#supported-string-literal-formats-for-datetime).
 */
export const readMomentIn = defineSupport('read_moment_in', {
  parameters: [['value', text], ['style', text]], returns: timestamp, volatility: 'immutable', language: 'plpgsql',
  comment: 'A text as a date with time, in the forms that SQL Server reads; the style ends in MDY, DMY or YMD. An offset at its end is left to the caller.',
  body: String.raw`DECLARE
    rest text := btrim(value, E' \t\r\n');
    clock text[];
    part text[];
    numbers text[];
    name text;
    place integer;
    day date;
    hours integer := 0;
    years integer;
BEGIN
    IF value IS NULL THEN
        RETURN NULL;
    END IF;
    IF rest = '' THEN
        RETURN timestamp '1900-01-01';
    END IF;
    rest := regexp_replace(rest, '(:.*?)\s*(?:Z|[-+]\d{1,2}:\d{1,2})$', '\1', 'i');
    clock := regexp_match(rest, '(?:^|T|\s+)(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:([.:])(\d{1,9}))?)?\s*([AaPp][Mm])?$');
    IF clock IS NULL THEN
        -- Hours alone, with AM or PM.
        part := regexp_match(rest, '(?:^|\s+)(\d{1,2})\s*([AaPp][Mm])$');
        IF part IS NOT NULL THEN
            clock := ARRAY[part[1], '0', '0', NULL, NULL, part[2]];
            rest := regexp_replace(rest, '(?:^|\s+)\d{1,2}\s*[AaPp][Mm]$', '');
        END IF;
    ELSE
        rest := regexp_replace(rest, '(?:^|T|\s+)\d{1,2}:\d{1,2}(?::\d{1,2}(?:[.:]\d{1,9})?)?\s*(?:[AaPp][Mm])?$', '');
    END IF;
    rest := btrim(rest);
    IF rest = '' THEN
        day := date '1900-01-01';
    ELSIF rest ~ '^\d{8}$' THEN
        day := make_date(left(rest, 4)::integer, substr(rest, 5, 2)::integer, right(rest, 2)::integer);
    ELSIF rest ~ '^\d{6}$' THEN
        years := left(rest, 2)::integer;
        day := make_date(CASE WHEN years <= 49 THEN 2000 ELSE 1900 END + years, substr(rest, 3, 2)::integer, right(rest, 2)::integer);
    ELSIF rest ~ '^\d{4}$' THEN
        day := make_date(rest::integer, 1, 1);
    ELSIF rest ~ '^\d{1,4}\s*[-/.]\s*\d{1,4}\s*[-/.]\s*\d{1,4}$' THEN
        part := regexp_split_to_array(rest, '\s*[-/.]\s*');
        -- Four digits are the year, wherever they stand; month and day keep the order of the session.
        place := CASE WHEN length(part[1]) > 2 THEN 1 WHEN length(part[2]) > 2 THEN 2 WHEN length(part[3]) > 2 OR style NOT LIKE '%YMD' THEN 3 ELSE 1 END;
        years := part[place]::integer;
        part := ARRAY[part[place]] || part[1:place - 1] || part[place + 1:3];
        IF style LIKE '%DMY' AND place > 1 THEN
            part := ARRAY[part[1], part[3], part[2]];
        END IF;
        day := make_date(CASE WHEN length(part[1]) > 2 THEN years WHEN years <= 49 THEN 2000 + years ELSE 1900 + years END, part[2]::integer, part[3]::integer);
    ELSE
        -- A month by its name, and one or two numbers round it: the year has four digits or is the second of them; without a day it is the first.
        part := regexp_match(rest, '^([\d\s,/.-]*?)\s*([A-Za-z]{3,9})\.?([\d\s,/.-]*)$');
        name := lower(part[2]);
        numbers := ARRAY(SELECT m[1] FROM regexp_matches(part[1] || ' ' || part[3], '\d+', 'g') AS m);
        place := CASE WHEN length(numbers[1]) = 4 THEN 1 WHEN cardinality(numbers) = 2 THEN 2 END;
        IF part IS NULL OR place IS NULL OR cardinality(numbers) > 2 OR length(numbers[place]) NOT IN (1, 2, 4) OR length(coalesce(numbers[3 - place], '1')) > 2 OR NOT name = ANY (ARRAY['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec', 'january', 'february', 'march', 'april', 'june', 'july', 'august', 'september', 'october', 'november', 'december']) THEN
            RAISE EXCEPTION 'Conversion failed when converting date and/or time from character string.' USING ERRCODE = '22007';
        END IF;
        years := numbers[place]::integer;
        day := make_date(CASE WHEN length(numbers[place]) > 2 THEN years WHEN years <= 49 THEN 2000 + years ELSE 1900 + years END, (strpos('janfebmaraprmayjunjulaugsepoctnovdec', left(name, 3)) + 2) / 3, coalesce(numbers[3 - place], '1')::integer);
    END IF;
    IF clock IS NULL THEN
        RETURN day::timestamp;
    END IF;
    hours := clock[1]::integer;
    IF clock[6] IS NOT NULL THEN
        IF hours > 12 AND lower(clock[6]) = 'am' THEN
            RAISE EXCEPTION 'Conversion failed when converting date and/or time from character string.' USING ERRCODE = '22007';
        END IF;
        hours := CASE WHEN lower(clock[6]) = 'pm' AND hours < 12 THEN hours + 12 WHEN lower(clock[6]) = 'am' AND hours = 12 THEN 0 ELSE hours END;
    END IF;
    IF hours > 23 OR clock[2]::integer > 59 OR coalesce(clock[3], '0')::integer > 59 THEN
        RAISE EXCEPTION 'The conversion of a varchar data type to a datetime data type resulted in an out-of-range value.' USING ERRCODE = '22008';
    END IF;
    -- After a colon stand milliseconds, after a point a fraction.
    RETURN day + make_interval(hours => hours, mins => clock[2]::integer) + (coalesce(clock[3], '0')::numeric + CASE WHEN clock[4] IS NULL THEN 0 WHEN clock[4] = ':' THEN clock[5]::numeric / 1000 ELSE ('0.' || left(clock[5], 6))::numeric END) * interval '1 second';
END;`,
});

export const readMoment = defineSupport('read_moment', {
  uses: [readMomentIn],
  parameters: [['value', text]], returns: timestamp, volatility: 'stable', language: 'sql',
  comment: 'A text as a date with time, its numbers in the order that the session is set to.',
  body: "SELECT __schema__.read_moment_in(value, current_setting('DateStyle'))",
});

/** Error 245: https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors-0-to-999 */
export const conversionFailed = defineSupport('conversion_failed', {
  parameters: [['value', text], ['type', text]], returns: text, volatility: 'volatile', language: 'plpgsql',
  comment: 'Fails as the conversion of a text does that is no value of the type.',
  body: "BEGIN\n    RAISE EXCEPTION 'Conversion failed when converting the varchar value ''%'' to data type %.', value, type USING ERRCODE = '22P02';\nEND;",
});

/** datetime counts in steps of 1/300 second: https://learn.microsoft.com/sql/t-sql/data-types/datetime-transact-sql#rounding-of-datetime-fractional-second-precision */
export const toTicks = defineSupport('datetime_ticks', {
  parameters: [['value', timestamp]], returns: timestamp, volatility: 'immutable', language: 'sql',
  comment: 'A moment rounded as datetime is: to .000, .003 or .007 seconds.',
  body: "SELECT date_trunc('second', value) + (round(round((extract(microseconds FROM value) % 1000000) * 3 / 10000) * 10 / 3) * interval '1 millisecond')",
});

export const readOffset = defineSupport('read_offset', {
  uses: [readMoment],
  parameters: [['value', text]], returns: pg.type('timestamptz'), volatility: 'stable', language: 'sql',
  comment: 'A text as a moment with its offset; without one it is UTC.',
  body: String.raw`SELECT (__schema__.read_moment(value) AT TIME ZONE 'UTC') - CASE WHEN value ~ ':.*[-+]\d{1,2}:\d{1,2}\s*$' THEN (substring(value FROM '([-+]\d{1,2}:\d{1,2})\s*$'))::interval ELSE interval '0' END`,
});

/** The offset at the end of a text. */
export const offsetIn = defineSupport('offset_in', {
  parameters: [['value', text]], returns: pg.type('interval'), volatility: 'immutable', language: 'sql',
  comment: 'The offset at the end of a text that holds a datetimeoffset; without one it is that of UTC.',
  body: String.raw`SELECT CASE WHEN value ~ ':.*[-+]\d{1,2}:\d{1,2}\s*$' THEN substring(value FROM '([-+]\d{1,2}:\d{1,2})\s*$')::interval ELSE interval '0' END WHERE value IS NOT NULL`,
});

export const offsetName = defineSupport('offset_name', {
  parameters: [['minutes', pg.type('integer')]], returns: text, volatility: 'immutable', language: 'sql',
  comment: 'DATENAME(tzoffset): an offset in minutes as +hh:mm.',
  body: `SELECT CASE WHEN minutes < 0 THEN '-' ELSE '+' END || to_char(make_interval(mins => abs(minutes)), 'HH24:MI')`,
});

/** https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql: style 121 with the offset. */
export const offsetText = defineSupport('datetimeoffset_text', {
  parameters: [['moment', pg.type('timestamptz')], ['zone', pg.type('interval')], ['digits', pg.type('integer')]], returns: text, volatility: 'immutable', language: 'sql',
  comment: 'A datetimeoffset as a text: yyyy-mm-dd hh:mm:ss.nnnnnnn +hh:mm. The zone is the distance of its local time from UTC.',
  body: `SELECT to_char(moment AT TIME ZONE 'UTC' + zone, 'YYYY-MM-DD HH24:MI:SS') || CASE WHEN digits > 0 THEN '.' || left(to_char(moment AT TIME ZONE 'UTC' + zone, 'US') || '0', digits) ELSE '' END || CASE WHEN zone < interval '0' THEN ' -' ELSE ' +' END || to_char(CASE WHEN zone < interval '0' THEN -zone ELSE zone END, 'HH24:MI')`,
});

/** https://learn.microsoft.com/sql/t-sql/functions/isnumeric-transact-sql */
export const isNumeric = defineSupport('is_numeric', {
  parameters: [['value', text]], returns: pg.type('integer'), volatility: 'immutable', language: 'sql',
  comment: 'ISNUMERIC: 1 for a text that is a number, a sum of money or a float; signs, points and currency marks alone count too.',
  body: String.raw`SELECT CASE WHEN value IS NULL THEN 0 WHEN btrim(value, E' \t\r\n') ~ '^([-+]?\s*[$€£¥]?|[$€£¥]\s*[-+]?)\s*([0-9]+[0-9,]*\.?[0-9]*|[0-9,]*\.[0-9]+|\.)$' AND btrim(value, E' \t\r\n') !~ '[0-9,]*\..*,' OR btrim(value, E' \t\r\n') ~ '^([-+]?\s*[$€£¥]?|[$€£¥]\s*[-+]?)\s*[0-9,]*\.?$' AND btrim(value, E' \t\r\n') <> '' OR btrim(value) ~ '^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)[eEdD][-+]?[0-9]{1,3}$' THEN 1 ELSE 0 END`,
});

/** The first three groups of a uniqueidentifier are stored with their bytes in reverse order (https://learn.microsoft.com/sql/t-sql/data-types/uniqueidentifier-transact-sql). */
export const guidToBytes = defineSupport('guid_to_bytes', {
  parameters: [['value', pg.type('uuid')]], returns: pg.type('bytea'), volatility: 'immutable', language: 'sql',
  comment: 'The 16 bytes of a uniqueidentifier as SQL Server stores them: those of the first three groups in reverse order.',
  body: `SELECT substr(b, 4, 1) || substr(b, 3, 1) || substr(b, 2, 1) || substr(b, 1, 1) || substr(b, 6, 1) || substr(b, 5, 1) || substr(b, 8, 1) || substr(b, 7, 1) || substr(b, 9) FROM uuid_send(value) AS b`,
});

export const bytesToGuid = defineSupport('bytes_to_guid', {
  parameters: [['value', pg.type('bytea')]], returns: pg.type('uuid'), volatility: 'immutable', language: 'sql',
  comment: 'Bytes as a uniqueidentifier, as SQL Server stores it: cut or filled up with zeros to 16 bytes.',
  body: `SELECT encode(substr(b, 4, 1) || substr(b, 3, 1) || substr(b, 2, 1) || substr(b, 1, 1) || substr(b, 6, 1) || substr(b, 5, 1) || substr(b, 8, 1) || substr(b, 7, 1) || substr(b, 9, 8), 'hex')::uuid FROM (SELECT value || decode(repeat('00', 16), 'hex')) AS bytes (b)`,
});

/** A number and a binary string: the bytes are those of the number in big-endian order. */
export const bytesToNumber = defineSupport('bytes_to_number', {
  parameters: [['value', pg.type('bytea')], ['size', pg.type('integer')]], returns: pg.type('bigint'), volatility: 'immutable', language: 'sql',
  comment: 'CAST(binary AS an integer): the last bytes, the first of which bears the sign.',
  body: String.raw`SELECT CASE WHEN value IS NULL THEN NULL WHEN length(value) = 0 THEN 0 WHEN size = 1 THEN get_byte(value, length(value) - 1)::bigint ELSE (('x' || lpad(right(encode(value, 'hex'), size * 2), size * 2, '0'))::bit varying(64)::bit(64) >> (64 - size * 8))::bigint - CASE WHEN size < 8 AND length(value) >= size AND get_byte(value, length(value) - size) >= 128 THEN 1::bigint << (size * 8) ELSE 0 END END`,
});

export const numberToBytes = defineSupport('number_to_bytes', {
  parameters: [['value', pg.type('bigint')], ['own', pg.type('integer')], ['wanted', pg.type('integer')]], returns: pg.type('bytea'), volatility: 'immutable', language: 'sql',
  comment: 'CAST(an integer AS binary): the bytes of its type, cut or filled up at the left when a length is wanted.',
  body: String.raw`SELECT CASE WHEN wanted IS NULL OR wanted = own THEN decode(right(lpad(to_hex(value), 16, '0'), own * 2), 'hex') WHEN wanted < own THEN decode(right(lpad(to_hex(value), 16, '0'), wanted * 2), 'hex') ELSE decode(repeat('00', wanted - own) || right(lpad(to_hex(value), 16, '0'), own * 2), 'hex') END`,
});

/** https://learn.microsoft.com/sql/t-sql/functions/isdate-transact-sql */
export const isDate = defineSupport('is_date', {
  uses: [readMoment],
  parameters: [['value', text]], returns: pg.type('integer'), volatility: 'stable', language: 'plpgsql',
  comment: 'ISDATE: whether a text can be read as a datetime, which begins in 1753.',
  body: `BEGIN
    IF value IS NULL OR btrim(value) = '' THEN
        RETURN 0;
    END IF;
    RETURN CASE WHEN __schema__.read_moment(value) >= timestamp '1753-01-01' THEN 1 ELSE 0 END;
EXCEPTION WHEN data_exception THEN
    RETURN 0;
END;`,
});

/** https://learn.microsoft.com/sql/t-sql/data-types/money-and-smallmoney-transact-sql: a currency mark, groups of digits, a sign before either. */
export const readMoney = defineSupport('read_money', {
  parameters: [['value', text]], returns: pg.type('numeric'), volatility: 'immutable', language: 'sql',
  comment: 'A text as a sum of money: currency marks, commas and blanks are passed over; an empty text is 0.',
  body: String.raw`SELECT coalesce(nullif(regexp_replace(value, '[$¢£¤¥৲৳฿៛₠-₿﷼﹩＄￠￡￥￦,\s\u00a0]', '', 'g'), ''), '0')::numeric WHERE value IS NOT NULL`,
});
