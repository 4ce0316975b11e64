import type { InsertStatement, NamedTable, Node as SourceNode, Query as SourceQuery, ShapeColumn, Statement, SqlType } from '@ferry/source-sqlserver';
import { dynamicSqlOf, isScalar, partsOf, walk } from '@ferry/source-sqlserver';
import type { Span } from '@ferry/kernel';
import { nameText, pg } from '@ferry/target-postgresql';
import type { Declaration, Expression, PlStatement, Query, TypeName } from '@ferry/target-postgresql';
import { routineItems } from '../action-items/routines';
import type { ObjectContext } from '../context';
import type { BoundRoutine } from './bound-routines';
import { columnName, qualifierOf } from './columns';
import { currentCursor } from './cursors';
import { atLeast, newLowering, pgType } from './lowering';
import type { AddedParameters } from './parameters';
import type { Lowering } from './lowering';
import type { XmlDocument } from './open-xml';
import { eventData } from '../functions/event-data';
import { errorFunction } from './errors';
import { support } from './support-call';
import { updatedColumn } from './updated-columns';
import { transactionCount, transactionState } from '../rules/transactions';

export type TriggerEvent = 'INSERT' | 'UPDATE' | 'DELETE';

/** Where rows go that would else be sent to the caller. */
export interface RowSink {
  readonly query: (low: Lowering, node: SourceQuery) => readonly PlStatement[];
  readonly rows: (rows: Query, columns: readonly ShapeColumn[] | undefined) => readonly PlStatement[];
}

/** What is collected while one routine is written. */
export interface RoutineState {
  readonly routine: BoundRoutine;
  readonly ctx: ObjectContext;
  readonly low: Lowering;
  readonly kind: 'procedure' | 'scalar' | 'rows' | 'cursors' | 'many' | 'trigger';
  /** Parameters of our own. */
  readonly added: AddedParameters;
  /** What has to be done once, before the first statement. */
  readonly prologue: PlStatement[];
  /** The first of the cursor parameters that a statement opens for its result sets. */
  readonly cursorAt: (node: Statement) => number | undefined;
  readonly event: TriggerEvent | undefined;
  /** The columns that a function returns. */
  readonly result: readonly ShapeColumn[] | undefined;
  readonly returns: SqlType | undefined;
  /** Target names of variables, by source name in lower case. */
  readonly names: ReadonlyMap<string, string>;
  readonly declarations: Map<string, Declaration>;
  /** Takes the rows that statements send, where they do not go to the caller: INSERT ... EXEC of a text. */
  sink: RowSink | undefined;
  /** Statements that were replaced by one that fails. */
  lost: number;
  /** The next comment of the source that has not been written. */
  nextComment: number;
  /** Depth of exception handlers around the statement being written. */
  handlers: number;
  loops: number;
  /** Depth of TRY blocks around the statement being written. */
  tries: number;
  /** The statement before this one set the variable that stands for @@ROWCOUNT. */
  rowCount: Expression | undefined;
  /** The same for @@ERROR. */
  errorNumber: Expression | undefined;
  /** What a GOTO to a label becomes, by folded name. */
  jumps: ReadonlyMap<string, readonly PlStatement[]>;
  /** What a ROLLBACK becomes, where a rule found it. */
  readonly rollbacks: Map<Statement, readonly PlStatement[]>;
  /** Comments of statements that are written somewhere else, by the first of them. */
  readonly held: Map<Statement, readonly string[]>;
  /** Statements whose transaction has become a block. */
  readonly opened: Set<Statement>;
  /** Blocks around that are left by a ROLLBACK of ours. */
  unwinding: number;
  /** A transaction of the routine itself is open here. */
  begun: boolean;
  /** Names that loops and helpers have taken. */
  readonly taken: Set<string>;
  /** What SET ROWCOUNT said last. */
  rowLimit: Expression | undefined;
  /** The first day of the week (Monday is 1), where the body sets another than Sunday. */
  dateFirst: number | undefined;
  /** What ends a trigger function, before its RETURN. */
  readonly leave: readonly PlStatement[];
  /** What a trigger function returns: NULL, or the row that goes on. */
  readonly returned: Expression;
  /** The handler being written rolled back in a trigger. */
  endsInError: boolean;
  /** The table that the function returns is only filled. */
  filledOnly: boolean;
  /** Documents that sp_xml_preparedocument has read, by the variable of their handle in lower case. */
  readonly documents: Map<string, XmlDocument>;
  /** Variables that held a text which is written out: nothing reads them. */
  readonly unread: Set<string>;
  /** Cursors that a text declares: the text that each is opened for. */
  readonly textCursors: Map<string, { readonly execute: Expression; readonly using?: readonly Expression[] }>;
  /** Cursors of the source, by folded name. */
  readonly cursors: Map<string, Extract<Statement, { kind: 'DeclareCursorStatement' }>>;
}

