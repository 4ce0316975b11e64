import { idOf } from '@ferry/catalog';
import type { Constraint, Table } from '@ferry/catalog';
import type { ConvertedObject, ConvertedPart } from '@ferry/conversion';
import { columnItems } from '../action-items/columns';
import { tableItems } from '../action-items/tables';
import type { ConversionContext, ObjectContext } from '../context';
import { convertCheck } from './checks';
import { columnSetStatements } from './column-sets';
import { convertColumn } from './columns';
import type { ConvertedColumn } from './columns';
import { commentParts } from './comments';
import { externalStatements } from './external-tables';
import { convertForeignKey } from './foreign-keys';
import { convertIndex } from './indexes';
import { convertKey } from './keys';
import { converted, qualified, relationRef, statement } from './parts';
import { ledgerStatements } from './ledger-tables';
import { maskedView } from './masks';
import { partitionedTable } from './partitions';
import { formStatements } from './table-forms';
import { isForgotten, raiseTableOptions } from './table-options';
import { versionedTable } from './temporal-tables';

function convertConstraint(table: Table, constraint: Constraint, ctx: ConversionContext): ConvertedPart[] {
  switch (constraint.kind) {
    case 'PRIMARY_KEY':
    case 'UNIQUE':
      return convertKey(table, constraint, ctx);
    case 'FOREIGN_KEY':
      return convertForeignKey(table, constraint, ctx);
    case 'CHECK':
      return convertCheck(table, constraint, ctx);
  }
}

/** Types of SQL Server that have a collation; names of objects (sysname) are compared by the catalogue's. */
const characterSources = new Set(['char', 'varchar', 'nchar', 'nvarchar', 'text', 'ntext']);

/** One item a table for all columns that SQL Server compares without case, as AWS's 7795 says. */
function raiseCaseSensitivity(table: Table, columns: readonly ConvertedColumn[], ctx: ObjectContext): void {
  if (ctx.choices.collation === 'icu' || ctx.choices.collation === 'citext') return;
  const names = table.columns.filter((column, i) => {
    const type = columns[i]?.type;
    return type?.source !== undefined && characterSources.has(type.source) && ctx.collations.of(column.collation).ignoresCase;
  });
  if (names.length > 0) ctx.raise(columnItems.caseSensitive, { columns: names.map((c) => c.name).join(', ') });
}

/**
 * A table. CREATE TABLE holds the columns; keys, checks, foreign keys and indexes are statements of their own, so that each is
 * proved on its own and is created when what it needs is there.
 */
export function convertTable(table: Table, ctx: ObjectContext): ConvertedObject {
  const name = ctx.names.relation(table.schema, table.name);
  const creates = relationRef('TABLE', name);
  const columns = table.columns.map((column) => convertColumn(table, column, ctx));
  if (columns.length === 0 && table.options['FORM'] === undefined) ctx.raise(tableItems.noColumns, { table: table.name });
  raiseTableOptions(table, ctx);
  raiseCaseSensitivity(table, columns, ctx);
  const outside = externalStatements(table, columns, ctx);
  const divided = partitionedTable(table, ctx);
  const create = statement(
    ctx,
    {
      kind: 'CreateTable',
      name: qualified(name),
      persistence: isForgotten(table) && divided.by === undefined ? 'UNLOGGED' : undefined,
      columns: columns.map((c) => c.node),
      partitionBy: divided.by,
      source: table.nameAt ?? table.definition,
    },
    { creates, phase: 'tables', needs: [...new Set(columns.flatMap((c) => c.needs))] },
  );
  const versions = versionedTable(table, columns.map((c) => c.node), [...new Set(columns.flatMap((c) => c.needs))], ctx);
  const comments = commentParts(table.properties, { ref: { schema: table.schema, name: table.name }, target: { address: { type: outside === undefined ? 'TABLE' : 'VIEW', name: qualified(name) }, ref: creates } }, ctx);
  const listed = { ref: { kind: 'TABLE', schema: table.schema, name: table.name } as const, at: table.definition };
  return {
    id: idOf(table),
    parts: [
      converted(listed, [outside === undefined ? creates : relationRef('VIEW', name)], outside ?? [create, ...divided.partitions, ...versions, ...formStatements(table, ctx), ...ledgerStatements(table, columns.map((c) => c.node), ctx), ...columnSetStatements(table, columns, ctx), ...maskedView(table, columns, ctx)], ctx),
      ...comments,
      ...columns.flatMap((c) => c.parts),
      ...table.constraints.flatMap((constraint) => convertConstraint(table, constraint, ctx)),
      ...table.indexes.flatMap((index) => convertIndex(table, index, ctx)),
    ],
  };
}
