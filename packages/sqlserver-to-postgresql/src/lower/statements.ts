import type { Expression as SourceExpression, FunctionCall, IfStatement, Node as SourceNode, ReturnStatement, SetOptionStatement, Statement } from '@ferry/source-sqlserver';
import { isBoolean, isScalar, partsOf, scalar, walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, PlStatement } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { routineItems } from '../action-items/routines';
import { printMessage } from '../functions/support';
import { lowerAssignments, lowerSetVariable } from './assignments';
import { countsItself, lowerDelete, lowerTruncate, lowerUpdate } from './changes';
import { lowerCursorLoop } from '../rules/fetch-loop';
import { lowerLabels } from '../rules/labels';
import { decidedCondition, leftByRollback, lowerPlan, lowerRollback, planTransaction } from '../rules/transactions';
import { lowerCursor, lowerCursorVariable } from './cursors';
import { lowerAlterTable, lowerCreateIndex, lowerCreateTableType, lowerCreateView, lowerDrop, lowerDropIndex, lowerRole } from './definitions';
import { lowerRaiserror, lowerThrow } from './errors';
import { catching, errorCheck, errorVariable, goesOnAfterError, noteErrorCheck, textOfNode } from './error-checks';
import { lowerExecute } from './execute';
import { lowerAlterIndex, lowerPassedOver } from './maintenance';
import { coerce, returned } from './expressions';
import { lowerInsert, walksRows } from './inserts';
import { integerOf, textOf } from './literals';
import { fragmentOf, note, refuse, refuseSyntax } from './lowering';
import { lowerCondition } from './predicates';
import { lowerMerge, mergeCountsItself } from './merges';
import { lowerResult, lowerSelectInto } from './results';
import { helperVariable, mentions, rowCountVariable, variableType } from './routine-state';
import type { RoutineState } from './routine-state';
import { notSupported } from './stubs';
import { lowerTry } from './try-blocks';
import { modifiedXml } from './xml';
import { lowerTableVariable, lowerTemporaryTable, lowerTypedTable } from './temporary-tables';

/** Whether a statement is made of others: then its parts fail on their own. */
const compound = new Set<Statement['kind']>(['BlockStatement', 'IfStatement', 'WhileStatement', 'TryCatchStatement']);

/** What a statement evaluates before it does anything: where @@ROWCOUNT still speaks of the statement before. */
function firstLook(node: Statement | undefined): readonly SourceNode[] {
  if (node === undefined) return [];
  switch (node.kind) {
    case 'IfStatement': return [node.condition];
    case 'WhileStatement': return [node.condition];
    case 'BlockStatement': return firstLook(node.statements[0]);
    default: return [node];
  }
}

/** ROWCOUNT_BIG() is @@ROWCOUNT too. */
const reads = (nodes: readonly SourceNode[], name: '@@ROWCOUNT' | '@@ERROR'): boolean => nodes.some((n) => mentions(n, name, walk) || (name === '@@ROWCOUNT' && mentions(n, 'ROWCOUNT_BIG', walk)));
/** Statements after which code looks at @@ERROR. */
const failing = new Set<Statement['kind']>(['InsertStatement', 'UpdateStatement', 'DeleteStatement', 'MergeStatement', 'SelectStatement', 'ExecuteStatement', 'TruncateTableStatement']);
/** Whether every way through a compound statement ends with one that counts its rows. */
function countsAtEnd(node: Statement | undefined): boolean {
  if (node === undefined) return false;
  if (changesRows.has(node.kind)) return true;
  if (node.kind === 'BlockStatement') return countsAtEnd(node.statements[node.statements.length - 1]);
  // Without ELSE, asking the condition leaves 0 behind.
  return node.kind === 'IfStatement' && countsAtEnd(node.then) && (node.otherwise === undefined || countsAtEnd(node.otherwise));
}

/**
 * What statements that count nothing leave in @@ROWCOUNT: an assignment 1, others 0.
 * https://learn.microsoft.com/sql/t-sql/functions/rowcount-transact-sql
 */
