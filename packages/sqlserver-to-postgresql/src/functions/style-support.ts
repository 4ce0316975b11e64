import { pg } from '@ferry/target-postgresql';
import { defineSupport } from './define-support';

const text = pg.type('text');
const integer = pg.type('integer');

/** https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql#date-and-time-styles */
export const dateInStyle = defineSupport('date_in_style', {
  parameters: [['value', pg.type('timestamp')], ['style', integer], ['kind', text], ['digits', integer]], returns: text, volatility: 'stable', language: 'plpgsql',
  comment: 'CONVERT(varchar, date, style). The kind is date, time, datetime or datetime2; digits are those of the fraction of a second.',
  body: String.raw`DECLARE
    fraction text := CASE WHEN digits = 0 THEN '' ELSE left(to_char(value, 'US') || '0', digits) END;
    point text := CASE WHEN digits = 0 THEN '' WHEN kind = 'datetime' THEN ':' ELSE '.' END;
    day text;
    clock text;
BEGIN
    IF value IS NULL OR style IS NULL THEN
        RETURN NULL;
    END IF;
    day := CASE style
        WHEN 0 THEN to_char(value, 'Mon ') || lpad(to_char(value, 'FMDD'), 2) || to_char(value, ' YYYY') WHEN 100 THEN to_char(value, 'Mon ') || lpad(to_char(value, 'FMDD'), 2) || to_char(value, ' YYYY')
        WHEN 9 THEN to_char(value, 'Mon ') || lpad(to_char(value, 'FMDD'), 2) || to_char(value, ' YYYY') WHEN 109 THEN to_char(value, 'Mon ') || lpad(to_char(value, 'FMDD'), 2) || to_char(value, ' YYYY')
        WHEN 1 THEN to_char(value, 'MM/DD/YY') WHEN 101 THEN to_char(value, 'MM/DD/YYYY') WHEN 2 THEN to_char(value, 'YY.MM.DD') WHEN 102 THEN to_char(value, 'YYYY.MM.DD')
        WHEN 3 THEN to_char(value, 'DD/MM/YY') WHEN 103 THEN to_char(value, 'DD/MM/YYYY') WHEN 4 THEN to_char(value, 'DD.MM.YY') WHEN 104 THEN to_char(value, 'DD.MM.YYYY')
        WHEN 5 THEN to_char(value, 'DD-MM-YY') WHEN 105 THEN to_char(value, 'DD-MM-YYYY') WHEN 6 THEN to_char(value, 'DD Mon YY') WHEN 106 THEN to_char(value, 'DD Mon YYYY')
        WHEN 7 THEN to_char(value, 'Mon DD, YY') WHEN 107 THEN to_char(value, 'Mon DD, YYYY') WHEN 10 THEN to_char(value, 'MM-DD-YY') WHEN 110 THEN to_char(value, 'MM-DD-YYYY')
        WHEN 11 THEN to_char(value, 'YY/MM/DD') WHEN 111 THEN to_char(value, 'YYYY/MM/DD') WHEN 12 THEN to_char(value, 'YYMMDD') WHEN 112 THEN to_char(value, 'YYYYMMDD')
        WHEN 13 THEN to_char(value, 'DD Mon YYYY') WHEN 113 THEN to_char(value, 'DD Mon YYYY') WHEN 22 THEN to_char(value, 'MM/DD/YY')
        WHEN 20 THEN to_char(value, 'YYYY-MM-DD') WHEN 120 THEN to_char(value, 'YYYY-MM-DD') WHEN 21 THEN to_char(value, 'YYYY-MM-DD') WHEN 25 THEN to_char(value, 'YYYY-MM-DD') WHEN 121 THEN to_char(value, 'YYYY-MM-DD')
        WHEN 23 THEN to_char(value, 'YYYY-MM-DD') WHEN 126 THEN to_char(value, 'YYYY-MM-DD') WHEN 127 THEN to_char(value, 'YYYY-MM-DD') END;
    clock := CASE style
        WHEN 0 THEN lpad(to_char(value, 'FMHH12'), 2) || to_char(value, ':MIAM') WHEN 100 THEN lpad(to_char(value, 'FMHH12'), 2) || to_char(value, ':MIAM')
        WHEN 9 THEN lpad(to_char(value, 'FMHH12'), 2) || to_char(value, ':MI:SS') || point || fraction || to_char(value, 'AM') WHEN 109 THEN lpad(to_char(value, 'FMHH12'), 2) || to_char(value, ':MI:SS') || point || fraction || to_char(value, 'AM')
        WHEN 22 THEN lpad(to_char(value, 'FMHH12'), 2) || to_char(value, ':MI:SS AM')
        WHEN 8 THEN to_char(value, 'HH24:MI:SS') WHEN 108 THEN to_char(value, 'HH24:MI:SS') WHEN 24 THEN to_char(value, 'HH24:MI:SS') WHEN 20 THEN to_char(value, 'HH24:MI:SS') WHEN 120 THEN to_char(value, 'HH24:MI:SS')
        WHEN 14 THEN to_char(value, 'HH24:MI:SS') || point || fraction WHEN 114 THEN to_char(value, 'HH24:MI:SS') || point || fraction WHEN 13 THEN to_char(value, 'HH24:MI:SS') || point || fraction WHEN 113 THEN to_char(value, 'HH24:MI:SS') || point || fraction
        WHEN 21 THEN to_char(value, 'HH24:MI:SS') || translate(point, ':', '.') || fraction WHEN 25 THEN to_char(value, 'HH24:MI:SS') || translate(point, ':', '.') || fraction WHEN 121 THEN to_char(value, 'HH24:MI:SS') || translate(point, ':', '.') || fraction
        WHEN 126 THEN to_char(value, 'HH24:MI:SS') || CASE WHEN kind = 'datetime' AND fraction = '000' THEN '' ELSE translate(point, ':', '.') || fraction END
        WHEN 127 THEN to_char(value, 'HH24:MI:SS') || CASE WHEN kind = 'datetime' AND fraction = '000' THEN '' ELSE translate(point, ':', '.') || fraction END END;
    IF day IS NULL AND clock IS NULL THEN
        RAISE EXCEPTION '% is not a valid style number when converting from datetime to a character string.', style USING ERRCODE = '22023';
    END IF;
    IF kind = 'date' THEN
        IF day IS NULL THEN
            RAISE EXCEPTION 'Error converting data type date to a character string with the style %.', style USING ERRCODE = '22023';
        END IF;
        RETURN day;
    ELSIF kind = 'time' THEN
        IF clock IS NULL THEN
            RAISE EXCEPTION 'Error converting data type time to a character string with the style %.', style USING ERRCODE = '22023';
        END IF;
        RETURN clock;
    END IF;
    RETURN coalesce(day, '') || CASE WHEN day IS NULL OR clock IS NULL THEN '' WHEN style IN (126, 127) THEN 'T' ELSE ' ' END || coalesce(clock, '');
END;`,
});

