import type { InsertStatement, ShapeColumn, ValuesQuery } from '@ferry/source-sqlserver';
import { isScalar, partsOf } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, PlStatement, Query } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { changedTable } from './changes';
import { calledProcedure, procedureForm } from './bound-routines';
import { columnName } from './columns';
import { callArguments } from './execute';
import { coerce } from './expressions';
import { refuse, refuseSyntax } from './lowering';
import type { Lowering } from './lowering';
import { withOutput } from './outputs';
import { lowerQuery, lowerWith } from './queries';
import { returnRows } from './results';
import { identityVariable, mentions } from './routine-state';
import type { RoutineState } from './routine-state';
import { walk } from '@ferry/source-sqlserver';

/** The columns that an INSERT fills: those it lists, else all that may be written. */
function targetColumns(low: Lowering, node: InsertStatement, all: readonly ShapeColumn[]): readonly ShapeColumn[] | undefined {
  if (node.columns.length === 0) return all.filter((c) => c.identity !== true && c.readonly !== true);
  const columns = node.columns.map((c) => all.find((a) => low.binding.index.fold(a.name) === low.binding.index.fold(partsOf(c).pop() ?? '')));
  const missing = columns.findIndex((c) => c === undefined);
  if (missing >= 0) {
    refuse(low, node.columns[missing] ?? node, expressionItems.unresolved, { name: partsOf((node.columns[missing] ?? node.columns[0]) as (typeof node.columns)[number]).join('.') });
    return undefined;
  }
  return columns as readonly ShapeColumn[];
}

function value(low: Lowering, node: ValuesQuery['rows'][number]['values'][number], column: ShapeColumn | undefined): Expression {
  if (node.kind === 'DefaultValue') return pg.default;
  if (column === undefined || !isScalar(column.type)) return refuse(low, node, expressionItems.unknownType, { what: 'A value of INSERT' });
  return coerce(low, node, column.type, 'store');
}

function rowsOf(state: RoutineState, node: InsertStatement, columns: readonly ShapeColumn[]): Query | undefined {
  const { low } = state;
  const { source } = node;
  switch (source.kind) {
    case 'DefaultValues': return undefined;
    case 'ValuesQuery': {
      if (source.rows.some((r) => r.values.length !== columns.length)) refuseSyntax(low, source, 'INSERT', 'another number of values than of columns');
      return { kind: 'Values', rows: source.rows.map((r) => r.values.map((v, i) => value(low, v, columns[i]))) };
    }
    case 'Query': {
      const shape = low.binding.shapes.get(source);
      if (shape === undefined || shape.length !== columns.length) refuse(low, source, expressionItems.unresolved, { name: 'the columns of the query' });
      return lowerQuery(low, source, { types: columns.map((c) => c.type), assign: 'store', names: columns.map(() => '') });
    }
    case 'ExecuteStatement': {
      const called = calledProcedure(state.routine, source);
      const form = called === undefined ? undefined : procedureForm(state.ctx, called);
      if (called === undefined || form?.form !== 'function' || form.columns.length !== columns.length) {
        refuseSyntax(low, source, 'INSERT ... EXEC of this procedure');
        return undefined;
      }
      const call = callArguments(state, source, called);
      if (call.before.length > 0) refuseSyntax(low, source, 'INSERT ... EXEC with a table variable as argument');
      return pg.select([pg.item(pg.star())], { from: [{ kind: 'FromFunction', call: { kind: 'Call', name: call.name, args: call.args } }] });
    }
  }
}

/** INSERT with its columns written out. One row into a table with an identity also remembers the number it was given. */
export function lowerInsert(state: RoutineState, node: InsertStatement): readonly PlStatement[] {
  const { low } = state;
  if (node.top !== undefined) refuseSyntax(low, node, 'TOP of INSERT');
  const table = changedTable(low, node.target);
  if (table === undefined) return [];
  const columns = targetColumns(low, node, table.source.columns ?? []);
  if (columns === undefined) return [];
  const collected = returnRows(state, node, table.source, columns);
  if (collected !== undefined) return collected;
  const rows = rowsOf(state, node, columns);
  const identity = table.source.columns?.find((c) => c.identity === true);
  const asked = identity !== undefined && state.routine.body.some((s) => mentions(s, 'SCOPE_IDENTITY', walk) || mentions(s, '@@IDENTITY', walk));
  const single = node.source.kind === 'DefaultValues' || (node.source.kind === 'ValuesQuery' && node.source.rows.length === 1);
  if (asked && !single) refuseSyntax(low, node, 'INSERT of several rows before SCOPE_IDENTITY()');
  const names = node.source.kind === 'DefaultValues' ? undefined : columns.map((c) => columnName(low, table.source, c.name));
  const insert = { kind: 'Insert' as const, with: lowerWith(low, node.with), into: table.name, columns: names, rows };
  if (asked && node.outputs.length > 0) refuseSyntax(low, node, 'OUTPUT together with SCOPE_IDENTITY()');
  if (!asked || identity === undefined) return withOutput(state, node, insert, table.name.name);
  const returning = { items: [pg.item(pg.column(table.name.name, columnName(low, table.source, identity.name)))] };
  return [{ kind: 'SqlStatement', statement: { ...insert, returning }, into: { targets: [pg.target(identityVariable(state))] } }];
}
