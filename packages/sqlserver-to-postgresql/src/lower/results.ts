import type { FunctionCall, InsertStatement, Query as SourceQuery, RowSource, SelectItem, SelectQuery, ShapeColumn, Statement } from '@ferry/source-sqlserver';
import { familyOf, isScalar, partsOf, resultType, shapeOf } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, PlStatement, Query, TableColumn } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { routineItems } from '../action-items/routines';
import { definedName } from './definitions';
import { temporaryName } from './temporary-names';
import { integerOf } from './literals';
import { bare, pgType, refuse, refuseSyntax, typeWords } from './lowering';
import { lowerItems, lowerQuery, lowerWith } from './queries';
import { identityOf } from '../storage/identities';
import { helperVariable } from './routine-state';
import type { RoutineState } from './routine-state';

/** A query in exactly the types of the function's columns. */
export function resultQuery(state: RoutineState, query: SourceQuery): Query {
  const { low, result } = state;
  const shape = shapeOf(low.binding, query);
  if (result === undefined || shape === undefined || shape.length !== result.length) {
    refuse(low, query, routineItems.resultSets, { what: 'a result set' });
    return pg.select([pg.item(pg.null)]);
  }
  return lowerQuery(low, query, { types: result.map((c) => c.type), exact: 'result' });
}

/** SET ROWCOUNT limits every query that has no narrower limit of its own. */
const limitedTo = (state: RoutineState, query: Query): Query => (state.rowLimit === undefined || query.limit !== undefined || query.fetchWithTies !== undefined ? query : { ...query, limit: state.rowLimit });

/** Rows that go to the caller: of a function they are its rows, of a trigger a message, else a cursor is opened for them. */
export function sendRows(state: RoutineState, node: Statement, rows: Query, columns: readonly ShapeColumn[] | undefined): readonly PlStatement[] {
  if (state.sink !== undefined) return state.sink.rows(rows, columns);
  if (state.kind === 'rows') return [{ kind: 'ReturnQuery', of: { query: rows } }];
  if (state.kind === 'trigger' && columns !== undefined) return [rowsAsMessage(state, rows, columns)];
  const cursor = state.added.cursors[state.cursorAt(node) ?? -1];
  if (cursor !== undefined) return [{ kind: 'OpenCursor', cursor, for: { query: rows } }];
  if (state.kind === 'many' && state.added.sets !== undefined) {
    // A cursor variable without a name gets one of its own.
    const own = helperVariable(state, 'result set', 'result_set', pg.type('refcursor'));
    return [pg.assign(own, pg.null), { kind: 'OpenCursor', cursor: own, for: { query: rows } }, pg.assign(state.added.sets, pg.call('array_append', pg.variable(state.added.sets), pg.variable(own)))];
  }
  refuse(state.low, node, routineItems.resultSets, { what: 'a result set' });
  return [];
}

/** SELECT that sends rows to the caller. */
export const lowerResult = (state: RoutineState, node: Extract<Statement, { kind: 'SelectStatement' }>): readonly PlStatement[] =>
  state.sink !== undefined && state.rowLimit === undefined ? state.sink.query(state.low, node.query) : sendRows(state, node, limitedTo(state, state.kind === 'rows' && state.sink === undefined ? resultQuery(state, node.query) : lowerQuery(state.low, node.query)), shapeOf(state.low.binding, node.query));

const bracketed = (name: string): string => `[${name.replaceAll(']', ']]')}]`;

/**
 * The rows of a SELECT in a trigger, as a notice: PostgreSQL lets no trigger answer its client, and a cursor would outlive the rows of
 * `inserted` and `deleted`. The SQLSTATE 0100C says that a result set was returned, DETAIL holds the rows as JSON.
 */
