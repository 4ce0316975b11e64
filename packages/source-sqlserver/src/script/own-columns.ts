import type { Column } from '@ferry/catalog';
import type * as syntax from '../syntax';
import { fragment } from './draft';
import type { Place } from './draft';

/** Columns that CREATE TABLE does not write and every table of the form has. */
interface OwnColumn {
  readonly name: string;
  readonly type: string;
  readonly args?: readonly (number | 'max')[];
  readonly nullable?: true;
  readonly option?: string;
}

/** An id of a node or edge is a text that only equals itself. */
const id = (name: string, option?: string): OwnColumn => ({ name, type: 'nvarchar', args: [1000], ...(option === undefined ? {} : { option }) });
const flag = (name: string): OwnColumn => ({ name, type: 'bit' });

/**
 * Graph tables: https://learn.microsoft.com/sql/relational-databases/graphs/sql-graph-architecture.
 * FileTables: https://learn.microsoft.com/sql/relational-databases/blob/filetable-schema.
 */
const ownColumns: Readonly<Partial<Record<syntax.CreateTableStatement['form'], readonly OwnColumn[]>>> = {
  NODE: [id('$node_id', 'generated always as node id')],
  EDGE: [id('$edge_id', 'generated always as edge id'), id('$from_id'), id('$to_id')],
  FILETABLE: [
    { name: 'stream_id', type: 'uniqueidentifier', option: 'rowguidcol' },
    { name: 'file_stream', type: 'varbinary', args: ['max'], nullable: true, option: 'filestream' },
    { name: 'name', type: 'nvarchar', args: [255] },
    { name: 'path_locator', type: 'hierarchyid' },
    { name: 'parent_path_locator', type: 'hierarchyid', nullable: true, option: 'generated always as parent of the path' },
    { name: 'file_type', type: 'nvarchar', args: [255], nullable: true, option: 'generated always as extension of the name' },
    { name: 'cached_file_size', type: 'bigint', nullable: true, option: 'generated always as length of the stream' },
    { name: 'creation_time', type: 'datetimeoffset', args: [7] },
    { name: 'last_write_time', type: 'datetimeoffset', args: [7] },
    { name: 'last_access_time', type: 'datetimeoffset', args: [7], nullable: true },
    ...['is_directory', 'is_offline', 'is_hidden', 'is_readonly', 'is_archive', 'is_system', 'is_temporary'].map(flag),
  ],
};

const ledgerColumn = (edge: 'start' | 'end', what: 'transaction_id' | 'sequence_number'): OwnColumn => ({ name: `ledger_${edge}_${what}`, type: 'bigint', ...(edge === 'end' ? { nullable: true } : {}), option: `generated always as ${what} ${edge} hidden` });

/** A ledger table has columns for the transactions that write it, unless it names its own: https://learn.microsoft.com/sql/relational-databases/security/ledger/ledger-updatable-ledger-tables */
export function ledgerColumns(place: Place, node: syntax.CreateTableStatement, written: readonly Column[]): Column[] {
  const ledger = node.options.find((o) => o.name.toUpperCase() === 'LEDGER');
  const value = ledger === undefined ? 'OFF' : (ledger.value ?? 'ON').toUpperCase();
  if (!/^\(?\s*ON\b/.test(value)) return [];
  const given = written.flatMap((c) => c.options).map((o) => o.toLowerCase());
  const all = [ledgerColumn('start', 'transaction_id'), ...(/APPEND_ONLY\s*=\s*ON/.test(value) ? [] : [ledgerColumn('end', 'transaction_id')]), ledgerColumn('start', 'sequence_number'), ...(/APPEND_ONLY\s*=\s*ON/.test(value) ? [] : [ledgerColumn('end', 'sequence_number')])];
  return all.filter((own) => !given.some((o) => o.startsWith((own.option ?? '').replace(' hidden', '')))).map((own) => catalogColumn(place, node, own));
}

const catalogColumn = (place: Place, node: syntax.CreateTableStatement, { name, type, args = [], nullable, option }: OwnColumn): Column => ({
  name,
  type: { name: type, args, raw: args.length === 0 ? type : `${type}(${args.join(', ')})` },
  nullable: nullable === true,
  ...(name.startsWith('$') ? { collation: 'Latin1_General_BIN2' } : name === 'file_type' || name === 'name' ? collationOf(node) : {}),
  options: option === undefined ? [] : [option],
  at: fragment(place, node.name),
});

/** The columns of a table of this form that stand before those which are written; none for ordinary tables. */
export function columnsOfForm(place: Place, node: syntax.CreateTableStatement, written: readonly Column[]): Column[] {
  const given = new Set(written.map((c) => c.name.toLowerCase()));
  return (ownColumns[node.form] ?? []).filter((own) => !given.has(own.name)).map((own) => catalogColumn(place, node, own));
}

/** `WITH (FILETABLE_COLLATE_FILENAME = ...)`: names of files are compared by it, and it never tells upper from lower case. */
function collationOf(node: syntax.CreateTableStatement): { readonly collation?: string } {
  const given = node.options.find((o) => o.name.toUpperCase() === 'FILETABLE_COLLATE_FILENAME')?.value;
  return given === undefined || given.toLowerCase() === 'database_default' ? {} : { collation: given };
}
