import type { Column, Table } from '@ferry/catalog';
import { targetKey } from '@ferry/conversion';
import type { TargetKey, TargetRef, TargetStatement } from '@ferry/conversion';
import { pg } from '@ferry/target-postgresql';
import type { Expression, PlStatement, TableColumn } from '@ferry/target-postgresql';
import { tableItems } from '../action-items/tables';
import type { ConversionContext, ObjectContext, TargetName } from '../context';
import { ledgerEnds } from './ledger-tables';
import { qualified, relationKey, relationRef, statement } from './parts';

/** A table with a period: SQL Server writes the time of each version, and keeps old ones when `history` is named. */
export interface Period {
  readonly start: Column;
  readonly end: Column;
  readonly history?: { readonly schema: string | undefined; readonly name: string };
}

export const optionOf = (table: Table, name: string): string | undefined => Object.entries(table.options).find(([key]) => key.toUpperCase().replaceAll(' ', '_') === name)?.[1];
const identifier = String.raw`(\[[^\]]{1,128}\]|"[^"]{1,128}"|[\w$#@]{1,128})`;
const historyTable = new RegExp(String.raw`HISTORY_TABLE\s{0,20}=\s{0,20}(?:${identifier}\s{0,20}\.\s{0,20})?${identifier}`, 'i');
const unquoted = (name: string): string => name.replace(/^[["]|[\]"]$/g, '');

/** The table that SYSTEM_VERSIONING names for old versions. */
export function historyTableOf(table: Table): { readonly schema: string | undefined; readonly name: string } | undefined {
  const [, schema, name] = historyTable.exec(optionOf(table, 'SYSTEM_VERSIONING') ?? '') ?? [];
  return name === undefined ? undefined : { schema: schema === undefined ? table.schema : unquoted(schema), name: unquoted(name) };
}

/** @returns undefined for a table without PERIOD FOR SYSTEM_TIME */
export function periodOf(table: Table, { lookup }: Pick<ConversionContext, 'lookup'>): Period | undefined {
  const period = optionOf(table, 'PERIOD_FOR_SYSTEM_TIME');
  if (period === undefined) return undefined;
  const [first = '', second = ''] = period.split(',').map((n) => unquoted(n.trim()));
  const [start, end] = [lookup.column(table, first), lookup.column(table, second)];
  if (start === undefined || end === undefined) return undefined;
  const versioning = optionOf(table, 'SYSTEM_VERSIONING');
  if (versioning === undefined || !/^\s*\(?\s*ON\b/i.test(versioning) && !/HISTORY_TABLE/i.test(versioning)) return { start, end };
  return { start, end, history: historyTableOf(table) ?? { schema: table.schema, name: `${table.name}_History` } };
}

/** The time of a version: SQL Server takes the beginning of the transaction, in UTC. */
export const versionTime: Expression = pg.call('timezone', pg.text('utc'), pg.special('CURRENT_TIMESTAMP'));

/** Digits of a second that PostgreSQL keeps for a column. */
function digitsOf(column: Column): number {
  const written = column.type?.args[0];
  return Math.min(typeof written === 'number' ? written : 7, 6);
}

/** The same as a column of few digits keeps it: times of one transaction stay equal. */
const keptTime = (column: Column): Expression => (digitsOf(column) === 6 ? versionTime : pg.cast(versionTime, pg.type('timestamp', digitsOf(column))));

/** The end of the version that is valid now: the greatest time of its type. */
export function endOfTime(column: Column): Expression {
  const digits = digitsOf(column);
  return { kind: 'TypedLiteral', type: pg.type('timestamp'), value: `9999-12-31 23:59:59${digits === 0 ? '' : `.${'9'.repeat(digits)}`}` };
}

export const historyName = (period: Period, ctx: Pick<ConversionContext, 'names'>): TargetName | undefined => (period.history === undefined ? undefined : ctx.names.relation(period.history.schema, period.history.name));

/** A history table that no script creates: the columns of the table and nothing else, as SQL Server makes it. */
function createHistory(table: Table, name: TargetName, columns: readonly TableColumn[], period: Period, needs: readonly TargetKey[], ctx: ObjectContext): TargetStatement[] {
  const column = (c: Column): string => ctx.names.column(table.schema, table.name, c.name);
  const index = ctx.names.composed(`${name.name}_period`);
  return [
    statement(
      ctx,
      { kind: 'CreateTable', name: qualified(name), columns: columns.map(({ name: own, type, collation, notNull }): TableColumn => ({ kind: 'TableColumn', name: own, type, collation, notNull })) },
      { creates: relationRef('TABLE', name), phase: 'tables', needs },
    ),
    statement(
      ctx,
      { kind: 'CreateIndex', name: index, table: qualified(name), keys: [period.end, period.start].map((c) => ({ kind: 'IndexKey', key: column(c) })) },
      { creates: { kind: 'INDEX', schema: name.schema, name: index, parent: name.name }, phase: 'indexes' },
    ),
  ];
}

/**
 * A system-versioned table (https://learn.microsoft.com/sql/relational-databases/tables/temporal-tables): a trigger writes the time of each
 * version and copies the old one to the history table. A version that the same transaction replaces is not kept: it was never valid.
 */
export function versionedTable(table: Table, columns: readonly TableColumn[], needs: readonly TargetKey[], ctx: ObjectContext): TargetStatement[] {
  const period = periodOf(table, ctx);
  if (period === undefined) return [];
  const owner = ctx.names.relation(table.schema, table.name);
  const column = (c: Column): string => ctx.names.column(table.schema, table.name, c.name);
  const [start, end] = [column(period.start), column(period.end)];
  const history = historyName(period, ctx);
  const known = period.history !== undefined && ctx.lookup.relation(period.history.schema, period.history.name) !== undefined;
  const own: TargetName = { schema: owner.schema, name: ctx.names.composed(`${owner.name}_versions`) };
  const functionRef: TargetRef = { kind: 'FUNCTION', ...own };
  const operation = (name: string): Expression => pg.eq(pg.variable('tg_op'), pg.text(name));
  const keep = history === undefined ? [] : [keepVersion(history, columns.map((c) => c.name), start, end, keptTime(period.start), ledgerEnds(table, ctx))];
  const body: PlStatement[] = [
    ...keep,
    ...(history === undefined ? [] : [{ kind: 'If' as const, branches: [{ condition: operation('DELETE'), body: [{ kind: 'Return' as const, value: pg.variable('old') }] }] }]),
    { kind: 'Assign', target: { parts: ['new', start] }, value: versionTime },
    { kind: 'Assign', target: { parts: ['new', end] }, value: endOfTime(period.end) },
    { kind: 'Return', value: pg.variable('new') },
  ];
  if (history !== undefined) ctx.raise(tableItems.temporal, { table: table.name, history: `${history.schema}.${history.name}` });
  return [
    ...(history === undefined || known ? [] : createHistory(table, history, columns, period, needs, ctx)),
    statement(
      ctx,
      { kind: 'CreateFunction', name: qualified(own), parameters: [], returns: pg.type('trigger'), security: 'DEFINER', body: pg.block(body) },
      { creates: functionRef, phase: 'triggerFunctions', needs: [relationKey(owner), ...(history === undefined ? [] : [relationKey(history)])] },
    ),
    statement(
      ctx,
      { kind: 'CreateTrigger', name: own.name, timing: 'BEFORE', events: [{ on: 'INSERT' }, { on: 'UPDATE' }, ...(history === undefined ? [] : [{ on: 'DELETE' as const }])], table: qualified(owner), level: 'ROW', execute: qualified(own) },
      { creates: { kind: 'TRIGGER', schema: owner.schema, name: own.name, parent: owner.name }, phase: 'triggers', needs: [relationKey(owner), targetKey(functionRef)] },
    ),
  ];
}

function keepVersion(history: TargetName, columns: readonly string[], start: string, end: string, now: Expression, ledgerEnd: ReadonlyMap<string, Expression> | undefined): PlStatement {
  const written = pg.ne(pg.variable('tg_op'), pg.text('INSERT'));
  // A ledger tells of every version.
  const changed = ledgerEnd === undefined ? pg.and(written, pg.lt(pg.variable('old', start), now)) : written;
  const values = columns.map((c) => (c === end ? now : (ledgerEnd?.get(c) ?? pg.variable('old', c))));
  return { kind: 'If', branches: [{ condition: changed, body: [{ kind: 'SqlStatement', statement: { kind: 'Insert', into: qualified(history), columns, rows: { kind: 'Values', rows: [values] } } }] }] };
}
