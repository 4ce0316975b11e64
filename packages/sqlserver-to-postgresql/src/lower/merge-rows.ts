import type { MergeClause, MergeStatement, OutputClause } from '@ferry/source-sqlserver';
import { sourceOf, walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, FromItem, MergeAction, PlStatement, Query, SelectItem, With } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { routineItems } from '../action-items/routines';
import { lowerSet } from './changes';
import type { ChangedTable } from './changes';
import { note, refuse, refuseSyntax } from './lowering';
import { intoColumns, keptRows, readsDeleted } from './outputs';
import { lowerCondition } from './predicates';
import { lowerItems } from './queries';
import { distinct } from './results';
import { addressColumns } from './row-address';
import { freshName, rowCountVariable } from './routine-state';
import type { RoutineState } from './routine-state';

/** What has been lowered of a MERGE already. */
interface Parts {
  readonly ctes: With | undefined;
  readonly using: FromItem;
  readonly on: Expression;
  /** Which rows of the target can be seen, when not all can. */
  readonly only: Expression | undefined;
  /** Clauses for rows that the source lacks. */
  readonly bySource: readonly MergeClause[];
  readonly insert: (action: Extract<MergeClause['action'], { kind: 'MergeInsert' }>) => MergeAction;
  readonly counted: boolean;
}

interface Row {
  /** The record of the loop: it has the columns of the source. */
  readonly record: string;
  readonly addresses: readonly string[];
  readonly clause: string;
  readonly inserted: string | undefined;
  readonly deleted: string | undefined;
}

/** Writes what one row puts out. */
type Send = (action: string) => readonly PlStatement[];

const readsInserted = (output: OutputClause): boolean => {
  let found = false;
  walk(output, (n) => void (n.kind === 'Identifier' && (n as unknown as { name: string }).name.toLowerCase() === 'inserted' && (found = true)));
  return found;
};

/**
 * MERGE with OUTPUT where PostgreSQL's gives nothing back: a loop over the joined rows, with the clause that each of them falls under,
 * which changes them one by one and has the old and the new row at hand. All rows are found before the first changes.
 * @returns undefined when the source is more than one table, whose columns one record cannot hold
 */
