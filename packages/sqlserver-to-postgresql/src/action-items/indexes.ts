import { detail, family } from './define';

/** 7675, 7681, 7783, 7791 are AWS's numbers; our own from 20210. */
export const indexItems = {
  keyOrder: 7675,
  clustered: 7681,
  ignoreDuplicates: 7783,
  compression: 7791,
  columnstore: 20210,
  filter: 20211,
  xml: 20212,
  spatial: 20213,
  fullText: 20214,
  disabled: 20215,
  onView: 20216,
  storedView: 20217,
} as const;

export const indexDefinitions = family('indexes', [
  {
    code: indexItems.clustered,
    severity: 'INFO',
    title: 'PostgreSQL keeps no table in the order of an index',
    message: (d) => `${detail(d, 'name', 'The key')} is clustered; PostgreSQL has an ordinary index and stores rows where there is room.`,
    recommendedAction: 'Use CLUSTER once after loading if neighbouring rows are read together; add ORDER BY where a query relied on the order.',
  },
  {
    code: indexItems.ignoreDuplicates,
    severity: 'LOW',
    title: 'IGNORE_DUP_KEY became a trigger',
    message: (d) => `With IGNORE_DUP_KEY SQL Server skips duplicate rows of ${detail(d, 'name', 'the index')} with a warning; a trigger does so here. Two sessions that insert the same key at once get an error.`,
    recommendedAction: 'Use ON CONFLICT DO NOTHING in the INSERT statements and drop the trigger where speed needs it.',
  },
  {
    code: indexItems.compression,
    severity: 'INFO',
    title: 'DATA_COMPRESSION has no counterpart',
    message: (d) => `PostgreSQL has no ${detail(d, 'value', 'page')} compression of tables and indexes; long values are compressed by themselves.`,
    recommendedAction: 'Nothing.',
  },
  {
    code: indexItems.columnstore,
    severity: 'LOW',
    title: 'A columnstore index has no counterpart',
    message: (d) => `PostgreSQL has no columnstore; ${detail(d, 'name')} ${detail(d, 'became', 'is left out')}. Results are the same; scans read whole rows and take longer.`,
    recommendedAction: 'Load rows in the order of the columns that are searched, so that BRIN can pass over most of them; use partitions, parallel scans or a columnar extension for large tables.',
  },
  {
    code: indexItems.filter,
    severity: 'HIGH',
    title: 'The filter of an index could not be converted',
    message: (d) => `The WHERE clause of ${detail(d, 'name')} could not be converted; the index is left out.`,
    recommendedAction: 'Write the index in PostgreSQL.',
  },
  {
    code: indexItems.xml,
    severity: 'LOW',
    title: 'An XML index has no counterpart',
    message: (d) => `PostgreSQL has no XML indexes; ${detail(d, 'name')} is left out. Results are the same, searches may be slower.`,
    recommendedAction: 'Add an expression index on the values that are searched: CREATE INDEX ... ((xpath(...))[1]::text).',
  },
  {
    code: indexItems.spatial,
    severity: 'LOW',
    title: 'A spatial index needs PostGIS',
    message: (d) => `${detail(d, 'name')} is left out: PostgreSQL itself has no spatial types. Results are the same, searches may be slower.`,
    recommendedAction: 'Install PostGIS and set the setting "Spatial types" to postgis.',
  },
  {
    code: indexItems.fullText,
    severity: 'MEDIUM',
    title: 'A full-text index works differently',
    message: (d) => `The full-text index on ${detail(d, 'columns')} became a GIN index over to_tsvector; word forms, stop words and ranking differ, and queries must use the same expression.`,
    recommendedAction: "Search with to_tsvector('simple', column) @@ to_tsquery('simple', ...), and choose the text search configuration of the language.",
  },
  {
    code: indexItems.disabled,
    severity: 'LOW',
    title: 'A disabled index is left out',
    message: (d) => `The source disabled ${detail(d, 'name')}; PostgreSQL cannot disable an index.`,
    recommendedAction: 'Create it if it is still needed.',
  },
  {
    code: indexItems.onView,
    severity: 'MEDIUM',
    title: 'An index of a view is not converted',
    message: (d) => `${detail(d, 'name')} makes SQL Server store the rows of the view; the view of PostgreSQL is computed when it is read.`,
    recommendedAction: 'Use a materialized view with a refresh job, or a table that triggers keep up to date, where speed needs it.',
  },
  {
    code: indexItems.storedView,
    severity: 'LOW',
    title: 'An indexed view became a materialized view that triggers refresh',
    message: (d) => `${detail(d, 'name')} is a materialized view; statements that write to ${detail(d, 'tables')} compute all of it again, one writer at a time.`,
    recommendedAction: 'Where its tables are written often, set the setting "Indexed views" to view, or refresh it by a job and drop the triggers.',
  },
  {
    code: indexItems.keyOrder,
    severity: 'INFO',
    title: 'A key has no descending columns in PostgreSQL',
    message: (d) => `${detail(d, 'name', 'The key')} sorts columns downwards; keys of PostgreSQL sort upwards, and their indexes are read in both directions.`,
    recommendedAction: 'Add an index with DESC if queries sort by several columns in mixed directions.',
  },
]);
