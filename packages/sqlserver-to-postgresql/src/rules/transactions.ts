import type { Expression, RaiserrorStatement, RollbackTransactionStatement, Node as SourceNode, Statement, ThrowStatement } from '@ferry/source-sqlserver';
import { walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { PlStatement } from '@ferry/target-postgresql';
import { routineItems } from '../action-items/routines';
import type { BoundRoutine } from '../lower/bound-routines';
import { integerOf } from '../lower/literals';
import { bare, note, refuse } from '../lower/lowering';
import { freshName } from '../lower/routine-state';
import type { RoutineState } from '../lower/routine-state';
import { errorCheck } from '../lower/error-checks';
import { changesIn } from '../lower/kept-changes';
import { gotoTargets } from './labels';

/** The SQLSTATE with which a block is left that has to be undone: of a class that is free for applications. */
export const rolledBack = 'RB000';

/** A ROLLBACK, and what is done after it, as far as it can be told. */
interface Site {
  readonly node: RollbackTransactionStatement;
  readonly tail: readonly Statement[];
  /** The tail ends with the round of a loop. */
  readonly open: boolean;
  /** Inside the handler of a TRY that lies in the transaction. */
  readonly inHandler: boolean;
  readonly inTry: boolean;
  readonly levels: readonly Level[];
}

interface Level {
  readonly list: readonly Statement[];
  readonly at: number;
  readonly loop: boolean;
}

const leaves = (s: Statement): boolean => s.kind === 'ReturnStatement' || s.kind === 'ThrowStatement' || s.kind === 'GotoStatement';

/** What runs after a statement, level by level outwards, up to the first statement that leaves. */
function tailOf(levels: readonly Level[]): { readonly tail: readonly Statement[]; readonly open: boolean } {
  const tail: Statement[] = [];
  for (const level of [...levels].reverse()) {
    for (const s of level.list.slice(level.at + 1)) {
      tail.push(s);
      if (leaves(s) || s.kind === 'BreakStatement' || s.kind === 'ContinueStatement') return { tail, open: false };
    }
    if (level.loop) return { tail, open: true };
  }
  return { tail, open: false };
}

const nameOf = (state: RoutineState, name: RollbackTransactionStatement['name']): string | undefined => (name === undefined ? undefined : state.low.binding.index.fold(name.name));

function sitesOf(state: RoutineState, list: readonly Statement[], mine: (node: RollbackTransactionStatement) => boolean): readonly Site[] {
  const sites: Site[] = [];
  const visit = (statements: readonly Statement[], levels: readonly Level[], inTry: boolean, inHandler: boolean, loop: boolean): void => {
    statements.forEach((s, at) => {
      const own: readonly Level[] = [...levels, { list: statements, at, loop }];
      switch (s.kind) {
        case 'RollbackTransactionStatement': if (mine(s) && !state.rollbacks.has(s)) sites.push({ node: s, ...tailOf(own), inTry, inHandler, levels: own }); return;
        case 'BlockStatement': visit(s.statements, own, inTry, inHandler, false); return;
        case 'IfStatement': {
          // A branch that is not reached rolls nothing back.
          const check = errorCheck(s);
          if (check !== undefined) return check.goesOn === undefined ? undefined : visit([check.goesOn], own, inTry, inHandler, false);
          visit([s.then], own, inTry, inHandler, false); if (s.otherwise) visit([s.otherwise], own, inTry, inHandler, false);
          return;
        }
        case 'WhileStatement': visit([s.body], own, inTry, inHandler, true); return;
        case 'TryCatchStatement': visit(s.attempt, own, true, inHandler, false); visit(s.handler, own, inTry, true, false); return;
        default: return;
      }
    });
  };
  visit(list, [], false, false, false);
  return sites;
}

/** Statements that open a transaction or mark a savepoint, and do not end one: `BEGIN TRAN`, `IF @@TRANCOUNT = 0 BEGIN BEGIN TRAN; SET @mine = 1 END`. */
function opens(state: RoutineState, node: Statement): { readonly begins: boolean; readonly names: ReadonlySet<string> } | undefined {
  if (node.kind !== 'BeginTransactionStatement' && node.kind !== 'SaveTransactionStatement' && node.kind !== 'IfStatement' && node.kind !== 'BlockStatement') return undefined;
  let begins = false;
  let ends = false;
  const names = new Set<string>();
  walk(node, (n) => {
    if (n.kind === 'BeginTransactionStatement') begins = true;
    if (n.kind === 'CommitTransactionStatement' || n.kind === 'RollbackTransactionStatement' || n.kind === 'WhileStatement' || n.kind === 'TryCatchStatement') ends = true;
    if (n.kind === 'BeginTransactionStatement' || n.kind === 'SaveTransactionStatement') {
      const name = nameOf(state, (n as unknown as { name: RollbackTransactionStatement['name'] }).name);
      if (name !== undefined) names.add(name);
    }
  });
  return ends || (!begins && names.size === 0) ? undefined : { begins, names };
}

const isError = (s: Statement): boolean => (s.kind === 'ThrowStatement' ? true : s.kind === 'RaiserrorStatement' && ((s as RaiserrorStatement).legacy || (integerOf((s as RaiserrorStatement).severity) ?? 16) > 10));
const quiet = new Set<Statement['kind']>(['SetVariableStatement', 'PrintStatement', 'SetOptionStatement', 'DeclareStatement', 'CloseCursorStatement', 'DeallocateCursorStatement']);

/** What follows raises an error before it does anything else: the error undoes the work by itself. */
function endsInError(tail: readonly Statement[]): boolean {
  for (const s of tail) {
    if (isError(s)) return true;
    if (s.kind === 'SelectStatement' && s.query.body.kind === 'SelectQuery' && s.query.body.items.every((i) => i.kind === 'SelectAssignment')) continue;
    if (s.kind === 'BlockStatement') return endsInError(s.statements);
    if (!quiet.has(s.kind)) return false;
  }
  return false;
}

const readsError = (nodes: readonly SourceNode[]): boolean => {
  let found = false;
  for (const node of nodes)
    walk(node, (n) => {
      const name = n.kind === 'FunctionCall' ? ((n as unknown as { name: { parts: readonly ({ name: string } | undefined)[] } }).name.parts[0]?.name ?? '') : '';
      if (/^ERROR_/i.test(name) || (n.kind === 'ThrowStatement' && (n as ThrowStatement).message === undefined)) found = true;
    });
  return found;
};

const endsTransaction = (node: SourceNode): boolean => {
  let found = false;
  walk(node, (n) => void (found ||= n.kind === 'CommitTransactionStatement' || n.kind === 'RollbackTransactionStatement'));
  return found;
};

/**
 * The last statement that the transaction holds: a COMMIT at its own level that another transaction follows, else the last that
 * holds a COMMIT or ROLLBACK; all when a jump leads further.
 */
function endOf(state: RoutineState, statements: readonly Statement[], from: number): number {
  let last = from;
  for (let i = from + 1; i < statements.length; i++) {
    const s = statements[i] as Statement;
    if (endsTransaction(s)) last = i;
    else if (statements[last]?.kind === 'CommitTransactionStatement' && opens(state, s)?.begins === true) break;
  }
  const beyond = new Set(statements.slice(last + 1).flatMap((s) => (s.kind === 'LabelStatement' ? [state.low.binding.index.fold(s.label.name)] : [])));
  return beyond.size > 0 && [...gotoTargets(state, statements.slice(0, last + 1))].some((t) => beyond.has(t)) ? statements.length - 1 : last;
}

/** A jump to a label in the transaction is what stands after the label. */
function withoutJump(state: RoutineState, tail: readonly Statement[], region: readonly Statement[]): readonly Statement[] | undefined {
  const last = tail[tail.length - 1];
  if (last?.kind !== 'GotoStatement') return tail;
  const at = region.findIndex((s) => s.kind === 'LabelStatement' && state.low.binding.index.fold(s.label.name) === state.low.binding.index.fold(last.label.name));
  if (at < 0) return state.jumps.has(state.low.binding.index.fold(last.label.name)) ? tail : undefined;
  const rest: Statement[] = [];
  for (const s of region.slice(at + 1)) {
    if (s.kind === 'LabelStatement') continue;
    rest.push(s);
    if (leaves(s)) break;
  }
  return rest.some((s) => s.kind === 'GotoStatement') ? undefined : [...tail.slice(0, -1), ...rest];
}

const rolling = new WeakMap<BoundRoutine, boolean>();

function rollsBack(routine: BoundRoutine): boolean {
  const known = rolling.get(routine);
  if (known !== undefined) return known;
  let found = false;
  for (const s of routine.body) walk(s, (n) => void (found ||= n.kind === 'RollbackTransactionStatement'));
  rolling.set(routine, found);
  return found;
}

/** A transaction that becomes a block: which statements it holds, and what each ROLLBACK in it goes on with. */
interface Plan {
  readonly opener: Statement;
  readonly begins: boolean;
  /** The block begins here: with the statement after the opener, or before it where jumps into the block begin there. */
  readonly from: number;
  readonly to: number;
  readonly ways: readonly (readonly Statement[])[];
  readonly sites: readonly { readonly node: RollbackTransactionStatement; readonly way: number }[];
}

const holdsChange = (statements: readonly Statement[]): boolean => statements.some((s) => changesIn(s) > 0);

/** The handler in which a ROLLBACK stands belongs to a TRY before which the transaction changed nothing: leaving the TRY undid all. */
function undoneByTry(site: Site, region: readonly Statement[]): boolean {
  if (!site.inHandler) return false;
  const [outer] = site.levels;
  return outer !== undefined && !holdsChange(region.slice(0, outer.at)) && site.levels.slice(1).every((level) => !holdsChange(level.list.slice(0, level.at)) || level.list === (region[outer.at] as unknown as { attempt?: unknown }).attempt);
}

function planAt(state: RoutineState, statements: readonly Statement[], at: number): Plan | undefined {
  const opener = statements[at] as Statement;
  const opened = state.opened.has(opener) ? undefined : opens(state, opener);
  if (opened === undefined) return undefined;
  const to = endOf(state, statements, at);
  const region = statements.slice(at + 1, to + 1);
  const mine = (node: RollbackTransactionStatement): boolean => {
    const name = nameOf(state, node.name);
    return name === undefined ? opened.begins : opened.names.has(name);
  };
  const ways: (readonly Statement[])[] = [];
  const sites: { node: RollbackTransactionStatement; way: number }[] = [];
  const plain: RollbackTransactionStatement[] = [];
  for (const site of sitesOf(state, region, mine)) {
    if ((endsInError(site.tail) && !site.inTry) || undoneByTry(site, region)) {
      plain.push(site.node);
      continue;
    }
    const tail = site.open ? undefined : withoutJump(state, site.tail, region);
    if (tail === undefined || (site.inHandler && readsError(tail)) || tail.some((s) => s.kind === 'BreakStatement' || s.kind === 'ContinueStatement')) return undefined;
    const known = ways.findIndex((w) => w.length === tail.length && w.every((s, i) => s === tail[i]));
    sites.push({ node: site.node, way: known >= 0 ? known : ways.push(tail) - 1 });
  }
  for (const node of plain) state.rollbacks.set(node, []);
  if (sites.length === 0) return undefined;
  const jumps = new Set(region.flatMap((s) => (s.kind === 'LabelStatement' ? [state.low.binding.index.fold(s.label.name)] : [])));
  const jumping = statements.findIndex((s) => [...gotoTargets(state, [s])].some((t) => jumps.has(t)));
  const from = jumping >= 0 && jumping < at && !holdsChange(statements.slice(jumping, at)) ? jumping : at + 1;
  return { opener, begins: opened.begins, from, to, ways, sites };
}

/**
 * A transaction (or savepoint) that the routine rolls back itself, not in the handler of its own TRY block.
 *
 * PL/pgSQL undoes work by leaving a block that has a handler with an error: the transaction becomes such a block, ROLLBACK an error
 * of our own, and what stands after the ROLLBACK goes into the handler. Where an error is raised after the ROLLBACK anyhow, that
 * error is enough and there is no block. COMMIT is left to the caller's transaction.
 */
export function planTransaction(state: RoutineState, statements: readonly Statement[]): Plan | undefined {
  if (state.kind === 'trigger' || state.kind === 'scalar' || !rollsBack(state.routine)) return undefined;
  for (let at = 0; at < statements.length; at++) {
    const plan = planAt(state, statements, at);
    if (plan !== undefined) {
      // A loop of ours begins before: its label comes first.
      const wanted = gotoTargets(state, state.routine.body);
      return statements.slice(0, plan.from).some((s) => s.kind === 'LabelStatement' && wanted.has(state.low.binding.index.fold(s.label.name))) ? undefined : plan;
    }
  }
  return undefined;
}

export function lowerPlan(state: RoutineState, statements: readonly Statement[], plan: Plan, lower: (statements: readonly Statement[], next?: Statement) => readonly PlStatement[]): PlStatement {
  const { ways, to } = plan;
  const after = statements[to + 1];
  state.opened.add(plan.opener);
  const way = ways.length > 1 ? freshName(state, 'rolled_back') : undefined;
  if (way !== undefined) state.declarations.set(way, { kind: 'DeclareVariable', name: way, type: pg.type('integer') });
  const leave: PlStatement = { kind: 'Raise', level: 'EXCEPTION', condition: { sqlstate: rolledBack } };
  for (const { node, way: number } of plan.sites) state.rollbacks.set(node, way === undefined ? [leave] : [pg.assign(way, pg.number(number + 1)), leave]);
  note(state.low, plan.opener, routineItems.transactionBlock);
  const begun = state.begun;
  state.unwinding++;
  const body = lower(statements.slice(plan.from, to + 1), after);
  state.unwinding--;
  state.begun = begun && !plan.begins;
  const nothing: readonly PlStatement[] = [{ kind: 'NullStatement' }];
  const handlers = ways.map((w) => {
    const lowered = lower(w, after);
    return lowered.length === 0 ? nothing : lowered;
  });
  const handler: readonly PlStatement[] = way === undefined ? (handlers[0] ?? nothing) : [{ kind: 'If', branches: handlers.slice(0, -1).map((h, i) => ({ condition: pg.eq(pg.variable(way), pg.number(i + 1)), body: h })), otherwise: handlers[handlers.length - 1] }];
  return { kind: 'Block', body: body.length === 0 ? nothing : body, handlers: [{ kind: 'ExceptionHandler', conditions: [{ sqlstate: rolledBack }], body: handler }] };
}

/** ROLLBACK: what the rule above found for it; in a handler the block has been rolled back already; in a trigger it ends the batch. */
export function lowerRollback(state: RoutineState, node: RollbackTransactionStatement, next: Statement | undefined): readonly PlStatement[] {
  const known = state.rollbacks.get(node);
  state.begun = false;
  if (known !== undefined) {
    if (known.length === 0) note(state.low, node, routineItems.caller);
    return known;
  }
  if (state.handlers > 0) {
    if (state.kind === 'trigger') state.endsInError = true;
    else note(state.low, node, routineItems.caller);
    return [];
  }
  if (state.kind === 'trigger' && node.name === undefined) return [pg.fail('The transaction ended in the trigger. The batch has been aborted.', '50000')];
  if (next !== undefined && endsInError([next])) return (note(state.low, node, routineItems.caller), []);
  refuse(state.low, node, routineItems.transaction, { statement: 'ROLLBACK' });
  return [];
}

/** Whether these statements were left with a ROLLBACK of ours: what follows them is not reached. */
export function leftByRollback(statements: readonly PlStatement[]): boolean {
  const last = statements[statements.length - 1];
  return last?.kind === 'Raise' && last.condition !== undefined && 'sqlstate' in last.condition && last.condition.sqlstate === rolledBack;
}

/** A part of `@@TRANCOUNT > 0` or `XACT_STATE() = -1`: what it counts. */
const counted = (node: SourceNode | undefined): '@@TRANCOUNT' | 'XACT_STATE' | undefined => {
  if (node?.kind === 'GlobalVariable' && (node as unknown as { name: string }).name.toUpperCase() === '@@TRANCOUNT') return '@@TRANCOUNT';
  const parts = node?.kind === 'FunctionCall' ? (node as unknown as { name: { parts: readonly ({ name: string } | undefined)[] } }).name.parts : [];
  return parts.length === 1 && parts[0]?.name.toUpperCase() === 'XACT_STATE' ? 'XACT_STATE' : undefined;
};

/** How many transactions the routine itself has begun here; those of its callers are not counted. A trigger runs in that of its statement. */
export const transactionCount = (state: RoutineState): number => (state.begun ? 1 : 0) + (state.kind === 'trigger' ? 1 : 0);
/** In a handler the work has been undone already, as after an error that SQL Server lets no COMMIT follow. */
export const transactionState = (state: RoutineState): number => (transactionCount(state) > 0 ? (state.handlers > 0 ? -1 : 1) : 0);

/** A condition over @@TRANCOUNT or XACT_STATE() and a number, which is decided by where it stands. */
export function decidedCondition(state: RoutineState, node: Expression): boolean | undefined {
  const inner = bare(node);
  if (inner.kind !== 'ComparisonExpression') return undefined;
  const what = counted(bare(inner.left));
  const limit = integerOf(inner.right);
  if (what === undefined || limit === undefined) return undefined;
  const value = what === '@@TRANCOUNT' ? transactionCount(state) : transactionState(state);
  switch (inner.operator) {
    case '=': return value === limit;
    case '<>': case '!=': return value !== limit;
    case '>': return value > limit;
    case '>=': return value >= limit;
    case '<': return value < limit;
    case '<=': return value <= limit;
    default: return undefined;
  }
}