export function lowerMergeRows(state: RoutineState, node: MergeStatement, table: ChangedTable, parts: Parts): readonly PlStatement[] | undefined {
  const { low } = state;
  const { using } = parts;
  const alias = using.kind === 'TableRef' ? (using.alias ?? using.name.name) : using.kind === 'Join' ? undefined : using.alias;
  if (alias === undefined || alias === table.qualifier) return undefined;
  const addresses = addressColumns(low, table.source, table.qualifier);
  const names = { clause: freshName(state, 'merge_clause'), address: addresses.map((_, i) => freshName(state, i === 0 ? 'target_address' : `target_address_${i + 1}`)) };
  const variable = (wanted: string, used: boolean): string | undefined => {
    if (!used) return undefined;
    const name = freshName(state, wanted);
    state.declarations.set(name, { kind: 'DeclareVariable', name, type: pg.type('record') });
    return name;
  };
  const record = variable('merge_row', true) ?? '';
  const row: Row = { record, addresses: names.address, clause: names.clause, inserted: variable('inserted_row', node.outputs.some(readsInserted)), deleted: variable('deleted_row', node.outputs.some(readsDeleted)) };
  const sending = sender(state, node, row);
  if (sending === undefined) return [];
  note(low, node, routineItems.mergeRows);
  const source = sourceOf(low.binding, node.using);
  const present = pg.isNotNull(pg.column(table.qualifier, 'ctid'));
  const others = node.clauses.filter((c) => !parts.bySource.includes(c));
  const loop = (clauses: readonly MergeClause[], from: readonly FromItem[], where: Expression | undefined, matched: (c: MergeClause) => Expression | undefined): PlStatement => {
    const choice = pg.case(clauses.map((c, i) => {
      const tests = [matched(c), c.condition === undefined ? undefined : lowerCondition(low, c.condition)].filter((e) => e !== undefined);
      return pg.when(tests.length === 0 ? pg.boolean(true) : pg.and(...tests), pg.number(i + 1));
    }));
    const items: SelectItem[] = [pg.item(pg.star(alias)), ...addresses.map((a, i) => pg.item(a, names.address[i])), pg.item(choice, names.clause)];
    const query: Query = pg.select(items, { ...(parts.ctes === undefined ? {} : { with: parts.ctes }), from, ...(where === undefined ? {} : { where }) });
    const outside = low.records;
    low.records = source === undefined ? outside : new Map([...outside, [source, record]]);
    const branches = clauses.map((c, i) => ({ condition: pg.eq(pg.column(record, names.clause), pg.number(i + 1)), body: branch(state, table, parts, row, c, sending.send) }));
    low.records = outside;
    return { kind: 'ForQuery', targets: [pg.target(record)], in: { query }, body: [{ kind: 'If', branches }] };
  };
  const counter = parts.counted ? [pg.assign(rowCountVariable(state), pg.number(0))] : [];
  const target: FromItem = pg.table(table.name, table.alias);
  const inserts = others.some((c) => c.when === 'NOT MATCHED BY TARGET');
  const matches = others.some((c) => c.when === 'MATCHED');
  return [
    ...counter, ...sending.before,
    ...(parts.bySource.length === 0 ? [] : [loop(parts.bySource, [pg.join('LEFT', target, using, parts.on)], pg.and(...(parts.only === undefined ? [] : [parts.only]), pg.not(pg.exists(pg.select([], { from: [using], where: parts.on })))), () => undefined)]),
    ...(others.length === 0 ? [] : [loop(others, [pg.join(inserts ? 'LEFT' : 'INNER', using, target, parts.on)], inserts && !matches ? pg.isNull(pg.column(table.qualifier, 'ctid')) : undefined, (c) => (!inserts || !matches ? undefined : c.when === 'MATCHED' ? present : pg.isNull(pg.column(table.qualifier, 'ctid'))))]),
    ...sending.after,
  ];
}

/** One row that a clause changes. A row that was changed already is found no more: SQL Server refuses to change it twice. */
function branch(state: RoutineState, table: ChangedTable, parts: Parts, row: Row, clause: MergeClause, send: Send): readonly PlStatement[] {
  const { low } = state;
  const here = (qualifier: string): Expression => pg.and(...addressColumns(low, table.source, qualifier).map((a, i) => pg.eq(a, pg.column(row.record, row.addresses[i] ?? ''))));
  const all = (name: string | undefined): { readonly returning?: { readonly items: readonly SelectItem[] } } => (name === undefined ? {} : { returning: { items: [pg.item(pg.star(table.qualifier))] } });
  const into = (name: string | undefined): { readonly into?: { readonly targets: readonly ReturnType<typeof pg.target>[] } } => (name === undefined ? {} : { into: { targets: [pg.target(name)] } });
  const read = (name: string | undefined, where: Expression): readonly PlStatement[] =>
    name === undefined ? [] : [{ kind: 'SqlStatement', statement: pg.select([pg.item(pg.star(table.qualifier))], { from: [pg.table(table.name, table.alias)], where }), ...into(name) }];
  const count: readonly PlStatement[] = parts.counted ? [pg.assign(rowCountVariable(state), pg.add(pg.variable(rowCountVariable(state)), pg.number(1)))] : [];
  const twice: PlStatement = { kind: 'If', branches: [{ condition: pg.not(pg.variable('found')), body: [pg.fail('MERGE changes a row a second time', '21000')] }] };
  const { action } = clause;
  if (action.kind === 'MergeInsert') {
    const insert = parts.insert(action);
    if (insert.do !== 'INSERT') return [];
    const rows = insert.values === undefined ? {} : { rows: { kind: 'Values' as const, rows: [insert.values] } };
    const statement: PlStatement = { kind: 'SqlStatement', statement: { kind: 'Insert', into: table.name, ...(table.alias === undefined ? {} : { alias: table.alias }), ...(insert.columns === undefined ? {} : { columns: insert.columns }), ...rows, ...all(row.inserted) }, ...into(row.inserted) };
    return [statement, ...count, ...read(row.deleted, pg.boolean(false)), ...send('INSERT')];
  }
  if (action.kind === 'MergeDelete') {
    return [{ kind: 'SqlStatement', statement: { kind: 'Delete', table: table.name, alias: table.alias, where: here(table.qualifier), ...all(row.deleted) }, ...into(row.deleted) }, twice, ...count, ...read(row.inserted, pg.boolean(false)), ...send('DELETE')];
  }
  return [...read(row.deleted, here(table.qualifier)), { kind: 'SqlStatement', statement: { kind: 'Update', table: table.name, alias: table.alias, set: lowerSet(low, action.set, table.source), where: here(table.qualifier), ...all(row.inserted) }, ...into(row.inserted) }, twice, ...count, ...send('UPDATE')];
}

