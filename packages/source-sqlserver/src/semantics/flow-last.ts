import type { FunctionCall, GlobalVariable, Statement } from '../syntax';
import type { FlowEvent } from './flow-events';
import type { FlowGraph, FlowStep } from './flow-graph';

/** A read of a system value that speaks of an earlier statement: @@ROWCOUNT, @@ERROR, @@FETCH_STATUS, @@IDENTITY, SCOPE_IDENTITY(). */
export interface SystemRead {
  readonly node: GlobalVariable | FunctionCall;
  /** In upper case: `@@ROWCOUNT`, `SCOPE_IDENTITY`. */
  readonly name: string;
  /** The statements it may speak of: the last one before it on each way. */
  readonly of: readonly Statement[];
  /** On some way there is none before it in the routine. */
  readonly fromOutside: boolean;
}

/**
 * Statements that leave @@ROWCOUNT and @@ERROR as they are: they do nothing when the routine runs.
 * Source: https://learn.microsoft.com/sql/t-sql/functions/rowcount-transact-sql
 */
function isSilent({ node, part }: FlowStep): boolean {
  if (node === undefined || part === 'handler') return true;
  switch (node.kind) {
    case 'LabelStatement':
    case 'TryCatchStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'GotoStatement': return true;
    case 'DeclareStatement': return node.declarations.every((d) => d.kind === 'TableVariableDeclaration' || d.value === undefined);
    default: return false;
  }
}

const speaker: Readonly<Record<string, (step: FlowStep) => boolean>> = {
  '@@ROWCOUNT': (step) => !isSilent(step),
  ROWCOUNT_BIG: (step) => !isSilent(step),
  '@@ERROR': (step) => !isSilent(step),
  '@@FETCH_STATUS': (step) => step.node?.kind === 'FetchCursorStatement',
  '@@IDENTITY': (step) => step.node?.kind === 'InsertStatement' || step.node?.kind === 'ExecuteStatement',
  SCOPE_IDENTITY: (step) => step.node?.kind === 'InsertStatement',
};

const nameOf = (node: GlobalVariable | FunctionCall): string => (node.kind === 'GlobalVariable' ? node.name : (node.name.parts.at(-1)?.name ?? '')).toUpperCase();

/** Steps that are looked at for all reads of a routine together. */
const mostWork = 2_000_000;

/** The statements that the reads of system values speak of. */
export function findSystemReads(graph: FlowGraph, events: readonly (readonly FlowEvent[])[]): readonly SystemRead[] {
  const found: SystemRead[] = [];
  const work = { left: mostWork };
  for (const { index } of graph.steps)
    for (const event of events[index] ?? []) {
      const speaks = event.kind === 'system' ? speaker[nameOf(event.node)] : undefined;
      if (speaks === undefined || event.kind !== 'system') continue;
      found.push({ node: event.node, name: nameOf(event.node), ...lastBefore(graph, index, speaks, work) });
    }
  return found;
}

function lastBefore(graph: FlowGraph, index: number, speaks: (step: FlowStep) => boolean, work: { left: number }): { of: Statement[]; fromOutside: boolean } {
  const seen = new Set<number>();
  const of = new Set<Statement>();
  let fromOutside = false;
  const stack = [...(graph.steps[index]?.before ?? [])];
  for (let at = stack.pop(); at !== undefined && work.left > 0; at = stack.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    work.left--;
    const step = graph.steps[at] as FlowStep;
    if (step.node !== undefined && speaks(step)) of.add(step.node);
    else if (at === 0) fromOutside = true;
    else stack.push(...step.before);
  }
  return { of: [...of].sort((a, b) => a.span.start - b.span.start), fromOutside };
}
