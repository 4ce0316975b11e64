import { pg } from '@ferry/target-postgresql';
import { defineSupport } from './define-support';

const text = pg.type('text');
const integer = pg.type('integer');

/** https://learn.microsoft.com/sql/t-sql/functions/soundex-transact-sql */
export const soundex = defineSupport('soundex', {
  parameters: [['value', text]], returns: text, volatility: 'immutable', language: 'plpgsql',
  comment: 'SOUNDEX: the first letter and three digits for the consonants that follow; H, W and vowels are passed over.',
  body: String.raw`DECLARE
    word text := upper(coalesce(substring(value COLLATE "C" FROM '^[A-Za-z]+'), ''));
    codes constant text := '01230120022455012623010202';
    result text := left(word, 1);
    last text;
    code text;
BEGIN
    IF value IS NULL THEN
        RETURN NULL;
    END IF;
    IF word = '' THEN
        RETURN '0000';
    END IF;
    last := substr(codes, ascii(result) - 64, 1);
    FOR i IN 2 .. length(word) LOOP
        code := substr(codes, ascii(substr(word, i, 1)) - 64, 1);
        IF code <> '0' AND code <> last THEN
            result := result || code;
        END IF;
        IF substr(word, i, 1) NOT IN ('H', 'W') THEN
            last := code;
        END IF;
        EXIT WHEN length(result) = 4;
    END LOOP;
    RETURN rpad(result, 4, '0');
END;`,
});

/** https://learn.microsoft.com/sql/t-sql/functions/difference-transact-sql */
export const difference = defineSupport('difference', {
  uses: [soundex],
  parameters: [['a', text], ['b', text]], returns: integer, volatility: 'immutable', language: 'sql',
  comment: 'DIFFERENCE: how many characters of two SOUNDEX codes are the same, place by place.',
  body: 'SELECT (SELECT count(*)::integer FROM generate_series(1, 4) AS i WHERE substr(__schema__.soundex(a), i, 1) = substr(__schema__.soundex(b), i, 1)) WHERE a IS NOT NULL AND b IS NOT NULL',
});

/** https://learn.microsoft.com/sql/t-sql/functions/str-transact-sql */
export const str = defineSupport('str', {
  parameters: [['value', pg.type('double precision')], ['length', integer], ['places', integer]], returns: text, volatility: 'immutable', language: 'sql',
  comment: 'STR: a float as text, rounded and right-aligned; asterisks where it does not fit.',
  body: String.raw`SELECT CASE WHEN length < 0 OR places < 0 THEN NULL WHEN strpos(shown || '.', '.') - 1 > length THEN repeat('*', length) ELSE lpad(left(round(value::numeric, greatest(0, least(places, 16, length - strpos(shown || '.', '.'))))::text, length), length) END FROM (SELECT round(value::numeric, least(places, 16))::text AS shown) AS text`,
});

/** https://learn.microsoft.com/sql/t-sql/functions/parsename-transact-sql */
export const parseName = defineSupport('parse_name', {
  parameters: [['name', text], ['piece', integer]], returns: text, volatility: 'immutable', language: 'plpgsql',
  comment: 'PARSENAME: a part of a name of up to four parts, counted from the end; brackets and double quotes are taken off.',
  body: String.raw`DECLARE
    parts text[] := '{}';
    rest text := name COLLATE "C";
    part text;
BEGIN
    IF name IS NULL OR piece NOT BETWEEN 1 AND 4 THEN
        RETURN NULL;
    END IF;
    LOOP
        part := substring(rest FROM '^(\[(?:[^\]]|\]\])*\]|"(?:[^"]|"")*"|[^.\["]*)');
        rest := substr(rest, length(part) + 1);
        parts := parts || CASE WHEN part LIKE '[%' THEN replace(substr(part, 2, length(part) - 2), ']]', ']') WHEN part LIKE '"%' THEN replace(substr(part, 2, length(part) - 2), '""', '"') ELSE part END;
        EXIT WHEN rest = '';
        IF left(rest, 1) <> '.' THEN
            RETURN NULL;
        END IF;
        rest := substr(rest, 2);
    END LOOP;
    IF cardinality(parts) > 4 OR parts[cardinality(parts)] = '' THEN
        RETURN NULL;
    END IF;
    RETURN nullif(parts[cardinality(parts) - piece + 1], '');
END;`,
});