function countLeftBy(node: Statement): Expression | undefined {
  switch (node.kind) {
    case 'SetVariableStatement': return node.value.kind === 'CursorDefinition' ? undefined : pg.number(1);
    case 'DeclareStatement': return pg.number(1);
    case 'PrintStatement': case 'BeginTransactionStatement': case 'CommitTransactionStatement': case 'CloseCursorStatement': case 'DeallocateCursorStatement': return pg.number(0);
    default: return undefined;
  }
}

const changesRows = new Set<Statement['kind']>(['InsertStatement', 'UpdateStatement', 'DeleteStatement', 'MergeStatement', 'SelectStatement']);

/** Statements in their order. One that cannot be converted is replaced by one that raises feature_not_supported. */
export function lowerStatements(state: RoutineState, statements: readonly Statement[], following?: Statement): readonly PlStatement[] {
  const plan = planTransaction(state, statements);
  if (plan === undefined) return lowerLabels(state, statements, (segment, next) => lowerStatements(state, segment, next ?? following)) ?? lowerList(state, statements, following);
  const before = [...lowerList(state, statements.slice(0, plan.from), statements[plan.from])];
  const comments = takeComments(state, statements[plan.from]?.span.start ?? 0);
  const last = before[before.length - 1];
  // Comments that found no statement go to the block.
  const left = last?.kind === 'NullStatement' ? (before.pop()?.leadingComments ?? []) : [];
  const block = lowerPlan(state, statements, plan, (inner, next) => lowerStatements(state, inner, next ?? following));
  [state.rowCount, state.errorNumber] = [undefined, undefined];
  return [...before, ...commented([block], [...left, ...comments]), ...lowerStatements(state, statements.slice(plan.to + 1), following)];
}

function lowerList(state: RoutineState, statements: readonly Statement[], following: Statement | undefined): readonly PlStatement[] {
  const out: PlStatement[] = [];
  let waiting: readonly string[] = [];
  // Comments of a statement that leaves nothing behind go to the next one.
  const write = (lowered: readonly PlStatement[], comments: readonly string[]): void => {
    const all = [...waiting, ...comments];
    waiting = lowered.length === 0 ? all : [];
    out.push(...commented(lowered, all));
  };
  for (let i = 0; i < statements.length; i++) {
    const node = statements[i] as Statement;
    const comments = [...(state.held.get(node) ?? []), ...takeComments(state, node.span.start)];
    const loop = lowerCursorLoop(state, statements, i);
    if (loop !== undefined) {
      write(loop.statements, comments);
      i = loop.last;
      continue;
    }
    const next = statements[i + 1] ?? following;
    const counted = changesRows.has(node.kind) && reads(firstLook(next), '@@ROWCOUNT');
    const caught = failing.has(node.kind) && goesOnAfterError(state, firstLook(next), next);
    const plain = lowerOne(state, node, next, counted);
    const lowered = caught && plain.length > 0 ? catching(state, node, plain) : plain;
    const inside = compound.has(node.kind) ? [] : takeComments(state, node.span.end);
    write(lowered, [...comments, ...inside]);
    const rowCount = (changesRows.has(node.kind) && counted) || (reads(firstLook(next), '@@ROWCOUNT') && countsAtEnd(node)) ? pg.variable(rowCountVariable(state)) : undefined;
    // Only a declaration without a value leaves @@ROWCOUNT as it is.
    const silent = node.kind === 'DeclareStatement' && node.declarations.every((d) => d.kind === 'TableVariableDeclaration' || d.value === undefined);
    state.rowCount = rowCount ?? (silent ? state.rowCount : countLeftBy(node));
    state.errorNumber = caught ? errorVariable(state) : silent ? state.errorNumber : undefined;
    const skipped = statements[i + 1];
    if (leftByRollback(lowered)) {
      // What follows is written in the handler, with its comments.
      if (skipped !== undefined) state.held.set(skipped, takeComments(state, statements[statements.length - 1]?.span.end ?? 0));
      break;
    }
  }
  if (waiting.length > 0) out.push({ kind: 'NullStatement', leadingComments: waiting });
  return out;
}

