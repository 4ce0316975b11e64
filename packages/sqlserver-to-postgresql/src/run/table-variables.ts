import { quoteIdentifier } from '@ferry/target-postgresql';
import type { KeptRows, Machine, TableVariable } from './machine';

const name = (table: TableVariable): string => `pg_temp.${quoteIdentifier(table.target)}`;

/** Reads the rows of all table variables before a rollback, which does not take them back in SQL Server. */
export async function keepRows(machine: Machine): Promise<readonly KeptRows[]> {
  const kept: KeptRows[] = [];
  for (const table of machine.tableVariables) {
    const { rows, refusal } = await machine.session.execute(`SELECT t::text FROM ${name(table)} AS t`);
    if (refusal === undefined) kept.push({ table, rows: rows.map((r) => r[0] ?? '') });
  }
  return kept;
}

/** Puts them back; a table that the rollback took away is made again. */
export async function refillRows(machine: Machine, kept: readonly KeptRows[]): Promise<void> {
  for (const { table, rows } of kept) {
    const there = await machine.session.execute(`SELECT to_regclass($1)`, [name(table)]);
    if (there.rows[0]?.[0] === null) await machine.session.execute(table.create);
    else await machine.session.execute(`DELETE FROM ${name(table)}`);
    if (rows.length > 0) await machine.session.execute(`INSERT INTO ${name(table)} OVERRIDING SYSTEM VALUE SELECT (r::${name(table)}).* FROM unnest($1::text[]) AS r`, [arrayText(rows)]);
  }
}

/** A text[] in PostgreSQL's own notation. */
export const arrayText = (values: readonly string[]): string => `{${values.map((v) => `"${v.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`;
