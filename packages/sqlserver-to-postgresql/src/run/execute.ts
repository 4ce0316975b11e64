import type { ExecuteArgument, ExecuteStatement, Expression as SourceExpression, Parameter, ScalarType, ShapeColumn } from '@ferry/source-sqlserver';
import { bindExpression, isScalar, parseBatch, partsOf, rootScope, scalar } from '@ferry/source-sqlserver';
import { pg, quoteIdentifier } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { lineMap } from '@ferry/kernel';
import { routineItems } from '../action-items/routines';
import { calledProcedure, procedureForm } from '../lower/bound-routines';
import { coerce, passed } from '../lower/expressions';
import { castTo, pgType, refuse } from '../lower/lowering';
import { parameterNames } from '../lower/parameters';
import { passedTable } from '../lower/table-values';
import { errorAt, errorOf, errorOfItems, fail } from './failures';
import { closeFrame, openFrame } from './frames';
import { runStatements } from './interpret';
import { next } from './machine';
import { runAsRoutine } from './members';
import type { Frame, PreparedText, Signal } from './machine';
import { runDefinition } from './definitions';
import { bindNow, evaluate, lowering, ready, sendNotices, sendRows } from './statements';
import type { Workshop } from './step';
import { note, take } from './step';
import { guarded } from './transactions';

const text = scalar('nvarchar', { length: 'max', nullable: true });
/** How deep EXEC may stand in EXEC: https://learn.microsoft.com/sql/t-sql/functions/nestlevel-transact-sql */
const deepest = 32;

/** Procedures of SQL Server that define something; the reader of scripts knows them. */
const defining = new Set(['sp_rename', 'sp_addtype', 'sp_droptype', 'sp_addextendedproperty', 'sp_updateextendedproperty', 'sp_dropextendedproperty', 'sp_bindefault', 'sp_unbindefault', 'sp_bindrule', 'sp_unbindrule', 'sp_settriggerorder']);

const preparing = new Set(['sp_prepare', 'sp_execute', 'sp_prepexec', 'sp_unprepare']);

/** EXEC in all its forms. */
export async function runExecute(frame: Frame, node: ExecuteStatement): Promise<Signal> {
  const { target } = node;
  if (target.kind === 'ExecuteString') {
    if (target.at !== undefined) return fail(frame, errorAt(frame, node, 40510, 'EXEC ... AT a linked server is not supported.'));
    const command = await evaluate(frame, node, node, target.command, (work) => castTo(coerce(work.low, target.command, text), 'text'));
    if ('signal' in command) return command.signal;
    return runDynamic(frame, node, command.value ?? '', [], []);
  }
  let name = target.name.kind === 'Variable' ? (frame.variables.get(target.name.name.toLowerCase())?.value ?? '') : partsOf(target.name).join('.');
  let call = node;
  if (target.name.kind === 'Variable') {
    const parsed = parseBatch(`EXEC ${name}`).statements[0];
    if (parsed?.kind !== 'ExecuteStatement' || parsed.target.kind !== 'ExecuteProcedure') return fail(frame, errorAt(frame, node, 2812, `Could not find stored procedure '${name}'.`));
    call = { ...node, target: { ...target, name: parsed.target.name } };
  }
  const last = (name.split('.').pop() ?? '').toLowerCase();
  if (last === 'sp_executesql') return runExecuteSql(frame, node, target.args);
  if (preparing.has(last)) return runPrepared(frame, node, last, target.args);
  bindNow(frame, call);
  const called = calledProcedure({ binding: frame.binding, object: { schema: 'dbo' }, environment: frame.environment } as never, call);
  if (called?.kind === 'FUNCTION' && call.result !== undefined) return runAsRoutine(frame, call);
  if (called !== undefined) return runProcedure(frame, call, called);
  if (defining.has(last)) return runDefinition(frame, node);
  name = name.replace(/^\.+/, '');
  if (/^(sp|xp)_/.test(last)) {
    take(frame, [{ code: routineItems.system, details: { name }, at: { source: frame.source, span: node.span } }]);
    return fail(frame, errorAt(frame, node, 40510, `The system procedure '${name}' is not supported by the conversion.`));
  }
  return fail(frame, errorAt(frame, node, 2812, `Could not find stored procedure '${name}'.`));
}