const commented = (statements: readonly PlStatement[], comments: readonly string[]): readonly PlStatement[] => {
  const [first, ...rest] = statements;
  if (comments.length === 0 || first === undefined) return statements;
  return [{ ...first, leadingComments: [...comments, ...(first.leadingComments ?? [])] }, ...rest];
};

/** The author's comments up to an offset that have not been written yet. */
export function takeComments(state: RoutineState, before: number): readonly string[] {
  const { comments, text } = state.routine.parsed.tokens;
  const out: string[] = [];
  for (let comment = comments[state.nextComment]; comment !== undefined && comment.start < before; comment = comments[++state.nextComment]) out.push(text.slice(comment.start, comment.end));
  return out;
}

function lowerOne(state: RoutineState, node: Statement, next: Statement | undefined, counted: boolean): readonly PlStatement[] {
  const before = state.low.failures;
  const lowered = lowerStatement(state, node, next, counted);
  if (state.low.failures === before) return lowered.map((s, i) => (i === 0 && s.source === undefined ? { ...s, source: fragmentOf(state.low, node) } : s));
  if (compound.has(node.kind) && node.kind === 'BlockStatement') return lowered;
  state.low.failures = before;
  return [standIn(state, node)];
}

/** The statement that fails in the place of one that was lost, with the source in a comment. */
function standIn(state: RoutineState, node: SourceNode): PlStatement {
  state.lost++;
  const text = state.routine.parsed.tokens.text.slice(node.span.start, node.span.end);
  const { object } = state.routine;
  return { ...pg.fail(`A statement of ${object.schema}.${object.name} was not converted from SQL Server; see its action items`, notSupported), leadingComments: [text], source: fragmentOf(state.low, node) };
}

