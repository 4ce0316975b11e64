import type { Expression as SourceExpression, SelectQuery, Statement } from '@ferry/source-sqlserver';
import { isBoolean, partsOf, scalar, selectOf } from '@ferry/source-sqlserver';

import { coerce, lowerNode } from '../lower/expressions';
import { castTo } from '../lower/lowering';
import { engineItems } from '@ferry/conversion';
import { AppError } from '@ferry/kernel';
import { closeCursor, declareCursor, deallocateCursor, fetchCursor, openCursor, setCursorVariable } from './cursors';
import { runDefinition, runDrop, runSelectInto, runCreateTable, declareTable } from './definitions';
import { runExecute } from './execute';
import { insertExecuted } from './insert-execute';
import { errorAt, fail } from './failures';
import { next } from './machine';
import type { Frame, Signal } from './machine';
import { formatMessage } from './messages';
import { setOption } from './options';
import { assigned, condition, evaluate, runAssignments, runChange, runSelect } from './statements';
import { take } from './step';
import { begin, commit, rollbackAll, rollbackTo, savePoint } from './transactions';
import { runAsRoutine } from './members';

/** Statements in their order, until one of them leads elsewhere. */
export async function runStatements(frame: Frame, statements: readonly Statement[]): Promise<Signal> {
  let at = 0;
  while (at < statements.length) {
    const signal = await runStatement(frame, statements[at] as Statement);
    if (signal.kind === 'goto') {
      const target = statements.findIndex((s) => s.kind === 'LabelStatement' && s.label.name.toLowerCase() === signal.label);
      if (target < 0) return signal;
      at = target;
      continue;
    }
    if (signal.kind !== 'next') return signal;
    at++;
  }
  return next;
}

/** Statements that begin a transaction of their own under IMPLICIT_TRANSACTIONS. */
const beginsImplicitly = new Set<Statement['kind']>(['SelectStatement', 'InsertStatement', 'UpdateStatement', 'DeleteStatement', 'MergeStatement', 'TruncateTableStatement', 'CreateTableStatement', 'AlterTableStatement', 'DropStatement', 'OpenCursorStatement', 'FetchCursorStatement']);

/** Trouble of our own costs one statement, which fails loudly; a lost connection ends the run. */
export async function runStatement(frame: Frame, node: Statement): Promise<Signal> {
  try {
    return await runOne(frame, node);
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    take(frame, [{ code: engineItems.conversionFailed, details: { message }, at: { source: frame.source, span: node.span } }]);
    return fail(frame, errorAt(frame, node, 40510, `The statement could not be converted: ${message}`));
  }
}