/** Runs a text as a batch of its own; parameters are its variables. */
async function runDynamic(frame: Frame, node: ExecuteStatement, command: string, parameters: readonly Parameter[], values: readonly (string | null)[]): Promise<Signal & { readonly values?: readonly (string | null)[] }> {
  const { machine } = frame;
  if (frame.nesting >= deepest) return fail(frame, errorAt(frame, node, 217, `Maximum stored procedure, function, trigger, or view nesting level exceeded (limit ${deepest}).`), { ends: true });
  const parsed = parseBatch(command, undefined, { quotedIdentifier: machine.options.quotedIdentifier });
  const wrong = parsed.diagnostics.find((d) => d.severity === 'error');
  const source = machine.schema.growth.addSource(`EXEC in line ${frame.lines.positionAt(node.span.start).line}`, command);
  const inner = openFrame(machine, { text: command, source, lines: lineMap(command), firstLine: 1, statements: parsed.statements, nesting: frame.nesting + 1, tries: frame.tries });
  parameters.forEach((p, i) => {
    const type = inner.binding.index.dataType(p.type, { nullable: true });
    inner.variables.set(p.variable.name.toLowerCase(), { type, value: values[i] ?? null });
    inner.environment.variables.set(p.variable.name.toLowerCase(), { name: p.variable.name, type, role: 'variable' });
  });
  const options = { ...machine.options };
  const before = machine.temporary.size === 0 ? new Set<string>() : new Set(machine.temporary.keys());
  const signal = wrong === undefined ? await runStatements(inner, parsed.statements) : await fail(inner, errorAt(inner, { kind: '', span: wrong.span }, 102, wrong.message, 15), { compile: true, ends: true });
  await closeFrame(inner);
  // Options and temporary tables of the text end with it.
  Object.assign(machine.options, options);
  for (const name of [...machine.temporary.keys()]) {
    if (before.has(name) || name.startsWith('##')) continue;
    await machine.dropTemporary(name);
  }
  const out = parameters.map((p) => inner.variables.get(p.variable.name.toLowerCase())?.value ?? null);
  if (signal.kind === 'caught') return { kind: 'caught', error: signal.error };
  // An error that ends a dynamic text outside of TRY ends the batch around it as well, unless it was only the text's syntax.
  if (signal.kind === 'abort') return wrong === undefined ? signal : { ...next, values: out };
  return { ...next, values: out };
}

const valueOf = async (frame: Frame, node: ExecuteStatement, expression: SourceExpression, type: ScalarType): Promise<{ readonly value: string | null } | { readonly signal: Signal }> =>
  evaluate(frame, node, expression, expression, (work) => pg.cast(coerce(work.low, expression, type, 'assign'), pgType(work.low, type)));

/** sp_executesql @stmt, @params, values: https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-executesql-transact-sql */
async function runExecuteSql(frame: Frame, node: ExecuteStatement, args: readonly ExecuteArgument[]): Promise<Signal> {
  const [first, second] = args;
  if (first === undefined) return fail(frame, errorAt(frame, node, 201, "Procedure or function 'sp_executesql' expects parameter '@statement', which was not supplied."));
  const command = await valueOf(frame, node, first.value, text);
  if ('signal' in command) return command.signal;
  const list = second === undefined ? { value: '' } : await valueOf(frame, node, second.value, text);
  if ('signal' in list) return list.signal;
  return runWithParameters(frame, node, { command: command.value ?? '', list: list.value ?? '' }, args.slice(2));
}

/**
 * sp_prepare, sp_execute, sp_prepexec and sp_unprepare: a text that is run again and again under a number
 * (https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-prepare-transact-sql).
 */
async function runPrepared(frame: Frame, node: ExecuteStatement, name: string, args: readonly ExecuteArgument[]): Promise<Signal> {
  const { prepared } = frame.machine;
  const [handle, list, command] = args;
  if (handle === undefined) return fail(frame, errorAt(frame, node, 201, `Procedure or function '${name}' expects parameter '@handle', which was not supplied.`));
  if (name === 'sp_execute' || name === 'sp_unprepare') {
    const number = await valueOf(frame, node, handle.value, scalar('int', { nullable: true }));
    if ('signal' in number) return number.signal;
    const found = prepared.get(Number(number.value));
    if (number.value === null || found === undefined) return fail(frame, errorAt(frame, node, 8179, `Could not find prepared statement with handle ${number.value ?? 0}.`));
    if (name === 'sp_execute') return runWithParameters(frame, node, found, args.slice(1));
    prepared.delete(Number(number.value));
    return next;
  }
  if (list === undefined || command === undefined) return fail(frame, errorAt(frame, node, 201, `Procedure or function '${name}' expects parameter '@stmt', which was not supplied.`));
  const [read, written] = [await valueOf(frame, node, list.value, text), await valueOf(frame, node, command.value, text)];
  if ('signal' in read) return read.signal;
  if ('signal' in written) return written.signal;
  const made = { command: written.value ?? '', list: read.value ?? '' };
  const number = Math.max(0, ...prepared.keys()) + 1;
  prepared.set(number, made);
  const held = handle.value.kind === 'Variable' ? frame.variables.get(handle.value.name.toLowerCase()) : undefined;
  if (held !== undefined && handle.output) held.value = String(number);
  return name === 'sp_prepexec' ? runWithParameters(frame, node, made, args.slice(3)) : next;
}