function lowerStatement(state: RoutineState, node: Statement, next: Statement | undefined, counted: boolean): readonly PlStatement[] {
  const { low } = state;
  const then = (body: Statement, following = next): readonly PlStatement[] => {
    const statements = body.kind === 'BlockStatement' ? body.statements : [body];
    const lowered = [...lowerStatements(state, statements, following), ...closing(state, body)];
    return lowered.length === 0 ? [{ kind: 'NullStatement' }] : lowered;
  };
  switch (node.kind) {
    case 'BlockStatement': return [...lowerStatements(state, node.statements, next), ...closing(state, node)];
    case 'IfStatement': return lowerIf(state, node, then, reads(firstLook(next), '@@ROWCOUNT') && countsAtEnd(node));
    case 'WhileStatement': {
      // Read again after each round: then the last statement of the body has to count its rows too.
      const again = state.rowCount !== undefined && reads([node.condition], '@@ROWCOUNT') && countsAtEnd(node.body);
      if (!again) state.rowCount = undefined;
      const condition = conditionOf(state, node.condition);
      state.rowCount = undefined;
      state.loops++;
      const body = then(node.body, again ? node : undefined);
      state.loops--;
      return [{ kind: 'While', condition, body }];
    }
    case 'BreakStatement': return [{ kind: 'Exit' }];
    case 'ContinueStatement': return [{ kind: 'Continue' }];
    case 'TryCatchStatement': return lowerTry(state, node);
    case 'ReturnStatement': return lowerReturn(state, node);
    case 'PrintStatement': return lowerPrint(state, node.value);
    case 'RaiserrorStatement': return lowerRaiserror(state, node, next === undefined || next.kind === 'ReturnStatement' || (state.kind === 'trigger' && next.kind === 'RollbackTransactionStatement'));
    case 'ThrowStatement': return lowerThrow(state, node);
    case 'DeclareStatement': return node.declarations.flatMap((d): PlStatement[] => {
      if (d.kind === 'TableVariableDeclaration') return [...lowerTableVariable(state, d)];
      const declared = low.binding.index.dataType(d.type, { nullable: true });
      if (declared.kind === 'table') return [...lowerTypedTable(state, d, declared)];
      // A cursor variable is declared where it is opened.
      if (partsOf(d.type.name).join('.').toLowerCase() === 'cursor') return [];
      if (variableType(state, declared) === undefined) refuse(low, d, routineItems.tableParameter, { name: d.variable.name });
      return d.value === undefined ? [] : [...lowerSetVariable(state, d.variable, '=', d.value)];
    });
    case 'SetVariableStatement': return node.value.kind === 'CursorDefinition' ? (lowerCursorVariable(state, node, node.value) ? [] : lost(state, node, 'A cursor variable')) : lowerSetVariable(state, node.variable, node.operator, node.value);
    case 'SetMemberStatement': {
      const { target } = node.call;
      const own = target.kind === 'Variable' ? state.names.get(target.name.toLowerCase()) : undefined;
      const value = own === undefined || node.value !== undefined ? undefined : modifiedXml(low, node.call, pg.variable(own));
      return own === undefined || value === undefined ? lost(state, node, words(node)) : [pg.assign(own, value)];
    }
    case 'SetOptionStatement': return lowerSetOption(state, node);
    case 'SelectStatement': return lowerSelectStatement(state, node, counted);
    case 'InsertStatement': case 'UpdateStatement': case 'DeleteStatement': case 'MergeStatement': if (state.rowLimit !== undefined && node.kind !== 'InsertStatement') return (refuse(low, node, routineItems.setOption, { option: 'ROWCOUNT of a change' }), []); return lowerChange(state, node, counted);
    case 'TruncateTableStatement': return lowerTruncate(state, node);
    case 'ExecuteStatement': return lowerExecute(state, node);
    case 'CreateTableStatement': return lowerTemporaryTable(state, node);
    case 'DropStatement': return lowerDrop(state, node);
    case 'DropIndexStatement': return lowerDropIndex(state, node);
    case 'CreateIndexStatement': return lowerCreateIndex(state, node);
    case 'AlterTableStatement': return lowerAlterTable(state, node);
    case 'CreateTableTypeStatement': return lowerCreateTableType(state, node);
    case 'CreateViewStatement': return lowerCreateView(state, node);
    case 'GenericDefinition': return lowerRole(state, node) ?? lost(state, node, `${node.verb} ${node.objectType}`);
    case 'BeginTransactionStatement': case 'CommitTransactionStatement': return lowerTransaction(state, node);
    case 'RollbackTransactionStatement': return lowerRollback(state, node, next);
    // Nothing is rolled back to a savepoint that the rule of transactions did not find.
    case 'SaveTransactionStatement': return nothing(state, node);
    case 'LabelStatement': return [];
    case 'GotoStatement': {
      const jump = state.jumps.get(low.binding.index.fold(node.label.name));
      if (jump === undefined) refuse(low, node, routineItems.goto, { label: node.label.name });
      return jump ?? [];
    }
    case 'WaitForStatement': return lowerWait(state, node);
    case 'UnparsedStatement': refuse(low, node, expressionItems.parsed, { text: node.text.slice(0, 200) }); return [];
    // Handled with its OPEN by the rule of the FETCH loop.
    case 'DeclareCursorStatement': state.cursors.set(low.binding.index.fold(node.name.name), node); return [];
    case 'OpenCursorStatement': case 'FetchCursorStatement': case 'CloseCursorStatement': case 'DeallocateCursorStatement': return lowerCursor(state, node);
    case 'AlterIndexStatement': return lowerAlterIndex(state, node) ?? lost(state, node, words(node));
    case 'PassedOverStatement': return lowerPassedOver(state, node) ?? lost(state, node, words(node));
    default: return lost(state, node, words(node));
  }
}

/** WAITFOR DELAY 'hh:mm:ss'. */
function lowerWait(state: RoutineState, node: Extract<Statement, { kind: 'WaitForStatement' }>): readonly PlStatement[] {
  const match = node.mode === 'DELAY' ? /^(\d{1,2}):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?$/.exec(textOf(node.value) ?? '') : null;
  if (match === null) return lost(state, node, `WAITFOR ${node.mode}`);
  const seconds = Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3] ?? 0);
  return [{ kind: 'Perform', query: pg.select([pg.item(pg.call('pg_sleep', pg.number(seconds)))]) }];
}

