import { walk } from '../syntax';
import type { ExecuteStatement, Expression, IfStatement, Node, Query, SelectStatement, Statement, TryCatchStatement, UpdateStatement, Variable, WhileStatement } from '../syntax';
import { foldText } from './dynamic-fold';
import { assignValue, changeRows, forkState, isDeclared, mergeStates, readsOf, valueOf } from './dynamic-state';
import type { DynamicState } from './dynamic-state';
import { chooseValue, joinValues, nullValue } from './dynamic-values';
import type { DynamicValue } from './dynamic-values';

/** Called at every EXEC, in the order of the text, with what is known there. */
export type ExecuteVisitor = (node: ExecuteStatement, state: DynamicState) => void;

interface Run {
  readonly visit: ExecuteVisitor;
  /** All statements, for jumps. */
  readonly body: readonly Statement[];
  readonly labels: ReadonlySet<string>;
  loops: number;
}

/** The variables that a statement or what is in it may give a value. */
const assignedVariables = new WeakMap<Node, ReadonlySet<string>>();

function assignedIn(root: Node): ReadonlySet<string> {
  const known = assignedVariables.get(root);
  if (known !== undefined) return known;
  const names = new Set<string>();
  const add = (variable: Variable | undefined): void => void (variable === undefined || names.add(variable.name.toLowerCase()));
  walk(root, (node) => targetsOf(node).forEach(add));
  assignedVariables.set(root, names);
  return names;
}

/** The variables that a node itself assigns. */
export function targetsOf(node: Node): readonly Variable[] {
  const at = node as Statement | { readonly kind: 'SelectAssignment' | 'VariableAssignment' | 'ColumnAssignment'; readonly variable: Variable | undefined };
  switch (at.kind) {
    case 'SetVariableStatement': return [at.variable];
    case 'SetMemberStatement': return at.call.target.kind === 'Variable' ? [at.call.target] : [];
    case 'SelectAssignment':
    case 'VariableAssignment':
    case 'ColumnAssignment': return at.variable === undefined ? [] : [at.variable];
    case 'DeclareStatement': return at.declarations.flatMap((d) => (d.kind === 'VariableDeclaration' && d.value !== undefined ? [d.variable] : []));
    case 'FetchCursorStatement': return at.into;
    case 'PassedOverStatement': return at.variables;
    case 'ExecuteStatement': return [...(at.result === undefined ? [] : [at.result]), ...at.target.args.flatMap((a) => (a.output && a.value.kind === 'Variable' ? [a.value] : []))];
    default: return [];
  }
}

/** Nobody knows what these hold now. */
const forget = (state: DynamicState, names: Iterable<string>): void => {
  for (const name of names) assignValue(state, name, undefined);
};

/** Follows the texts of variables through the statements of a routine or batch, each statement once. */
export function followTexts(state: DynamicState, body: readonly Statement[], visit: ExecuteVisitor): void {
  const labels = new Set<string>();
  for (const statement of body) walk(statement, (node) => { if (node.kind === 'GotoStatement') labels.add((node as Extract<Statement, { kind: 'GotoStatement' }>).label.name.toLowerCase()); });
  follow({ visit, body, labels, loops: 0 }, state, body);
}

/** @returns whether the statement after the list is reached from its end */
function follow(run: Run, state: DynamicState, statements: readonly Statement[]): boolean {
  let reached = true;
  for (const statement of statements) reached = step(run, state, statement) && (reached || statement.kind === 'LabelStatement');
  return reached;
}

function step(run: Run, state: DynamicState, node: Statement): boolean {
  switch (node.kind) {
    case 'BlockStatement': return follow(run, state, node.statements);
    case 'IfStatement': return branch(run, state, node);
    case 'WhileStatement': return loop(run, state, node);
    case 'TryCatchStatement': return attempt(run, state, node);
    case 'LabelStatement':
      // Whoever jumps here may have assigned anything.
      if (run.labels.has(node.label.name.toLowerCase())) for (const statement of run.body) forget(state, assignedIn(statement));
      return true;
    case 'ReturnStatement':
    case 'GotoStatement':
    case 'ThrowStatement':
    case 'BreakStatement':
    case 'ContinueStatement': return false;
    default:
      simple(run, state, node);
      return true;
  }
}

