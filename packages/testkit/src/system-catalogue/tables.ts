import type { SystemRows, SystemValue } from './rows';

/** Columns of the views, by view: the documented list of whoever asks. */
export type SystemColumns = Readonly<Record<string, readonly string[]>>;

/** The schema that stands for `sys`. */
export const standIn = 'catalogue';

const bits = /^(is_|has_|uses_)|^(ignore_dup_key|boundary_value_on_right)$/;
const texts = /(_desc|_name|_value|_function|_scheme|name|definition|description)$|^(type|state|value|increment|product|provider|data_source|catalog|secondary_type|assembly_class|assembly_method|bounding_box_.*|subsystem|command)$/;

const kindOf = (view: string, column: string): 'bit' | 'nvarchar(max)' | 'int' => (bits.test(column) ? 'bit' : (view === 'sys.indexes' || view === 'sys.allocation_units') && column === 'type' ? 'int' : texts.test(column) ? 'nvarchar(max)' : 'int');

const tableOf = (view: string): string => view.replace(/^(?:sys|msdb\.dbo)\./, '');

/** T-SQL that creates the tables which stand for the views. */
export const createTables = (views: SystemColumns): string =>
  [`CREATE SCHEMA ${standIn}`, ...Object.entries(views).map(([view, columns]) => `CREATE TABLE ${standIn}.[${tableOf(view)}] (${columns.map((c) => `[${c}] ${kindOf(view, c)} NULL`).join(', ')})`)].join('\nGO\n');

/** A query to the views, asked of the tables. */
export const redirect = (sql: string): string => sql.replace(/\b(?:sys|msdb\.dbo)\./g, `${standIn}.`);

const asText = (value: SystemValue): string | null => (value === null ? null : String(value));

/** PostgreSQL statements, with their values, that fill the tables. */
export function* fill(views: SystemColumns, rows: SystemRows): Generator<{ readonly sql: string; readonly values: readonly (string | null)[] }> {
  for (const [view, columns] of Object.entries(views))
    for (const row of rows.get(view) ?? [])
      yield { sql: `INSERT INTO ${standIn}.${tableOf(view)} (${columns.map((c) => `"${c}"`).join(', ')}) VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')})`, values: columns.map((c) => asText(row[c] ?? null)) };
}
