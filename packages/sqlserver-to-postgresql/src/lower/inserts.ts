import type { ExecuteStatement, InsertStatement, ShapeColumn, ValuesQuery } from '@ferry/source-sqlserver';
import { isScalar, partsOf } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, PlStatement, Query } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { changedTable } from './changes';
import type { ChangedTable } from './changes';
import { calledProcedure, procedureForm } from './bound-routines';
import { columnName } from './columns';
import { callArguments, calling, lowerExecute, rowsOfCall } from './execute';
import { coerce } from './expressions';
import { openType, refuse, refuseSyntax } from './lowering';
import type { Lowering } from './lowering';
import { withOutput } from './outputs';
import { lowerQuery, lowerWith } from './queries';
import { returnRows } from './results';
import { freshName, identityVariable, mentions, rowCountVariable } from './routine-state';
import type { RoutineState } from './routine-state';
import { walk } from '@ferry/source-sqlserver';

/** The columns that an INSERT fills: those it lists, else all that may be written. */
function targetColumns(low: Lowering, node: InsertStatement, all: readonly ShapeColumn[]): readonly ShapeColumn[] | undefined {
  if (node.columns.length === 0) return all.filter((c) => c.identity !== true && c.readonly !== true && c.hidden !== true);
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
    // Its rows are inserted by `insertExec`.
    case 'ExecuteStatement': return undefined;
  }
}

/** Whether an EXEC runs a text. */
const runsText = (source: ExecuteStatement): boolean => source.target.kind === 'ExecuteString' || (source.target.name.kind === 'QualifiedName' && /^sp_executesql$/i.test(partsOf(source.target.name).pop() ?? ''));

/** INSERT ... EXEC of a text: whatever rows its statements send are inserted. */
function insertText(state: RoutineState, node: InsertStatement, source: ExecuteStatement, table: ChangedTable, columns: readonly ShapeColumn[]): readonly PlStatement[] {
  const { low } = state;
  if (node.outputs.length > 0 || node.with !== undefined) refuseSyntax(low, node, 'OUTPUT or WITH of an INSERT ... EXEC');
  const names = columns.map((c) => columnName(low, table.source, c.name));
  const insert = (rows: Query): readonly PlStatement[] => [{ kind: 'SqlStatement', statement: { kind: 'Insert', into: table.name, columns: names, rows } }];
  const other = (shape: readonly ShapeColumn[] | undefined): boolean => shape === undefined || shape.length !== columns.length;
  const before = state.sink;
  state.sink = {
    query: (inner, query) => {
      if (other(inner.binding.shapes.get(query))) refuse(inner, query, expressionItems.unresolved, { name: 'the columns of the query' });
      return insert(lowerQuery(inner, query, { types: columns.map((c) => c.type), assign: 'store', names: columns.map(() => '') }));
    },
    rows: (rows, shape) => {
      if (other(shape)) refuseSyntax(low, source, 'INSERT ... EXEC of this text');
      return insert(rows);
    },
  };
  const lowered = lowerExecute(state, source);
  state.sink = before;
  return lowered;
}

/** INSERT ... EXEC: the rows of the function that the procedure became, or those of its cursor one by one. */
function insertExec(state: RoutineState, node: InsertStatement, source: ExecuteStatement, table: ChangedTable, columns: readonly ShapeColumn[]): readonly PlStatement[] {
  const { low } = state;
  if (runsText(source)) return insertText(state, node, source, table, columns);
  const called = calledProcedure(state.routine, source);
  const form = called === undefined ? undefined : procedureForm(state.ctx, called);
  const shape = form?.form === 'function' || form?.form === 'cursors' ? form.columns : undefined;
  if (called === undefined || shape?.length !== columns.length || (form?.form === 'cursors' && form.count !== 1)) return (refuseSyntax(low, source, 'INSERT ... EXEC of this procedure'), []);
  const call = callArguments(state, source, called);
  const names = columns.map((c) => columnName(low, table.source, c.name));
  if (form?.form === 'function') return [...call.before, ...withOutput(state, node, { kind: 'Insert', with: lowerWith(low, node.with), into: table.name, columns: names, rows: rowsOfCall(call) }, table.name.name), ...call.after];
  if (node.outputs.length > 0) refuseSyntax(low, node, 'OUTPUT of an INSERT ... EXEC');
  const [cursor] = call.cursors;
  const values = shape.map((c): string => {
    const name = freshName(state, `returned_${low.ctx.names.local(c.name)}`);
    state.declarations.set(name, { kind: 'DeclareVariable', name, type: isScalar(c.type) ? openType(low, c.type) : pg.type('text') });
    return name;
  });
  const insert: PlStatement = { kind: 'SqlStatement', statement: { kind: 'Insert', into: table.name, columns: names, rows: { kind: 'Values', rows: [values.map((v) => pg.variable(v))] } } };
  const next: PlStatement = { kind: 'FetchCursor', cursor: cursor ?? '', into: values.map((v) => pg.target(v)) };
  return [...call.before, calling(state, call), ...call.after, { kind: 'Loop', body: [next, { kind: 'Exit', when: pg.not(pg.variable('found')) }, insert] }, { kind: 'CloseCursor', cursor: cursor ?? '' }];
}

