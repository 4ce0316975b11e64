import type { AssignmentOperator, ColumnReference, Expression as SourceExpression, Node as SourceNode, Query as SourceQuery, SelectAssignment, SelectQuery, Variable } from '@ferry/source-sqlserver';
import { arithmeticType as arithmetic, isScalar, walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, PlStatement, Query, SelectItem } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { isAggregate } from '../functions/aggregates';
import { coerce, lowerNode } from './expressions';
import { refuse, refuseSyntax } from './lowering';
import { lowerQuery } from './queries';
import { freshName, rowCountVariable } from './routine-state';
import type { RoutineState } from './routine-state';

/** The name of a variable that is assigned to; one that is not declared is refused. */
export const nameOf = (state: RoutineState, variable: Variable): string => state.names.get(variable.name.toLowerCase()) ?? (refuse(state.low, variable, expressionItems.unresolved, { name: variable.name }), 'unknown');

/** `@v += x` is `@v = @v + x`. */
const withOperator = (variable: Variable, operator: AssignmentOperator, value: SourceExpression): SourceExpression =>
  operator === '=' ? value : { kind: 'BinaryExpression', span: value.span, operator: operator.slice(0, -1) as '+', left: variable, right: { kind: 'ParenthesizedExpression', span: value.span, expression: value } };

function assigned(state: RoutineState, variable: Variable, operator: AssignmentOperator, value: SourceExpression): Expression {
  const { low } = state;
  const type = low.binding.types.get(variable) ?? state.routine.environment.variables.get(variable.name.toLowerCase())?.type ?? { kind: 'unknown' as const };
  const node = withOperator(variable, operator, value);
  if (node !== value) bindCompound(state, node, variable, value);
  return isScalar(type) ? coerce(low, node, type, 'assign') : refuse(low, variable, expressionItems.unknownType, { what: 'An assignment' });
}

/** Compound assignments are nodes of our own: their types are worked out here. */
function bindCompound(state: RoutineState, node: SourceExpression, variable: Variable, value: SourceExpression): void {
  if (node.kind !== 'BinaryExpression') return;
  const { types } = state.low.binding;
  const own = state.routine.environment.variables.get(variable.name.toLowerCase())?.type ?? { kind: 'unknown' as const };
  types.set(variable, own);
  types.set(node.right, types.get(value) ?? { kind: 'unknown' });
  types.set(node, arithmetic(node.operator, own, types.get(value) ?? { kind: 'unknown' }));
}

export function lowerSetVariable(state: RoutineState, variable: Variable, operator: AssignmentOperator, value: SourceExpression): readonly PlStatement[] {
  return [pg.assign(nameOf(state, variable), assigned(state, variable, operator, value))];
}

const variablesIn = (node: SourceExpression): Set<string> => {
  const names = new Set<string>();
  walk(node, (n) => {
    if (n.kind === 'Variable') names.add((n as Variable).name.toLowerCase());
  });
  return names;
};

/**
 * `SELECT @s = @s + Name FROM ...`: each row is worked into the variables in turn. The columns are fetched, and the expressions are
 * evaluated in the loop, where the variables have the values of the row before.
 */
function buildUp(state: RoutineState, query: SourceQuery, select: SelectQuery, items: readonly SelectAssignment[], counted: boolean): readonly PlStatement[] {
  const { low } = state;
  const columns: ColumnReference[] = [];
  let plain = select.quantifier !== 'DISTINCT';
  for (const item of items)
    walk(item.expression, (n) => {
      if (n.kind === 'ColumnReference') columns.push(n as ColumnReference);
      if (n.kind === 'Query' || n.kind === 'OverClause') plain = false;
      if (isAggregate(n)) plain = false;
    });
  if (!plain) return (refuseSyntax(low, query, 'A SELECT that builds a variable up from row to row', 'use string_agg or an aggregate'), []);
  const record = freshName(state, 'found_row');
  state.declarations.set(record, { kind: 'DeclareVariable', name: record, type: pg.type('record') });
  const shell = lowerQuery(low, { ...query, body: { ...select, items: [] } }, { written: query });
  const fetched = columns.map((c, n) => pg.item(lowerNode(low, c), `value_${n + 1}`));
  const rows: Query = shell.kind === 'Select' ? { ...shell, items: fetched.length === 0 ? [pg.item(pg.number(1), 'value_1')] : fetched } : shell;
  const before = low.fields;
  low.fields = new Map(columns.map((c, n) => [c, pg.variable(record, `value_${n + 1}`)]));
  const body = items.flatMap((i) => lowerSetVariable(state, i.variable, i.operator, i.expression));
  low.fields = before;
  const loop: PlStatement = { kind: 'ForQuery', targets: [pg.target(record)], in: { query: rows }, body: counted ? [...body, pg.assign(rowCountVariable(state), pg.add(pg.variable(rowCountVariable(state)), pg.number(1)))] : body };
  return counted ? [pg.assign(rowCountVariable(state), pg.number(0)), loop] : [loop];
}

