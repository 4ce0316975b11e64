import type { Expression as SourceExpression, ScalarType } from '@ferry/source-sqlserver';
import { familyOf, isScalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { routineItems } from '../action-items/routines';
import { textOf } from './literals';
import { castTo, note, refuse } from './lowering';
import type { RoutineState } from './routine-state';

/**
 * UPDATE(column) in a trigger: true for every INSERT. For an UPDATE SQL Server looks at the SET list; here the old and the new
 * values of each key are compared, which differs only when a value is written over itself.
 */
export function updatedColumn(state: RoutineState, argument: SourceExpression | undefined): Expression | undefined {
  const { low, event } = state;
  const wanted = textOf(argument);
  if (event === undefined || wanted === undefined || argument === undefined) return undefined;
  if (event === 'INSERT') return pg.boolean(true);
  if (event === 'DELETE') return pg.boolean(false);
  const on = state.routine.object.on;
  const table = on === undefined ? undefined : state.ctx.lookup.relation(on.schema, on.name);
  if (low.absent?.rowLevel === true) return changedInRow(state, argument, wanted);
  if (table?.kind !== 'TABLE' || on === undefined) return undefined;
  const key = table.constraints.find((c) => c.kind === 'PRIMARY_KEY');
  const column = state.routine.environment.transition.get('inserted')?.find((c) => low.binding.index.fold(c.name) === low.binding.index.fold(wanted));
  if (key?.kind !== 'PRIMARY_KEY' || column === undefined || !isScalar(column.type)) return refuse(low, argument, routineItems.noKey, { column: wanted });
  note(low, argument, routineItems.updatedValues, { column: wanted });
  const name = (c: string): string => state.ctx.names.column(table.schema, table.name, c);
  const value = (alias: string): Expression => comparable(pg.column(alias, name(column.name)), column.type as ScalarType);
  const on_ = pg.and(...key.columns.map((k) => pg.eq(pg.column('new_row', name(k.name)), pg.column('old_row', name(k.name)))));
  // A key that was written anew has no old row.
  if (key.columns.some((k) => low.binding.index.fold(k.name) === low.binding.index.fold(column.name))) {
    const old = pg.select([pg.item(pg.number(1))], { from: [pg.table(pg.name('deleted'), 'old_row')], where: on_ });
    return pg.exists(pg.select([pg.item(pg.number(1))], { from: [pg.table(pg.name('inserted'), 'new_row')], where: pg.not(pg.exists(old)) }));
  }
  const join = pg.join('INNER', pg.table(pg.name('inserted'), 'new_row'), pg.table(pg.name('deleted'), 'old_row'), on_);
  return pg.exists(pg.select([pg.item(pg.number(1))], { from: [join], where: { kind: 'IsDistinctFrom', left: value('new_row'), right: value('old_row') } }));
}

/** In a trigger for each row there is one old and one new value. */
function changedInRow(state: RoutineState, argument: SourceExpression, wanted: string): Expression | undefined {
  const { low } = state;
  const { on } = state.routine.object;
  const column = state.routine.environment.transition.get('inserted')?.find((c) => low.binding.index.fold(c.name) === low.binding.index.fold(wanted));
  if (on === undefined || column === undefined || !isScalar(column.type)) return undefined;
  note(low, argument, routineItems.updatedValues, { column: wanted });
  const name = state.ctx.names.column(on.schema, on.name, column.name);
  return { kind: 'IsDistinctFrom', left: comparable(pg.variable('new', name), column.type), right: comparable(pg.variable('old', name), column.type) };
}

/** xml has no equality. */
const comparable = (value: Expression, type: ScalarType): Expression => (familyOf(type) === 'xml' || type.base === 'json' ? castTo(value, 'text') : value);
