import type { CodeObject } from '@ferry/catalog';
import type { ConvertedObject, TargetRef, TargetStatement } from '@ferry/conversion';
import type { CreateFunctionStatement, CreateProcedureStatement, Parameter, ShapeColumn, SqlType, TableElement } from '@ferry/source-sqlserver';
import { isScalar, partsOf, walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Block, CreateFunction, Declaration, Expression, FunctionReturns, PlStatement, RoutineBody, RoutineOptions, RoutineParameter, Statement as TargetStatementNode, TypeName } from '@ferry/target-postgresql';
import { routineItems } from '../action-items/routines';
import { typeItems } from '../action-items/types';
import { collecting } from '../collecting';
import type { ObjectContext, TargetName } from '../context';
import { statement } from '../storage/parts';
import { boundRoutine, procedureForm } from './bound-routines';
import type { BoundRoutine, ProcedureForm } from './bound-routines';
import { temporaryName } from './temporary-names';
import { coerce, returned } from './expressions';
import { bare, openType } from './lowering';
import { ownershipChain } from './ownership-chains';
import { withMadeTables } from './made-tables';
import { lowerQuery } from './queries';
import { addedParameters, hasSizedParameters, keepParameterLengths } from './parameters';
import { routineState, variableType } from './routine-state';
import type { RoutineState } from './routine-state';
import { lowerStatements, takeComments } from './statements';
import { withoutTexts } from './unread-texts';
import { notSupported, stubMessage } from './stubs';
import { arrayType } from './table-values';
import { createTemporary } from './temporary-tables';
import { codePart, raiseDiagnostics } from './views';
import { isVariant } from './variants';

type RoutineNode = CreateProcedureStatement | CreateFunctionStatement;

/** Parameters with their defaults. PostgreSQL wants one for every parameter after the first that has one. */
function lowerParameters(state: RoutineState, parameters: readonly Parameter[]): readonly RoutineParameter[] {
  let optional = false;
  return parameters.map((p): RoutineParameter => {
    const type = state.routine.environment.variables.get(p.variable.name.toLowerCase())?.type ?? { kind: 'unknown' as const };
    const name = state.names.get(p.variable.name.toLowerCase()) ?? '';
    const mode = p.output ? 'INOUT' : undefined;
    // A call that leaves a table out passes an empty one.
    if (type.kind === 'table') {
      optional = true;
      return { kind: 'RoutineParameter', name, type: arrayType(state.low, type), default: pg.text('{}') };
    }
    // The cursor that the routine opens, or that its caller has opened.
    if (type.kind === 'cursor') {
      optional = true;
      return { kind: 'RoutineParameter', name, mode: 'INOUT', type: pg.type('refcursor'), default: pg.null };
    }
    if (!isScalar(type)) {
      state.low.failures++;
      state.ctx.raise(routineItems.tableParameter, { name: p.variable.name }, { source: state.low.source, span: p.span });
      return { kind: 'RoutineParameter', name, mode, type: pg.type('text'), default: optional ? pg.null : undefined };
    }
    if (isVariant(type)) state.ctx.raise(typeItems.sqlVariant, { to: 'text' }, { source: state.low.source, span: p.span });
    const initial = p.default === undefined ? (optional ? pg.null : undefined) : coerce(state.low, p.default, type, 'assign');
    optional ||= p.default !== undefined;
    return { kind: 'RoutineParameter', name, mode, type: openType(state.low, type), default: initial };
  });
}

/** Declarations of the source's variables and of our own. */
function declarationsOf(state: RoutineState): readonly Declaration[] {
  const own = [...state.routine.environment.variables.entries()].flatMap(([key, variable]): Declaration[] => {
    if (state.unread.has(state.names.get(key) ?? '')) return [];
    const type = variable.role === 'variable' ? variableType(state, variable.type) : undefined;
    return type === undefined ? [] : [{ kind: 'DeclareVariable', name: state.names.get(key) ?? '', type }];
  });
  return [...own, ...state.declarations.values()];
}

const returnsOf = (state: RoutineState, columns: readonly ShapeColumn[]): FunctionReturns => ({
  table: columns.map((c) => ({ name: state.ctx.names.local(c.name), type: isScalar(c.type) ? openType(state.low, c.type) : pg.type('text') })),
});

