import { walk } from '../syntax';
import type { BeginTransactionStatement, CommitTransactionStatement, Expression, GlobalVariable, IfStatement, Node, RollbackTransactionStatement, SaveTransactionStatement, Statement, TransactionName } from '../syntax';
import { functionName } from './dynamic-state';
import { eachStatement } from './flow-graph';

/** `IF @@TRANCOUNT > 0 ROLLBACK`, `IF XACT_STATE() <> 0 ROLLBACK`: ends a transaction where there is one. */
export interface GuardedEnd {
  readonly node: IfStatement;
  readonly ends: 'COMMIT' | 'ROLLBACK';
  readonly by: '@@TRANCOUNT' | 'XACT_STATE';
}

/**
 * A routine that begins a transaction only when its caller has none: `SET @outer = @@TRANCOUNT; IF @outer = 0 BEGIN TRAN ELSE SAVE TRAN p;
 * ... IF @outer = 0 COMMIT`.
 */
export interface NestedBegin {
  /** The variable that keeps the count of the caller, in lower case; missing when @@TRANCOUNT is tested itself. */
  readonly counter: string | undefined;
  readonly node: IfStatement;
  /** The savepoint of the other branch. */
  readonly savepoint: SaveTransactionStatement | undefined;
  /** The statements that end it, by the same counter. */
  readonly ends: readonly IfStatement[];
}

/** A savepoint by its name, in lower case, and what goes back to it. */
export interface Savepoint {
  readonly name: string;
  readonly saves: readonly SaveTransactionStatement[];
  readonly rollbacks: readonly RollbackTransactionStatement[];
}

/** What a routine does with transactions. */
export interface TransactionFacts {
  readonly begins: readonly BeginTransactionStatement[];
  readonly commits: readonly CommitTransactionStatement[];
  /** Of the whole transaction. */
  readonly rollbacks: readonly RollbackTransactionStatement[];
  readonly savepoints: readonly Savepoint[];
  readonly guards: readonly GuardedEnd[];
  readonly nested: readonly NestedBegin[];
  /** `SET XACT_ABORT ON` and `OFF`, in the order of the text. */
  readonly xactAbort: readonly boolean[];
}

const nameOf = (name: TransactionName): string | undefined => name?.name.toLowerCase();

const bare = (node: Expression): Expression => (node.kind === 'ParenthesizedExpression' ? bare(node.expression) : node);

/** What a condition compares with a number: @@TRANCOUNT, XACT_STATE(), or a variable. */
function tested(condition: Expression): { readonly of: string; readonly zero: boolean } | undefined {
  const test = bare(condition);
  if (test.kind !== 'ComparisonExpression') return undefined;
  const [left, right] = [bare(test.left), bare(test.right)];
  const [what, number, flipped] = right.kind === 'IntegerLiteral' || right.kind === 'UnaryExpression' ? [left, right, false] : [right, left, true];
  const of = what.kind === 'GlobalVariable' ? what.name.toUpperCase() : what.kind === 'FunctionCall' ? functionName(what) : what.kind === 'Variable' ? what.name.toLowerCase() : undefined;
  if (of === undefined) return undefined;
  const zero = number.kind === 'IntegerLiteral' && number.value === '0';
  return { of, zero: (zero && test.operator === '=') || (number.kind === 'IntegerLiteral' && number.value === '1' && test.operator === (flipped ? '>' : '<')) };
}

/** The statements of a branch, without BEGIN and END around them. */
const branch = (node: Statement | undefined): readonly Statement[] => (node === undefined ? [] : node.kind === 'BlockStatement' ? node.statements : [node]);

const holds = (list: readonly Statement[], kind: Statement['kind']): boolean => list.some((s) => s.kind === kind);

