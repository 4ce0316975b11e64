import { pg } from '@ferry/target-postgresql';
import { defineSupport } from './define-support';

/** nvarchar is UTF-16 with the low byte first; PostgreSQL has no such encoding. */
export const textToUtf16 = defineSupport('utf16_bytes', {
  parameters: [['value', pg.type('text')]], returns: pg.type('bytea'), volatility: 'immutable', language: 'sql',
  comment: 'The bytes that an nvarchar has in SQL Server: UTF-16, low byte first.',
  body: String.raw`SELECT CASE WHEN value IS NULL THEN NULL ELSE coalesce((SELECT decode(string_agg(CASE WHEN code < 65536 THEN lpad(to_hex(code & 255), 2, '0') || lpad(to_hex(code >> 8), 2, '0') ELSE lpad(to_hex(((code - 65536) >> 10) & 255), 2, '0') || lpad(to_hex(216 + ((code - 65536) >> 18)), 2, '0') || lpad(to_hex(code & 255), 2, '0') || lpad(to_hex(220 + (((code - 65536) >> 8) & 3)), 2, '0') END, '' ORDER BY place), 'hex') FROM (SELECT ascii(letter) AS code, place FROM regexp_split_to_table(value COLLATE "C", '') WITH ORDINALITY AS letters (letter, place) WHERE letter <> '') AS codes), '\x'::bytea) END`,
});

export const utf16ToText = defineSupport('utf16_text', {
  parameters: [['value', pg.type('bytea')]], returns: pg.type('text'), volatility: 'immutable', language: 'plpgsql',
  comment: 'The text of bytes in UTF-16, low byte first: CAST(binary AS nvarchar).',
  body: `DECLARE
    result text := '';
    code integer;
    low integer;
    at integer := 0;
BEGIN
    WHILE at + 1 < length(value) LOOP
        code := get_byte(value, at) + get_byte(value, at + 1) * 256;
        at := at + 2;
        IF code BETWEEN 55296 AND 56319 AND at + 1 < length(value) THEN
            low := get_byte(value, at) + get_byte(value, at + 1) * 256;
            at := at + 2;
            code := 65536 + (code - 55296) * 1024 + (low - 56320);
        END IF;
        EXIT WHEN code = 0;
        result := result || chr(code);
    END LOOP;
    RETURN CASE WHEN value IS NULL THEN NULL ELSE result END;
END;`,
});