interface Draft {
  readonly state: RoutineState;
  readonly parameters: readonly RoutineParameter[];
  readonly returns: FunctionReturns | undefined;
  /** A procedure that is written as a function, because the user wants it so. */
  readonly asFunction: boolean;
}

/** EXECUTE AS OWNER and the like run with the rights of the owner, and so does what others may execute who have no rights on its tables. */
function optionsOf(node: RoutineNode, object: CodeObject, name: TargetName, ctx: ObjectContext): RoutineOptions {
  const as = node.options.find((o) => o.name.startsWith('EXECUTE AS'));
  const asCaller = as === undefined || /CALLER/i.test(`${as.name} ${as.value ?? ''}`);
  if (asCaller && (ctx.choices.ownershipChains === 'caller' || ownershipChain(object, ctx) !== 'kept')) return {};
  // The path of whoever calls must not decide what the names mean (https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY).
  return { security: 'DEFINER', settings: [{ name: 'search_path', value: [...new Set([name.schema, 'public', 'pg_temp'])] }] };
}

function draftOf(routine: BoundRoutine, node: RoutineNode, ctx: ObjectContext): Draft | string {
  if (node.externalName !== undefined) return 'it is implemented in .NET';
  if (node.kind === 'CreateProcedureStatement') {
    if (node.number !== undefined) return 'it is one of several numbered procedures';
    const form = procedureForm(ctx, routine.object);
    if (form.form === 'unknown') return `it returns ${form.what}`;
    if (form.form !== 'function') return procedureDraft(routine, node, ctx, form);
    const state = routineState(routine, ctx, 'rows', { result: form.columns });
    ctx.raise(routineItems.asFunction);
    return { state, parameters: lowerParameters(state, node.parameters), returns: returnsOf(state, form.columns), asFunction: ctx.choices.proceduresAsFunctions };
  }
  const shape = routine.binding.index.routine(routine.object.schema, routine.object.name);
  if (node.returns.kind === 'ReturnsScalar') {
    const returns: SqlType = shape?.returns ?? { kind: 'unknown' };
    if (!isScalar(returns)) return 'the type that it returns is not known';
    const state = routineState(routine, ctx, 'scalar', { returns });
    if (isVariant(returns)) ctx.raise(typeItems.sqlVariant, { to: 'text' });
    return { state, parameters: lowerParameters(state, node.parameters), returns: openType(state.low, returns), asFunction: false };
  }
  const columns = shape?.table?.columns;
  if (columns === undefined || columns.some((c) => !isScalar(c.type) || c.name === '')) return 'the columns that it returns are not known';
  const state = routineState(routine, ctx, 'rows', { result: columns });
  return { state, parameters: lowerParameters(state, node.parameters), returns: returnsOf(state, columns), asFunction: false };
}

/** A procedure whose result sets, if it has any, go through cursors: parameters of our own come after the others. */
function procedureDraft(routine: BoundRoutine, node: CreateProcedureStatement, ctx: ObjectContext, form: Extract<ProcedureForm, { form: 'procedure' | 'cursors' | 'many' }>): Draft {
  const added = addedParameters(ctx, routine.object);
  const { returnCode, cursors, sets } = added;
  const state = routineState(routine, ctx, form.form, { added, ...(form.form === 'cursors' ? { places: form.places } : {}) });
  if (form.form === 'cursors') ctx.raise(routineItems.asCursors, { count: form.count });
  if (form.form === 'many') ctx.raise(routineItems.asCursors, { count: 'a varying number of' });
  if (returnCode !== undefined) ctx.raise(routineItems.returnParameter, { name: returnCode });
  const inout = (name: string, type: TypeName, initial: Expression): RoutineParameter => ({ kind: 'RoutineParameter', name, mode: 'INOUT', type, default: initial });
  const own: readonly RoutineParameter[] = [
    ...(returnCode === undefined ? [] : [inout(returnCode, pg.type('integer'), pg.number(0))]),
    ...cursors.map((name) => inout(name, pg.type('refcursor'), pg.null)),
    ...(sets === undefined ? [] : [inout(sets, pg.arrayOf(pg.type('refcursor')), pg.text('{}'))]),
  ];
  return { state, parameters: [...lowerParameters(state, node.parameters), ...own], returns: undefined, asFunction: ctx.choices.proceduresAsFunctions };
}