/** https://learn.microsoft.com/sql/t-sql/functions/quotename-transact-sql */
export const quoteNameWith = defineSupport('quote_name', {
  parameters: [['name', text], ['mark', text]], returns: text, volatility: 'immutable', language: 'sql',
  comment: 'QUOTENAME: a name between marks, the closing one doubled inside; NULL for a mark that is none or a name of more than 128 characters.',
  body: String.raw`SELECT opening || replace(name COLLATE "C", closing, closing || closing) || closing FROM (VALUES ('[', '[', ']'), (']', '[', ']'), ('''', '''', ''''), ('"', '"', '"'), ('(', '(', ')'), (')', '(', ')'), ('<', '<', '>'), ('>', '<', '>'), ('{', '{', '}'), ('}', '{', '}'), ('${'`'}', '${'`'}', '${'`'}')) AS marks (given, opening, closing) WHERE given = mark COLLATE "C" AND length(name) <= 128`,
});

/** https://learn.microsoft.com/sql/t-sql/functions/string-escape-transact-sql */
export const escapeJson = defineSupport('escape_json', {
  parameters: [['value', text]], returns: text, volatility: 'immutable', language: 'sql',
  comment: "STRING_ESCAPE(value, 'json'): what JSON escapes, and the slash.",
  body: String.raw`SELECT replace(substr(to_json(value)::text, 2, length(to_json(value)::text) - 2) COLLATE "C", '/', '\/')`,
});

/** https://learn.microsoft.com/sql/t-sql/functions/char-transact-sql */
export const character = defineSupport('character', {
  parameters: [['code', integer]], returns: text, volatility: 'immutable', language: 'sql',
  comment: 'CHAR: the character of a code of Windows-1252; NULL outside of 0 to 255. PostgreSQL holds no character 0.',
  body: String.raw`SELECT CASE WHEN code BETWEEN 1 AND 127 THEN chr(code) WHEN code BETWEEN 128 AND 255 THEN convert_from(set_byte('\x00'::bytea, 0, code), 'WIN1252') WHEN code = 0 THEN '' END`,
});

/** https://learn.microsoft.com/sql/t-sql/functions/nchar-transact-sql */
export const nationalCharacter = defineSupport('national_character', {
  parameters: [['code', integer]], returns: text, volatility: 'immutable', language: 'sql',
  comment: 'NCHAR: the character of a code of Unicode; NULL for what is none.',
  body: "SELECT CASE WHEN code = 0 THEN '' WHEN code BETWEEN 1 AND 1114111 AND code NOT BETWEEN 55296 AND 57343 THEN chr(code) END",
});

/** https://learn.microsoft.com/sql/t-sql/language-elements/like-transact-sql */
export const likeRegex = defineSupport('like_regex', {
  parameters: [['pattern', text], ['escape', text]], returns: text, volatility: 'immutable', language: 'plpgsql',
  comment: 'A pattern of LIKE, with its [...] and ESCAPE, as a regular expression without anchors; NULL for a bracket that is never closed.',
  body: String.raw`DECLARE
    result text := '';
    at integer := 1;
    letter text;
    closing integer;
    inside text;
    plain text := pattern COLLATE "C";
BEGIN
    IF pattern IS NULL THEN
        RETURN NULL;
    END IF;
    WHILE at <= length(plain) LOOP
        letter := substr(plain, at, 1);
        IF letter = escape COLLATE "C" AND at < length(plain) THEN
            at := at + 1;
            result := result || regexp_replace(substr(plain, at, 1), '([\\^$.|?*+()\[\]{}])', '\\\1');
        ELSIF letter = '%' THEN
            result := result || '.*';
        ELSIF letter = '_' THEN
            result := result || '.';
        ELSIF letter = '[' THEN
            closing := strpos(substr(plain, at + 1), ']');
            IF closing = 0 THEN
                RETURN NULL;
            END IF;
            inside := substr(plain, at + 1, closing - 1);
            at := at + closing;
            result := result || '[' || CASE WHEN left(inside, 1) = '^' THEN '^' || regexp_replace(substr(inside, 2), '([\\\[\]^])', '\\\1', 'g') ELSE regexp_replace(inside, '([\\\[\]^])', '\\\1', 'g') END || ']';
        ELSE
            result := result || regexp_replace(letter, '([\\^$.|?*+()\[\]{}])', '\\\1');
        END IF;
        at := at + 1;
    END LOOP;
    RETURN result;
END;`,
});

/** https://learn.microsoft.com/sql/t-sql/functions/patindex-transact-sql */
export const patIndex = defineSupport('pat_index', {
  uses: [likeRegex],
  parameters: [['pattern', text], ['value', text], ['flags', text]], returns: integer, volatility: 'immutable', language: 'sql',
  comment: "PATINDEX with a pattern that is known at run time only; the flags are those of regular expressions ('i': without case).",
  body: String.raw`SELECT CASE WHEN expression IS NULL AND pattern IS NOT NULL THEN 0 ELSE regexp_instr(value COLLATE "C", expression, 1, 1, 0, flags) END FROM (SELECT CASE WHEN pattern COLLATE "C" LIKE '\%%' THEN '' ELSE '^' END || __schema__.like_regex(CASE WHEN length(pattern) > 1 THEN regexp_replace(regexp_replace(pattern COLLATE "C", '^%', ''), '%$', '') ELSE pattern END, NULL) || CASE WHEN pattern COLLATE "C" LIKE '%\%' THEN '' ELSE '$' END AS expression) AS converted`,
});

/** https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql#truncating-and-rounding-results */
export const shortInteger = defineSupport('integer_text', {
  parameters: [['value', pg.type('bigint')], ['length', integer]], returns: text, volatility: 'immutable', language: 'sql',
  comment: 'CAST(an integer AS varchar(length)): an asterisk where it does not fit.',
  body: "SELECT CASE WHEN length(value::text) > length THEN '*' ELSE value::text END",
});

export const toTinyint = defineSupport('to_tinyint', {
  parameters: [['value', pg.type('bigint')]], returns: pg.type('smallint'), volatility: 'immutable', language: 'sql',
  comment: 'CAST(value AS tinyint): an overflow outside of 0 to 255.',
  body: 'SELECT (CASE WHEN value BETWEEN 0 AND 255 THEN value ELSE 1000000 END)::smallint',
});
