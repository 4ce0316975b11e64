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
import { converted, notConverted } from './parts';

export interface ComputedColumn {
  readonly part: ConvertedPart;
  readonly type: MappedType;
  readonly needs: readonly TargetKey[];
  /** For GENERATED ALWAYS AS. */
  readonly generated?: Expression;
  /** For a trigger: the expression over the record `new`. */
  readonly filled?: Expression;
}

const textType: MappedType = { type: targetType('text'), base: targetType('text'), needs: [] };

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
  if (lowered.volatility === 'immutable' && !needsRoutine(ctx.needs)) {
    return { part: converted(listed, [target], [], ctx), type, needs: [...ctx.needs, ...type.needs], generated: lowered.expression };
  }
  // The items of the first attempt are about the same expression: only what it lowers to is different.
  const filled = lowerExpression({ at, table, expect: 'value', type, row: 'new' }, collecting(shared, table));
  ctx.raise(columnItems.computedByTrigger, { column: column.name });
  const part = converted(listed, [target], [], ctx);
  return { part, type, needs: type.needs, ...(filled ? { filled: filled.expression } : {}) };
}