/** PRINT: what is not constant may be NULL or too long. */
function lowerPrint(state: RoutineState, value: SourceExpression): readonly PlStatement[] {
  const message = coerce(state.low, value, scalar('nvarchar', { length: 'max' }));
  if (textOf(value) !== undefined) return [{ kind: 'Raise', level: 'NOTICE', format: '%', args: [message] }];
  state.ctx.requireSupport(printMessage.piece).forEach(state.ctx.need);
  return [{ kind: 'Perform', query: pg.select([pg.item(pg.callIn(state.ctx.choices.supportSchema, printMessage.name, message))]) }];
}

type Change = Extract<Statement, { kind: 'InsertStatement' | 'UpdateStatement' | 'DeleteStatement' | 'MergeStatement' }>;
const lowerChange = (state: RoutineState, node: Change, counted: boolean): readonly PlStatement[] => {
  const lowered = node.kind === 'InsertStatement' ? lowerInsert(state, node, counted) : node.kind === 'UpdateStatement' ? lowerUpdate(state, node, counted) : node.kind === 'DeleteStatement' ? lowerDelete(state, node) : lowerMerge(state, node, counted);
  return [...lowered, ...count(state, counted && !countsItself(node) && !mergeCountsItself(state.low, node) && !(node.kind === 'InsertStatement' && walksRows(state, node)))];
};

const words = (node: Statement): string => `The statement ${node.kind === 'PassedOverStatement' ? node.words : node.kind.replace(/Statement$/, '').replace(/([a-z])([A-Z])/g, '$1 $2').toUpperCase()}`;
const lost = (state: RoutineState, node: SourceNode, what: string): readonly PlStatement[] => {
  refuseSyntax(state.low, node, what);
  return [];
};
const count = (state: RoutineState, counted: boolean): readonly PlStatement[] => (counted ? [{ kind: 'GetDiagnostics', items: [{ target: pg.target(rowCountVariable(state)), item: 'ROW_COUNT' }] }] : []);

/** Comments before the END of a block. */
const closing = (state: RoutineState, body: Statement): readonly PlStatement[] => {
  const comments = body.kind === 'BlockStatement' ? takeComments(state, body.span.end) : [];
  return comments.length === 0 ? [] : [{ kind: 'NullStatement', leadingComments: comments }];
};

function lowerSelectStatement(state: RoutineState, node: Extract<Statement, { kind: 'SelectStatement' }>, counted: boolean): readonly PlStatement[] {
  const select = node.query.body.kind === 'SelectQuery' ? node.query.body : undefined;
  if (select?.into !== undefined) return [...lowerSelectInto(state, node), ...count(state, counted)];
  if (select?.items.some((i) => i.kind === 'SelectAssignment') === true) return lowerAssignments(state, node.query, select, counted);
  // A notice counts no rows.
  if (counted && state.kind === 'trigger') refuse(state.low, node, routineItems.rowCount);
  return [...lowerResult(state, node), ...count(state, counted)];
}

/** `IF @@TRANCOUNT > 0 ROLLBACK`, `IF XACT_STATE() <> 0 ...`: guards of a transaction that PL/pgSQL ends by itself. */
function isTransactionGuard(node: IfStatement): boolean {
  if (!mentions(node.condition, '@@TRANCOUNT', walk) && !mentions(node.condition, 'XACT_STATE', walk)) return false;
  const onlyEnds = (s: Statement): boolean => s.kind === 'RollbackTransactionStatement' || s.kind === 'CommitTransactionStatement' || (s.kind === 'BlockStatement' && s.statements.every(onlyEnds));
  return onlyEnds(node.then) && (node.otherwise === undefined || onlyEnds(node.otherwise));
}