function branch(run: Run, state: DynamicState, node: IfStatement): boolean {
  const reads = readsOf(state, node.condition);
  const then = forkState(state);
  const otherwise = forkState(state);
  const thenEnds = step(run, then, node.then);
  const otherwiseEnds = node.otherwise === undefined || step(run, otherwise, node.otherwise);
  mergeStates(state, [thenEnds ? then : undefined, otherwiseEnds ? otherwise : undefined], (a, b) => chooseValue(node.condition, reads, a, b));
  return thenEnds || otherwiseEnds;
}

function loop(run: Run, state: DynamicState, node: WhileStatement): boolean {
  const names = [...assignedIn(node.body)];
  const before = new Map(names.map((name) => [name, valueOf(state, name)]));
  const appends = appendedIn(node.body);
  const settle = (at: DynamicState, inside: DynamicState): void => {
    const values = names.map((name) => grown(inside, before.get(name), appends.get(name)));
    names.forEach((name, i) => assignValue(at, name, values[i]));
    changeRows(at);
  };
  const body = forkState(state);
  forget(body, names);
  settle(body, body);
  run.loops++;
  step(run, body, node.body);
  run.loops--;
  settle(state, body);
  return true;
}

/** A text after any number of rounds of a loop that appends pieces to it, or does something else with it. */
const grown = (state: DynamicState, before: DynamicValue | undefined, pieces: readonly Expression[] | undefined): DynamicValue | undefined =>
  before === undefined || before.kind === 'null' || pieces === undefined ? undefined : joinValues(before, repeated(state, pieces));

/** What a loop appends to a text, whatever it appends: one piece after the other, any number of times. */
function repeated(state: DynamicState, pieces: readonly Expression[]): DynamicValue {
  const values = pieces.map((piece) => foldText(state, piece));
  return { kind: 'repeat', piece: values.length === 1 ? (values[0] as DynamicValue) : values.reduce((all, value) => chooseValue(undefined, undefined, all, value)) };
}

/** Variables that a piece of code only ever appends to (`@s += x`, `SET @s = @s + x`), and what it appends. */
function appendedIn(root: Node): ReadonlyMap<string, readonly Expression[]> {
  const pieces = new Map<string, Expression[]>();
  const other = new Set<string>();
  walk(root, (node) => {
    for (const variable of targetsOf(node)) {
      const name = variable.name.toLowerCase();
      const piece = appendedBy(node, name);
      if (piece === undefined) other.add(name);
      else pieces.set(name, [...(pieces.get(name) ?? []), piece]);
    }
  });
  for (const name of other) pieces.delete(name);
  return pieces;
}

function appendedBy(node: Node, name: string): Expression | undefined {
  if (node.kind !== 'SetVariableStatement' && node.kind !== 'SelectAssignment') return undefined;
  const { operator, ...rest } = node as Extract<Statement, { kind: 'SetVariableStatement' }>;
  const value = 'expression' in rest ? (rest.expression as Expression) : rest.value;
  if (value.kind === 'CursorDefinition') return undefined;
  return operator === '+=' ? value : operator === '=' ? withoutFirst(value, name) : undefined;
}

/** `x` of `@name + x`: the rest of a sum whose first operand is the variable. */
function withoutFirst(value: Expression, name: string): Expression | undefined {
  const operands: Expression[] = [];
  let at: Expression = value;
  for (; at.kind === 'BinaryExpression' && at.operator === '+'; at = at.left) operands.push(at.right);
  const first = at.kind === 'FunctionCall' && at.args[0] !== undefined && /^(?:isnull|coalesce)$/i.test(at.name.parts.at(-1)?.name ?? '') ? at.args[0] : at;
  if (first.kind !== 'Variable' || first.name.toLowerCase() !== name || operands.length === 0) return undefined;
  return operands.reverse().reduce((left, right): Expression => ({ kind: 'BinaryExpression', operator: '+', left, right, span: { start: left.span.start, end: right.span.end } }));
}

