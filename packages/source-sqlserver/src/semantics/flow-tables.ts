import type { NamedTable, QualifiedName, Statement } from '../syntax';
import type { FlowEvent } from './flow-events';
import type { FlowGraph } from './flow-graph';

/** The statements that may have made a temporary table as it is at a place. */
export interface TableReach {
  readonly definitions: readonly Statement[];
  /** No definition may have been met on the way: the table is that of a caller, or missing. */
  readonly fromOutside: boolean;
}

const temporary = (name: QualifiedName | undefined): string | undefined => {
  const last = name?.parts.at(-1)?.name;
  return last?.startsWith('#') === true ? last.toLowerCase() : undefined;
};

/** The temporary tables that a statement makes. */
function made(node: Statement | undefined): string | undefined {
  if (node?.kind === 'CreateTableStatement') return temporary(node.name);
  return node?.kind === 'SelectStatement' && node.query.body.kind === 'SelectQuery' ? temporary(node.query.body.into) : undefined;
}

const dropped = (node: Statement | undefined): string[] => (node?.kind === 'DropStatement' && node.objectType === 'TABLE' ? node.names.flatMap((name) => temporary(name) ?? []) : []);

/** Steps that are looked at for all tables of a routine together; nothing is told of references beyond. */
const mostWork = 5_000_000;

/**
 * Which definition of a temporary table reaches a reference. For each table the graph is followed from its definitions; work is the
 * steps times the definitions, which are few.
 */
export function findTableReaches(graph: FlowGraph, events: readonly (readonly FlowEvent[])[]): ReadonlyMap<NamedTable, TableReach> {
  const { steps } = graph;
  const makers = new Map<string, number[]>();
  const stops = new Map<string, Set<number>>();
  for (const { index, node } of steps) {
    const name = made(node);
    if (name !== undefined) makers.set(name, [...(makers.get(name) ?? []), index]);
    for (const each of name === undefined ? dropped(node) : [name]) stops.set(each, (stops.get(each) ?? new Set()).add(index));
  }
  const reaches = new Map<NamedTable, TableReach>();
  const work = { left: mostWork - steps.length * Math.min(makers.size, 10_000) };
  const reachedFrom = new Map<string, readonly { readonly from: number; readonly steps: Uint8Array }[]>();
  for (const { index } of steps)
    for (const event of events[index] ?? []) {
      if (work.left <= 0) return reaches;
      const name = event.kind === 'table' ? temporary(event.node.name) : undefined;
      if (name === undefined || event.kind !== 'table') continue;
      let from = reachedFrom.get(name);
      if (from === undefined) reachedFrom.set(name, (from = [0, ...(makers.get(name) ?? []).slice(0, 200)].map((start) => ({ from: start, steps: follow(graph, start, stops.get(name) ?? new Set(), work) }))));
      const here = from.filter((f) => f.steps[index] === 1);
      reaches.set(event.node, { definitions: here.flatMap((f) => steps[f.from]?.node ?? []), fromOutside: here.some((f) => f.from === 0) });
    }
  return reaches;
}

/** The steps that are reached from behind a step without passing one that stops. A step that stops is reached itself. */
function follow(graph: FlowGraph, start: number, stops: ReadonlySet<number>, work: { left: number }): Uint8Array {
  const seen = new Uint8Array(graph.steps.length);
  const stack = [...(graph.steps[start]?.next ?? [])];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (seen[at] === 1) continue;
    seen[at] = 1;
    work.left--;
    if (!stops.has(at)) for (const next of graph.steps[at]?.next ?? []) stack.push(next);
  }
  return seen;
}