function lowerIf(state: RoutineState, node: IfStatement, then: (body: Statement) => readonly PlStatement[], counted: boolean): readonly PlStatement[] {
  const check = errorCheck(node);
  if (check !== undefined && state.errorNumber === undefined) {
    noteErrorCheck(state, check.left ?? node.condition);
    if (check.left !== undefined && check.left === node.then) takeComments(state, check.left.span.end);
    return check.goesOn === undefined ? [] : then(check.goesOn);
  }
  if (isTransactionGuard(node)) return node.then.kind === 'BlockStatement' ? lowerStatements(state, node.then.statements) : lowerStatements(state, [node.then]);
  const decided = decidedCondition(state, node.condition);
  if (decided !== undefined) {
    const [taken, left] = decided ? [node.then, node.otherwise] : [node.otherwise, node.then];
    note(state.low, node.condition, routineItems.transactionCount, { name: textOfNode(state, node.condition), ...(left === undefined ? {} : { left: textOfNode(state, left) }) });
    return taken === undefined ? [] : then(taken);
  }
  const branches: { condition: Expression; body: readonly PlStatement[] }[] = [];
  let current: Statement | undefined = node;
  while (current !== undefined && current.kind === 'IfStatement' && (branches.length === 0 || !isTransactionGuard(current))) {
    const step: IfStatement = current;
    const condition = conditionOf(state, step.condition);
    state.rowCount = undefined;
    const { begun } = state;
    branches.push({ condition, body: then(step.then) });
    // A branch that leaves says nothing about what follows.
    const last = step.then.kind === 'BlockStatement' ? step.then.statements[step.then.statements.length - 1] : step.then;
    if (last?.kind === 'ReturnStatement' || last?.kind === 'ThrowStatement' || last?.kind === 'GotoStatement') state.begun = begun;
    current = step.otherwise;
  }
  return [{ kind: 'If', branches, otherwise: current === undefined ? (counted ? [pg.assign(rowCountVariable(state), pg.number(0))] : undefined) : then(current) }];
}

const conditionOf = (state: RoutineState, node: SourceExpression): Expression => {
  if (!isBoolean(node)) return refuseSyntax(state.low, node, 'A condition');
  return lowerCondition(state.low, node);
};

function lowerReturn(state: RoutineState, node: ReturnStatement): readonly PlStatement[] {
  const { low } = state;
  if (state.kind === 'trigger') return [...state.leave, { kind: 'Return', value: state.returned }];
  if (state.kind === 'scalar') return node.value === undefined || state.returns === undefined || !isScalar(state.returns) ? lost(state, node, 'RETURN') : [{ kind: 'Return', value: returned(low, node.value, state.returns) }];
  if (node.value === undefined || integerOf(node.value) === 0) return [{ kind: 'Return' }];
  const { returnCode } = state.added;
  if (returnCode !== undefined) return [pg.assign(returnCode, coerce(low, node.value, scalar('int'), 'assign')), { kind: 'Return' }];
  note(low, node, routineItems.returnCode);
  return [{ kind: 'Return' }];
}

/** Right in the body, so that what it says holds for all that follows. */
const isTopLevel = (state: RoutineState, node: Statement): boolean => {
  const { body } = state.routine;
  return body.includes(node) || (body.length === 1 && body[0]?.kind === 'BlockStatement' && body[0].statements.includes(node));
};

/** Whether a routine runs others of the database. */
const callsOthers = (state: RoutineState): boolean => {
  let calls = false;
  for (const statement of state.routine.body)
    walk(statement, (n) => {
      if (n.kind === 'ExecuteStatement' || (n.kind === 'FunctionCall' && partsOf((n as FunctionCall).name).length > 1)) calls = true;
    });
  return calls;
};

/** Options that change nothing in PostgreSQL, or are as PostgreSQL is. */
const harmlessOptions = new Set(['NOCOUNT', 'ANSI_NULLS', 'QUOTED_IDENTIFIER', 'ANSI_PADDING', 'ANSI_WARNINGS', 'ARITHABORT', 'CONCAT_NULL_YIELDS_NULL', 'NUMERIC_ROUNDABORT', 'XACT_ABORT', 'ANSI_NULL_DFLT_ON', 'STATISTICS IO', 'STATISTICS TIME', 'IDENTITY_INSERT', 'DEADLOCK_PRIORITY', 'LANGUAGE', 'QUERY_GOVERNOR_COST_LIMIT', 'ARITHIGNORE', 'CURSOR_CLOSE_ON_COMMIT', 'FORCEPLAN', 'DATEFORMAT', 'OFFSETS', 'CONTEXT_INFO', 'STATISTICS XML', 'STATISTICS PROFILE', 'SHOWPLAN_ALL', 'REMOTE_PROC_TRANSACTIONS', 'TEXTSIZE', 'NOEXEC', 'PARSEONLY', 'FMTONLY']);