/** A text with the list of its parameters, and their values. */
async function runWithParameters(frame: Frame, node: ExecuteStatement, { command, list }: PreparedText, given: readonly ExecuteArgument[]): Promise<Signal> {
  const parameters = parametersOf(list);
  if (parameters === undefined) return fail(frame, errorAt(frame, node, 102, `Incorrect syntax near '${list.slice(0, 40)}'.`, 15));
  const values: (string | null)[] = [];
  for (const [i, p] of parameters.entries()) {
    const argument = given.find((a, at) => (a.name === undefined ? at === i : a.name.name.toLowerCase() === p.variable.name.toLowerCase()));
    const type = frame.binding.index.dataType(p.type, { nullable: true });
    if (argument === undefined && p.default === undefined) return fail(frame, errorAt(frame, node, 8178, `The parameterized query expects the parameter '${p.variable.name}', which was not supplied.`));
    const expression = argument?.value ?? (p.default as SourceExpression);
    if (!isScalar(type)) return fail(frame, errorAt(frame, node, 40510, 'A table-valued parameter of sp_executesql is not supported.'));
    const passed_ = await valueOf(frame, node, expression, type);
    if ('signal' in passed_) return passed_.signal;
    values.push(passed_.value);
  }
  const signal = await runDynamic(frame, node, command, parameters, values);
  for (const [i, p] of parameters.entries()) {
    const argument = given.find((a, at) => (a.name === undefined ? at === i : a.name.name.toLowerCase() === p.variable.name.toLowerCase()));
    if (!p.output || argument?.output !== true || argument.value.kind !== 'Variable' || signal.values === undefined) continue;
    const held = frame.variables.get(argument.value.name.toLowerCase());
    if (held !== undefined) held.value = signal.values[i] ?? null;
  }
  if (node.result !== undefined) setResult(frame, node, '0');
  return signal;
}

function parametersOf(list: string): readonly Parameter[] | undefined {
  if (list.trim() === '') return [];
  const parsed = parseBatch(`CREATE PROCEDURE p ${list} AS RETURN`);
  const made = parsed.statements[0];
  return made?.kind === 'CreateProcedureStatement' && !parsed.diagnostics.some((d) => d.severity === 'error') ? made.parameters : undefined;
}

function setResult(frame: Frame, node: ExecuteStatement, value: string | null): void {
  const held = node.result === undefined ? undefined : frame.variables.get(node.result.name.toLowerCase());
  if (held !== undefined) held.value = value;
}

interface Argument {
  readonly name: string;
  readonly value: Expression;
  /** The variable that takes the output. */
  readonly output?: string;
  readonly isOutput: boolean;
}

