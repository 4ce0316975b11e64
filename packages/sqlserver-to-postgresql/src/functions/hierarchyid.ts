import { pg } from '@ferry/target-postgresql';
import { defineSupport } from './support';

/** GetAncestor of a hierarchyid that is kept as text. */
export const hierarchyAncestor = defineSupport('hierarchyid_ancestor', {
  parameters: [['path', pg.type('text')], ['steps', pg.type('integer')]], returns: pg.type('text'), volatility: 'immutable', language: 'sql',
  comment: "GetAncestor: the place so many steps above ('/1/2/' and 1 give '/1/'); NULL above the root.",
  body: "SELECT CASE WHEN steps BETWEEN 0 AND array_length(labels, 1) - 2 THEN array_to_string(labels[1:array_length(labels, 1) - 1 - steps], '/') || '/' END FROM string_to_array(path, '/') AS labels",
});