/** Words that PL/pgSQL gives a meaning of its own. */
const special = new Set(['found', 'new', 'old', 'sqlstate', 'sqlerrm', 'tg_name', 'tg_op', 'tg_table_name', 'result', 'value', 'row', 'rows', 'first', 'last', 'next', 'count', 'date', 'time', 'timestamp', 'year', 'month', 'day', 'hour', 'minute', 'second', 'user', 'name', 'type', 'text', 'position', 'values', 'begin', 'end']);

/** Every name that a bare variable could be taken for: columns and tables that the routine uses. */
function usedNames(low: Lowering, body: readonly Statement[]): ReadonlySet<string> {
  const used = new Set<string>();
  for (const source of low.binding.sources.values()) {
    used.add(qualifierOf(low, source));
    for (const column of source.columns ?? []) used.add(columnName(low, source, column.name));
  }
  for (const shape of low.binding.shapes.values()) for (const column of shape ?? []) used.add(low.ctx.names.local(column.name));
  // Texts that the routine runs may be written into it.
  const columnsOf = (node: NamedTable): void => {
    const parts = partsOf(node.name);
    const found = low.binding.index.relation(parts[parts.length - 2] ?? 'dbo', parts[parts.length - 1] ?? '');
    for (const column of found?.columns ?? []) used.add(low.ctx.names.column(found?.object.schema ?? '', found?.object.name ?? '', column.name));
  };
  for (const sql of dynamicSqlOf(body).values())
    for (const variant of sql.variants)
      for (const statement of variant.statements)
        walk(statement, (n) => {
          if (n.kind === 'Identifier') used.add(low.ctx.names.local((n as unknown as { name: string }).name));
          if (n.kind === 'NamedTable') columnsOf(n as NamedTable);
        });
  return used;
}

/** Target names of variables: the plain name, or one with a prefix where the plain one could mean something else. */
function variableNames(low: Lowering, routine: BoundRoutine, own: ReadonlySet<string>, result: readonly ShapeColumn[] | undefined): ReadonlyMap<string, string> {
  const used = new Set([...own, ...(result ?? []).map((column) => low.ctx.names.local(column.name))]);
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const [key, variable] of routine.environment.variables) {
    if (low.ctx.choices.keepParameterNames && variable.role === 'parameter') {
      names.set(key, variable.name);
      taken.add(variable.name);
      continue;
    }
    const plain = low.ctx.names.local(variable.name.replace(/^@+/, ''));
    const clash = used.has(plain) || special.has(plain) || taken.has(plain);
    let name = clash ? `${variable.role === 'parameter' ? 'par' : 'var'}_${plain}` : plain;
    for (let i = 2; taken.has(name) || used.has(name); i++) name = `${variable.role === 'parameter' ? 'par' : 'var'}_${plain}_${i}`;
    taken.add(name);
    names.set(key, name);
  }
  return names;
}

const addedNames = (added: AddedParameters | undefined): readonly string[] => (added === undefined ? [] : [...added.cursors, ...[added.returnCode, added.sets].filter((n) => n !== undefined)]);

