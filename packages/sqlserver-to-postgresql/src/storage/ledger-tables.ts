import type { Column, Table } from '@ferry/catalog';
import { targetKey } from '@ferry/conversion';
import type { TargetRef, TargetStatement } from '@ferry/conversion';
import { pg } from '@ferry/target-postgresql';
import type { Expression, PlStatement, Query, TableColumn } from '@ferry/target-postgresql';
import type { ConversionContext, ObjectContext, TargetName } from '../context';
import { nextRowversion } from './filled-columns';
import { qualified, relationKey, relationRef, statement } from './parts';
import { historyTableOf, optionOf, periodOf } from './temporal-tables';

/** A ledger table: which of its columns say when a row began and ended (https://learn.microsoft.com/sql/relational-databases/security/ledger/ledger-overview). */
interface Ledger {
  readonly appendOnly: boolean;
  readonly start: readonly [transaction: Column, sequence: Column];
  /** Updatable tables only. */
  readonly end?: readonly [transaction: Column, sequence: Column];
}

const as = (table: Table, words: string): Column | undefined => table.columns.find((c) => c.options.some((o) => o.toLowerCase().startsWith(`generated always as ${words}`)));
const both = (table: Table, edge: 'start' | 'end'): readonly [Column, Column] | undefined => {
  const [transaction, sequence] = [as(table, `transaction_id ${edge}`), as(table, `sequence_number ${edge}`)];
  return transaction === undefined || sequence === undefined ? undefined : [transaction, sequence];
};