async function runOne(frame: Frame, node: Statement): Promise<Signal> {
  const { machine } = frame;
  if (machine.options.noExec && node.kind !== 'SetOptionStatement') return next;
  if (machine.options.implicitTransactions && machine.depth === 0 && beginsImplicitly.has(node.kind)) await begin(machine);
  if (machine.doomed && changesSomething.has(node.kind)) return fail(frame, errorAt(frame, node, 3930, 'The current transaction cannot be committed and cannot support operations that write to the log file. Roll back the transaction.'), { ends: true });
  switch (node.kind) {
    case 'BlockStatement': return runStatements(frame, node.statements);
    case 'IfStatement': {
      const truth = await test(frame, node, node.condition);
      if ('signal' in truth) return truth.signal;
      const branch = truth.value ? node.then : node.otherwise;
      return branch === undefined ? next : runStatements(frame, [branch]);
    }
    case 'WhileStatement': return runWhile(frame, node);
    case 'BreakStatement': return { kind: 'break' };
    case 'ContinueStatement': return { kind: 'continue' };
    case 'ReturnStatement': return { kind: 'return' };
    case 'GotoStatement': return { kind: 'goto', label: node.label.name.toLowerCase() };
    case 'LabelStatement': return next;
    case 'TryCatchStatement': return runTry(frame, node);
    case 'WaitForStatement': return runWait(frame, node);
    case 'PrintStatement': {
      const text = await evaluate(frame, node, node, node.value, (work) => castTo(coerce(work.low, node.value, scalar('nvarchar', { length: 'max', nullable: true })), 'text'));
      if ('signal' in text) return text.signal;
      machine.results.push({ type: 'message', text: (text.value ?? ' ').slice(0, 8000), severity: 0 });
      machine.rowCount = 0;
      return next;
    }
    case 'RaiserrorStatement': return runRaiserror(frame, node);
    case 'ThrowStatement': return runThrow(frame, node);
    case 'DeclareStatement': return runDeclare(frame, node);
    case 'SetVariableStatement': {
      if (node.value.kind === 'CursorDefinition') return setCursorVariable(frame, node, node.value);
      return assign(frame, node, node.variable, node.operator, node.value);
    }
    case 'SetMemberStatement': return runAsRoutine(frame, node);
    case 'SetOptionStatement': return setOption(frame, node);
    case 'SelectStatement': {
      const select = selectOf(node.query.body);
      if (select?.into !== undefined) return runSelectInto(frame, node, select);
      if (select?.items.some((i) => i.kind === 'SelectAssignment') === true) return runAssignments(frame, node, select as SelectQuery);
      return runSelect(frame, node);
    }
    case 'InsertStatement': case 'UpdateStatement': case 'DeleteStatement': case 'MergeStatement': case 'TruncateTableStatement':
      if (node.kind === 'InsertStatement' && node.source.kind === 'ExecuteStatement') return insertExecuted(frame, node, node.source);
      return runChange(frame, node);
    case 'BeginTransactionStatement': {
      await begin(machine);
      return done(frame);
    }
    case 'CommitTransactionStatement': {
      if (machine.depth === 0) return fail(frame, errorAt(frame, node, 3902, 'The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.'));
      if (machine.doomed && machine.depth === 1) return fail(frame, errorAt(frame, node, 3930, 'The current transaction cannot be committed and cannot support operations that write to the log file. Roll back the transaction.'), { ends: true });
      const refusal = await commit(machine);
      return refusal === undefined ? done(frame) : fail(frame, errorAt(frame, node, 547, refusal.message));
    }
    case 'RollbackTransactionStatement': return runRollback(frame, node);
    case 'SaveTransactionStatement': {
      if (machine.depth === 0) return fail(frame, errorAt(frame, node, 628, 'Cannot issue SAVE TRANSACTION when there is no active transaction.'));
      await savePoint(machine, nameOf(frame, node.name));
      return done(frame);
    }
    case 'DeclareCursorStatement': return declareCursor(frame, node);
    case 'OpenCursorStatement': return openCursor(frame, node);
    case 'FetchCursorStatement': return fetchCursor(frame, node);
    case 'CloseCursorStatement': return closeCursor(frame, node);
    case 'DeallocateCursorStatement': return deallocateCursor(frame, node);
    case 'ExecuteStatement': return runExecute(frame, node);
    case 'CreateTableStatement': return runCreateTable(frame, node);
    case 'DropStatement': return runDrop(frame, node);
    case 'UseStatement': case 'PermissionStatement': case 'ExecuteAsStatement': case 'RevertStatement': case 'AlterAuthorizationStatement': case 'GenericDefinition': case 'CreateStatisticsStatement': return next;
    case 'UnparsedStatement': return fail(frame, errorAt(frame, node, 102, `Incorrect syntax near '${node.text.slice(0, 40)}'.`, 15), { ends: true, compile: true });
    case 'PassedOverStatement': return /^(DBCC|CHECKPOINT|BACKUP|RESTORE|RECONFIGURE|KILL|SHUTDOWN|UPDATE STATISTICS)/.test(node.words) ? next : fail(frame, errorAt(frame, node, 40510, `This statement is not supported: ${node.words}`));
    case 'AlterTableStatement': return node.action.kind === 'SwitchPartition' ? runChange(frame, node) : runDefinition(frame, node);
    default: return runDefinition(frame, node);
  }
}

const changesSomething = new Set<Statement['kind']>(['InsertStatement', 'UpdateStatement', 'DeleteStatement', 'MergeStatement', 'TruncateTableStatement', 'CreateTableStatement', 'AlterTableStatement', 'SaveTransactionStatement']);

/** A statement that leaves no rows and no error behind. */
function done(frame: Frame): Signal {
  frame.machine.error = 0;
  frame.machine.rowCount = 0;
  return next;
}

async function test(frame: Frame, node: Statement, expression: SourceExpression): Promise<{ readonly value: boolean } | { readonly signal: Signal }> {
  if (!isBoolean(expression)) return { signal: await fail(frame, errorAt(frame, node, 4145, 'An expression of non-boolean type specified in a context where a condition is expected.', 15), { ends: true }) };
  const answer = await condition(frame, node, expression);
  if ('signal' in answer) return answer;
  return { value: answer.value === 't' };
}