/** A query that always gives exactly one row: its values are aggregates, or made of them. */
function oneRow(select: SelectQuery): boolean {
  if (select.groupBy !== undefined || select.having !== undefined || select.top !== undefined || select.quantifier === 'DISTINCT') return false;
  return select.items.every((item) => {
    let found = false;
    const look = (n: SourceNode): boolean => {
      if (isAggregate(n) && n.over === undefined) found = true;
      return n.kind !== 'Query';
    };
    if (item.kind === 'SelectAssignment') walk(item.expression, look);
    return found;
  });
}

/** Whether no value is made of a variable that another one fills: then all can be filled at once. */
const apart = (items: readonly SelectAssignment[]): boolean => items.every((item) => items.every((other) => other === item || !variablesIn(item.expression).has(other.variable.name.toLowerCase())));

/**
 * `SELECT @a = x, @b = y FROM ...`: the variables keep their values when there is no row and have those of the last row when
 * there are several. SELECT INTO of PL/pgSQL would set NULL and take the first, so the rows are walked.
 */
export function lowerAssignments(state: RoutineState, query: SourceQuery, select: SelectQuery, counted: boolean): readonly PlStatement[] {
  const { low } = state;
  const items = select.items.filter((i): i is SelectAssignment => i.kind === 'SelectAssignment');
  if (items.length !== select.items.length) return (refuseSyntax(low, query, 'A SELECT that assigns variables and returns columns'), []);
  if (select.from.length === 0 && query.with === undefined && select.where === undefined) {
    const assignments = items.flatMap((i) => lowerSetVariable(state, i.variable, i.operator, i.expression));
    return counted ? [...assignments, pg.assign(rowCountVariable(state), pg.number(1))] : assignments;
  }
  const targets = new Set(items.map((i) => i.variable.name.toLowerCase()));
  const own = items.some((i) => i.operator !== '=' || [...variablesIn(i.expression)].some((v) => targets.has(v)));
  if (own && !(oneRow(select) && apart(items))) return buildUp(state, query, select, items, counted);
  const columns = items.map((i, n): SelectItem => pg.item(assigned(state, i.variable, i.operator, i.expression), `value_${n + 1}`));
  const shell = lowerQuery(low, { ...query, body: { ...select, items: [] } }, { written: query });
  const limit = state.rowLimit === undefined || shell.limit !== undefined || shell.fetchWithTies !== undefined ? {} : { limit: state.rowLimit };
  const rows: Query = shell.kind === 'Select' ? { ...shell, items: columns, ...limit } : shell;
  if (oneRow(select) && !counted) {
    const plain = rows.kind === 'Select' ? { ...rows, items: columns.map((c) => pg.item(c.expression)) } : rows;
    return [{ kind: 'SqlStatement', statement: plain, into: { targets: items.map((i) => pg.target(nameOf(state, i.variable))) } }];
  }
  const record = freshName(state, 'found_row');
  state.declarations.set(record, { kind: 'DeclareVariable', name: record, type: pg.type('record') });
  const body = items.map((i, n): PlStatement => ({ kind: 'Assign', target: pg.target(nameOf(state, i.variable)), value: pg.variable(record, `value_${n + 1}`) }));
  const loop: PlStatement = { kind: 'ForQuery', targets: [pg.target(record)], in: { query: rows }, body: counted ? [...body, pg.assign(rowCountVariable(state), pg.add(pg.variable(rowCountVariable(state)), pg.number(1)))] : body };
  return counted ? [pg.assign(rowCountVariable(state), pg.number(0)), loop] : [loop];
}

