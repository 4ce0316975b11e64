import type { DeleteStatement, InsertStatement, OutputClause, ShapeColumn, UpdateStatement } from '@ferry/source-sqlserver';
import { isScalar, partsOf, walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Delete, Insert, PlStatement, Update } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { routineItems } from '../action-items/routines';
import { changedTable } from './changes';
import { columnName } from './columns';
import { refuse, refuseSyntax } from './lowering';
import { lowerItems } from './queries';
import type { RoutineState } from './routine-state';

type Changed = InsertStatement | UpdateStatement | DeleteStatement;

const readsDeleted = (output: OutputClause): boolean => {
  let found = false;
  walk(output, (n) => {
    if (n.kind !== 'QualifiedName') return;
    const parts = partsOf(n as Parameters<typeof partsOf>[0]);
    if (parts.length > 1 && parts[parts.length - 2]?.toLowerCase() === 'deleted') found = true;
    if (parts.length === 1 && parts[0]?.toLowerCase() === 'deleted') found = true;
  });
  return found;
};

/**
 * OUTPUT is RETURNING. The rows go to the caller, or by way of a CTE into another table. PostgreSQL gives the old values of an
 * UPDATE from version 18 on only.
 */
export function withOutput(state: RoutineState, node: Changed, change: Insert | Update | Delete, qualifier: string): readonly PlStatement[] {
  const { low } = state;
  const [output, ...others] = node.outputs;
  if (output === undefined) return [{ kind: 'SqlStatement', statement: change }];
  if (others.length > 0) return (refuseSyntax(low, node, 'Two OUTPUT clauses'), []);
  const both = node.kind === 'UpdateStatement' && readsDeleted(output);
  if (both && low.ctx.targetVersion < 18) return (refuseSyntax(low, output, 'deleted in the OUTPUT of an UPDATE', 'RETURNING gives old values from PostgreSQL 18 on'), []);
  low.rowNames = both ? { inserted: 'inserted', deleted: 'deleted' } : { inserted: qualifier, deleted: qualifier };
  const wanted = output.into === undefined ? undefined : intoColumns(state, output);
  const types = output.into === undefined ? state.result?.map((c) => c.type) : wanted?.columns.map((c) => c.type);
  const count = low.binding.shapes.get(output as never)?.length;
  if (types === undefined || (count !== undefined && count !== types.length)) {
    low.rowNames = {};
    return (output.into === undefined ? refuse(low, output, routineItems.resultSets, { what: 'rows of OUTPUT' }) : refuse(low, output, expressionItems.unresolved, { name: 'the columns of OUTPUT INTO' }), []);
  }
  const items = lowerItems(low, output.items, output.into === undefined ? { types, exact: 'result' } : { types, assign: 'store', names: types.map((_, i) => `value_${i + 1}`) });
  low.rowNames = {};
  const returning = { items, ...(both ? { old: 'deleted', new: 'inserted' } : {}) };
  const returned: Insert | Update | Delete = { ...change, returning };
  if (output.into === undefined) return state.kind === 'rows' ? [{ kind: 'ReturnQuery', of: { query: returned } }] : (refuse(low, output, routineItems.resultSets, { what: 'rows of OUTPUT' }), []);
  if (wanted === undefined) return [];
  const rows = pg.select(types.map((_, i) => pg.item(pg.column('changed', `value_${i + 1}`))), { from: [pg.table(pg.name('changed'))] });
  const insert: Insert = { kind: 'Insert', with: { kind: 'With', ctes: [...(change.with?.ctes ?? []), { kind: 'Cte', name: 'changed', query: { ...returned, with: undefined } }], recursive: change.with?.recursive }, into: wanted.name, columns: wanted.names, rows };
  return [{ kind: 'SqlStatement', statement: insert }];
}

function intoColumns(state: RoutineState, output: OutputClause): { name: Insert['into']; columns: readonly ShapeColumn[]; names: readonly string[] } | undefined {
  const { low } = state;
  if (output.into === undefined) return undefined;
  const table = changedTable(low, output.into);
  if (table === undefined) return undefined;
  const all = table.source.columns ?? [];
  const listed = output.intoColumns.map((c) => all.find((a) => low.binding.index.fold(a.name) === low.binding.index.fold(c.name)));
  const columns = listed.length > 0 ? listed : all.filter((c) => c.identity !== true && c.readonly !== true);
  if (columns.some((c) => c === undefined || !isScalar(c.type))) return (refuse(low, output, expressionItems.unresolved, { name: 'a column of OUTPUT INTO' }), undefined);
  const known = columns as readonly ShapeColumn[];
  return { name: table.name, columns: known, names: known.map((c) => columnName(low, table.source, c.name)) };
}