/** A procedure of the database, called as the application would call it. */
async function runProcedure(frame: Frame, node: ExecuteStatement, called: Parameters<typeof procedureForm>[1]): Promise<Signal> {
  const { machine } = frame;
  const shared = machine.schema.conversion().shared;
  if (node.target.kind !== 'ExecuteProcedure') return next;
  const shape = frame.binding.index.routine(called.schema, called.name);
  if (called.kind !== 'PROCEDURE' || shape === undefined) return fail(frame, errorAt(frame, node, 40510, 'EXEC of a function is not supported.'));
  const given = node.target.args;
  for (const [at, a] of given.entries()) {
    const wanted = a.name?.name.toLowerCase();
    if (wanted === undefined ? at >= shape.parameters.length : !shape.parameters.some((p) => p.name.toLowerCase() === wanted)) return fail(frame, errorAt(frame, node, wanted === undefined ? 8144 : 8145, `Procedure or function ${called.name} has too many arguments specified.`));
  }
  for (const [i, p] of shape.parameters.entries()) {
    const argument = given.find((a, at) => (a.name === undefined ? at === i : a.name.name.toLowerCase() === p.name.toLowerCase()));
    if (argument === undefined && !p.hasDefault && p.type.kind !== 'table') return fail(frame, errorAt(frame, node, 201, `Procedure or function '${called.name}' expects parameter '${p.name}', which was not supplied.`));
  }
  const form = procedureForm(shared, called);
  const target = shared.names.routine(called.schema, called.name);
  const columns: readonly ShapeColumn[] = form.form === 'function' ? form.columns : [];
  const lowered = await ready(frame, node, node, () =>
    lowering(frame, node, (work) => {
      const args = shape.parameters.flatMap((p, i): readonly Argument[] => argumentOf(frame, work, node, p, given.find((a, at) => (a.name === undefined ? at === i : a.name.name.toLowerCase() === p.name.toLowerCase())), parameterNames(work.ctx, called)[i] ?? ''));
      const named = args.map((a) => pg.named(a.name, a.value));
      const name = pg.name(target.schema, target.name);
      const call = form.form === 'function' || shared.choices.proceduresAsFunctions ? pg.select([pg.item(pg.star())], { from: [{ kind: 'FromFunction', call: { kind: 'Call', name, args: named } }] }) : ({ kind: 'CallProcedure', name, args: named } as const);
      return { node: call, columns, targets: args.filter((a) => a.isOutput).map((a) => a.output ?? '') };
    }),
  );
  if ('items' in lowered) {
    take(frame, lowered.items);
    const { error, compile } = errorOfItems(frame, node, lowered.items);
    return fail(frame, error, { compile });
  }
  // Cursors of a procedure live as long as its transaction.
  const sendsCursors = form.form === 'cursors' || form.form === 'many';
  const own = sendsCursors && machine.depth === 0;
  if (own) await machine.session.execute('BEGIN');
  const { step } = lowered;
  const limit = machine.mostRows === undefined ? {} : { mostRows: machine.mostRows };
  const sets: { readonly answer: Awaited<ReturnType<typeof machine.session.execute>> }[] = [];
  const answer = await guarded(machine, async () => {
    const values = step.parameters.map((p) => p());
    note(frame, step.sql, values);
    const first = await machine.session.execute(step.sql, values, limit);
    if (first.refusal !== undefined || !sendsCursors) return first;
    const row = first.rows[0] ?? [];
    const portals: (string | null)[] = form.form === 'cursors' ? row.filter((_, i) => first.columns[i]?.type === 'refcursor') : [];
    // A varying number of result sets comes as an array of cursors, the last parameter.
    if (form.form === 'many') portals.push(...(await machine.session.execute('SELECT unnest($1::text[])', [row.at(-1) ?? null])).rows.map((r) => r[0] ?? null));
    for (const portal of portals) {
      if (portal === null) continue;
      const rows = await machine.session.execute(`FETCH ALL FROM ${quoteIdentifier(portal)}`, [], limit);
      if (rows.refusal !== undefined) return rows;
      sets.push({ answer: rows });
      await machine.session.execute(`CLOSE ${quoteIdentifier(portal)}`);
    }
    return first;
  });
  if (own) await machine.session.execute(answer.refusal === undefined ? 'COMMIT' : 'ROLLBACK');
  sendNotices(frame, answer);
  if (answer.refusal !== undefined) {
    const error = errorOf(frame, node, answer.refusal);
    // THROW ends the batch; RAISERROR, whose number is 50000, does not.
    return fail(frame, error, { ends: error.number > 50000, mild: error.number === 50000 });
  }
  machine.error = 0;
  if (form.form === 'function') sendRows(frame, answer, columns);
  for (const set of sets) sendRows(frame, set.answer, []);
  if (form.form !== 'function') {
    const names = step.targets ?? [];
    names.forEach((variable, i) => {
      const held = frame.variables.get(variable);
      if (held !== undefined) held.value = answer.rows[0]?.[i] ?? null;
    });
  }
  setResult(frame, node, '0');
  return next;
}

function argumentOf(frame: Frame, work: Workshop, node: ExecuteStatement, p: { readonly name: string; readonly type: { readonly kind: string }; readonly output: boolean; readonly hasDefault: boolean }, argument: ExecuteArgument | undefined, name: string): readonly Argument[] {
  const type = p.type as ScalarType | Extract<ReturnType<typeof frame.binding.index.dataType>, { kind: 'table' }>;
  if (type.kind === 'table') {
    if (argument === undefined) return [];
    const value = passedTable(work.low, argument.value, type);
    return [{ name, value, isOutput: false }];
  }
  if (type.kind !== 'scalar') return [{ name, value: refuse(work.low, node, routineItems.tableParameter, { name: p.name }), isOutput: false }];
  if (argument === undefined || argument.value.kind === 'DefaultValue') return p.output && !p.hasDefault ? [{ name, value: pg.cast(pg.null, pgType(work.low, type)), isOutput: true }] : p.output ? [] : [];
  let { value } = argument;
  if (value.kind === 'ColumnReference') value = { kind: 'StringLiteral', raw: '', value: partsOf(value.name).join('.'), national: false, span: value.span };
  bindExpression(frame.binding, value, rootScope(frame.environment, frame.binding.index.fold));
  const written = passed(work.low, value, type);
  const output = argument.output && value.kind === 'Variable' ? value.name.toLowerCase() : undefined;
  return [{ name, value: written, isOutput: p.output, ...(output === undefined ? {} : { output }) }];
}

