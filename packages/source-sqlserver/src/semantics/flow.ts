import type { FunctionCall, GlobalVariable, NamedTable, Statement, TryCatchStatement, WhileStatement } from '../syntax';
import { findUnassigned } from './flow-assignments';
import type { UnassignedRead } from './flow-assignments';
import { fetchLoopAt } from './flow-cursors';
import type { FetchLoop } from './flow-cursors';
import { eventsOf } from './flow-events';
import type { FlowEvent } from './flow-events';
import { buildFlowGraph, eachStatement } from './flow-graph';
import type { FlowGraph } from './flow-graph';
import { findJumps } from './flow-jumps';
import type { Jump } from './flow-jumps';
import { findSystemReads } from './flow-last';
import type { SystemRead } from './flow-last';
import { findTableReaches } from './flow-tables';
import type { TableReach } from './flow-tables';
import { findTransactions } from './flow-transactions';
import type { TransactionFacts } from './flow-transactions';

/** How a routine runs: side tables over its statements, each made at the first question. */
export interface Flow {
  readonly graph: FlowGraph;
  /** Whether a statement can be reached at all. */
  readonly isReached: (node: Statement) => boolean;
  /** The TRY whose CATCH gets the errors of a statement. */
  readonly tryOf: (node: Statement) => TryCatchStatement | undefined;
  /** The TRY in whose CATCH a statement stands. */
  readonly catchOf: (node: Statement) => TryCatchStatement | undefined;
  /** Reads of variables that have no value yet, on all ways or on some. */
  readonly unassigned: () => readonly UnassignedRead[];
  /** The definitions of a temporary table that reach a reference to it; undefined for other tables. */
  readonly tableOf: (node: NamedTable) => TableReach | undefined;
  /** Reads of @@ROWCOUNT, @@ERROR and their kin, with the statements they speak of. */
  readonly systemReads: () => readonly SystemRead[];
  readonly systemRead: (node: GlobalVariable | FunctionCall) => SystemRead | undefined;
  /** The loops that do nothing but go through the rows of a cursor. */
  readonly fetchLoops: () => ReadonlyMap<WhileStatement, FetchLoop>;
  readonly jumps: () => readonly Jump[];
  readonly transactions: () => TransactionFacts;
}

const once = <V>(make: () => V): (() => V) => {
  let made: { readonly value: V } | undefined;
  return () => (made ??= { value: make() }).value;
};

const known = new WeakMap<readonly Statement[], Flow>();

/**
 * How the statements of a routine or batch follow each other, and what follows from that.
 * @param parameters names of variables that have a value from the beginning, with their `@`
 */
export function flowOf(body: readonly Statement[], parameters: readonly string[] = []): Flow {
  const before = known.get(body);
  if (before !== undefined) return before;
  const graph = buildFlowGraph(body);
  const events = once((): readonly (readonly FlowEvent[])[] => graph.steps.map(({ node, part }) => (node === undefined || part === 'handler' ? [] : eventsOf(node))));
  const reached = once(() => reachedStatements(graph));
  const tables = once(() => findTableReaches(graph, events()));
  const reads = once(() => findSystemReads(graph, events()));
  const readByNode = once(() => new Map(reads().map((read) => [read.node, read])));
  const flow: Flow = {
    graph,
    isReached: (node) => reaches(reached(), node),
    tryOf: (node) => graph.covered.get(node),
    catchOf: (node) => graph.handled.get(node),
    unassigned: once(() => findUnassigned(graph, events(), new Set(parameters.map((p) => p.toLowerCase())))),
    tableOf: (node) => tables().get(node),
    systemReads: reads,
    systemRead: (node) => readByNode().get(node),
    fetchLoops: once(() => findFetchLoops(body)),
    jumps: once(() => findJumps(body)),
    transactions: once(() => findTransactions(body)),
  };
  known.set(body, flow);
  return flow;
}

/** A block is reached where one of its statements is, or an empty one anyhow. */
const reaches = (reached: ReadonlySet<Statement>, node: Statement): boolean => (node.kind === 'BlockStatement' ? node.statements.length === 0 || node.statements.some((s) => reaches(reached, s)) : reached.has(node));

function reachedStatements(graph: FlowGraph): ReadonlySet<Statement> {
  const seen = new Uint8Array(graph.steps.length);
  const found = new Set<Statement>();
  const stack = [0];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (seen[at] === 1) continue;
    seen[at] = 1;
    const step = graph.steps[at];
    if (step?.node !== undefined) found.add(step.node);
    for (const next of step?.next ?? []) stack.push(next);
  }
  return found;
}

function findFetchLoops(body: readonly Statement[]): ReadonlyMap<WhileStatement, FetchLoop> {
  const loops = new Map<WhileStatement, FetchLoop>();
  const look = (list: readonly Statement[]): void =>
    list.forEach((_, at) => {
      const loop = fetchLoopAt(list, at);
      if (loop !== undefined) loops.set(loop.loop, loop);
    });
  look(body);
  eachStatement(body, (node) => {
    if (node.kind === 'BlockStatement') look(node.statements);
    else if (node.kind === 'TryCatchStatement') [node.attempt, node.handler].forEach(look);
  });
  return loops;
}
