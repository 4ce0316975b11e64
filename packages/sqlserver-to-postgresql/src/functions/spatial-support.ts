import { pg } from '@ferry/target-postgresql';
import { defineSupport } from './support';

/** Points kept as bytes: EWKB (https://postgis.net/docs/using_postgis_dbmanagement.html#EWKB_EWKT), either byte order. */
const bytes = pg.type('bytea');
const float = pg.type('double precision');

const isLittle = 'get_byte(value, 0) = 1';
/** The word behind the byte order: its low byte is the kind of shape, 0x20 in its high byte says that an SRID follows. */
const shape = `get_byte(value, CASE WHEN ${isLittle} THEN 1 ELSE 4 END)`;
const hasSrid = `get_byte(value, CASE WHEN ${isLittle} THEN 4 ELSE 1 END) & 32 <> 0`;

export const pointCoordinate = defineSupport('point_coordinate', {
  parameters: [['value', bytes], ['place', pg.type('integer')]], returns: float, volatility: 'immutable', language: 'plpgsql',
  comment: 'A coordinate of a point that is kept as bytes (EWKB): the first is x or the longitude; NULL for other shapes.',
  body: `DECLARE
    at integer := CASE WHEN ${hasSrid} THEN 9 ELSE 5 END + (place - 1) * 8;
    bits bigint := 0;
    exponent integer;
    fraction double precision;
BEGIN
    IF value IS NULL OR ${shape} <> 1 THEN
        RETURN NULL;
    END IF;
    FOR i IN 0..7 LOOP
        bits := (bits << 8) | get_byte(value, at + CASE WHEN ${isLittle} THEN 7 - i ELSE i END);
    END LOOP;
    exponent := ((bits >> 52) & 2047)::integer;
    fraction := (bits & 4503599627370495)::double precision;
    IF exponent = 0 THEN
        RETURN sign(bits) * fraction * power(2::double precision, -1022) * power(2::double precision, -52);
    END IF;
    RETURN CASE WHEN bits < 0 THEN -1 ELSE 1 END * (1 + fraction / 4503599627370496) * power(2::double precision, exponent - 1023);
END;`,
});

export const pointOf = defineSupport('point_of', {
  parameters: [['x', float], ['y', float], ['srid', pg.type('integer')]], returns: bytes, volatility: 'immutable', language: 'sql',
  comment: 'A point as bytes (EWKB).',
  body: `SELECT '\\x00'::bytea || int4send(x'20000001'::integer) || int4send(srid) || float8send(x) || float8send(y)`,
});

export const shapeSrid = defineSupport('shape_srid', {
  parameters: [['value', bytes]], returns: pg.type('integer'), volatility: 'immutable', language: 'sql',
  comment: 'The SRID of a shape that is kept as bytes (EWKB).',
  body: `SELECT CASE WHEN value IS NULL THEN NULL WHEN ${hasSrid} THEN (SELECT sum(get_byte(value, 5 + i) * power(256, CASE WHEN ${isLittle} THEN i ELSE 3 - i END))::integer FROM generate_series(0, 3) AS i) ELSE 0 END`,
});

export const shapeKind = defineSupport('shape_kind', {
  parameters: [['value', bytes]], returns: pg.type('text'), volatility: 'immutable', language: 'sql',
  comment: 'The kind of a shape that is kept as bytes (EWKB).',
  body: `SELECT (ARRAY['Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon', 'GeometryCollection'])[${shape}]`,
});
