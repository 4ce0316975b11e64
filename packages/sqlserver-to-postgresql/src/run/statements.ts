import type { ActionItem, ExecuteOptions, SessionAnswer } from '@ferry/conversion';
import type { AssignmentOperator, Expression as SourceExpression, SelectAssignment, SelectQuery, ShapeColumn, SqlType, Statement, Variable as VariableNode } from '@ferry/source-sqlserver';
import { arithmeticType, bindExpression, bindStatement, catalogReader, emptyBinding, isScalar, rootScope, walk } from '@ferry/source-sqlserver';
import { pg, printText, quoteIdentifier } from '@ferry/target-postgresql';
import type { Expression, PlStatement, Query, RoutineParameter, Statement as TargetStatement } from '@ferry/target-postgresql';

import { coerce } from '../lower/expressions';
import { openType, pgType } from '../lower/lowering';
import { lowerCondition } from '../lower/predicates';
import { askOffset, distanceOf } from '../lower/offsets';
import { lowerQuery } from '../lower/queries';
import { lowerStatements } from '../lower/statements';
import { support } from '../lower/support-call';
import { offsetText } from '../functions/texts-to-values';
import { expectOffsets, showOffsets } from './offsets';
import { rowsOfNotice, rowsReturned } from './notices';
import { canonical, sourceTypeOf } from './values';
import { errorOf, errorOfItems, fail, fromTrigger } from './failures';
import { next } from './machine';
import type { Frame, Signal } from './machine';
import { installSupport, note, take, textOfStatement, workshop } from './step';
import type { Parameter, Step, Workshop } from './step';
import { guarded } from './transactions';

/** A statement that was lowered, or why it could not be. */
type Lowered = { readonly step: Prepared } | { readonly items: readonly ActionItem[] };

interface Prepared extends Step {
  readonly columns: readonly ShapeColumn[] | undefined;
  /** Variables that take the columns of the last row. */
  readonly targets?: readonly string[];
  /** Makes the function that the statement calls. */
  readonly before?: string;
}

/** Binds a statement with the schema and the temporary tables of this moment. */
export function bindNow(frame: Frame, node: Statement): void {
  const { machine } = frame;
  refresh(frame);

  for (const [name, shape] of machine.temporary) frame.environment.tables.set(name, shape);
  for (const name of [...frame.environment.tables.keys()]) if (name.startsWith('#') && !machine.temporary.has(name)) frame.environment.tables.delete(name);
  const before = new Map(frame.environment.tables);
  bindStatement(frame.binding, node, frame.environment);
  // What a statement makes is there when it has run.
  frame.environment.tables.clear();
  for (const [name, shape] of before) frame.environment.tables.set(name, shape);

}

/** Names mean what they mean in the catalogue of now. */
function refresh(frame: Frame): void {
  const { index } = catalogReader(frame.machine.schema.catalog());
  if (frame.binding.index !== index) frame.binding = emptyBinding(index);
}

/** Lowered statements are kept while nothing changes that they were lowered with. */
export function remembered(frame: Frame, node: object, make: () => Lowered): Lowered {
  const { machine } = frame;
  const stamp = `${machine.schema.version()}/${machine.shapes}`;
  const known = frame.steps.get(node) as (Lowered & { readonly stamp: string }) | undefined;
  if (known?.stamp === stamp) return known;
  const made = { ...make(), stamp };
  frame.steps.set(node, made as never);
  return made;
}

export interface Sent {
  readonly answer: SessionAnswer;
  readonly step: Prepared;
}

/** Sends a lowered statement. @returns the answer, or how the failure goes on */
export async function send(frame: Frame, node: Statement, lowered: Lowered, options: ExecuteOptions = {}): Promise<Sent | { readonly signal: Signal }> {
  const { machine } = frame;
  if ('items' in lowered) {
    take(frame, lowered.items);
    const { error, compile } = errorOfItems(frame, node, lowered.items);
    return { signal: await fail(frame, error, { compile }) };
  }
  const { step } = lowered;
  const values = step.parameters.map((p) => p());
  if (step.before !== undefined) note(frame, step.before);
  note(frame, step.sql, values);
  const answer = await guarded(machine, async () => {
    if (step.before !== undefined) {
      const made = await machine.session.execute(step.before);
      if (made.refusal !== undefined) return made;
    }
    return machine.session.execute(step.sql, values, options);
  });
  sendNotices(frame, answer, step.columns === undefined);
  if (answer.refusal !== undefined) return { signal: await fail(frame, errorOf(frame, node, answer.refusal), fromTrigger(frame, answer.refusal) ? { dooms: true, ends: true } : {}) };
  machine.error = 0;
  return { answer, step };
}

