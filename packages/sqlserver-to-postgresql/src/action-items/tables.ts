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
  connection: 20259,
} as const;

export const tableDefinitions = family('tables', [
  {
    code: tableItems.fileTable,
    severity: 'HIGH',
    title: 'A FileTable is no folder any more',
    message: (d) => `${detail(d, 'table')} has the columns, defaults and keys of a FileTable, and the content of its files as bytea. The share of Windows that shows it as a folder is lost, and with it GetFileNamespacePath() and FileTableRootPath().`,
    recommendedAction: 'Let programs that open its files read and write the table, or keep the files in an object store and their names in the table.',
  },
  {
    code: tableItems.graph,
    severity: 'LOW',
    title: 'A graph table becomes a table with ids',
    message: (d) => `${detail(d, 'table')} is ${detail(d, 'what', 'a graph')} table; its ids are columns with the same texts as in SQL Server, without the $ of their names, and MATCH becomes a join over them. SHORTEST_PATH is not converted.`,
    recommendedAction: 'Index the ids that an edge leads from and to; write shortest paths as recursive queries.',
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
    message: (d) => `${detail(d, 'table')} is a ledger table. Triggers refuse changes of an append-only one and keep the history of an updatable one, and its ledger view is there; but nothing is hashed, so that a superuser can change rows unseen: no digests, sys.database_ledger_* or sp_verify_database_ledger. Sequence numbers count over the database.`,
    recommendedAction: 'Revoke what would let others than the owner change the history or disable triggers, and archive the write-ahead log or an audit trail (pgaudit) outside the database.',
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
    recommendedAction: 'Write ATTACH PARTITION and DETACH PARTITION where SWITCH of large partitions has to be quick, and create partitions for new ranges before they are needed.',
  },
  {
    code: tableItems.connection,
    severity: 'MEDIUM',
    title: 'A constraint on edges is checked in part',
    message: (d) => `${detail(d, 'name')} of ${detail(d, 'table')} names several pairs of node tables, or one that is not known: PostgreSQL checks that the ids belong to such a pair, but not that the nodes are there, and nodes with edges can be deleted.`,
    recommendedAction: 'Use an edge table for each pair, which foreign keys can hold, or check the nodes in a trigger.',
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
