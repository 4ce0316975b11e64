import { pg } from '@ferry/target-postgresql';
import { defineSupport } from './define-support';

const text = pg.type('text');

/**
 * FORMAT of a date under the culture en-US, whose standard forms are one letter
 * (https://learn.microsoft.com/dotnet/standard/base-types/standard-date-and-time-format-strings, custom-date-and-time-format-strings).
 */
export const formatDate = defineSupport('format_date', {
  parameters: [['value', pg.type('timestamp')], ['mask', text]], returns: text, volatility: 'stable', language: 'plpgsql',
  comment: 'FORMAT(date, mask) under en-US: standard and custom masks of .NET.',
  body: String.raw`DECLARE
    pattern text := CASE mask
        WHEN 'd' THEN 'M/d/yyyy' WHEN 'D' THEN 'dddd, MMMM d, yyyy' WHEN 'f' THEN 'dddd, MMMM d, yyyy h:mm tt' WHEN 'F' THEN 'dddd, MMMM d, yyyy h:mm:ss tt'
        WHEN 'g' THEN 'M/d/yyyy h:mm tt' WHEN 'G' THEN 'M/d/yyyy h:mm:ss tt' WHEN 'm' THEN 'MMMM d' WHEN 'M' THEN 'MMMM d' WHEN 'y' THEN 'MMMM yyyy' WHEN 'Y' THEN 'MMMM yyyy'
        WHEN 'o' THEN 'yyyy-MM-dd"T"HH:mm:ss.fffffff' WHEN 'O' THEN 'yyyy-MM-dd"T"HH:mm:ss.fffffff' WHEN 'r' THEN 'ddd, dd MMM yyyy HH:mm:ss "GMT"' WHEN 'R' THEN 'ddd, dd MMM yyyy HH:mm:ss "GMT"'
        WHEN 's' THEN 'yyyy-MM-dd"T"HH:mm:ss' WHEN 't' THEN 'h:mm tt' WHEN 'T' THEN 'h:mm:ss tt' WHEN 'u' THEN 'yyyy-MM-dd HH:mm:ss"Z"' WHEN 'U' THEN 'dddd, MMMM d, yyyy h:mm:ss tt' ELSE mask END;
    result text := '';
    part text;
    mark text;
    at integer := 1;
    digits text := to_char(value, 'US') || '0';
BEGIN
    IF value IS NULL OR mask IS NULL THEN
        RETURN NULL;
    END IF;
    IF mask = '' THEN
        pattern := 'M/d/yyyy h:mm:ss tt';
    ELSIF length(mask) = 1 AND pattern = mask THEN
        RETURN NULL;
    END IF;
    WHILE at <= length(pattern) LOOP
        mark := substr(pattern, at, 1);
        IF mark = '\' THEN
            result := result || substr(pattern, at + 1, 1);
            at := at + 2;
        ELSIF mark IN ('"', '''') THEN
            part := substr(pattern, at + 1);
            part := CASE strpos(part, mark) WHEN 0 THEN part ELSE left(part, strpos(part, mark) - 1) END;
            result := result || part;
            at := at + length(part) + 2;
        ELSIF mark = '%' THEN
            at := at + 1;
        ELSE
            part := CASE WHEN strpos('dMyHhmsfFtgzK', mark) > 0 THEN substring(substr(pattern, at) FROM '^' || mark || '+') ELSE mark END;
            result := result || CASE
                WHEN mark = 'd' AND length(part) = 1 THEN to_char(value, 'FMDD') WHEN part = 'dd' THEN to_char(value, 'DD') WHEN part = 'ddd' THEN to_char(value, 'Dy') WHEN mark = 'd' THEN to_char(value, 'FMDay')
                WHEN part = 'M' THEN to_char(value, 'FMMM') WHEN part = 'MM' THEN to_char(value, 'MM') WHEN part = 'MMM' THEN to_char(value, 'Mon') WHEN mark = 'M' THEN to_char(value, 'FMMonth')
                WHEN part = 'y' THEN (extract(year FROM value)::integer % 100)::text WHEN part = 'yy' THEN lpad((extract(year FROM value)::integer % 100)::text, 2, '0')
                WHEN mark = 'y' THEN lpad(extract(year FROM value)::text, greatest(length(part), length(extract(year FROM value)::text)), '0')
                WHEN part = 'H' THEN to_char(value, 'FMHH24') WHEN mark = 'H' THEN to_char(value, 'HH24') WHEN part = 'h' THEN to_char(value, 'FMHH12') WHEN mark = 'h' THEN to_char(value, 'HH12')
                WHEN part = 'm' THEN to_char(value, 'FMMI') WHEN mark = 'm' THEN to_char(value, 'MI') WHEN part = 's' THEN to_char(value, 'FMSS') WHEN mark = 's' THEN to_char(value, 'SS')
                WHEN mark = 'f' THEN left(digits, length(part)) WHEN mark = 'F' THEN rtrim(left(digits, length(part)), '0')
                WHEN part = 't' THEN left(to_char(value, 'AM'), 1) WHEN mark = 't' THEN to_char(value, 'AM') WHEN mark = 'g' THEN 'A.D.' WHEN part = 'z' THEN '+0' WHEN part = 'zz' THEN '+00' WHEN mark = 'z' THEN '+00:00' WHEN mark = 'K' THEN '' ELSE part END;
            at := at + length(part);
        END IF;
    END LOOP;
    RETURN result;
END;`,
});