/** What routines and triggers said on the way. @param printed whether PRINT is heard: a query cannot print */
export function sendNotices({ machine }: Frame, { notices }: SessionAnswer, printed = true): void {
  for (const n of notices) {
    const rows = n.sqlstate === rowsReturned ? rowsOfNotice(n.message, n.detail ?? '') : undefined;
    if (rows !== undefined) machine.results.push(rows);
    else if (n.severity === 'NOTICE' && n.raised !== false && printed) machine.results.push({ type: 'message', text: n.message, severity: 0 });
  }
}

/** Rows for the client. */
export function sendRows(frame: Frame, answer: SessionAnswer, columns: readonly ShapeColumn[] | undefined): void {
  const { machine } = frame;
  const total = Math.max(answer.rows.length, answer.count ?? 0);
  const types = answer.columns.map((c, i): SqlType => columns?.[i]?.type ?? { kind: 'unknown' });
  machine.results.push({
    type: 'rows',
    columns: answer.columns.map((c, i) => ({ name: columns?.[i]?.name ?? (c.name === '?column?' ? '' : c.name), sourceType: sourceTypeOf(types[i] ?? { kind: 'unknown' }, c.type) })),
    rows: answer.rows.map((row) => row.map((v, i) => canonical(v, types[i] ?? { kind: 'unknown' }, answer.columns[i]?.type ?? ''))),
    ...(total > answer.rows.length ? { total } : {}),
  });
  machine.rowCount = total;
}

export function sendCount(frame: Frame, count: number): void {
  const { machine } = frame;
  machine.rowCount = count;
  if (!machine.options.nocount) machine.results.push({ type: 'count', count });
}

/** The lowering of one thing; support code that it calls is put on the target by `ready`. */
export function lowering(frame: Frame, node: Statement, build: (work: Workshop) => { readonly node: TargetStatement; readonly columns?: readonly ShapeColumn[] | undefined; readonly targets?: readonly string[]; readonly before?: string }): Lowered & { readonly pieces: Workshop['pieces'] } {
  const work = workshop(frame, node);
  const built = build(work);
  if (work.low.failures > 0 || work.state.lost > 0) return { items: work.ctx.items, pieces: [] };
  take(frame, work.ctx.items);
  return { step: { sql: textOfStatement(built.node), parameters: work.parameters, columns: built.columns, ...(built.targets === undefined ? {} : { targets: built.targets }) }, pieces: work.pieces };
}

/** Lowers, once, and puts support code on the target. */
export async function ready(frame: Frame, node: Statement, key: object, make: () => Lowered & { readonly pieces: Workshop['pieces'] }): Promise<Lowered> {
  const lowered = remembered(frame, key, make) as ReturnType<typeof make>;
  if ('step' in lowered && lowered.pieces.length > 0) await guarded(frame.machine, async () => (await installSupport(frame, lowered.pieces)) ?? { columns: [], rows: [], count: undefined, notices: [] });
  return lowered;
}

/** SELECT for the client. */
export async function runSelect(frame: Frame, node: Extract<Statement, { kind: 'SelectStatement' }>): Promise<Signal> {
  const lowered = await ready(frame, node, node, () => {
    bindNow(frame, node);
    return lowering(frame, node, (work) => {
      expectOffsets(node.query);
      const query = showOffsets(work.low, node.query, lowerQuery(work.low, node.query));
      return { node: limited(frame, query), columns: frame.binding.shapes.get(node.query) ?? [] };
    });
  });
  const { mostRows } = frame.machine;
  const sent = await send(frame, node, lowered, mostRows === undefined ? {} : { mostRows });
  if ('signal' in sent) return sent.signal;
  sendRows(frame, sent.answer, sent.step.columns);
  return next;
}

/** SET ROWCOUNT. */
const limited = (frame: Frame, query: Query): Query => {
  const { rowLimit } = frame.machine.options;
  return rowLimit === 0 || query.limit !== undefined || query.fetchWithTies !== undefined ? query : { ...query, limit: pg.number(rowLimit) };
};

type Change = Extract<Statement, { kind: 'InsertStatement' | 'UpdateStatement' | 'DeleteStatement' | 'MergeStatement' | 'TruncateTableStatement' | 'AlterTableStatement' }>;

