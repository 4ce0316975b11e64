import { children } from '../syntax';
import type { ColumnAssignment, ExecuteArgument, FunctionCall, GlobalVariable, NamedTable, Node, SelectAssignment, Statement, TableVariableDeclaration, Variable, VariableAssignment, VariableDeclaration, VariableTable } from '../syntax';
import { functionName } from './dynamic-state';
import { innerStatements } from './flow-graph';

/** What a step does with variables, system values and temporary tables, in its order. */
export type FlowEvent =
  | { readonly kind: 'read'; readonly variable: Variable }
  /** `certain`: the variable has a value afterwards, whatever rows there are. */
  | { readonly kind: 'write'; readonly variable: Variable; readonly certain: boolean }
  | { readonly kind: 'system'; readonly node: GlobalVariable | FunctionCall }
  | { readonly kind: 'table'; readonly node: NamedTable };

const aggregates = new Set(['COUNT', 'COUNT_BIG', 'SUM', 'MIN', 'MAX', 'AVG', 'STRING_AGG', 'STDEV', 'VAR']);

/** Whether a SELECT gives exactly one row, so that its assignments are made: it has no FROM, or aggregates and no GROUP BY. */
function givesOneRow(node: Extract<Statement, { kind: 'SelectStatement' }>): boolean {
  const { body } = node.query;
  if (body.kind !== 'SelectQuery') return false;
  if (body.from.length === 0) return body.where === undefined;
  return body.groupBy === undefined && body.having === undefined && body.items.every((i) => i.kind === 'SelectAssignment' && i.expression.kind === 'FunctionCall' && aggregates.has(functionName(i.expression)));
}

interface Assigned {
  readonly variable: Variable;
  /** Its value before is read too: `+=`, an OUTPUT argument. */
  readonly reads: boolean;
  /** Only when the statement is done. */
  readonly late: boolean;
}

const nothing: readonly Assigned[] = [];

/** The variables that a node names without reading them, or with. */
function assignedBy(node: Node): readonly Assigned[] {
  const at = node as Extract<Statement, { kind: 'SetVariableStatement' | 'FetchCursorStatement' | 'ExecuteStatement' | 'PassedOverStatement' }> | SelectAssignment | VariableAssignment | ColumnAssignment | ExecuteArgument;
  switch (at.kind) {
    case 'SetVariableStatement':
    case 'SelectAssignment':
    case 'VariableAssignment':
      return [{ variable: at.variable, reads: at.operator !== '=', late: false }];
    case 'ColumnAssignment':
      return at.variable === undefined ? nothing : [{ variable: at.variable, reads: false, late: false }];
    case 'FetchCursorStatement':
      return at.into.map((variable) => ({ variable, reads: false, late: true }));
    case 'PassedOverStatement':
      return at.variables.map((variable) => ({ variable, reads: false, late: true }));
    case 'ExecuteStatement':
      return at.result === undefined ? nothing : [{ variable: at.result, reads: false, late: true }];
    case 'ExecuteArgument':
      return at.output && at.value.kind === 'Variable' ? [{ variable: at.value, reads: true, late: true }] : nothing;
    default:
      return nothing;
  }
}

/** Variables that stand for something else than a value: the name of an argument, a table. */
function namesOnly(node: Node): Node | undefined {
  const at = node as VariableDeclaration | TableVariableDeclaration | ExecuteArgument | VariableTable;
  switch (at.kind) {
    case 'VariableDeclaration':
    case 'TableVariableDeclaration':
    case 'VariableTable': return at.variable;
    case 'ExecuteArgument': return at.name;
    default: return undefined;
  }
}

/** The events of a statement, without those of the statements in it. Values come before what takes them. */
export function eventsOf(statement: Statement): FlowEvent[] {
  const events: FlowEvent[] = [];
  const late: Variable[] = [];
  const inner = new Set<Node>(innerStatements(statement));
  const certain = statement.kind !== 'UpdateStatement' && (statement.kind !== 'SelectStatement' || givesOneRow(statement));
  const visit = (node: Node): void => {
    if (node.kind === 'Variable') {
      events.push({ kind: 'read', variable: node as Variable });
      return;
    }
    if (node.kind === 'GlobalVariable' || (node.kind === 'FunctionCall' && systemCalls.has(functionName(node as FunctionCall)))) events.push({ kind: 'system', node: node as GlobalVariable | FunctionCall });
    if (node.kind === 'NamedTable') events.push({ kind: 'table', node: node as NamedTable });
    const assigned = assignedBy(node);
    const name = namesOnly(node);
    for (const child of children(node).sort((a, b) => a.span.start - b.span.start)) {
      if (inner.has(child) || child === name || assigned.some((a) => a.variable === child && !a.reads)) continue;
      visit(child);
    }
    for (const { variable, late: later } of assigned) {
      if (later) late.push(variable);
      else events.push({ kind: 'write', variable, certain });
    }
    if (node.kind === 'VariableDeclaration' && (node as VariableDeclaration).value !== undefined) events.push({ kind: 'write', variable: (node as VariableDeclaration).variable, certain: true });
  };
  visit(statement);
  return [...events, ...late.map((variable): FlowEvent => ({ kind: 'write', variable, certain: true }))];
}

const systemCalls = new Set(['ROWCOUNT_BIG', 'SCOPE_IDENTITY']);