function rowsAsMessage(state: RoutineState, rows: Query, columns: readonly ShapeColumn[]): PlStatement {
  const { object } = state.routine;
  state.low.ctx.raise(routineItems.triggerRows);
  const names = distinct(columns.map((c, i) => (/^\d*$/.test(c.name) ? `column_${i + 1}` : state.low.ctx.names.local(c.name))), []);
  const all: Expression = pg.cast(pg.call('json_agg', pg.column('rows')), pg.type('text'));
  return {
    kind: 'Raise', level: 'NOTICE', format: '%', args: [pg.text(`Rows of ${object.schema}.${object.name}: ${columns.map((c) => `${bracketed(c.name)} ${typeWords(resultType(c.type))}`).join(', ')}`)],
    using: [
      { option: 'ERRCODE', value: pg.text('0100C') },
      { option: 'DETAIL', value: pg.subquery(pg.select([pg.item(pg.call('coalesce', all, pg.text('[]')))], { from: [{ kind: 'FromSubquery', query: rows, alias: 'rows', columns: names }] })) },
    ],
  };
}

/** Names that are told apart from each other and from those that are taken. */
export function distinct(names: readonly string[], taken: readonly string[]): readonly string[] {
  const seen = new Set(taken);
  return names.map((plain) => {
    let name = plain;
    for (let n = 2; seen.has(name); n++) name = `${plain}_${n}`;
    seen.add(name);
    return name;
  });
}

/** The table variable that a function returns, when the body only fills it: then each INSERT returns its rows at once. */
export function returnTable(state: RoutineState): string | undefined {
  const node = state.routine.parsed.statement;
  return node?.kind === 'CreateFunctionStatement' && node.returns.kind === 'ReturnsTable' && state.filledOnly ? node.returns.variable?.name : undefined;
}

/** INSERT into the table that a function returns, as RETURN QUERY. */
export function returnRows(state: RoutineState, node: InsertStatement, target: RowSource, columns: readonly ShapeColumn[]): readonly PlStatement[] | undefined {
  const { low, result } = state;
  const wanted = returnTable(state);
  if (wanted === undefined || result === undefined || target.origin !== 'variable' || low.binding.index.fold(target.name ?? '') !== low.binding.index.fold(wanted)) return undefined;
  const order = result.map((r) => columns.findIndex((c) => low.binding.index.fold(c.name) === low.binding.index.fold(r.name)));
  const { source } = node;
  if (node.outputs.length > 0) refuseSyntax(low, node, 'OUTPUT of an INSERT into the returned table');
  // The tables of WITH stand before INSERT, and belong to its query.
  const ctes = lowerWith(low, node.with);
  const returned = (query: SourceQuery): readonly PlStatement[] => {
    const rows = lowerQuery(low, query, { types: result.map((c) => c.type), exact: 'result' });
    return [{ kind: 'ReturnQuery', of: { query: ctes === undefined ? rows : { ...rows, with: ctes } } }];
  };
  if (source.kind === 'ValuesQuery' || source.kind === 'Query') {
    const inOrder = order.every((at, i) => at === i) && columns.length === result.length;
    if (source.kind === 'Query' && inOrder) return returned(source);
    if (source.kind === 'ValuesQuery' && inOrder) return returned(asQuery(source));
  }
  refuseSyntax(low, node, 'INSERT into the returned table', 'it does not fill all columns in their order');
  return [];
}

const asQuery = (body: Extract<SourceQuery['body'], { kind: 'ValuesQuery' }>): SourceQuery => ({ kind: 'Query', span: body.span, with: undefined, body, orderBy: [], offset: undefined, for: undefined, hints: [], compute: [] });