const identityNote = 'ferry_identity';

/** INSERT, UPDATE, DELETE, MERGE, TRUNCATE, ALTER TABLE ... SWITCH. */
export async function runChange(frame: Frame, node: Change): Promise<Signal> {
  const lowered = await ready(frame, node, node, () => {
    bindNow(frame, node);
    return lowerChange(frame, node);
  });
  const sent = await send(frame, node, lowered);
  if ('signal' in sent) return sent.signal;
  const { answer, step } = sent;
  if (step.targets !== undefined) return takeBack(frame, answer, step.targets, node.kind !== 'AlterTableStatement');
  if (step.columns !== undefined) {
    sendRows(frame, answer, step.columns);
    if (!frame.machine.options.nocount) frame.machine.results.push({ type: 'count', count: answer.rows.length });
    return next;
  }
  if (answer.columns[0]?.name === identityNote && answer.rows.length > 0) {
    frame.scopeIdentity = answer.rows.at(-1)?.[0] ?? null;
    frame.machine.identity = frame.scopeIdentity;
    if (frame.machine.options.identityInsert !== undefined && node.kind === 'InsertStatement') await followIdentity(frame, node, answer);
  }
  if (node.kind === 'TruncateTableStatement' || node.kind === 'AlterTableStatement') {
    frame.machine.rowCount = 0;
    return next;
  }
  sendCount(frame, answer.count ?? 0);
  return next;
}

/** A number that was written under IDENTITY_INSERT and is beyond the last one becomes the last one. */
async function followIdentity(frame: Frame, node: Extract<Statement, { kind: 'InsertStatement' }>, answer: SessionAnswer): Promise<void> {
  const source = frame.binding.sources.get(node.target);
  const column = source?.columns?.find((c) => c.identity === true);
  if (source?.object === undefined || column === undefined) return;
  const { schema, name } = source.object;
  const { names, lookup } = frame.machine.schema.conversion().shared;
  const target = names.relation(schema, name);
  const table = lookup.relation(schema, name);
  const falling = table?.kind === 'TABLE' && table.columns.find((c) => c.identity !== undefined)?.identity?.increment.startsWith('-') === true;
  const numbers = answer.rows.map((r) => BigInt(r[0] ?? '0'));
  const furthest = numbers.reduce((most, n) => ((falling ? n < most : n > most) ? n : most), numbers[0] ?? 0n);
  const sequence = 'pg_get_serial_sequence($1, $2)::regclass';
  const first = `(SELECT seqstart FROM pg_catalog.pg_sequence WHERE seqrelid = ${sequence})`;
  await guarded(frame.machine, () => frame.machine.session.execute(`SELECT setval(${sequence}, $3::bigint) WHERE $3::bigint ${falling ? '<' : '>'} coalesce(pg_sequence_last_value(${sequence}), ${first} ${falling ? '+' : '-'} 1)`, [`${quoteIdentifier(target.schema)}.${quoteIdentifier(target.name)}`, names.column(schema, name, column.name), furthest.toString()]));
}

function lowerChange(frame: Frame, node: Change): Lowered & { readonly pieces: Workshop['pieces'] } {
  const work = workshop(frame, node);
  const rows = node.kind !== 'TruncateTableStatement' && node.kind !== 'AlterTableStatement' && node.outputs.some((o) => o.into === undefined);
  const shape = rows ? frame.binding.shapes.get(node) : undefined;
  const state = rows ? { ...work.state, kind: 'rows' as const, result: shape } : work.state;
  const pl = lowerStatements(state, [node]);
  if (work.low.failures > 0 || state.lost > 0) return { items: work.ctx.items, pieces: [] };
  const [only] = pl;
  if (pl.length !== 1 || only === undefined || (only.kind !== 'SqlStatement' && only.kind !== 'ReturnQuery') || (only.kind === 'SqlStatement' && only.into !== undefined) || (only.kind === 'ReturnQuery' && !('query' in only.of))) return procedural(frame, node);
  take(frame, work.ctx.items);
  const statement = only.kind === 'SqlStatement' ? withIdentity(frame, node, only.statement as TargetStatement) : (only.of as { query: TargetStatement }).query;
  return { step: { sql: textOfStatement(statement), parameters: work.parameters, columns: only.kind === 'ReturnQuery' ? (shape ?? []) : undefined }, pieces: work.pieces };
}