/** Whether the table that a function returns is only ever filled, each time with all its columns in their order. */
function onlyFilled(routine: BoundRoutine, name: string, elements: readonly TableElement[]): boolean {
  const names = elements.flatMap((e) => (e.kind === 'ColumnDefinition' ? [e.name.name.toLowerCase()] : []));
  if (elements.some((e) => e.kind === 'ComputedColumn' || (e.kind === 'ColumnDefinition' && e.identity !== undefined))) return false;
  let inserts = 0;
  let uses = 0;
  for (const s of routine.body)
    walk(s, (n) => {
      const variable = (n as unknown as { variable?: { name?: string } }).variable;
      if (n.kind === 'VariableTable' && variable?.name?.toLowerCase() === name.toLowerCase()) uses++;
      if (n.kind === 'InsertStatement') {
        const { target, columns } = n as unknown as { target: { kind: string; variable?: { name: string } }; columns: readonly Parameters<typeof partsOf>[0][] };
        const listed = columns.map((c) => (partsOf(c).pop() ?? '').toLowerCase());
        const whole = listed.length === 0 || (listed.length === names.length && listed.every((c, i) => c === names[i]));
        if (whole && target.kind === 'VariableTable' && target.variable?.name.toLowerCase() === name.toLowerCase()) inserts++;
      }
    });
  return uses === inserts;
}

function plBody(draft: Draft, node: RoutineNode): Block {
  const { state } = draft;
  const before: PlStatement[] = [];
  const after: PlStatement[] = [];
  if (node.kind === 'CreateFunctionStatement' && node.returns.kind === 'ReturnsTable' && node.returns.variable !== undefined) {
    const { variable, elements } = node.returns;
    state.filledOnly = onlyFilled(state.routine, variable.name, elements);
    if (!state.filledOnly) {
      before.push(...createTemporary(state, variable.name, elements));
      const table = temporaryName(state.low, variable.name);
      const columns = (state.result ?? []).map((c) => pg.item(isScalar(c.type) ? pg.cast(pg.column(table, state.ctx.names.local(c.name)), openType(state.low, c.type)) : pg.null));
      after.push({ kind: 'ReturnQuery', of: { query: pg.select(columns, { from: [pg.table(pg.name(table))] }) } });
    }
  }
  // A caller may pass anything; 0 is what a procedure returns that says nothing.
  const { returnCode } = state.added;
  if (returnCode !== undefined) before.push(pg.assign(returnCode, pg.number(0)));
  const lowered = lowerStatements(state, unwrapped(state.routine.body));
  const body = [...keepParameterLengths(state), ...before, ...state.prologue, ...withMadeTables(state, withoutTexts(state, lowered))];
  // A RETURN in the middle must still give the rows that were collected.
  const withRows = after.length === 0 ? body : returning(body, after);
  const closing = takeComments(state, Number.MAX_SAFE_INTEGER);
  return { kind: 'Block', declarations: declarationsOf(state), body: withRows.length === 0 ? [{ kind: 'NullStatement' }] : withRows, closingComments: closing.length === 0 ? undefined : closing };
}

/** The outer BEGIN ... END of a body is that of the block. */
const unwrapped = (body: BoundRoutine['body']): BoundRoutine['body'] => (body.length === 1 && body[0]?.kind === 'BlockStatement' ? body[0].statements : body);

function returning(body: readonly PlStatement[], rows: readonly PlStatement[]): readonly PlStatement[] {
  const rewrite = (list: readonly PlStatement[]): readonly PlStatement[] =>
    list.flatMap((s): readonly PlStatement[] => {
      switch (s.kind) {
        case 'Return': return [...rows, s];
        case 'If': return [{ ...s, branches: s.branches.map((b) => ({ ...b, body: rewrite(b.body) })), otherwise: s.otherwise === undefined ? undefined : rewrite(s.otherwise) }];
        case 'While': case 'Loop': case 'ForQuery': return [{ ...s, body: rewrite(s.body) }];
        default: return [s];
      }
    });
  const out = rewrite(body);
  return out[out.length - 1]?.kind === 'Return' ? out : [...out, ...rows];
}