/** SELECT ... INTO #t. */
export function lowerSelectInto(state: RoutineState, node: Extract<Statement, { kind: 'SelectStatement' }>): readonly PlStatement[] {
  const { low } = state;
  const select = node.query.body.kind === 'SelectQuery' ? node.query.body : undefined;
  const name = select?.into === undefined ? '' : (partsOf(select.into).pop() ?? '');
  if (name.startsWith('##')) return (refuse(low, node, routineItems.globalTemporary, { name }), []);
  const shape = shapeOf(low.binding, node.query);
  if (shape === undefined || shape.some((c) => !isScalar(c.type) || c.name === '' || familyOf(c.type) === 'other')) return (refuse(low, node, expressionItems.unknownType, { what: 'SELECT ... INTO' }), []);
  if (select?.items.some((i) => identityCall(i) !== undefined) === true) return intoNumbered(state, node, select, shape, name);
  const query = lowerQuery(low, node.query, { into: true, types: shape.map((c) => c.type), exact: 'result' });
  if (!name.startsWith('#') && select?.into !== undefined) return [{ kind: 'SqlStatement', statement: { kind: 'CreateTableAs', name: definedName(state, select.into), query } }];
  const target = temporaryName(low, name);
  return [dropTemporary(target), { kind: 'SqlStatement', statement: { kind: 'CreateTableAs', name: pg.name(target), persistence: 'TEMPORARY', onCommit: 'DROP', query } }];
}

const identityCall = (item: SelectItem): FunctionCall | undefined => {
  const inner = item.kind === 'SelectExpression' ? bare(item.expression) : undefined;
  return inner?.kind === 'FunctionCall' && partsOf(inner.name).join('.').toUpperCase() === 'IDENTITY' ? inner : undefined;
};

/**
 * `SELECT IDENTITY(int, 1, 1) AS n, ... INTO #t`: a table with an identity column that is filled by INSERT, which counts in the order of
 * the query (https://learn.microsoft.com/sql/t-sql/functions/identity-function-transact-sql).
 */
function intoNumbered(state: RoutineState, node: Extract<Statement, { kind: 'SelectStatement' }>, select: SelectQuery, shape: readonly ShapeColumn[], name: string): readonly PlStatement[] {
  const { low } = state;
  const calls = select.items.map(identityCall);
  const at = calls.findIndex((c) => c !== undefined);
  const args = calls[at]?.args ?? [];
  const numbers = args.length === 1 ? [1, 1] : [integerOf(args[1]), integerOf(args[2])];
  const [seed, increment] = numbers;
  if (seed === undefined || increment === undefined || increment === 0 || calls.filter((c) => c !== undefined).length > 1 || select.items.some((i) => i.kind === 'SelectStar') || select.into === undefined) return (refuseSyntax(low, node, 'This form of IDENTITY'), []);
  const target = name.startsWith('#') ? pg.name(temporaryName(low, name)) : definedName(state, select.into);
  const columns = shape.map((c, i): TableColumn => {
    const type = isScalar(c.type) ? (i === at && familyOf(c.type) === 'decimal' ? pg.type('bigint') : pgType(low, c.type)) : pg.type('text');
    return { kind: 'TableColumn', name: low.ctx.names.local(c.name), type, identity: i === at ? identityOf({ identity: { seed: String(seed), increment: String(increment) } }) : undefined };
  });
  const shell = lowerQuery(low, { ...node.query, body: { ...select, into: undefined, items: [] } }, { written: node.query });
  const others = select.items.filter((_, i) => i !== at);
  const rows: Query = shell.kind === 'Select' ? { ...shell, items: lowerItems(low, others, { types: shape.filter((_, i) => i !== at).map((c) => c.type), assign: 'store' }) } : shell;
  const names = columns.filter((_, i) => i !== at).map((c) => c.name);
  const insert: PlStatement = { kind: 'SqlStatement', statement: { kind: 'Insert', into: target, columns: names, rows } };
  if (!name.startsWith('#')) return [{ kind: 'SqlStatement', statement: { kind: 'CreateTable', name: target, columns } }, insert];
  return [dropTemporary(target.name), { kind: 'SqlStatement', statement: { kind: 'CreateTable', name: target, persistence: 'TEMPORARY', onCommit: 'DROP', columns } }, insert];
}

/** A second call in one transaction must not find the table of the first. */
export const dropTemporary = (name: string): PlStatement => ({ kind: 'SqlStatement', statement: { kind: 'Drop', object: { type: 'TABLE', name: pg.name('pg_temp', name) }, ifExists: true } });