/** An error may end the TRY after any of its statements. */
function attempt(run: Run, state: DynamicState, node: TryCatchStatement): boolean {
  const way = forkState(state);
  const ends = follow(run, way, node.attempt);
  const handler = forkState(state);
  for (const statement of node.attempt) forget(handler, assignedIn(statement));
  changeRows(handler);
  const handled = follow(run, handler, node.handler);
  mergeStates(state, [ends ? way : undefined, handled ? handler : undefined], (a, b) => chooseValue(undefined, undefined, a, b));
  return ends || handled;
}

const reading = new Set<Statement['kind']>(['SelectStatement', 'PrintStatement', 'DeclareStatement', 'SetVariableStatement', 'SetOptionStatement', 'RaiserrorStatement', 'OpenCursorStatement', 'CloseCursorStatement']);

function simple(run: Run, state: DynamicState, node: Statement): void {
  switch (node.kind) {
    case 'DeclareStatement':
      for (const d of node.declarations) {
        if (d.kind !== 'VariableDeclaration') continue;
        if (d.value !== undefined) assignValue(state, d.variable.name, foldText(state, d.value));
        // A DECLARE that is met again in a loop leaves the value as it is.
        else if (run.loops === 0 || !isDeclared(state, d.variable.name)) assignValue(state, d.variable.name, nullValue);
      }
      return;
    case 'SetVariableStatement':
      if (node.value.kind === 'CursorDefinition') assignValue(state, node.variable.name, undefined);
      else assignValue(state, node.variable.name, assigned(state, node.variable.name, node.operator, foldText(state, node.value)));
      return;
    case 'SelectStatement': return select(state, node);
    case 'ExecuteStatement':
      run.visit(node, state);
      break;
    case 'InsertStatement':
      if (node.source.kind === 'ExecuteStatement') run.visit(node.source, state);
      break;
    case 'UpdateStatement':
      forget(state, updateTargets(node));
      break;
    default: break;
  }
  forget(state, assignedIn(node));
  if (!reading.has(node.kind)) changeRows(state);
}

const updateTargets = (node: UpdateStatement): string[] => node.set.flatMap((s) => ('variable' in s && s.variable !== undefined ? [s.variable.name] : []));

/** The value of a variable after `= value`, `+= value`; other operators are arithmetic. */
function assigned(state: DynamicState, name: string, operator: string, value: DynamicValue): DynamicValue | undefined {
  if (operator === '=') return value;
  const before = valueOf(state, name);
  return operator === '+=' && before !== undefined ? joinValues(before, value) : undefined;
}

function select(state: DynamicState, node: SelectStatement): void {
  const query: Query = node.query;
  if (query.body.kind !== 'SelectQuery') return forget(state, assignedIn(node));
  const { items, from, where, top } = query.body;
  const plain = from.length === 0 && top === undefined && query.with === undefined;
  for (const item of items) {
    if (item.kind !== 'SelectAssignment') continue;
    const { name } = item.variable;
    const before = valueOf(state, name);
    if (plain) {
      const value = assigned(state, name, item.operator, foldText(state, item.expression));
      assignValue(state, name, where === undefined || value === undefined || before === undefined ? (where === undefined ? value : undefined) : chooseValue(where, readsOf(state, where), value, before));
      continue;
    }
    assignValue(state, name, ofRows(state, item.expression, item.operator, name, before));
  }
  if (query.body.into !== undefined) changeRows(state);
}

/** What a SELECT over rows leaves in a variable: what was appended row by row, or what the last row gave; without rows it stays as it was. */
function ofRows(state: DynamicState, expression: Expression, operator: string, name: string, before: DynamicValue | undefined): DynamicValue | undefined {
  const piece = operator === '+=' ? expression : operator === '=' ? withoutFirst(expression, name.toLowerCase()) : undefined;
  if (piece !== undefined) {
    const start = before?.kind === 'null' ? undefined : before;
    return start === undefined ? undefined : joinValues(start, { kind: 'repeat', piece: foldText(state, piece) });
  }
  const value = operator === '=' ? foldText(state, expression) : undefined;
  if (value === undefined || value.kind === 'hole') return undefined;
  return before === undefined || before.kind === 'null' ? value : chooseValue(undefined, undefined, value, before);
}
