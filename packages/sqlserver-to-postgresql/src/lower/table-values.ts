import type { Expression as SourceExpression, TableShape } from '@ferry/source-sqlserver';
import { targetKey } from '@ferry/conversion';
import { pg } from '@ferry/target-postgresql';
import type { Expression, TypeName } from '@ferry/target-postgresql';
import { routineItems } from '../action-items/routines';
import { temporaryName } from './temporary-names';
import { bare, refuse } from './lowering';
import type { Lowering } from './lowering';

/** The composite type of a table type. */
function rowType(low: Lowering, type: TableShape): TypeName {
  const target = low.ctx.names.type(type.type.schema, type.type.name);
  low.ctx.need(targetKey({ kind: 'TYPE', ...target }));
  return pg.userType(target.schema, target.name);
}

/** A table-valued parameter is an array of rows. */
export const arrayType = (low: Lowering, type: TableShape): TypeName => pg.arrayOf(rowType(low, type));

/** A table that is passed on: a parameter as it is, the rows of a table variable as an array. */
export function passedTable(low: Lowering, node: SourceExpression, type: TableShape): Expression {
  const inner = bare(node);
  const empty = pg.cast(pg.text('{}'), arrayType(low, type));
  if (inner.kind === 'DefaultValue') return empty;
  const own = inner.kind === 'Variable' ? low.binding.types.get(inner) : undefined;
  if (inner.kind !== 'Variable' || own?.kind !== 'table') return refuse(low, node, routineItems.tableParameter, { name: type.type.name });
  const given = low.rows(inner.name);
  if (given !== undefined) return given;
  const table = temporaryName(low, inner.name);
  const row: Expression = { kind: 'Row', explicit: true, values: own.columns.map((c) => pg.column(table, low.ctx.names.local(c.name))) };
  const rows = pg.subquery(pg.select([pg.item(pg.call('array_agg', pg.cast(row, rowType(low, type))))], { from: [pg.table(pg.name(table))] }));
  return pg.call('coalesce', rows, empty);
}
