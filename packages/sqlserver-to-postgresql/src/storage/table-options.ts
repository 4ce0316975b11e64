import type { Table } from '@ferry/catalog';
import { tableItems } from '../action-items/tables';
import type { ObjectContext } from '../context';

const isOn = (value: string): boolean => !['OFF', 'NONE', 'NO', '0', ''].includes(value.trim().toUpperCase());

/** Tables of another kind, as `CREATE TABLE ... AS NODE` and its like make them. */
const forms: Readonly<Record<string, (table: Table, ctx: ObjectContext) => void>> = {
  FILETABLE: (table, ctx) => ctx.raise(tableItems.fileTable, { table: table.name }),
  NODE: (table, ctx) => ctx.raise(tableItems.graph, { table: table.name, what: 'a node' }),
  EDGE: (table, ctx) => ctx.raise(tableItems.graph, { table: table.name, what: 'an edge' }),
};

/** What is to be said about the options of a table; each that loses something has an item. By upper-case name, spaces as underscores. */
const options: Readonly<Record<string, (table: Table, value: string, ctx: ObjectContext) => void>> = {
  MEMORY_OPTIMIZED: (table, value, ctx) => isOn(value) && ctx.raise(tableItems.memoryOptimized, { table: table.name }),
  DURABILITY: (table, value, ctx) => value.toUpperCase().includes('SCHEMA_ONLY') && ctx.raise(tableItems.schemaOnly, { table: table.name }),
  LEDGER: (table, value, ctx) => isOn(value) && ctx.raise(tableItems.ledger, { table: table.name }),
  FORM: (table, value, ctx) => forms[value.toUpperCase()]?.(table, ctx),
  DATA_COMPRESSION: (_, value, ctx) => isOn(value) && ctx.raise(tableItems.option, { option: `DATA_COMPRESSION = ${value}` }),
};

/** Filegroups and the like say where SQL Server keeps the rows: nothing is lost with them. */
export function raiseTableOptions(table: Table, ctx: ObjectContext): void {
  for (const [name, value] of Object.entries(table.options)) {
    const key = name.toUpperCase().replaceAll(' ', '_');
    if (Object.hasOwn(options, key)) options[key]?.(table, value, ctx);
  }
}

/** Whether SQL Server forgets the rows at restart. */
export const isForgotten = (table: Table): boolean => Object.entries(table.options).some(([name, value]) => name.toUpperCase() === 'DURABILITY' && value.toUpperCase().includes('SCHEMA_ONLY'));
