import { detail, family } from './define';

/** 7605 ... 7940 are AWS's numbers; our own from 20420. */
export const queryItems = {
  contains: 7687,
  freetext: 7688,
  forXml: 7817,
  hint: 7823,
  updated: 7909,
  json: 7939,
  openJson: 7940,
  topWithoutOrder: 20420,
  otherDatabase: 20421,
  escaped: 20422,
  rowset: 20423,
  xmlText: 20424,
} as const;

export const queryDefinitions = family('queries', [
  {
    code: queryItems.contains,
    severity: 'CRITICAL',
    title: 'CONTAINS is not converted',
    message: () => 'Full-text search with CONTAINS has no counterpart that surely finds the same rows.',
    recommendedAction: 'Add a tsvector column with a GIN index and search it with to_tsquery.',
  },
  {
    code: queryItems.freetext,
    severity: 'CRITICAL',
    title: 'FREETEXT is not converted',
    message: () => 'Full-text search with FREETEXT has no counterpart that surely finds the same rows.',
    recommendedAction: 'Add a tsvector column with a GIN index and search it with plainto_tsquery.',
  },
  {
    code: queryItems.forXml,
    severity: 'CRITICAL',
    title: 'FOR XML is not converted',
    message: (d) => `FOR XML ${detail(d, 'mode')} is not converted.`,
    recommendedAction: 'Build the document with xmlelement, xmlforest and xmlagg.',
  },
  {
    code: queryItems.xmlText,
    severity: 'LOW',
    title: 'Times in XML may have fewer digits',
    message: () => 'Both write dates and times as ISO 8601; digits of a second that are zero are left out here.',
    recommendedAction: 'Nothing, unless the document is compared as a text.',
  },
  {
    code: queryItems.hint,
    severity: 'LOW',
    title: 'A locking hint is left out',
    message: (d) => `The table hint ${detail(d, 'hint')} is left out: PostgreSQL locks otherwise.`,
    recommendedAction: 'Where the lock protects a read before a write, use SELECT ... FOR UPDATE or INSERT ... ON CONFLICT.',
  },
  {
    code: queryItems.updated,
    severity: 'CRITICAL',
    title: 'UPDATE(column) is not converted here',
    message: (d) => `UPDATE(${detail(d, 'column')}) asks whether a column is in the SET list, which PostgreSQL does not tell here.`,
    recommendedAction: 'Use a trigger AFTER UPDATE OF the column, or compare the old and the new values.',
  },
  {
    code: queryItems.json,
    severity: 'CRITICAL',
    title: 'FOR JSON is not converted',
    message: (d) => `FOR JSON ${detail(d, 'mode')} is not converted.`,
    recommendedAction: 'Build the document with json_build_object and json_agg.',
  },
  {
    code: queryItems.openJson,
    severity: 'CRITICAL',
    title: 'OPENJSON is not converted',
    message: () => 'OPENJSON is not converted.',
    recommendedAction: 'Use jsonb_to_recordset or jsonb_array_elements.',
  },
  {
    code: queryItems.topWithoutOrder,
    severity: 'LOW',
    title: 'TOP without ORDER BY',
    message: () => 'Which rows TOP returns without ORDER BY is left to the server: it may be others in PostgreSQL.',
    recommendedAction: 'Add an ORDER BY that decides.',
  },
  {
    code: queryItems.otherDatabase,
    severity: 'CRITICAL',
    title: 'A name of another database or server',
    message: (d) => `${detail(d, 'name')} lies outside this database.`,
    recommendedAction: 'Bring both databases into one PostgreSQL database as schemas, or use a foreign table.',
  },
  {
    code: queryItems.escaped,
    severity: 'LOW',
    title: "FOR XML PATH('') as a concatenation",
    message: () => "FOR XML PATH('') became string_agg: the characters &, < and > are no longer written as entities.",
    recommendedAction: 'Nothing, unless a program expects the entities.',
  },
  {
    code: queryItems.rowset,
    severity: 'CRITICAL',
    title: 'A rowset function is not converted',
    message: (d) => `${detail(d, 'function')} is not converted.`,
    recommendedAction: 'Use XMLTABLE, a JSON function, a foreign table or COPY, whichever fits.',
  },
]);