function lowerSetOption(state: RoutineState, node: SetOptionStatement): readonly PlStatement[] {
  const out: PlStatement[] = [];
  for (const name of node.names) {
    if (name === 'ROWCOUNT' && isTopLevel(state, node)) {
      const value = node.value.trim();
      const variable = state.names.get(value.toLowerCase());
      if (/^\d+$/.test(value)) {
        state.rowLimit = Number(value) === 0 ? undefined : pg.number(value);
        continue;
      }
      // A variable may be 0, which means no limit: LIMIT NULL means that here. It is read now, as SQL Server does.
      if (variable !== undefined) {
        const kept = helperVariable(state, 'ROWCOUNT', 'row_limit', pg.type('bigint'));
        state.rowLimit = pg.variable(kept);
        out.push(pg.assign(kept, pg.call('nullif', pg.cast(pg.variable(variable), pg.type('bigint')), pg.number(0))));
        continue;
      }
    }
    if (name === 'DATEFIRST' && /^[1-7]$/.test(node.value.trim()) && (isTopLevel(state, node) || node.value.trim() === String(state.dateFirst ?? 7))) {
      const first = Number(node.value);
      state.dateFirst = first === 7 ? undefined : first;
      if (first !== 7 && callsOthers(state)) note(state.low, node, routineItems.firstDay);
      continue;
    }
    if (name === 'IMPLICIT_TRANSACTIONS' && /^off$/i.test(node.value.trim())) continue;
    if (name === 'LOCK_TIMEOUT' && /^-?\d+$/.test(node.value.trim())) {
      out.push({ kind: 'Perform', query: pg.select([pg.item(pg.call('set_config', pg.text('lock_timeout'), pg.text(Number(node.value) < 0 ? '0' : Number(node.value) === 0 ? '1ms' : `${Number(node.value)}ms`), pg.boolean(true)))]) });
      continue;
    }
    const off = /\boff\b/i.test(node.value);
    const strict = name === 'ANSI_NULLS' || name === 'QUOTED_IDENTIFIER' || name === 'CONCAT_NULL_YIELDS_NULL' || name === 'ANSI_WARNINGS';
    const isolation = name.startsWith('TRANSACTION ISOLATION LEVEL') || name === 'TRANSACTION';
    if (isolation) {
      // PL/pgSQL runs in the transaction of its caller, whose level is fixed by its first statement.
      if (!/read (un)?committed/i.test(`${name} ${node.value}`)) note(state.low, node, routineItems.isolation, { level: `${name} ${node.value}`.replace(/.*LEVEL\s*/i, '').toUpperCase() });
      continue;
    }
    if (name === 'ANSI_WARNINGS' && off) {
      note(state.low, node, routineItems.ansiWarnings);
      continue;
    }
    if (!harmlessOptions.has(name) || (strict && off && name !== 'QUOTED_IDENTIFIER') || name === 'NOEXEC' || name === 'FMTONLY' || name === 'PARSEONLY') refuse(state.low, node, routineItems.setOption, { option: `${name} ${node.value}`.trim() });
  }
  return out;
}

const nothing = (state: RoutineState, node: SourceNode): readonly PlStatement[] => {
  note(state.low, node, routineItems.caller);
  return [];
};

function lowerTransaction(state: RoutineState, node: Statement): readonly PlStatement[] {
  const begins = node.kind === 'BeginTransactionStatement';
  state.begun = begins;
  if (state.loops > 0 && begins) note(state.low, node, routineItems.manyTransactions);
  return nothing(state, node);
}