/** A function of one expression or one query needs no procedural language, and PostgreSQL can work it into the query around. */
function sqlBody(draft: Draft, node: RoutineNode): RoutineBody | undefined {
  if (node.kind !== 'CreateFunctionStatement') return undefined;
  const { state } = draft;
  const { low } = state;
  if (node.returns.kind === 'ReturnsQuery') {
    const query = lowerQuery(low, node.returns.query, { types: (state.result ?? []).map((c) => c.type), exact: 'result' });
    return { kind: 'SqlBody', statements: [{ ...query, leadingComments: takeComments(state, Number.MAX_SAFE_INTEGER) }] };
  }
  // Parameters are cut by statements.
  if (hasSizedParameters(state)) return undefined;
  const [only, ...others] = unwrapped(state.routine.body);
  if (node.returns.kind !== 'ReturnsScalar' || only?.kind !== 'ReturnStatement' || others.length > 0 || only.value === undefined || state.returns === undefined || !isScalar(state.returns)) return undefined;
  if (bare(only.value).kind === 'SubqueryExpression') return undefined;
  const open = openType(low, state.returns);
  const value = returned(low, only.value, state.returns);
  const comments = takeComments(state, Number.MAX_SAFE_INTEGER);
  return { kind: 'SqlBody', statements: [{ ...pg.select([pg.item(value.kind === 'Cast' && value.type.name === open.name ? value : pg.cast(value, open))]), leadingComments: comments }] };
}

const readsTables = (routine: BoundRoutine, node: RoutineNode): boolean => {
  let found = false;
  walk(node, (n) => {
    if (n.kind === 'NamedTable') found = true;
  });
  return found || routine.environment.tables.size > 0;
};

function volatilityOf(draft: Draft, node: RoutineNode, body: RoutineBody): CreateFunction['volatility'] {
  const { state } = draft;
  let changes = false;
  for (const s of state.routine.body)
    walk(s, (n) => {
      if (['InsertStatement', 'UpdateStatement', 'DeleteStatement', 'MergeStatement', 'ExecuteStatement', 'CreateTableStatement', 'TruncateTableStatement', 'TableVariableDeclaration'].includes(n.kind)) changes = true;
      if (n.kind === 'SelectQuery' && (n as unknown as { into?: unknown }).into !== undefined) changes = true;
    });
  if (node.kind === 'CreateProcedureStatement') return undefined;
  const onlyReturns = node.returns.kind === 'ReturnsTable' && state.filledOnly && !state.routine.body.some((s) => holdsOther(s));
  if ((changes && !onlyReturns) || state.low.volatility === 'volatile') return undefined;
  if (readsTables(state.routine, node) || state.low.volatility === 'stable') return 'STABLE';
  return body.kind === 'SqlBody' || node.returns.kind === 'ReturnsScalar' ? 'IMMUTABLE' : 'STABLE';
}

function holdsOther(root: Parameters<typeof walk>[0]): boolean {
  let found = false;
  walk(root, (n) => {
    if (['UpdateStatement', 'DeleteStatement', 'MergeStatement', 'ExecuteStatement', 'CreateTableStatement', 'TruncateTableStatement', 'TableVariableDeclaration'].includes(n.kind)) found = true;
    if (n.kind === 'InsertStatement' && (n as unknown as { target: { kind: string } }).target.kind !== 'VariableTable') found = true;
  });
  return found;
}