interface Sending {
  readonly before: readonly PlStatement[];
  readonly send: Send;
  readonly after: readonly PlStatement[];
}

/** Where the rows of OUTPUT go: into a table, to the caller, or both. */
function sender(state: RoutineState, node: MergeStatement, row: Row): Sending | undefined {
  const { low } = state;
  const into = node.outputs.find((o) => o.into !== undefined);
  const client = node.outputs.find((o) => o.into === undefined);
  if (node.outputs.length > (into && client ? 2 : 1)) return (refuseSyntax(low, node, 'Two OUTPUT clauses'), undefined);
  const stored = into === undefined ? undefined : intoColumns(state, into);
  if (into !== undefined && stored === undefined) return undefined;
  const shape = client === undefined ? [] : (low.binding.shapes.get(client as never) ?? []);
  const direct = state.kind === 'rows' && state.sink === undefined;
  const sentTypes = direct ? state.result?.map((c) => c.type) : shape.map((c) => c.type);
  if (client !== undefined && (sentTypes === undefined || shape.length !== sentTypes.length)) return (refuse(low, client, routineItems.resultSets, { what: 'rows of OUTPUT' }), undefined);
  if (into !== undefined && stored !== undefined && (low.binding.shapes.get(into as never)?.length ?? stored.columns.length) !== stored.columns.length) return (refuse(low, into, expressionItems.unresolved, { name: 'the columns of OUTPUT INTO' }), undefined);
  const names = distinct(shape.map((c, i) => (c.name === '' ? `column_${i + 1}` : low.ctx.names.local(c.name))), []);
  const kept = client === undefined || direct ? undefined : keptRows(state, node, client, names);
  const send: Send = (action) => {
    low.rowNames = { inserted: row.inserted ?? 'inserted', deleted: row.deleted ?? 'deleted' };
    low.action = pg.text(action);
    const plain = (items: readonly SelectItem[]): Query => pg.select(items.map((i) => pg.item(i.expression)));
    const out: PlStatement[] = [];
    if (into !== undefined && stored !== undefined) out.push({ kind: 'SqlStatement', statement: { kind: 'Insert', into: stored.name, columns: stored.names, rows: plain(lowerItems(low, into.items, { types: stored.columns.map((c) => c.type), assign: 'store' })) } });
    if (client !== undefined && kept === undefined) out.push({ kind: 'ReturnQuery', of: { query: plain(lowerItems(low, client.items, { ...(sentTypes === undefined ? {} : { types: sentTypes }), exact: 'result' })) } });
    if (client !== undefined && kept !== undefined) out.push({ kind: 'SqlStatement', statement: { kind: 'Insert', into: pg.name(kept.name), columns: names, rows: plain(lowerItems(low, client.items)) } });
    low.rowNames = {};
    low.action = undefined;
    return out;
  };
  return { before: kept?.before ?? [], send, after: kept?.after ?? [] };
}