/** The numbers that an INSERT was given, for SCOPE_IDENTITY(). */
function withIdentity(frame: Frame, node: Change, statement: TargetStatement): TargetStatement {
  if (node.kind !== 'InsertStatement' || statement.kind !== 'Insert' || statement.returning !== undefined) return statement;
  const column = frame.binding.sources.get(node.target)?.columns?.find((c) => c.identity === true);
  if (column === undefined) return statement;
  const source = frame.binding.sources.get(node.target);
  const { names } = frame.machine.schema.conversion().shared;
  const name = source?.object === undefined ? names.local(column.name) : names.column(source.object.schema, source.object.name, column.name);
  return { ...statement, returning: { items: [pg.item(pg.column(name), identityNote)] } };
}

/** What one statement cannot say runs as a function of PL/pgSQL, whose parameters are the variables of the batch. */
export function procedural(frame: Frame, node: Statement): Lowered & { readonly pieces: Workshop['pieces'] } {
  const work = workshop(frame, node, true);
  const pl = lowerStatements(work.state, [node]);
  if (work.low.failures > 0 || work.state.lost > 0) return { items: work.ctx.items, pieces: [] };
  take(frame, work.ctx.items);
  const held = [...frame.variables.entries()].flatMap(([key, v]) => {
    const name = work.state.names.get(key);
    return name === undefined || !isScalar(v.type) ? [] : [{ key, name, type: v.type }];
  });
  const counter = 'ferry_count';
  const body: PlStatement[] = [pg.assign(counter, pg.number(0)), ...counted(pl, counter)];
  const parameters: RoutineParameter[] = [...held.map((h): RoutineParameter => ({ kind: 'RoutineParameter', name: h.name, mode: 'INOUT', type: openType(work.low, h.type) })), ...work.parameters.map((_, i): RoutineParameter => ({ kind: 'RoutineParameter', name: `ferry_value_${i + 1}`, type: pg.type('text') })), { kind: 'RoutineParameter', name: counter, mode: 'OUT', type: pg.type('bigint') }];
  const name = `ferry_step_${frame.machine.functions.length + 1}`;
  frame.machine.functions.push(name);
  const made = printText({ kind: 'CreateFunction', name: pg.name('pg_temp', name), parameters, body: { kind: 'Block', declarations: [...work.state.declarations.values()], body } } as TargetStatement).sql;
  const values: Parameter[] = [...held.map((h): Parameter => () => frame.variables.get(h.key)?.value ?? null), ...work.parameters];
  const args = [...held.map((h, i) => pg.cast({ kind: 'ParameterRef', index: i + 1 }, openType(work.low, h.type))), ...work.parameters.map((_, i): Expression => pg.cast({ kind: 'ParameterRef', index: held.length + i + 1 }, pg.type('text')))];
  const items = [pg.item(pg.column('step', counter)), ...held.map((h) => pg.item(pg.cast(pg.column('step', h.name), pgType(work.low, h.type)), h.name))];
  const call = pg.select(items, { from: [{ kind: 'FromFunction', call: { kind: 'Call', name: pg.name('pg_temp', name), args }, alias: 'step' }] });
  return { step: { sql: printText(call).sql, parameters: values, columns: undefined, targets: held.map((h) => h.key), before: made }, pieces: work.pieces };
}

/** Counts what the changes among the statements did. */
function counted(statements: readonly PlStatement[], counter: string): readonly PlStatement[] {
  const changes = new Set(['Insert', 'Update', 'Delete', 'Merge']);
  return statements.flatMap((s): PlStatement[] => {
    const change = s.kind === 'SqlStatement' && changes.has(s.statement.kind);
    if (s.kind === 'ForQuery') return [{ ...s, body: [...s.body, pg.assign(counter, pg.add(pg.variable(counter), pg.number(1)))] }];
    return change ? [s, { kind: 'GetDiagnostics', items: [{ target: pg.target(counter), item: 'ROW_COUNT' }] }] : [s];
  });
}

/** Values that a function gave back. */
function takeBack(frame: Frame, answer: SessionAnswer, targets: readonly string[], count: boolean): Signal {
  const [row] = answer.rows;
  targets.forEach((t, i) => {
    const held = frame.variables.get(t);
    if (held !== undefined) held.value = row?.[i + 1] ?? null;
  });
  const changed = Number(row?.[0] ?? 0);
  if (count) sendCount(frame, changed);
  else frame.machine.rowCount = changed;
  return next;
}