export function ledgerOf(table: Table): Ledger | undefined {
  const value = optionOf(table, 'LEDGER');
  const start = both(table, 'start');
  if (value === undefined || !/^\s*\(?\s*ON\b/i.test(value) || start === undefined) return undefined;
  const end = both(table, 'end');
  return { appendOnly: end === undefined || /APPEND_ONLY\s{0,20}=\s{0,20}ON/i.test(value), start, ...(end === undefined ? {} : { end }) };
}

const transactionId: Expression = pg.cast(pg.cast(pg.call('pg_current_xact_id'), pg.type('text')), pg.type('bigint'));

/** What ends a version that the history takes, by column; for temporal ledger tables, whose trigger writes the history. */
export function ledgerEnds(table: Table, ctx: ObjectContext): ReadonlyMap<string, Expression> | undefined {
  const ledger = ledgerOf(table);
  if (ledger?.end === undefined) return undefined;
  const { value, needs } = nextRowversion(ctx);
  needs.forEach(ctx.need);
  const [transaction, sequence] = ledger.end.map((c) => ctx.names.column(table.schema, table.name, c.name));
  return new Map([[transaction ?? '', transactionId], [sequence ?? '', value]]);
}

const operation = (name: string): Expression => pg.eq(pg.variable('tg_op'), pg.text(name));

/** The trigger of a ledger table, the history of an updatable one, and its ledger view. */
export function ledgerStatements(table: Table, columns: readonly TableColumn[], ctx: ObjectContext): TargetStatement[] {
  const ledger = ledgerOf(table);
  if (ledger === undefined) return [];
  const owner = ctx.names.relation(table.schema, table.name);
  const column = (c: Column): string => ctx.names.column(table.schema, table.name, c.name);
  const next = nextRowversion(ctx);
  next.needs.forEach(ctx.need);
  const period = periodOf(table, ctx);
  const named = ledger.appendOnly ? undefined : (period?.history ?? historyTableOf(table) ?? { schema: table.schema, name: `MSSQL_LedgerHistoryFor_${table.name}` });
  const history = named === undefined ? undefined : ctx.names.relation(named.schema, named.name);
  const known = named !== undefined && ctx.lookup.relation(named.schema, named.name) !== undefined;
  const own: TargetName = { schema: owner.schema, name: ctx.names.composed(`${owner.name}_ledger_rows`) };
  const functionRef: TargetRef = { kind: 'FUNCTION', ...own };
  const names = columns.map((c) => c.name);
  const ends = ledgerEnds(table, ctx);
  const keep: PlStatement = { kind: 'SqlStatement', statement: { kind: 'Insert', into: qualified(history ?? owner), columns: names, rows: { kind: 'Values', rows: [names.map((c) => ends?.get(c) ?? pg.variable('old', c))] } } };
  const refuse = pg.fail(`Updates are not allowed for the append only Ledger table '${table.schema}.${table.name}'.`, '55000');
  const goBack: PlStatement = { kind: 'If', branches: [{ condition: operation('DELETE'), body: [{ kind: 'Return', value: pg.variable('old') }] }] };
  const body: PlStatement[] = [
    ...(ledger.appendOnly ? [{ kind: 'If' as const, branches: [{ condition: pg.not(operation('INSERT')), body: [refuse] }] }] : period?.history === undefined ? [{ kind: 'If' as const, branches: [{ condition: pg.not(operation('INSERT')), body: [keep] }] }, goBack] : [goBack]),
    { kind: 'Assign', target: { parts: ['new', column(ledger.start[0])] }, value: transactionId },
    { kind: 'Assign', target: { parts: ['new', column(ledger.start[1])] }, value: next.value },
    ...(ledger.end ?? []).map((c): PlStatement => ({ kind: 'Assign', target: { parts: ['new', column(c)] }, value: pg.null })),
    { kind: 'Return', value: pg.variable('new') },
  ];
  const trigger = (name: string, level: 'ROW' | 'STATEMENT', events: readonly ('INSERT' | 'UPDATE' | 'DELETE' | 'TRUNCATE')[]): TargetStatement =>
    statement(
      ctx,
      { kind: 'CreateTrigger', name, timing: 'BEFORE', events: events.map((on) => ({ on })), table: qualified(owner), level, execute: qualified(own) },
      { creates: { kind: 'TRIGGER', schema: owner.schema, name, parent: owner.name }, phase: 'triggers', needs: [relationKey(owner), targetKey(functionRef)] },
    );
  return [
    ...(history === undefined || known || period?.history !== undefined ? [] : [statement(ctx, { kind: 'CreateTable', name: qualified(history), columns: columns.map(({ name, type, collation, notNull }): TableColumn => ({ kind: 'TableColumn', name, type, collation, notNull })) }, { creates: relationRef('TABLE', history), phase: 'tables', needs: [relationKey(owner)] })]),
    statement(ctx, { kind: 'CreateFunction', name: qualified(own), parameters: [], returns: pg.type('trigger'), security: 'DEFINER', body: pg.block(body) }, { creates: functionRef, phase: 'triggerFunctions', needs: [relationKey(owner), ...next.needs, ...(history === undefined ? [] : [relationKey(history)])] }),
    trigger(own.name, 'ROW', ['INSERT', 'UPDATE', 'DELETE']),
    ...(ledger.appendOnly ? [trigger(ctx.names.composed(`${owner.name}_ledger_kept`), 'STATEMENT', ['TRUNCATE'])] : []),
    ledgerView(table, ledger, history, ctx),
  ];
}

/** `t_Ledger`: what was inserted and deleted, and by which transaction. An update is both. */
function ledgerView(table: Table, ledger: Ledger, history: TargetName | undefined, ctx: ConversionContext): TargetStatement {
  const owner = ctx.names.relation(table.schema, table.name);
  const wanted = viewName.exec(optionOf(table, 'LEDGER') ?? '');
  const view = ctx.names.relation(wanted?.[1] === undefined ? table.schema : plain(wanted[1]), wanted?.[2] === undefined ? `${table.name}_Ledger` : plain(wanted[2]));
  const own = new Set([...ledger.start, ...(ledger.end ?? [])]);
  const kept = table.columns.filter((c) => !own.has(c)).map((c) => ctx.names.column(table.schema, table.name, c.name));
  const select = (from: TargetName, edge: readonly [Column, Column], type: 1 | 2): Query =>
    pg.select(
      [
        ...kept.map((c) => pg.item(pg.column(c))),
        pg.item(pg.column(ctx.names.column(table.schema, table.name, edge[0].name)), 'ledger_transaction_id'),
        pg.item(pg.column(ctx.names.column(table.schema, table.name, edge[1].name)), 'ledger_sequence_number'),
        pg.item(pg.number(type), 'ledger_operation_type'),
        pg.item(pg.cast(pg.text(type === 1 ? 'INSERT' : 'DELETE'), pg.type('varchar')), 'ledger_operation_type_desc'),
      ],
      { from: [pg.table(qualified(from))] },
    );
  const parts = [select(owner, ledger.start, 1), ...(history === undefined || ledger.end === undefined ? [] : [select(history, ledger.start, 1), select(history, ledger.end, 2)])];
  const query = parts.reduce((left, right): Query => ({ kind: 'SetOperation', operator: 'UNION', all: true, left, right }));
  return statement(ctx, { kind: 'CreateView', name: qualified(view), query }, { creates: relationRef('VIEW', view), phase: 'views', needs: [relationKey(owner), ...(history === undefined ? [] : [relationKey(history)])] });
}

const identifier = String.raw`(\[[^\]]{1,128}\]|"[^"]{1,128}"|[\w$#@]{1,128})`;
const viewName = new RegExp(String.raw`LEDGER_VIEW\s{0,20}=\s{0,20}(?:${identifier}\s{0,20}\.\s{0,20})?${identifier}`, 'i');
const plain = (name: string): string => name.replace(/^[["]|[\]"]$/g, '');