async function runWhile(frame: Frame, node: Extract<Statement, { kind: 'WhileStatement' }>): Promise<Signal> {
  for (;;) {
    const truth = await test(frame, node, node.condition);
    if ('signal' in truth) return truth.signal;
    if (!truth.value) return next;
    const signal = await runStatements(frame, [node.body]);
    if (signal.kind === 'break') return next;
    if (signal.kind !== 'next' && signal.kind !== 'continue') return signal;
  }
}

async function runTry(frame: Frame, node: Extract<Statement, { kind: 'TryCatchStatement' }>): Promise<Signal> {
  frame.tries++;
  const signal = await runStatements(frame, node.attempt);
  frame.tries--;
  if (signal.kind !== 'caught' || signal.passes === frame) return signal;
  const before = frame.caught;
  frame.caught = signal.error;
  const handled = await runStatements(frame, node.handler);
  frame.caught = before;
  return handled;
}

/** WAITFOR DELAY: the time passes, as in SQL Server. */
async function runWait(frame: Frame, node: Extract<Statement, { kind: 'WaitForStatement' }>): Promise<Signal> {
  if (node.mode !== 'DELAY' || node.value === undefined) return fail(frame, errorAt(frame, node, 40510, `WAITFOR ${node.mode} is not supported.`));
  const { value } = node;
  const text = await evaluate(frame, node, node, value, (work) => castTo(lowerNode(work.low, value), 'text'));
  if ('signal' in text) return text.signal;
  const match = /^(?:1900-01-01 )?(\d{1,2}):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?$/.exec((text.value ?? '').trim());
  if (match === null) return fail(frame, errorAt(frame, node, 148, `Incorrect time syntax in time string '${text.value ?? ''}' used with WAITFOR.`));
  const seconds = Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3] ?? 0);
  await frame.machine.session.execute('SELECT pg_sleep($1::double precision)', [String(seconds)]);
  return done(frame);
}

const text = scalar('nvarchar', { length: 'max', nullable: true });
const int = scalar('int', { nullable: true });

async function valueOf(frame: Frame, node: Statement, expression: SourceExpression, type: typeof text): Promise<{ readonly value: string | null } | { readonly signal: Signal }> {
  return evaluate(frame, node, expression, expression, (work) => castTo(coerce(work.low, expression, type), type.base === 'int' ? 'integer' : 'text'));
}

async function runRaiserror(frame: Frame, node: Extract<Statement, { kind: 'RaiserrorStatement' }>): Promise<Signal> {
  const { machine } = frame;
  if (node.legacy) {
    const number = await valueOf(frame, node, node.message, int);
    if ('signal' in number) return number.signal;
    const said = node.severity === undefined ? { value: '' } : await valueOf(frame, node, node.severity, text);
    if ('signal' in said) return said.signal;
    return fail(frame, errorAt(frame, node, Number(number.value ?? 50000), said.value ?? '', 16), { mild: true });
  }
  const numbered = node.message.kind === 'IntegerLiteral';
  const message = await valueOf(frame, node, node.message, text);
  if ('signal' in message) return message.signal;
  const levels: (string | null)[] = [];
  for (const e of [node.severity, node.state]) {
    const value = e === undefined ? { value: null } : await valueOf(frame, node, e, int);
    if ('signal' in value) return value.signal;
    levels.push(value.value);
  }
  const args: (string | null)[] = [];
  for (const e of node.args) {
    const value = await valueOf(frame, node, e, text);
    if ('signal' in value) return value.signal;
    args.push(value.value);
  }
  const severity = Math.max(0, Number(levels[0] ?? 16));
  const state = Math.max(0, Number(levels[1] ?? 1));
  const asNumber = numbered || (/^\d+$/.test(message.value ?? '') && (frame.binding.types.get(node.message)?.kind === 'scalar' && (frame.binding.types.get(node.message) as { base: string }).base === 'int'));
  const number = asNumber ? Number(message.value) : 50000;
  const said = asNumber ? `Error ${number}, severity ${severity}, state ${state} was raised, but no message with that error number was found in sys.messages.` : formatMessage(message.value ?? '', args);
  if (severity <= 10) {
    machine.results.push({ type: 'message', text: said, severity });
    machine.error = node.options.includes('SETERROR') ? 50000 : 0;
    machine.rowCount = 0;
    return next;
  }
  if (severity >= 19) return fail(frame, errorAt(frame, node, 2754, 'Error severity levels greater than 18 can only be specified by members of the sysadmin role, using the WITH LOG option.', 16));
  return fail(frame, { ...errorAt(frame, node, asNumber && number >= 13000 ? number : 50000, said, severity), state }, { mild: true });
}