export function routineState(routine: BoundRoutine, ctx: ObjectContext, kind: RoutineState['kind'], rest: { result?: readonly ShapeColumn[]; returns?: SqlType; event?: TriggerEvent; leave?: readonly PlStatement[]; returned?: Expression; absent?: Lowering['absent']; added?: AddedParameters; places?: ReadonlyMap<Statement, number>; placeOf?: (span: Span) => Span; names?: ReadonlyMap<string, string> } = {}): RoutineState {
  const holder: { state?: RoutineState } = {};
  const current = (): RoutineState => holder.state as RoutineState;
  const low = newLowering(ctx, routine.binding, routine.object.definition.source, 'routine', {
    qualify: true,
    placeOf: rest.placeOf,
    ...(rest.absent === undefined ? {} : { absent: rest.absent }),
    variable: (name) => {
      const target = current().names.get(name.toLowerCase());
      return target === undefined ? undefined : pg.variable(target);
    },
    rows: (name) => {
      const declared = routine.environment.variables.get(name.toLowerCase());
      const target = current().names.get(name.toLowerCase());
      return declared?.role === 'parameter' && declared.type.kind === 'table' && target !== undefined ? pg.variable(target) : undefined;
    },
    cursor: (name) => currentCursor(current(), name),
    document: (handle) => current().documents.get(handle),
    globalVariable: (name) => globalVariable(current(), name.toUpperCase()),
    local: (name, args) => errorFunction(current(), name) ?? (name === 'SCOPE_IDENTITY' && args.length === 0 ? scopeIdentity(current()) : undefined) ?? (name === 'UPDATE' ? updatedColumn(current(), args[0]) : undefined) ?? (name === 'OBJECT_NAME' && isOwnId(args) ? pg.text(routine.object.name) : undefined) ?? (name === 'OBJECT_SCHEMA_NAME' && isOwnId(args) ? pg.text(routine.object.schema) : undefined) ?? (name === 'CHECKSUM' && isNewId(args) ? randomInteger(low) : undefined) ?? (name === 'XACT_STATE' ? xactState(current()) : undefined) ?? (name === 'EVENTDATA' && routine.object.kind === 'DDL_TRIGGER' ? support(low, eventData, [pg.variable('tg_event'), pg.variable('tg_tag')]) : undefined),
  });
  const used = usedNames(low, routine.body);
  const names = rest.names ?? variableNames(low, routine, used, rest.result);
  const state: RoutineState = {
    routine, ctx, low, kind, added: rest.added ?? { cursors: [] }, prologue: [], cursorAt: (node) => rest.places?.get(node), event: rest.event, result: rest.result, returns: rest.returns, names, declarations: new Map(), lost: 0, nextComment: 0, handlers: 0, loops: 0, tries: 0, rowCount: undefined, errorNumber: undefined, jumps: new Map(), rollbacks: new Map(), opened: new Set(), held: new Map(), unwinding: 0, begun: false,
    sink: undefined, taken: new Set([...names.values(), ...used, ...addedNames(rest.added)]), leave: rest.leave ?? [], returned: rest.returned ?? pg.null, filledOnly: false, endsInError: false, rowLimit: undefined, dateFirst: undefined, cursors: new Map(), textCursors: new Map(), documents: new Map(), unread: new Set(),
  };
  holder.state = state;
  return state;
}

/** The state for a text that the routine runs: its own names, and the variables, helpers and way to the caller of the routine. */
export function nestedState(outer: RoutineState, routine: BoundRoutine, rest: { names: ReadonlyMap<string, string>; cursorAt: RoutineState['cursorAt']; placeOf: (span: Span) => Span }): RoutineState {
  const plain = routineState(routine, outer.ctx, outer.kind, { added: outer.added, names: rest.names, placeOf: rest.placeOf, ...(outer.result === undefined ? {} : { result: outer.result }) });
  // Statements keep the state they were made with: it is filled, not copied.
  return Object.assign(plain, { declarations: outer.declarations, documents: outer.documents, sink: outer.sink, taken: outer.taken, prologue: outer.prologue, cursorAt: rest.cursorAt, handlers: outer.handlers, loops: outer.loops, tries: outer.tries, begun: outer.begun, unwinding: outer.unwinding, rowLimit: outer.rowLimit, dateFirst: outer.dateFirst });
}

/** A name that nothing else in the routine has. */
export function freshName(state: RoutineState, wanted: string): string {
  let name = wanted;
  for (let i = 2; state.taken.has(name); i++) name = `${wanted}_${i}`;
  state.taken.add(name);
  return name;
}

/** A helper variable: declared once, however often it is used. */
export function helperVariable(state: RoutineState, key: string, wanted: string, type: TypeName): string {
  const known = state.declarations.get(key);
  if (known !== undefined) return known.name;
  const name = freshName(state, wanted);
  state.declarations.set(key, { kind: 'DeclareVariable', name, type });
  return name;
}

export const rowCountVariable = (state: RoutineState): string => helperVariable(state, '@@ROWCOUNT', 'row_count', pg.type('bigint'));
export const fetchStatusVariable = (state: RoutineState): string => helperVariable(state, '@@FETCH_STATUS', 'fetch_status', pg.type('integer'));
export const contextVariable = (state: RoutineState): string => helperVariable(state, 'ERROR_LINE()', 'error_context', pg.type('text'));
export const identityVariable = (state: RoutineState): string => helperVariable(state, 'SCOPE_IDENTITY()', 'new_identity', pg.type('numeric'));

