import type { ColumnReference, DeleteStatement, InsertStatement, MergeStatement, OutputClause, ShapeColumn, UpdateStatement } from '@ferry/source-sqlserver';
import { isScalar, partsOf, sourceOf, walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Cte, Delete, Expression, Insert, Merge, PlStatement, Query, Select, TableColumn, Update } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { routineItems } from '../action-items/routines';
import { changedTable } from './changes';
import { columnName } from './columns';
import type { ThroughCte } from './common-table-changes';
import { openType, refuse, refuseSyntax } from './lowering';
import type { Lowering } from './lowering';
import { lowerItems } from './queries';
import { distinct, dropTemporary, sendRows } from './results';
import { rowAddress } from './row-address';
import { freshName } from './routine-state';
import type { RoutineState } from './routine-state';

type Changed = InsertStatement | UpdateStatement | DeleteStatement | MergeStatement;
type Change = Insert | Update | Delete | Merge;

export const readsDeleted = (output: OutputClause): boolean => {
  let found = false;
  walk(output, (n) => {
    if (n.kind !== 'QualifiedName') return;
    const parts = partsOf(n as Parameters<typeof partsOf>[0]);
    if (parts.length > 1 && parts[parts.length - 2]?.toLowerCase() === 'deleted') found = true;
    if (parts.length === 1 && parts[0]?.toLowerCase() === 'deleted') found = true;
  });
  return found;
};

/** The rows that a change gives back: what a table takes of them, and what goes to the caller. */
interface Returned {
  readonly change: Change;
  readonly stored: readonly string[];
  readonly sent: readonly string[];
}

/**
 * OUTPUT is RETURNING. The rows go to the caller, or by way of a CTE into another table, or both. PostgreSQL gives the old values of
 * an UPDATE from version 18 on; before that the table is joined to itself by the address of the row, which finds the old one.
 */
export function withOutput(state: RoutineState, node: Changed, change: Change, qualifier: string, through?: ThroughCte): readonly PlStatement[] {
  const { low } = state;
  if (node.outputs.length === 0) return [{ kind: 'SqlStatement', statement: change }];
  const into = node.outputs.find((o) => o.into !== undefined);
  const client = node.outputs.find((o) => o.into === undefined);
  if (node.outputs.length > (into && client ? 2 : 1)) return (refuseSyntax(low, node, 'Two OUTPUT clauses'), []);
  const wanted = into === undefined ? undefined : intoColumns(state, into);
  if (into !== undefined && wanted === undefined) return [];
  const returned = returning(state, node, change, qualifier, { into, client, stored: wanted?.columns, through });
  if (returned === undefined) return [];
  const changed: Cte = { kind: 'Cte', name: 'changed', query: { ...returned.change, with: undefined } };
  const rowsOf = (names: readonly string[]): Select => pg.select(names.map((n) => pg.item(pg.column('changed', n))), { from: [pg.table(pg.name('changed'))] });
  const ctes = [...(change.with?.ctes ?? []), changed];
  if (wanted !== undefined) {
    const insert: Insert = { kind: 'Insert', into: wanted.name, columns: wanted.names, rows: rowsOf(returned.stored) };
    if (client === undefined) return [{ kind: 'SqlStatement', statement: { ...insert, with: { kind: 'With', ctes, recursive: change.with?.recursive } } }];
    ctes.push({ kind: 'Cte', name: 'stored', query: insert });
  } else if (state.kind === 'rows') return [{ kind: 'ReturnQuery', of: { query: returned.change } }];
  const rows: Query = { ...rowsOf(returned.sent), with: { kind: 'With', ctes, recursive: change.with?.recursive } };
  if (state.kind === 'rows') return [{ kind: 'ReturnQuery', of: { query: rows } }];
  const kept = keptRows(state, node, client, returned.sent);
  const insert: Insert = { kind: 'Insert', with: rows.with, into: pg.name(kept.name), columns: returned.sent, rows: rowsOf(returned.sent) };
  return [...kept.before, { kind: 'SqlStatement', statement: insert }, ...kept.after];
}

/** A cursor cannot change anything: it reads what was collected. */
export function keptRows(state: RoutineState, node: Changed, client: OutputClause | undefined, names: readonly string[]): { readonly name: string; readonly before: readonly PlStatement[]; readonly after: readonly PlStatement[] } {
  const { low } = state;
  const shape = client === undefined ? [] : (low.binding.shapes.get(client as never) ?? []);
  const kept = freshName(state, low.ctx.names.local(`output_rows_${state.routine.object.name}`));
  const columns = names.map((name, i): TableColumn => {
    const type = shape[i]?.type ?? { kind: 'unknown' as const };
    if (!isScalar(type)) refuse(low, client ?? node, expressionItems.unknownType, { what: `The column ${name} of OUTPUT` });
    return { kind: 'TableColumn', name, type: isScalar(type) ? openType(low, type) : pg.type('text') };
  });
  return {
    name: kept,
    before: [dropTemporary(kept), { kind: 'SqlStatement', statement: { kind: 'CreateTable', name: pg.name(kept), persistence: 'TEMPORARY', columns, onCommit: 'DROP' } }],
    after: sendRows(state, node, pg.select(names.map((n) => pg.item(pg.column(kept, n))), { from: [pg.table(pg.name(kept))] }), shape),
  };
}