/** A procedure or function. */
export function lowerRoutine(object: CodeObject, ctx: ObjectContext): ConvertedObject {
  const routine = boundRoutine(ctx, object);
  const node = routine.parsed.statement;
  const name = ctx.names.routine(object.schema, object.name);
  const unread = raiseDiagnostics(routine.parsed, object, ctx);
  const plain = (kind: 'FUNCTION' | 'PROCEDURE'): TargetRef => ({ kind, schema: name.schema, name: name.name });
  if (node === undefined || (node.kind !== 'CreateProcedureStatement' && node.kind !== 'CreateFunctionStatement')) return unreadable(object, ctx, plain(object.kind === 'FUNCTION' ? 'FUNCTION' : 'PROCEDURE'));
  const draft = draftOf(routine, node, ctx);
  if (typeof draft === 'string') {
    ctx.raise(routineItems.routine, { reason: draft });
    const own = collecting(ctx, object);
    const state = routineState(routine, own, 'procedure');
    const parameters = lowerParameters(state, node.parameters);
    const scalarStub: Draft = { state, parameters, returns: node.kind === 'CreateProcedureStatement' ? undefined : pg.type('text'), asFunction: ctx.choices.proceduresAsFunctions };
    return codePart(object, ctx, { targets: [plain(kindOf(scalarStub))], statements: [stubOf(scalarStub, own, name, object)], stub: true });
  }
  const creates = plain(kindOf(draft));
  const stubContext = collecting(ctx, object);
  const stub = stubOf(draft, stubContext, name, object);
  const failed = draft.state.low.failures > 0 || unread;
  const sql = failed ? undefined : sqlBody(draft, node);
  if (failed || (sql !== undefined && draft.state.low.failures > 0)) {
    ctx.raise(routineItems.routine);
    return codePart(object, ctx, { targets: [creates], statements: [stub], stub: true });
  }
  const body = sql ?? plBody(draft, node);
  if (draft.state.low.failures > 0) {
    ctx.raise(routineItems.routine);
    return codePart(object, ctx, { targets: [creates], statements: [stub], stub: true });
  }
  const made = create(draft, name, object, body, { ...optionsOf(node, object, name, ctx), volatility: volatilityOf(draft, node, body), strict: node.options.some((o) => `${o.name} ${o.value ?? ''}`.startsWith('RETURNS NULL ON NULL INPUT')) ? true : undefined });
  const written = statement(ctx, made, { creates, phase: creates.kind === 'PROCEDURE' ? 'procedures' : 'functions', needs: ctx.needs });
  return codePart(object, ctx, { targets: [creates], statements: [written], fallback: [stub] });
}

/** Of a routine that could not be read only the name is known: its stand-in takes whatever it is given. */
function unreadable(object: CodeObject, ctx: ObjectContext, creates: TargetRef): ConvertedObject {
  ctx.raise(routineItems.routine);
  const body: Block = { kind: 'Block', body: [pg.fail(stubMessage(object), notSupported)] };
  const common = { name: pg.name(creates.schema, creates.name), parameters: [{ kind: 'RoutineParameter' as const, name: 'arguments', mode: 'VARIADIC' as const, type: pg.arrayOf(pg.type('text')), default: pg.text('{}') }], source: object.nameAt ?? object.definition, body };
  const stub: TargetStatementNode = creates.kind === 'PROCEDURE' ? { kind: 'CreateProcedure', ...common } : { kind: 'CreateFunction', ...common, returns: pg.type('text') };
  return codePart(object, ctx, { targets: [creates], statements: [statement(ctx, stub, { creates, phase: creates.kind === 'PROCEDURE' ? 'procedures' : 'functions' })], stub: true });
}

function create(draft: Draft, name: TargetName, object: CodeObject, body: RoutineBody, rest: Pick<CreateFunction, 'volatility' | 'strict'> & RoutineOptions): TargetStatementNode {
  const common = { name: pg.name(name.schema, name.name), parameters: draft.parameters, source: object.nameAt ?? object.definition, body };
  const security = rest.security === undefined ? {} : { security: rest.security, settings: rest.settings };
  if (draft.returns === undefined && draft.asFunction) {
    // Output parameters tell the result by themselves.
    const outputs = draft.parameters.some((p) => p.mode === 'INOUT');
    return { kind: 'CreateFunction', ...common, ...security, returns: outputs ? undefined : pg.type('void') };
  }
  if (draft.returns === undefined) return { kind: 'CreateProcedure', ...common, ...security };
  return { kind: 'CreateFunction', ...common, ...security, returns: draft.returns, volatility: rest.volatility, strict: rest.strict };
}

const kindOf = (draft: Draft): 'PROCEDURE' | 'FUNCTION' => (draft.returns === undefined && !draft.asFunction ? 'PROCEDURE' : 'FUNCTION');

/** The same signature over a body that raises feature_not_supported. */
function stubOf(draft: Draft, ctx: ObjectContext, name: TargetName, object: CodeObject): TargetStatement {
  const body: Block = { kind: 'Block', body: [pg.fail(stubMessage(object), notSupported)] };
  const creates: TargetRef = { kind: kindOf(draft), schema: name.schema, name: name.name };
  return statement(ctx, create(draft, name, object, body, { volatility: undefined }), { creates, phase: creates.kind === 'PROCEDURE' ? 'procedures' : 'functions', needs: ctx.needs });
}