export const formatTime = defineSupport('format_time', {
  parameters: [['value', pg.type('time')], ['mask', text]], returns: text, volatility: 'stable', language: 'plpgsql',
  comment: 'FORMAT(time, mask): the masks of a TimeSpan of .NET, in which every other character must be escaped.',
  body: String.raw`DECLARE
    result text := '';
    part text;
    mark text;
    at integer := 1;
    digits text := to_char(value, 'US') || '0';
BEGIN
    IF mask IN ('c', 't', 'T') THEN
        RETURN to_char(value, 'HH24:MI:SS') || CASE WHEN digits = '0000000' THEN '' ELSE '.' || digits END;
    ELSIF mask = 'g' THEN
        RETURN to_char(value, 'FMHH24:MI:SS') || CASE WHEN digits = '0000000' THEN '' ELSE '.' || rtrim(digits, '0') END;
    ELSIF mask = 'G' THEN
        RETURN '0:' || to_char(value, 'HH24:MI:SS') || '.' || digits;
    END IF;
    WHILE at <= length(mask) LOOP
        mark := substr(mask, at, 1);
        IF mark = '\' THEN
            result := result || substr(mask, at + 1, 1);
            at := at + 2;
        ELSIF mark IN ('"', '''') THEN
            part := substr(mask, at + 1);
            part := CASE strpos(part, mark) WHEN 0 THEN part ELSE left(part, strpos(part, mark) - 1) END;
            result := result || part;
            at := at + length(part) + 2;
        ELSIF strpos('hmsfFd', mark) > 0 AND length(mask) > 1 THEN
            part := substring(substr(mask, at) FROM '^' || mark || '+');
            result := result || CASE WHEN part = 'h' THEN to_char(value, 'FMHH24') WHEN part = 'hh' THEN to_char(value, 'HH24') WHEN part = 'm' THEN to_char(value, 'FMMI') WHEN part = 'mm' THEN to_char(value, 'MI') WHEN part = 's' THEN to_char(value, 'FMSS') WHEN part = 'ss' THEN to_char(value, 'SS') WHEN mark = 'f' THEN left(digits, length(part)) WHEN mark = 'F' THEN rtrim(left(digits, length(part)), '0') ELSE lpad('0', length(part), '0') END;
            at := at + length(part);
        ELSIF mark = '%' THEN
            at := at + 1;
        ELSE
            RETURN NULL;
        END IF;
    END LOOP;
    RETURN result;
END;`,
});