async function runThrow(frame: Frame, node: Extract<Statement, { kind: 'ThrowStatement' }>): Promise<Signal> {
  if (node.message === undefined) {
    if (frame.caught === undefined) return fail(frame, errorAt(frame, node, 10704, 'To rethrow an error, a THROW statement must be used inside a CATCH block.', 15), { ends: true });
    return fail(frame, frame.caught, { ends: true });
  }
  const number = node.number === undefined ? { value: '50000' } : await valueOf(frame, node, node.number, int);
  if ('signal' in number) return number.signal;
  const message = await valueOf(frame, node, node.message, text);
  if ('signal' in message) return message.signal;
  const state = node.state === undefined ? { value: '1' } : await valueOf(frame, node, node.state, int);
  if ('signal' in state) return state.signal;
  const said = Number(number.value);
  if (said < 50000) return fail(frame, errorAt(frame, node, 35100, `Error number ${said} in the THROW statement is outside the valid range. Specify an error number in the valid range of 50000 to 2147483647.`), { ends: true });
  return fail(frame, { ...errorAt(frame, node, said, message.value ?? '', 16), state: Number(state.value ?? 1) }, { ends: true });
}

async function runDeclare(frame: Frame, node: Extract<Statement, { kind: 'DeclareStatement' }>): Promise<Signal> {
  for (const d of node.declarations) {
    if (d.kind === 'TableVariableDeclaration' || frame.binding.index.dataType(d.type, { nullable: true }).kind === 'table') {
      const signal = await declareTable(frame, node, d);
      if (signal.kind !== 'next') return signal;
      continue;
    }
    if (d.value === undefined) continue;
    const signal = await assign(frame, node, d.variable, '=', d.value);
    if (signal.kind !== 'next') return signal;
  }
  return next;
}

async function assign(frame: Frame, node: Statement, variable: Extract<SourceExpression, { kind: 'Variable' }>, operator: Parameters<typeof assigned>[3], value: SourceExpression): Promise<Signal> {
  const held = frame.variables.get(variable.name.toLowerCase());
  if (held === undefined) {
    if (frame.cursorVariables.has(variable.name.toLowerCase()) && value.kind === 'Variable') {
      const other = frame.cursorVariables.get(value.name.toLowerCase());
      if (other !== undefined) frame.cursorVariables.set(variable.name.toLowerCase(), other);
      return next;
    }
    if (frame.cursorVariables.has(variable.name.toLowerCase()) && value.kind === 'ColumnReference') {
      frame.cursorVariables.set(variable.name.toLowerCase(), partsOf(value.name).at(-1)?.toLowerCase() ?? '');
      return next;
    }
    return fail(frame, errorAt(frame, node, 137, `Must declare the scalar variable "${variable.name}".`, 15), { ends: true, compile: true });
  }
  const answer = await evaluate(frame, node, variable, value, (work) => assigned(work, frame, variable, operator, value));
  if ('signal' in answer) return answer.signal;
  held.value = answer.value;
  frame.machine.error = 0;
  frame.machine.rowCount = 1;
  return next;
}

const nameOf = (frame: Frame, name: { readonly kind: string; readonly name: string } | undefined): string => (name === undefined ? '' : name.kind === 'Variable' ? (frame.variables.get(name.name.toLowerCase())?.value ?? '') : name.name);

async function runRollback(frame: Frame, node: Extract<Statement, { kind: 'RollbackTransactionStatement' }>): Promise<Signal> {
  const { machine } = frame;
  if (machine.depth === 0) return fail(frame, errorAt(frame, node, 3903, 'The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.'));
  const name = nameOf(frame, node.name);
  if (name !== '' && machine.savepoints.includes(name)) {
    if (machine.doomed) return fail(frame, errorAt(frame, node, 3931, 'The current transaction cannot be committed and cannot be rolled back to a savepoint. Roll back the entire transaction.'));
    await rollbackTo(machine, name);
    return done(frame);
  }
  await rollbackAll(machine);
  return done(frame);
}