interface Wanted {
  readonly into: OutputClause | undefined;
  readonly client: OutputClause | undefined;
  readonly stored: readonly ShapeColumn[] | undefined;
  /** The change goes through a CTE, whose columns OUTPUT speaks of. */
  readonly through: ThroughCte | undefined;
}

function returning(state: RoutineState, node: Changed, change: Change, qualifier: string, { into, client, stored, through }: Wanted): Returned | undefined {
  const { low } = state;
  const merge = node.kind === 'MergeStatement';
  const old = merge || (node.kind === 'UpdateStatement' && node.outputs.some(readsDeleted));
  const joined = old && low.ctx.targetVersion < 18;
  const shapeOfOutput = (output: OutputClause): readonly ShapeColumn[] | undefined => low.binding.shapes.get(output as never);
  const sentTypes = state.kind === 'rows' ? state.result?.map((c) => c.type) : (client === undefined ? undefined : shapeOfOutput(client)?.map((c) => c.type));
  const storedTypes = stored?.map((c) => c.type);
  if (client !== undefined && (sentTypes === undefined || shapeOfOutput(client)?.length !== sentTypes.length)) return (refuse(low, client, routineItems.resultSets, { what: 'rows of OUTPUT' }), undefined);
  if (into !== undefined && (storedTypes === undefined || (shapeOfOutput(into)?.length ?? storedTypes.length) !== storedTypes.length)) return (refuse(low, into, expressionItems.unresolved, { name: 'the columns of OUTPUT INTO' }), undefined);
  low.rowNames = old ? { inserted: joined ? qualifier : 'inserted', deleted: 'deleted' } : { inserted: qualifier, deleted: qualifier };
  if (merge) low.action = pg.call('merge_action');
  const before = low.fields;
  if (through !== undefined) low.fields = fieldsThrough(low, node, through);
  const storedNames = (storedTypes ?? []).map((_, i) => `value_${i + 1}`);
  const names = client === undefined ? [] : distinct((shapeOfOutput(client) ?? []).map((c, i) => (c.name === '' ? `column_${i + 1}` : low.ctx.names.local(c.name))), storedNames);
  const items = [
    ...(into === undefined || storedTypes === undefined ? [] : lowerItems(low, into.items, { types: storedTypes, assign: 'store', names: storedNames })),
    ...(client === undefined || sentTypes === undefined ? [] : lowerItems(low, client.items, { ...(state.kind === 'rows' ? { types: sentTypes, exact: 'result' as const } : {}), ...(into === undefined && state.kind === 'rows' ? {} : { names }) })),
  ];
  low.rowNames = {};
  low.action = undefined;
  low.fields = before;
  const plain = { ...change, returning: { items, ...(old && !joined ? { old: 'deleted', new: 'inserted' } : {}) } };
  if (!joined || plain.kind !== 'Update') return { change: plain, stored: storedNames, sent: names };
  const source = through?.base ?? sourceOf(low.binding, node.target);
  const address = (name: string): Expression => (source === undefined ? pg.column(name, 'ctid') : rowAddress(low, source, name));
  const meet = pg.eq(address(qualifier), address('deleted'));
  return { change: { ...plain, from: [...(plain.from ?? []), pg.table(plain.table, 'deleted')], where: plain.where === undefined ? meet : pg.and(meet, plain.where) }, stored: storedNames, sent: names };
}

/** What stands for the columns of `inserted` and `deleted` where the change goes through a CTE. */
function fieldsThrough(low: Lowering, node: Changed, through: ThroughCte): ReadonlyMap<ColumnReference, Expression> {
  const fields = new Map<ColumnReference, Expression>();
  for (const output of node.outputs)
    walk(output, (n) => {
      if (n.kind === 'SelectStar') refuseSyntax(low, output, 'OUTPUT of all columns of a CTE', 'name the columns');
      if (n.kind !== 'ColumnReference') return;
      const [row, name] = partsOf((n as ColumnReference).name).slice(-2);
      const own = name === undefined ? undefined : low.rowNames[(row ?? '').toLowerCase()];
      if (own === undefined || name === undefined) return;
      const found = through.output(name);
      if (found === undefined) refuse(low, n, expressionItems.unresolved, { name });
      else fields.set(n as ColumnReference, pg.column(found.of === 'table' ? own : through.rowsAlias, found.column));
    });
  return fields;
}

/** The table of OUTPUT INTO, with the columns that it fills. */
export function intoColumns(state: RoutineState, output: OutputClause): { name: Insert['into']; columns: readonly ShapeColumn[]; names: readonly string[] } | undefined {
  const { low } = state;
  if (output.into === undefined) return undefined;
  const table = changedTable(low, output.into);
  if (table === undefined) return undefined;
  const all = table.source.columns ?? [];
  const listed = output.intoColumns.map((c) => all.find((a) => low.binding.index.fold(a.name) === low.binding.index.fold(c.name)));
  const columns = listed.length > 0 ? listed : all.filter((c) => c.identity !== true && c.readonly !== true && c.hidden !== true);
  if (columns.some((c) => c === undefined || !isScalar(c.type))) return (refuse(low, output, expressionItems.unresolved, { name: 'a column of OUTPUT INTO' }), undefined);
  const known = columns as readonly ShapeColumn[];
  return { name: table.name, columns: known, names: known.map((c) => columnName(low, table.source, c.name)) };
}