function guardOf(node: IfStatement): GuardedEnd | undefined {
  const test = tested(node.condition);
  if (test === undefined || test.zero || (test.of !== '@@TRANCOUNT' && test.of !== 'XACT_STATE')) return undefined;
  const list = branch(node.then);
  const ends = holds(list, 'RollbackTransactionStatement') ? 'ROLLBACK' : holds(list, 'CommitTransactionStatement') ? 'COMMIT' : undefined;
  return ends === undefined ? undefined : { node, ends, by: test.of };
}

/** Variables that are given @@TRANCOUNT, in lower case. */
function countersIn(body: readonly Statement[]): ReadonlySet<string> {
  const counters = new Set<string>();
  const reads = (value: Node | undefined): boolean => value?.kind === 'GlobalVariable' && (value as GlobalVariable).name.toUpperCase() === '@@TRANCOUNT';
  for (const statement of body)
    walk(statement, (node) => {
      const { variable, value, expression } = node as Node & { readonly variable?: { readonly name: string }; readonly value?: Node; readonly expression?: Node };
      if (variable !== undefined && (reads(value) || reads(expression))) counters.add(variable.name.toLowerCase());
    });
  return counters;
}

/** What a routine or batch does with transactions. */
export function findTransactions(body: readonly Statement[]): TransactionFacts {
  const begins: BeginTransactionStatement[] = [];
  const commits: CommitTransactionStatement[] = [];
  const all: RollbackTransactionStatement[] = [];
  const saves: SaveTransactionStatement[] = [];
  const ifs: IfStatement[] = [];
  const xactAbort: boolean[] = [];
  eachStatement(body, (node) => {
    if (node.kind === 'BeginTransactionStatement') begins.push(node);
    else if (node.kind === 'CommitTransactionStatement') commits.push(node);
    else if (node.kind === 'RollbackTransactionStatement') all.push(node);
    else if (node.kind === 'SaveTransactionStatement') saves.push(node);
    else if (node.kind === 'IfStatement') ifs.push(node);
    else if (node.kind === 'SetOptionStatement' && node.names.includes('XACT_ABORT')) xactAbort.push(/^\s*ON\b/i.test(node.value));
  });
  const names = new Set(saves.flatMap((s) => nameOf(s.name) ?? []));
  const toSavepoint = (node: RollbackTransactionStatement): boolean => names.has(nameOf(node.name) ?? '');
  return {
    begins,
    commits,
    rollbacks: all.filter((node) => !toSavepoint(node)),
    savepoints: [...names].map((name) => ({ name, saves: saves.filter((s) => nameOf(s.name) === name), rollbacks: all.filter((r) => nameOf(r.name) === name) })),
    guards: ifs.flatMap((node) => guardOf(node) ?? []),
    nested: nestedBegins(body, ifs),
    xactAbort,
  };
}

function nestedBegins(body: readonly Statement[], ifs: readonly IfStatement[]): NestedBegin[] {
  const counters = countersIn(body);
  const ofCaller = (node: IfStatement): { readonly counter: string | undefined; readonly zero: boolean } | undefined => {
    const test = tested(node.condition);
    if (test === undefined) return undefined;
    return test.of === '@@TRANCOUNT' ? { counter: undefined, zero: test.zero } : counters.has(test.of) ? { counter: test.of, zero: test.zero } : undefined;
  };
  return ifs.flatMap((node): NestedBegin[] => {
    const test = ofCaller(node);
    if (test === undefined) return [];
    const [free, inside] = test.zero ? [branch(node.then), branch(node.otherwise)] : [branch(node.otherwise), branch(node.then)];
    if (!holds(free, 'BeginTransactionStatement')) return [];
    const savepoint = inside.find((s): s is SaveTransactionStatement => s.kind === 'SaveTransactionStatement');
    const ends = test.counter === undefined ? [] : ifs.filter((other) => other !== node && ofCaller(other)?.counter === test.counter && [...branch(other.then), ...branch(other.otherwise)].some((s) => s.kind === 'CommitTransactionStatement' || s.kind === 'RollbackTransactionStatement'));
    return [{ counter: test.counter, node, savepoint, ends }];
  });
}