/** Whether SCOPE_IDENTITY() is asked after an INSERT that may make several rows: then they are walked, and counted on the way. */
export function walksRows(state: RoutineState, node: InsertStatement): boolean {
  const single = node.source.kind === 'DefaultValues' || (node.source.kind === 'ValuesQuery' && node.source.rows.length === 1);
  const identity = changedColumns(state, node)?.some((c) => c.identity === true) === true;
  return identity && !single && node.source.kind !== 'ExecuteStatement' && state.routine.body.some((s) => mentions(s, 'SCOPE_IDENTITY', walk) || mentions(s, '@@IDENTITY', walk));
}

const changedColumns = (state: RoutineState, node: InsertStatement): readonly ShapeColumn[] | undefined => state.low.binding.sources.get(node.target)?.columns;

/** INSERT with its columns written out. One row into a table with an identity also remembers the number it was given. */
export function lowerInsert(state: RoutineState, node: InsertStatement, counted = false): readonly PlStatement[] {
  const { low } = state;
  if (node.top !== undefined) refuseSyntax(low, node, 'TOP of INSERT');
  const table = changedTable(low, node.target);
  if (table === undefined) return [];
  const columns = targetColumns(low, node, table.source.columns ?? []);
  if (columns === undefined) return [];
  const collected = returnRows(state, node, table.source, columns);
  if (collected !== undefined) return collected;
  if (node.source.kind === 'ExecuteStatement') return insertExec(state, node, node.source, table, columns);
  const rows = rowsOf(state, node, columns);
  const identity = table.source.columns?.find((c) => c.identity === true);
  const asked = identity !== undefined && state.routine.body.some((s) => mentions(s, 'SCOPE_IDENTITY', walk) || mentions(s, '@@IDENTITY', walk));
  const single = node.source.kind === 'DefaultValues' || (node.source.kind === 'ValuesQuery' && node.source.rows.length === 1);
  const names = node.source.kind === 'DefaultValues' ? undefined : columns.map((c) => columnName(low, table.source, c.name));
  const insert = { kind: 'Insert' as const, with: lowerWith(low, node.with), into: table.name, columns: names, rows };
  if (asked && node.outputs.length > 0) refuseSyntax(low, node, 'OUTPUT together with SCOPE_IDENTITY()');
  if (!asked || identity === undefined) return withOutput(state, node, insert, table.name.name);
  const returning = { items: [pg.item(pg.column(table.name.name, columnName(low, table.source, identity.name)))] };
  if (single) return [{ kind: 'SqlStatement', statement: { ...insert, returning }, into: { targets: [pg.target(identityVariable(state))] } }];
  // Of several rows the last one tells.
  const row = freshName(state, 'inserted_row');
  state.declarations.set(row, { kind: 'DeclareVariable', name: row, type: pg.type('record') });
  const counter = counted ? rowCountVariable(state) : undefined;
  const next: PlStatement[] = counter === undefined ? [] : [pg.assign(counter, pg.add(pg.variable(counter), pg.number(1)))];
  const first: PlStatement[] = counter === undefined ? [] : [pg.assign(counter, pg.number(0))];
  const value = returning.items[0]?.expression;
  const loop: PlStatement = { kind: 'ForQuery', targets: [pg.target(row)], in: { query: { ...insert, returning: { items: value === undefined ? [] : [pg.item(value, 'value_1')] } } }, body: [pg.assign(identityVariable(state), pg.variable(row, 'value_1')), ...next] };
  return [...first, loop];
}
