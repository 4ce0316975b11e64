import type { CloseCursorStatement, CurrentOfPredicate, CursorDefinition, DeallocateCursorStatement, DeclareCursorStatement, FetchCursorStatement, Node as SourceNode, OpenCursorStatement, SetVariableStatement, Statement, Variable } from '@ferry/source-sqlserver';
import { isScalar, scalar, shapeOf, walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { CursorDirection, Expression, PlStatement, Query } from '@ferry/target-postgresql';
import { coerce } from './expressions';
import { pgType, refuse, refuseSyntax } from './lowering';
import { expressionItems } from '../action-items/expressions';
import { lowerQuery } from './queries';
import { fetchStatusVariable, helperVariable } from './routine-state';
import type { RoutineState } from './routine-state';
import { nameOf } from './assignments';

type CursorUse = OpenCursorStatement | FetchCursorStatement | CloseCursorStatement | DeallocateCursorStatement;

export const cursorName = (node: CursorUse): string => node.cursor.cursor.name.toLowerCase();

/** The declaration of a cursor, when it is a plain one that is read forward. */
export function declaredCursor(state: RoutineState, node: CursorUse): DeclareCursorStatement | undefined {
  const declared = state.cursors.get(state.low.binding.index.fold(cursorName(node)));
  if (declared === undefined || node.cursor.global) return undefined;
  return declared.cursor.options.includes('GLOBAL') ? undefined : declared;
}

/** `SET @c = CURSOR FOR ...`: the variable stands for that cursor, when it never stands for another. */
export function lowerCursorVariable(state: RoutineState, node: SetVariableStatement, cursor: CursorDefinition): boolean {
  const name = node.variable.name.toLowerCase();
  let times = 0;
  for (const statement of state.routine.body) walk(statement, (n) => void (n.kind === 'SetVariableStatement' && (n as SetVariableStatement).variable.name.toLowerCase() === name && times++));
  if (times !== 1) return false;
  state.cursors.set(state.low.binding.index.fold(name), { kind: 'DeclareCursorStatement', name: { kind: 'Identifier', name: node.variable.name, span: node.variable.span } as DeclareCursorStatement['name'], cursor, span: node.span });
  return true;
}

/** Whether a statement changes the row that a cursor stands on. */
function isChangedThrough(state: RoutineState, declared: DeclareCursorStatement): boolean {
  let found = false;
  for (const statement of state.routine.body)
    walk(statement, (n) => void (n.kind === 'CurrentOfPredicate' && (n as CurrentOfPredicate).cursor.name.toLowerCase() === declared.name.name.toLowerCase() && (found = true)));
  return found;
}

/** The query that a cursor is opened for. WHERE CURRENT OF needs the rows of one table, locked. */
function opened(state: RoutineState, declared: DeclareCursorStatement): Query {
  const query = lowerQuery(state.low, declared.cursor.query, { names: columnNames(state, declared), ...typesOf(state, declared) });
  if (!isChangedThrough(state, declared)) return query;
  const plain = query.kind === 'Select' && query.from?.length === 1 && query.from[0]?.kind === 'TableRef' && query.groupBy === undefined && query.distinct === undefined && query.limit === undefined;
  if (!plain) refuseSyntax(state.low, declared, 'A cursor', 'rows are changed through it, and its query is not over one table');
  return { ...query, locking: [{ strength: 'UPDATE' }] };
}

/** The variable that holds a cursor, for WHERE CURRENT OF. */
export function currentCursor(state: RoutineState, name: string): string | undefined {
  const key = name.toLowerCase();
  return state.cursors.has(state.low.binding.index.fold(key)) && state.declarations.has(`cursor ${key}`) ? variableOf(state, key) : undefined;
}

/**
 * Whether the query of a cursor reads a variable that changes between DECLARE and OPEN: SQL Server takes the values of the
 * declaration, PostgreSQL those of OPEN.
 */
export function readsChanged(state: RoutineState, declared: DeclareCursorStatement, open: OpenCursorStatement): boolean {
  const read = new Set<string>();
  walk(declared.cursor.query, (n) => {
    if (n.kind === 'Variable') read.add((n as Variable).name.toLowerCase());
  });
  if (read.size === 0) return false;
  let changed = false;
  const between = (n: SourceNode): boolean => n.span.start >= declared.span.end && n.span.end <= open.span.start;
  for (const statement of state.routine.body)
    walk(statement, (n) => {
      if (!between(n) || (n.kind !== 'SetVariableStatement' && n.kind !== 'SelectAssignment' && n.kind !== 'FetchCursorStatement' && n.kind !== 'ExecuteStatement' && n.kind !== 'VariableDeclaration')) return;
      walk(n, (m) => {
        if (m.kind === 'Variable' && read.has((m as Variable).name.toLowerCase())) changed = true;
      });
    });
  return changed;
}

/** Whether a name is that of a cursor variable or parameter which the routine itself never sets: a procedure that it calls, or its caller, has opened it. */
const isGiven = (state: RoutineState, name: string): boolean => state.routine.environment.variables.get(name)?.type.kind === 'cursor' && !state.cursors.has(state.low.binding.index.fold(name));

/** The variable that holds a cursor: a parameter is one itself. */
export const variableOf = (state: RoutineState, name: string): string => (state.routine.environment.variables.get(name)?.role === 'parameter' ? state.names.get(name) : undefined) ?? helperVariable(state, `cursor ${name}`, `${state.ctx.names.local(name.replace(/^@+/, ''))}_cursor`, pg.type('refcursor'));

/** Cursors that are no plain FETCH loop: a cursor of PL/pgSQL that is read row by row. */
export function lowerCursor(state: RoutineState, node: Extract<Statement, CursorUse>): readonly PlStatement[] {
  const { low } = state;
  const text = state.textCursors.get(low.binding.index.fold(cursorName(node)));
  if (text !== undefined) return lowerTextCursor(state, node, text);
  if (isGiven(state, cursorName(node)) && node.kind !== 'OpenCursorStatement') return lowerGivenCursor(state, node);
  const declared = declaredCursor(state, node);
  const no = (reason: string): readonly PlStatement[] => (refuseSyntax(low, node, 'A cursor', reason), []);
  if (declared === undefined) return no('it is global, or not declared here');
  if (opensOf(state, cursorName(node)).some((open) => readsChanged(state, declared, open))) {
    if (node.kind === 'OpenCursorStatement') return no('a variable of its query changes between DECLARE and OPEN');
    // The OPEN has said why; what follows it is never reached.
    low.failures++;
    return [];
  }
  const name = variableOf(state, cursorName(node));
  switch (node.kind) {
    case 'OpenCursorStatement': return [{ kind: 'OpenCursor', cursor: name, ...(scrolls(state, declared) ? { scroll: true } : {}), for: { query: opened(state, declared) } }];
    case 'FetchCursorStatement': return lowerFetch(state, node, declared, name);
    case 'CloseCursorStatement': return [{ kind: 'CloseCursor', cursor: name }];
    case 'DeallocateCursorStatement': return [];
  }
}

function opensOf(state: RoutineState, name: string): readonly OpenCursorStatement[] {
  const out: OpenCursorStatement[] = [];
  for (const statement of state.routine.body)
    walk(statement, (n) => {
      if (n.kind === 'OpenCursorStatement' && cursorName(n as OpenCursorStatement) === name) out.push(n as OpenCursorStatement);
    });
  return out;
}

/** Whether a cursor is read in another order than forward. */
function scrolls(state: RoutineState, declared: DeclareCursorStatement): boolean {
  let found = false;
  for (const statement of state.routine.body)
    walk(statement, (n) => void (n.kind === 'FetchCursorStatement' && cursorName(n as FetchCursorStatement) === declared.name.name.toLowerCase() && !isNext(n as FetchCursorStatement) && (found = true)));
  return found;
}

const isNext = (node: FetchCursorStatement): boolean => node.direction === undefined || node.direction === 'NEXT';

function directionOf(low: RoutineState['low'], node: FetchCursorStatement): { direction?: CursorDirection } {
  switch (node.direction) {
    case undefined: case 'NEXT': return {};
    case 'ABSOLUTE': case 'RELATIVE': return { direction: { to: node.direction, count: node.offset === undefined ? pg.number('1') : coerce(low, node.offset, scalar('int')) } };
    default: return { direction: { to: node.direction } };
  }
}

/** All fetches of a cursor fill variables of the same types, which decide the types of its columns. */
function fetchedInto(state: RoutineState, declared: DeclareCursorStatement): readonly Variable[] | undefined {
  let into: readonly Variable[] | undefined;
  let same = true;
  const alike = (a: readonly Variable[], b: readonly Variable[]): boolean => a.length === b.length && variableTypes(state, a).every((t, i) => JSON.stringify(t) === JSON.stringify(variableTypes(state, b)[i]));
  for (const statement of state.routine.body)
    walk(statement, (n) => {
      if (n.kind !== 'FetchCursorStatement' || cursorName(n as FetchCursorStatement) !== declared.name.name.toLowerCase()) return;
      const own = (n as FetchCursorStatement).into;
      if (own.length === 0) return;
      if (into !== undefined && !alike(into, own)) same = false;
      into = own;
    });
  return same ? into : undefined;
}

const typesOf = (state: RoutineState, declared: DeclareCursorStatement): { types?: ReturnType<typeof variableTypes>; assign?: 'assign' } => {
  const into = fetchedInto(state, declared);
  return into === undefined ? {} : { types: variableTypes(state, into), assign: 'assign' };
};
const variableTypes = (state: RoutineState, into: readonly Variable[]) => into.map((v) => state.routine.environment.variables.get(v.name.toLowerCase())?.type ?? { kind: 'unknown' as const });
const columnNames = (state: RoutineState, declared: DeclareCursorStatement): readonly string[] => (shapeOf(state.low.binding, declared.cursor.query) ?? []).map((_, i) => `value_${i + 1}`);

/** A FETCH past the end leaves the variables as they are, which PL/pgSQL's does not. */
function lowerFetch(state: RoutineState, node: FetchCursorStatement, declared: DeclareCursorStatement, cursor: string): readonly PlStatement[] {
  const { low } = state;
  const into = fetchedInto(state, declared);
  const shape = shapeOf(low.binding, declared.cursor.query);
  if (into === undefined || shape?.length !== node.into.length) return (refuseSyntax(low, node, 'This FETCH'), []);
  if (variableTypes(state, into).some((t) => !isScalar(t))) return (refuse(low, node, expressionItems.unknownType, { what: 'FETCH' }), []);
  const record = helperVariable(state, `row ${cursor}`, 'fetched_row', pg.type('record'));
  const fill = node.into.map((v, i): PlStatement => ({ kind: 'Assign', target: pg.target(nameOf(state, v)), value: pg.variable(record, `value_${i + 1}`) }));
  const status = fetchStatusVariable(state);
  return [
    { kind: 'FetchCursor', cursor, ...directionOf(low, node), into: [pg.target(record)] },
    { kind: 'If', branches: [{ condition: pg.variable('found'), body: [...fill, pg.assign(status, pg.number(0))] }], otherwise: [pg.assign(status, pg.number(-1))] },
  ];
}

/** A cursor that a text declares is opened for that text. */
function lowerTextCursor(state: RoutineState, node: Extract<Statement, CursorUse>, text: { readonly execute: Expression; readonly using?: readonly Expression[] }): readonly PlStatement[] {
  return node.kind === 'OpenCursorStatement' ? [{ kind: 'OpenCursor', cursor: variableOf(state, cursorName(node)), for: text }] : lowerGivenCursor(state, node);
}

/** A cursor whose columns are not known here: its rows go into variables of the types of those that are fetched into. */
function lowerGivenCursor(state: RoutineState, node: Exclude<Extract<Statement, CursorUse>, OpenCursorStatement>): readonly PlStatement[] {
  const name = variableOf(state, cursorName(node));
  switch (node.kind) {
    case 'CloseCursorStatement': return [{ kind: 'CloseCursor', cursor: name }];
    case 'DeallocateCursorStatement': return [];
    case 'FetchCursorStatement': {
      if (node.direction !== undefined && node.direction !== 'NEXT') return (refuseSyntax(state.low, node, 'This FETCH'), []);
      const fetched = node.into.map((v): { target: string; own: string } => {
        const target = nameOf(state, v);
        const type = state.routine.environment.variables.get(v.name.toLowerCase())?.type;
        return { target, own: helperVariable(state, `fetched ${target}`, `fetched_${target}`, type !== undefined && isScalar(type) ? pgType(state.low, type) : pg.type('text')) };
      });
      const status = fetchStatusVariable(state);
      return [
        { kind: 'FetchCursor', cursor: name, into: fetched.map((f) => pg.target(f.own)) },
        { kind: 'If', branches: [{ condition: pg.variable('found'), body: [...fetched.map((f) => pg.assign(f.target, pg.variable(f.own))), pg.assign(status, pg.number(0))] }], otherwise: [pg.assign(status, pg.number(-1))] },
      ];
    }
  }
}