/** https://learn.microsoft.com/dotnet/standard/base-types/standard-numeric-format-strings, custom-numeric-format-strings */
export const formatNumber = defineSupport('format_number', {
  parameters: [['value', pg.type('numeric')], ['mask', text], ['kind', text]], returns: text, volatility: 'immutable', language: 'plpgsql',
  comment: 'FORMAT(number, mask) under en-US: standard and custom masks of .NET. The kind is integer, bigint, decimal, real or float.',
  body: String.raw`DECLARE
    form text := upper(substring(mask FROM '^([A-Za-z])[0-9]{0,2}$'));
    wanted integer := nullif(substring(mask FROM '^[A-Za-z]([0-9]{1,2})$'), '')::integer;
    floating boolean := kind IN ('real', 'float');
    size numeric := abs(value);
    places integer;
    exponent integer;
    digits text;
    result text;
    sections text[];
    section text;
    negative boolean := value < 0;
    plain text;
    whole text;
    fraction text;
    at integer;
    mark text;
    seen integer;
    zeros integer;
    least integer;
    head text := '';
    tail text := '';
    inner_mask text := '';
    point integer;
    grouped boolean;
BEGIN
    IF value IS NULL OR mask IS NULL THEN
        RETURN NULL;
    END IF;
    IF mask = '' THEN
        form := 'G';
    END IF;
    IF floating AND form IN ('C', 'F', 'N', 'P') AND size > 0 THEN
        -- A float has 15 digits, a real 7.
        size := round(size, CASE kind WHEN 'real' THEN 6 ELSE 14 END - floor(log(size))::integer);
    END IF;
    CASE
        WHEN form IS NULL THEN
            NULL;
        WHEN form = 'C' THEN
            result := '$' || to_char(round(size, coalesce(wanted, 2)), 'FM' || repeat('999,', 110) || '990' || CASE WHEN coalesce(wanted, 2) > 0 THEN '.' || repeat('0', coalesce(wanted, 2)) ELSE '' END);
            RETURN CASE WHEN negative THEN '(' || result || ')' ELSE result END;
        WHEN form = 'D' THEN
            RETURN CASE WHEN kind IN ('integer', 'bigint') THEN CASE WHEN negative THEN '-' ELSE '' END || lpad(trunc(size)::text, greatest(coalesce(wanted, 0), length(trunc(size)::text)), '0') END;
        WHEN form = 'E' THEN
            places := coalesce(wanted, 6);
            exponent := CASE WHEN size = 0 THEN 0 ELSE floor(log(size))::integer END;
            digits := round(size / 10::numeric ^ exponent, places)::text;
            IF digits ~ '^10' THEN
                exponent := exponent + 1;
                digits := round(size / 10::numeric ^ exponent, places)::text;
            END IF;
            RETURN CASE WHEN negative THEN '-' ELSE '' END || digits || CASE WHEN mask ~ '^e' THEN 'e' ELSE 'E' END || CASE WHEN exponent < 0 THEN '-' ELSE '+' END || lpad(abs(exponent)::text, 3, '0');
        WHEN form IN ('F', 'N') THEN
            result := to_char(round(size, coalesce(wanted, 2)), 'FM' || repeat(CASE form WHEN 'N' THEN '999,' ELSE '999' END, 110) || '990' || CASE WHEN coalesce(wanted, 2) > 0 THEN '.' || repeat('0', coalesce(wanted, 2)) ELSE '' END);
            RETURN CASE WHEN negative AND result ~ '[1-9]' THEN '-' ELSE '' END || result;
        WHEN form = 'P' THEN
            result := to_char(round(size * 100, coalesce(wanted, 2)), 'FM' || repeat('999,', 110) || '990' || CASE WHEN coalesce(wanted, 2) > 0 THEN '.' || repeat('0', coalesce(wanted, 2)) ELSE '' END);
            RETURN CASE WHEN negative THEN '-' ELSE '' END || result || ' %';
        WHEN form = 'X' THEN
            IF kind NOT IN ('integer', 'bigint') THEN
                RETURN NULL;
            END IF;
            result := CASE kind WHEN 'bigint' THEN to_hex(value::bigint) ELSE to_hex(value::integer) END;
            result := lpad(result, greatest(coalesce(wanted, 0), length(result)), '0');
            RETURN CASE WHEN mask ~ '^x' THEN result ELSE upper(result) END;
        WHEN form = 'G' OR (form = 'R' AND floating) THEN
            IF NOT floating AND coalesce(wanted, 0) = 0 THEN
                RETURN CASE WHEN kind = 'decimal' THEN value::text ELSE trunc(value)::text END;
            END IF;
            places := CASE WHEN coalesce(wanted, 0) > 0 THEN wanted WHEN form = 'R' THEN 17 WHEN kind = 'real' THEN 7 ELSE 15 END;
            IF size = 0 THEN
                RETURN '0';
            END IF;
            exponent := floor(log(size))::integer;
            size := round(size, places - 1 - exponent);
            exponent := floor(log(size))::integer;
            IF exponent >= places OR exponent < -5 THEN
                digits := trim_scale(round(size / 10::numeric ^ exponent, places - 1))::text;
                RETURN CASE WHEN negative THEN '-' ELSE '' END || digits || 'E' || CASE WHEN exponent < 0 THEN '-' ELSE '+' END || lpad(abs(exponent)::text, 2, '0');
            END IF;
            RETURN CASE WHEN negative THEN '-' ELSE '' END || trim_scale(size)::text;
        ELSE
            RETURN NULL;
    END CASE;
    -- A custom mask: sections for positive, negative and zero.
    sections := string_to_array(mask, ';');
    section := CASE WHEN negative AND coalesce(sections[2], '') <> '' THEN sections[2] WHEN value = 0 AND coalesce(sections[3], '') <> '' THEN sections[3] ELSE sections[1] END;
    IF negative AND coalesce(sections[2], '') <> '' THEN
        negative := false;
    END IF;
    at := 1;
    seen := 0;
    WHILE at <= length(section) LOOP
        mark := substr(section, at, 1);
        IF mark IN ('0', '#', '.', ',') THEN
            inner_mask := inner_mask || mark;
            seen := 1;
            at := at + 1;
        ELSE
            IF mark = '\' THEN
                plain := substr(section, at + 1, 1);
                at := at + 2;
            ELSIF mark IN ('"', '''') THEN
                plain := substr(section, at + 1);
                plain := CASE strpos(plain, mark) WHEN 0 THEN plain ELSE left(plain, strpos(plain, mark) - 1) END;
                at := at + length(plain) + 2;
            ELSE
                plain := mark;
                at := at + 1;
                IF mark = '%' THEN
                    size := size * 100;
                ELSIF mark IN ('E', 'e') AND substr(section, at) ~ '^[-+]?0' THEN
                    RAISE EXCEPTION 'FORMAT with the mask % is not supported', mask USING ERRCODE = '0A000';
                END IF;
            END IF;
            IF seen = 0 THEN
                head := head || plain;
            ELSIF substr(section, at) ~ '[0#]' AND mark NOT IN ('%') THEN
                -- A text between the digits, as in 000-00-0000.
                inner_mask := inner_mask || chr(1) || plain || chr(2);
            ELSE
                tail := tail || plain;
            END IF;
        END IF;
    END LOOP;
    point := strpos(inner_mask, '.');
    whole := CASE point WHEN 0 THEN inner_mask ELSE left(inner_mask, point - 1) END;
    fraction := CASE point WHEN 0 THEN '' ELSE translate(substr(inner_mask, point + 1), ',', '') END;
    WHILE right(whole, 1) = ',' LOOP
        size := size / 1000;
        whole := left(whole, -1);
    END LOOP;
    grouped := whole ~ '[0#],+[0#]';
    whole := translate(whole, ',', '');
    least := length(fraction) - strpos(reverse(fraction), '0') + 1;
    zeros := CASE WHEN strpos(fraction, '0') = 0 THEN 0 ELSE least END;
    size := round(size, length(regexp_replace(fraction, '[^0#]', '', 'g')));
    digits := split_part(size::text, '.', 2);
    WHILE length(digits) > zeros AND right(digits, 1) = '0' LOOP
        digits := left(digits, -1);
    END LOOP;
    plain := split_part(size::text, '.', 1);
    least := CASE WHEN strpos(whole, '0') = 0 THEN 0 ELSE length(regexp_replace(substr(whole, strpos(whole, '0')), '[^0#]', '', 'g')) END;
    plain := CASE WHEN plain = '0' AND least = 0 THEN '' ELSE lpad(plain, greatest(least, length(plain)), '0') END;
    IF strpos(whole, chr(1)) > 0 THEN
        -- Digits fill the places from the right.
        result := '';
        at := length(whole);
        WHILE at > 0 LOOP
            mark := substr(whole, at, 1);
            IF mark = chr(2) THEN
                at := at - 1;
                WHILE substr(whole, at, 1) <> chr(1) LOOP
                    result := substr(whole, at, 1) || result;
                    at := at - 1;
                END LOOP;
            ELSE
                result := right(plain, 1) || result;
                plain := left(plain, greatest(length(plain) - 1, 0));
            END IF;
            at := at - 1;
        END LOOP;
        plain := plain || result;
    ELSIF grouped AND length(plain) > 3 THEN
        plain := reverse(regexp_replace(reverse(plain), '(\d{3})(?=\d)', '\1,', 'g'));
    END IF;
    RETURN CASE WHEN negative AND (plain || digits) ~ '[1-9]' THEN '-' ELSE '' END || head || plain || CASE WHEN digits = '' THEN '' ELSE '.' || digits END || tail;
END;`,
});