/** `SELECT @a = x, @b = y FROM ...`: the variables keep their values when there is no row, and have those of the last one. */
export async function runAssignments(frame: Frame, node: Extract<Statement, { kind: 'SelectStatement' }>, select: SelectQuery): Promise<Signal> {
  const items = select.items.filter((i): i is SelectAssignment => i.kind === 'SelectAssignment');
  const names = new Set(items.map((i) => i.variable.name.toLowerCase()));
  let reads = items.some((i) => i.operator !== '=');
  for (const item of items)
    walk(item.expression, (n) => {
      if (n.kind === 'Variable' && names.has((n as VariableNode).name.toLowerCase())) reads = true;
    });
  const lowered = await ready(frame, node, node, () => {
    bindNow(frame, node);
    if (reads) return procedural(frame, node);
    return lowering(frame, node, (work) => {
      const query = lowerQuery(work.low, { ...node.query, body: { ...select, items: [] } });
      const values = items.map((i, n) => pg.item(assigned(work, frame, i.variable, i.operator, i.expression), `value_${n + 1}`));
      return { node: query.kind === 'Select' ? { ...query, items: values } : query, targets: items.map((i) => i.variable.name.toLowerCase()) };
    });
  });
  const sent = await send(frame, node, lowered);
  if ('signal' in sent) return sent.signal;
  if (sent.step.before !== undefined) {
    takeBack(frame, sent.answer, sent.step.targets ?? [], false);
    if (select.from.length === 0) frame.machine.rowCount = 1;
    return next;
  }
  const last = sent.answer.rows.at(-1);
  if (last !== undefined)
    items.forEach((item, i) => {
      const held = frame.variables.get(item.variable.name.toLowerCase());
      if (held !== undefined) held.value = last[i] ?? null;
    });
  frame.machine.rowCount = sent.answer.rows.length;
  return next;
}

/** A value in the type of the variable that takes it. */
export function assigned(work: Workshop, frame: Frame, variable: VariableNode, operator: AssignmentOperator, value: SourceExpression): Expression {
  const type = frame.variables.get(variable.name.toLowerCase())?.type ?? { kind: 'unknown' as const };
  if (!isScalar(type)) return coerce(work.low, variable, { kind: 'scalar', base: 'int', nullable: true });
  let node = value;
  if (operator !== '=') {
    node = { kind: 'BinaryExpression', span: value.span, operator: operator.slice(0, -1) as '+', left: variable, right: { kind: 'ParenthesizedExpression', span: value.span, expression: value } };
    const { types } = frame.binding;
    types.set(variable, type);
    const own = types.get(value) ?? { kind: 'unknown' as const };
    types.set(node.right, own);
    types.set(node, arithmeticType(node.operator, type, own));
  }
  if (type.base !== 'datetimeoffset') return pg.cast(coerce(work.low, node, type, 'assign'), pgType(work.low, type));
  // A variable of a batch is a text, which can keep the offset.
  askOffset(node);
  const moment = pg.cast(coerce(work.low, node, type, 'assign'), pgType(work.low, type));
  const away = distanceOf(work.low, node, moment);
  return away === undefined ? moment : support(work.low, offsetText, [moment, away, pg.number(type.scale ?? 7)]);
}

/** One value, in the type that `to` names or in its own. */
export async function evaluate(frame: Frame, node: Statement, key: object, expression: SourceExpression, build: (work: Workshop) => Expression): Promise<{ readonly value: string | null } | { readonly signal: Signal }> {
  const lowered = await ready(frame, node, key, () => {
    refresh(frame);
    bindExpression(frame.binding, expression, rootScope(withTemporary(frame), frame.binding.index.fold));
    return lowering(frame, node, (work) => ({ node: pg.select([pg.item(build(work))]), columns: [] }));
  });
  const { error, rowCount } = frame.machine;
  const sent = await send(frame, node, lowered);
  if ('signal' in sent) return sent;
  // Looking at a value changes nothing.
  frame.machine.error = error;
  frame.machine.rowCount = rowCount;
  return { value: sent.answer.rows[0]?.[0] ?? null };
}

const withTemporary = (frame: Frame): Frame['environment'] => {
  for (const [name, shape] of frame.machine.temporary) frame.environment.tables.set(name, shape);
  return frame.environment;
};

export const condition = (frame: Frame, node: Statement, expression: SourceExpression): ReturnType<typeof evaluate> => evaluate(frame, node, expression, expression, (work) => lowerCondition(work.low, expression));

export const quotedTemporary = (target: string): string => `pg_temp.${quoteIdentifier(target)}`;

