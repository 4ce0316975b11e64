import { pg } from '@ferry/target-postgresql';
import { defineSupport } from './define-support';

const text = pg.type('text');
const jsonb = pg.type('jsonb');
const path = pg.arrayOf(text);

export const isJson = defineSupport('is_json', {
  parameters: [['document', text]], returns: pg.type('integer'), volatility: 'immutable', language: 'plpgsql',
  comment: 'ISJSON: 1 for an object or an array, 0 for anything else, NULL for NULL.',
  body: "BEGIN\n    RETURN CASE WHEN document IS NULL THEN NULL WHEN jsonb_typeof(document::jsonb) IN ('object', 'array') THEN 1 ELSE 0 END;\nEXCEPTION WHEN data_exception THEN\n    RETURN 0;\nEND;",
});

export const jsonRows = defineSupport('json_rows', {
  parameters: [['document', text], ['path', path]], returns: pg.setOf(jsonb), volatility: 'immutable', language: 'sql',
  comment: 'OPENJSON: the elements of an array, or the object itself.',
  body: "SELECT element FROM (SELECT document::jsonb #> path AS found) AS part, jsonb_array_elements(CASE jsonb_typeof(found) WHEN 'array' THEN found WHEN 'object' THEN jsonb_build_array(found) ELSE '[]' END) AS element",
});

export const jsonScalar = defineSupport('json_scalar', {
  parameters: [['value', jsonb], ['path', path]], returns: text, volatility: 'immutable', language: 'sql',
  comment: 'A column of OPENJSON: NULL for an object, an array or nothing.',
  body: "SELECT CASE WHEN jsonb_typeof(value #> path) NOT IN ('object', 'array') THEN value #>> path END",
});

export const jsonPart = defineSupport('json_part', {
  parameters: [['value', jsonb], ['path', path]], returns: text, volatility: 'immutable', language: 'sql',
  comment: 'A column AS JSON of OPENJSON: NULL for a scalar or nothing.',
  body: "SELECT CASE WHEN jsonb_typeof(value #> path) IN ('object', 'array') THEN (value #> path)::text END",
});

export const jsonModify = defineSupport('json_modify', {
  parameters: [['document', text], ['path', path], ['value', jsonb], ['append', pg.type('boolean')]], returns: text, volatility: 'immutable', language: 'sql',
  comment: 'JSON_MODIFY in lax mode: sets a value, takes a key out for NULL, or appends to an array.',
  body: "SELECT (CASE WHEN append THEN jsonb_set(document::jsonb, path, coalesce(document::jsonb #> path, '[]') || jsonb_build_array(value)) WHEN value IS NULL THEN document::jsonb #- path ELSE jsonb_set(document::jsonb, path, value, true) END)::text",
});

export const jsonModifyStrict = defineSupport('json_modify_strict', {
  parameters: [['document', text], ['path', path], ['value', jsonb], ['append', pg.type('boolean')]], returns: text, volatility: 'immutable', language: 'plpgsql',
  comment: 'JSON_MODIFY in strict mode: what is changed must be there, and NULL is set as a value.',
  body: "BEGIN\n    IF document::jsonb #> path IS NULL THEN\n        RAISE EXCEPTION 'Property cannot be found on the specified JSON path.' USING ERRCODE = '13608';\n    END IF;\n    RETURN CASE WHEN append THEN jsonb_set(document::jsonb, path, (document::jsonb #> path) || jsonb_build_array(value)) ELSE jsonb_set(document::jsonb, path, coalesce(value, 'null'), false) END;\nEND;",
});

export const jsonPath = defineSupport('json_path', {
  parameters: [['path', text]], returns: path, volatility: 'immutable', language: 'sql',
  comment: 'The keys and positions of a path that is known at run time only: $.a."b c"[0].',
  body: `SELECT coalesce(array_agg(coalesce(m[1], replace(m[2], '\\"', '"'), m[3]) ORDER BY place), '{}') FROM regexp_matches(path, '\\.\\s*(?:([A-Za-z_$][A-Za-z0-9_$]*)|"((?:[^"\\\\]|\\\\.)*)")|\\[\\s*([0-9]+)\\s*\\]', 'g') WITH ORDINALITY AS found (m, place)`,
});

export const jsonRequired = defineSupport('json_required', {
  parameters: [['value', jsonb], ['path', path]], returns: text, volatility: 'immutable', language: 'plpgsql',
  comment: 'A column of OPENJSON with a strict path: an error where there is nothing.',
  body: "BEGIN\n    IF value #> path IS NULL THEN\n        RAISE EXCEPTION 'Property cannot be found on the specified JSON path.' USING ERRCODE = '13608';\n    END IF;\n    IF jsonb_typeof(value #> path) IN ('object', 'array') THEN\n        RAISE EXCEPTION 'Scalar value cannot be found in the specified JSON path.' USING ERRCODE = '13624';\n    END IF;\n    RETURN value #>> path;\nEND;",
});

export const jsonPairs = defineSupport('json_pairs', {
  parameters: [['document', text], ['path', path]], returns: { kind: 'TypeName', name: 'record', setof: true }, volatility: 'immutable', language: 'sql',
  comment: 'OPENJSON without a list of columns: key, value and type of each element.',
  body: `SELECT pair.key, CASE WHEN jsonb_typeof(pair.value) IN ('object', 'array') THEN pair.value::text ELSE pair.value #>> '{}' END,
    CASE jsonb_typeof(pair.value) WHEN 'null' THEN 0 WHEN 'string' THEN 1 WHEN 'number' THEN 2 WHEN 'boolean' THEN 3 WHEN 'array' THEN 4 ELSE 5 END
FROM (SELECT document::jsonb #> path AS found) AS part
CROSS JOIN LATERAL (
    SELECT e.key, e.value FROM jsonb_each(CASE WHEN jsonb_typeof(found) = 'object' THEN found ELSE '{}' END) AS e
    UNION ALL
    SELECT (a.place - 1)::text, a.value FROM jsonb_array_elements(CASE WHEN jsonb_typeof(found) = 'array' THEN found ELSE '[]' END) WITH ORDINALITY AS a (value, place)
) AS pair`,
});
