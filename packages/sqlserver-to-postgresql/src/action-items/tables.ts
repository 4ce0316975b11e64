import { detail, family } from './define';

/** 7835, 7931 and 7912 are AWS's numbers; our own from 20250. */
export const tableItems = {
  fileTable: 7835,
  graph: 7931,
  temporal: 20250,
  memoryOptimized: 20251,
  schemaOnly: 20252,
  ledger: 20253,
  external: 20254,
  partitioned: 20255,
  option: 20256,
  noColumns: 20257,
  declared: 20258,
} as const;

export const tableDefinitions = family('tables', [
  {
    code: tableItems.fileTable,
    severity: 'HIGH',
    title: 'A FileTable is not converted',
    message: (d) => `${detail(d, 'table')} is a folder of the file system seen as a table; PostgreSQL has no counterpart.`,
    recommendedAction: 'Keep the files in a file or object store and their names in a table.',
  },
  {
    code: tableItems.graph,
    severity: 'HIGH',
    title: 'A graph table becomes a plain table',
    message: (d) => `${detail(d, 'table')} is ${detail(d, 'what', 'a graph')} table; the columns $node_id, $from_id and $to_id and MATCH do not exist in PostgreSQL.`,
    recommendedAction: 'Add key columns for both ends of the edge, and write MATCH as joins or recursive queries.',
  },
  {
    code: tableItems.temporal,
    severity: 'LOW',
    title: 'A trigger keeps the history of a system-versioned table',
    message: (d) => `A trigger writes old versions of the rows of ${detail(d, 'table')} to ${detail(d, 'history')}. Times have six digits; HISTORY_RETENTION_PERIOD is not honoured, and PostgreSQL lets the history be changed.`,
    recommendedAction: 'Load data before the trigger is created, revoke writing to the history table, and delete old versions by a job where a retention period was set.',
  },
  {
    code: tableItems.memoryOptimized,
    severity: 'LOW',
    title: 'A memory-optimised table becomes an ordinary table',
    message: (d) => `${detail(d, 'table')} is memory-optimised; in PostgreSQL it is an ordinary table with the usual locks.`,
    recommendedAction: 'Check transactions that relied on optimistic concurrency.',
  },
  {
    code: tableItems.schemaOnly,
    severity: 'MEDIUM',
    title: 'A table that is emptied at restart is kept',
    message: (d) => `${detail(d, 'table')} has DURABILITY = SCHEMA_ONLY: SQL Server forgets its rows at restart. In PostgreSQL the table is UNLOGGED, which forgets them after a crash only.`,
    recommendedAction: 'Truncate the table when the application starts.',
  },
  {
    code: tableItems.ledger,
    severity: 'HIGH',
    title: 'A ledger table is not tamper-evident',
    message: (d) => `${detail(d, 'table')} is a ledger table; PostgreSQL does not sign its rows and allows them to be changed.`,
    recommendedAction: 'Forbid UPDATE and DELETE by privileges or a trigger, and keep digests outside the database.',
  },
  {
    code: tableItems.external,
    severity: 'HIGH',
    title: 'An external table becomes a plain table',
    message: (d) => `${detail(d, 'table')} reads data outside the database; the PostgreSQL table is an ordinary, empty one.`,
    recommendedAction: 'Create a foreign table with a foreign data wrapper for the source of the data.',
  },
  {
    code: tableItems.partitioned,
    severity: 'MEDIUM',
    title: 'A partitioned table becomes one table',
    message: (d) => `${detail(d, 'table')} is partitioned by ${detail(d, 'scheme')}; in PostgreSQL it is one table${d['reason'] === undefined ? '' : `: ${detail(d, 'reason')}`}. Results are the same; SWITCH, partition-wise maintenance and elimination are lost.`,
    recommendedAction: 'Declare RANGE partitions where the size of the table needs them.',
  },
  {
    code: tableItems.declared,
    severity: 'INFO',
    title: 'A partitioned table has its partitions declared one by one',
    message: (d) => `${detail(d, 'table')} has ${detail(d, 'count')} partitions by the boundaries of ${detail(d, 'scheme')}; each is a table in PostgreSQL.`,
    recommendedAction: 'Replace SWITCH by ATTACH PARTITION and DETACH PARTITION, and create partitions for new ranges before they are needed.',
  },
  {
    code: tableItems.option,
    severity: 'INFO',
    title: 'An option of a table has no counterpart',
    message: (d) => `The option ${detail(d, 'option')} has no counterpart in PostgreSQL and no effect on results; it is left out.`,
    recommendedAction: 'Nothing.',
  },
  {
    code: tableItems.noColumns,
    severity: 'HIGH',
    title: 'A table without columns',
    message: (d) => `No column of ${detail(d, 'table')} could be read; the table is empty of columns.`,
    recommendedAction: 'Correct the source and convert again.',
  },
]);