/** The identity that the last INSERT of this routine made: NULL before. */
function scopeIdentity(state: RoutineState): Expression {
  return pg.variable(identityVariable(state));
}

/** `@@PROCID`, the id of the routine itself. */
const isOwnId = (args: readonly SourceNode[]): boolean => args.length === 1 && args[0]?.kind === 'GlobalVariable' && (args[0] as unknown as { name: string }).name.toUpperCase() === '@@PROCID';

/** `CHECKSUM(NEWID())`, by which T-SQL makes a random number. */
const isNewId = (args: readonly SourceNode[]): boolean => args.length === 1 && args[0]?.kind === 'FunctionCall' && (args[0] as unknown as { name: { parts: readonly ({ name: string } | undefined)[] } }).name.parts[0]?.name.toUpperCase() === 'NEWID';

function randomInteger(low: Lowering): Expression {
  atLeast(low, 'volatile');
  return pg.cast(pg.call('floor', pg.subtract(pg.multiply(pg.call('random'), pg.number('4294967296')), pg.number('2147483648'))), pg.type('integer'));
}

function xactState(state: RoutineState): Expression {
  state.ctx.raise(routineItems.transactionCount, { name: 'XACT_STATE()' });
  return pg.number(transactionState(state));
}

function globalVariable(state: RoutineState, name: string): Expression | undefined {
  if (name === '@@ROWCOUNT') return state.rowCount;
  if (name === '@@DATEFIRST' || name === '@@DATEFIRST OF ANOTHER DAY') return state.dateFirst === undefined ? undefined : pg.number(state.dateFirst);
  if (name === '@@FETCH_STATUS' && state.declarations.has('@@FETCH_STATUS')) return pg.variable(fetchStatusVariable(state));
  if (name === '@@IDENTITY') {
    noteTriggers(state);
    return scopeIdentity(state);
  }
  if (name === '@@ERROR') {
    if (state.errorNumber !== undefined) return state.errorNumber;
    state.ctx.raise(routineItems.errorNumber);
    return pg.number(0);
  }
  if (name === '@@PROCID' && state.kind !== 'trigger') {
    const own = state.ctx.names.routine(state.routine.object.schema, state.routine.object.name);
    atLeast(state.low, 'stable');
    return pg.cast(pg.cast(pg.call('to_regproc', pg.text(nameText(own))), pg.type('oid')), pg.type('bigint'));
  }
  if (name === '@@TRANCOUNT') {
    state.ctx.raise(routineItems.transactionCount, { name });
    return pg.number(transactionCount(state));
  }
  return undefined;
}

/** @@IDENTITY sees what triggers insert. */
function noteTriggers(state: RoutineState): void {
  const { catalog, lookup } = state.ctx;
  const { binding } = state.routine;
  const same = (a: string, b: string): boolean => lookup.fold(a) === lookup.fold(b);
  for (const statement of state.routine.body)
    walk(statement, (n) => {
      const table = n.kind === 'InsertStatement' ? binding.sources.get((n as InsertStatement).target)?.object : undefined;
      if (table !== undefined && catalog.objects.some((o) => o.kind === 'TRIGGER' && o.on !== undefined && same(o.on.schema, table.schema) && same(o.on.name, table.name))) state.ctx.raise(routineItems.identityOfTriggers, { table: table.name });
    });
}

/** Whether a node or anything in it reads a global variable or calls a function of this name. */
export function mentions(node: SourceNode, wanted: string, walk: (root: SourceNode, visit: (n: SourceNode) => void) => void): boolean {
  let found = false;
  walk(node, (n) => {
    const named = n as { name?: unknown };
    if (n.kind === 'GlobalVariable' && typeof named.name === 'string' && named.name.toUpperCase() === wanted) found = true;
    if (n.kind === 'FunctionCall') {
      const parts = (named.name as { parts: readonly ({ name: string } | undefined)[] }).parts;
      if (parts.length === 1 && parts[0]?.name.toUpperCase() === wanted) found = true;
    }
  });
  return found;
}

/** The type of a variable's declaration. */
export const variableType = (state: RoutineState, type: SqlType): TypeName | undefined => (isScalar(type) ? pgType(state.low, type) : undefined);
