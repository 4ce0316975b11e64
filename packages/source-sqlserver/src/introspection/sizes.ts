import type { TableSize } from '@ferry/catalog';
import { AppError, checkCancelled } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { column, defineQuery, text } from './query';
import type { Ask } from './query';

const pageKilobytes = 8;

/** Rows of the heap or clustered index, which is where the rows are; as text, because a `bigint` may be more than a number holds. */
const rowsQuery = defineQuery({
  name: 'row counts of tables',
  since: 10,
  optional: true,
  outputs: {
    schema: column('text', 'sys.schemas', 's', 'name'),
    name: column('text', 'sys.tables', 't', 'name'),
    rows: text('CAST(SUM(p.rows) AS nvarchar(20))'),
  },
  from: [
    'FROM sys.partitions p',
    'JOIN sys.tables t ON t.object_id = p.object_id',
    'JOIN sys.schemas s ON s.schema_id = t.schema_id',
    'WHERE t.is_ms_shipped = 0 AND p.index_id IN (0, 1)',
    'GROUP BY s.name, t.name',
  ],
});

/** A unit of large values belongs to the partition, any other to its heap or tree (the page of sys.allocation_units, `container_id`). */
const pagesQuery = defineQuery({
  name: 'sizes of tables',
  since: 10,
  optional: true,
  outputs: {
    schema: column('text', 'sys.schemas', 's', 'name'),
    name: column('text', 'sys.tables', 't', 'name'),
    pages: text('CAST(SUM(u.total_pages) AS nvarchar(20))'),
  },
  from: [
    // Two joins on one column each: one on a CASE could only try every unit with every partition.
    'FROM (SELECT a.total_pages, h.object_id FROM sys.allocation_units a JOIN sys.partitions h ON h.hobt_id = a.container_id WHERE a.type <> 2',
    'UNION ALL SELECT l.total_pages, q.object_id FROM sys.allocation_units l JOIN sys.partitions q ON q.partition_id = l.container_id WHERE l.type = 2) u',
    'JOIN sys.tables t ON t.object_id = u.object_id',
    'JOIN sys.schemas s ON s.schema_id = t.schema_id',
    'WHERE t.is_ms_shipped = 0',
    'GROUP BY s.name, t.name',
  ],
});

/** The size of a table, by the schema and the name that the server says; nothing when it is not known. */
export type TableSizes = (schema: string, name: string) => TableSize | undefined;

/**
 * Reads how much the tables hold, by two questions whatever the size of the database. A login that may not see it is no hindrance.
 * @throws AppError `cancelled`, and what `ask` throws
 */
export async function readSizes(ask: Ask, run: Run): Promise<TableSizes> {
  const keyOf = (schema: string | null, name: string | null): string => JSON.stringify([schema, name]);
  const rows = new Map<string, number>();
  const pages = new Map<string, number>();
  try {
    checkCancelled(run);
    await ask(rowsQuery, (row) => rows.set(keyOf(row.schema, row.name), Number(row.rows)));
    checkCancelled(run);
    await ask(pagesQuery, (row) => pages.set(keyOf(row.schema, row.name), Number(row.pages)));
  } catch (thrown) {
    // What this login may not see is left out of the reports.
    if (!(thrown instanceof AppError) || thrown.code !== 'access-denied') throw thrown;
    run.log('info', `The sizes of tables were not read: ${thrown.message}`, { module: 'loader' });
    return () => undefined;
  }
  return (schema, name) => {
    const found = rows.get(keyOf(schema, name));
    return found === undefined ? undefined : { rows: found, kilobytes: (pages.get(keyOf(schema, name)) ?? 0) * pageKilobytes };
  };
}
