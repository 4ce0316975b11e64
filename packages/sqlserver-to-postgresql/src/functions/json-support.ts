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
