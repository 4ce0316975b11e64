import { constraintColumns } from '@ferry/catalog';
import type { Column, Table } from '@ferry/catalog';
import type { ConvertedPart, TargetKey } from '@ferry/conversion';
import type { Expression } from '@ferry/target-postgresql';
import { columnItems } from '../action-items/columns';
import { collecting } from '../collecting';
import type { ConversionContext } from '../context';
import { lowerExpression } from '../lower';
import type { MappedType } from '../types/mapped-type';
import { targetType, typeText } from '../types/target-types';
import { needsRoutine } from './defaults';
import { fillTrigger } from './filled-columns';
import { converted, notConverted } from './parts';

export interface ComputedColumn {
  readonly part: ConvertedPart;
  readonly type: MappedType;
  readonly needs: readonly TargetKey[];
  /** For GENERATED ALWAYS AS. */
  readonly generated?: Expression;
}

const textType: MappedType = { type: targetType('text'), base: targetType('text'), needs: [] };

/** SQL Server stores or indexes a computed column only when its value depends on the row alone. */
function isDeterministic(table: Table, column: Column, { lookup }: ConversionContext): boolean {
  if (column.computed?.persisted === true) return true;
  const key = lookup.fold(column.name);
  const has = (names: readonly string[]): boolean => names.some((n) => lookup.fold(n) === key);
  return table.indexes.some((i) => has([...i.keys.map((k) => k.name), ...i.include])) || table.constraints.some((c) => c.kind !== 'CHECK' && has(constraintColumns(c)));
}

/**
 * A computed column. A generated column must be immutable (https://www.postgresql.org/docs/current/ddl-generated-columns.html) and is
 * computed when its row is written; that is right for whatever depends on the row alone. An expression that looks at the clock, at
 * settings or at other tables is computed by a trigger, with an item, because it no longer follows what it looks at.
 */
export function convertComputed(table: Table, column: Column, shared: ConversionContext): ComputedColumn | undefined {
  if (column.computed === undefined) return undefined;
  const ctx = collecting(shared, table);
  const at = column.computed.expression;
  const name = shared.names.relation(table.schema, table.name);
  const target = { kind: 'COMPUTED_COLUMN', schema: name.schema, name: shared.names.column(table.schema, table.name, column.name), parent: name.name };
  const listed = { ref: { kind: 'COMPUTED_COLUMN', schema: table.schema, parent: table.name, name: column.name, columns: column.computed.columns } as const, at };
  const given = column.type === undefined ? undefined : shared.mapType(column.type, 'ddl');
  const lowered = lowerExpression({ at, table, expect: 'value', ...(given ? { type: given } : {}) }, ctx);
  if (lowered === undefined) {
    ctx.raise(columnItems.computedPlain, { column: column.name });
    return { part: notConverted(listed, ctx), type: given ?? textType, needs: given?.needs ?? [] };
  }
  const type = given ?? lowered.type ?? textType;
  if (given === undefined && lowered.type === undefined) ctx.raise(columnItems.computedType, { column: column.name, type: typeText(type.type) });
  if (lowered.volatility === 'immutable' && !needsRoutine(ctx)) {
    return { part: converted(listed, [target], [], ctx), type, needs: [...ctx.needs, ...type.needs], generated: lowered.expression };
  }
  // The items of the first attempt are about the same expression: only what it lowers to is different.
  const again = collecting(shared, table);
  const filled = lowerExpression({ at, table, expect: 'value', type, row: 'new' }, again);
  ctx.raise(isDeterministic(table, column, shared) ? columnItems.computedByTrigger : columnItems.computedAtRead, { column: column.name });
  const statements = filled === undefined ? [] : fillTrigger(table, { column: target.name, value: filled.expression, at, needs: again.needs }, shared);
  return { part: converted(listed, [target], statements, ctx), type, needs: type.needs };
}