/** https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql#float-and-real-styles */
export const floatText = defineSupport('float_text', {
  parameters: [['value', pg.type('double precision')], ['style', integer]], returns: text, volatility: 'immutable', language: 'plpgsql',
  comment: 'A float as text: style 0 has up to 6 digits, 1 always 8, 2 always 16, 3 always 17; exponents have three digits.',
  body: String.raw`DECLARE
    digits integer := CASE style WHEN 1 THEN 8 WHEN 2 THEN 16 WHEN 3 THEN 17 ELSE 6 END;
    size numeric := abs(value::text::numeric);
    exponent integer;
    shown text;
BEGIN
    IF value IS NULL THEN
        RETURN NULL;
    END IF;
    IF size = 0 THEN
        RETURN CASE style WHEN 0 THEN '0' ELSE '0.' || repeat('0', digits - 1) || 'e+000' END;
    END IF;
    exponent := floor(log(size))::integer;
    IF size >= 10::numeric ^ (exponent + 1) THEN
        exponent := exponent + 1;
    ELSIF size < 10::numeric ^ exponent THEN
        exponent := exponent - 1;
    END IF;
    size := round(size, digits - 1 - exponent);
    IF size >= 10::numeric ^ (exponent + 1) THEN
        exponent := exponent + 1;
    END IF;
    IF style = 0 AND exponent BETWEEN -4 AND 5 THEN
        shown := trim_scale(size)::text;
    ELSE
        shown := round(size / 10::numeric ^ exponent, digits - 1)::text;
        IF style = 0 THEN
            shown := trim_scale(shown::numeric)::text;
        END IF;
        shown := shown || 'e' || CASE WHEN exponent < 0 THEN '-' ELSE '+' END || lpad(abs(exponent)::text, 3, '0');
    END IF;
    RETURN CASE WHEN value < 0 THEN '-' ELSE '' END || shown;
END;`,
});
