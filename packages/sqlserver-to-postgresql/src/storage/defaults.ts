import type { Column, Table } from '@ferry/catalog';
import type { ConvertedPart, TargetKey } from '@ferry/conversion';
import type { Expression } from '@ferry/target-postgresql';
import { columnItems } from '../action-items/columns';
import { collecting } from '../collecting';
import type { ConversionContext, ObjectContext } from '../context';
import { lowerExpression } from '../lower';
import type { MappedType } from '../types/mapped-type';
import { converted, notConverted, qualified, statement } from './parts';

/** Whether something must wait for a routine of the database. Support functions are there before the tables. */
export const needsRoutine = ({ needs, choices }: ObjectContext): boolean =>
  needs.some((key) => {
    const [what, schema] = JSON.parse(key) as readonly string[];
    return what === 'ROUTINE' && schema !== choices.supportSchema;
  });

export interface ConvertedDefault {
  readonly part: ConvertedPart;
  /** To be written in CREATE TABLE. */
  readonly expression?: Expression;
  readonly needs: readonly TargetKey[];
}

/**
 * The default of a column. One that calls a routine of the database is set by a statement of its own, after the routines: the
 * routine may need the table.
 */
export function convertDefault(table: Table, column: Column, type: MappedType, shared: ConversionContext): ConvertedDefault | undefined {
  if (column.default === undefined) return undefined;
  const ctx = collecting(shared, table);
  const name = shared.names.relation(table.schema, table.name);
  const columnName = shared.names.column(table.schema, table.name, column.name);
  const at = column.default.expression;
  const listed = {
    ref: { kind: 'DEFAULT', schema: table.schema, parent: table.name, ...(column.default.name === undefined ? {} : { name: column.default.name }), columns: [column.name] } as const,
    at,
  };
  const lowered = lowerExpression({ at, table, expect: 'value', type }, ctx);
  if (lowered === undefined) {
    ctx.raise(columnItems.default, { column: column.name });
    return { part: notConverted(listed, ctx), needs: [] };
  }
  const target = { kind: 'DEFAULT', schema: name.schema, name: columnName, parent: name.name };
  if (!needsRoutine(ctx)) return { part: converted(listed, [target], [], ctx), expression: lowered.expression, needs: ctx.needs };
  const set = statement(
    ctx,
    { kind: 'AlterTable', name: qualified(name), actions: [{ do: 'SET DEFAULT', column: columnName, expression: lowered.expression }], source: at },
    { creates: target, phase: 'checks', needs: ctx.needs },
  );
  return { part: converted(listed, [target], [set], ctx), needs: [] };
}
