import type { Statement, TryCatchStatement } from '../syntax';

/** One thing that happens: a statement, or the test of IF and WHILE; of TRY its beginning and the beginning of its CATCH. */
export interface FlowStep {
  readonly index: number;
  /** Missing for the beginning and the end of the routine. */
  readonly node: Statement | undefined;
  readonly part: 'statement' | 'handler';
  readonly next: number[];
  readonly before: number[];
}

/** Which step may follow which, by index. Step 0 is the beginning, the last the end. */
export interface FlowGraph {
  readonly steps: readonly FlowStep[];
  /** The TRY that a statement stands in the attempt of, innermost. */
  readonly covered: ReadonlyMap<Statement, TryCatchStatement>;
  /** The TRY that a statement stands in the CATCH of, innermost. */
  readonly handled: ReadonlyMap<Statement, TryCatchStatement>;
}

interface Loop {
  readonly head: number;
  readonly breaks: number[];
}

/**
 * Builds the graph of a routine's or batch's statements. An error may lead from each statement of a TRY to its CATCH. Depth is that of
 * the statements, which the parser bounds; edges are linear in the statements.
 */
export function buildFlowGraph(body: readonly Statement[]): FlowGraph {
  const steps: FlowStep[] = [];
  const covered = new Map<Statement, TryCatchStatement>();
  const handled = new Map<Statement, TryCatchStatement>();
  const labels = new Map<string, number>();
  const jumps: { readonly from: number; readonly label: string }[] = [];
  const returns: number[] = [];
  const loops: Loop[] = [];
  /** Steps whose errors an inner TRY catches already. */
  const caught = new Uint8Array(countOf(body) * 2 + 4);

  const connect = (from: number, to: number): void => {
    (steps[from] as FlowStep).next.push(to);
    (steps[to] as FlowStep).before.push(from);
  };
  const step = (node: Statement | undefined, ends: readonly number[], part: FlowStep['part'] = 'statement'): number => {
    const index = steps.length;
    steps.push({ index, node, part, next: [], before: [] });
    for (const end of ends) connect(end, index);
    return index;
  };
  const sequence = (statements: readonly Statement[], ends: readonly number[]): readonly number[] => statements.reduce((open, s) => one(s, open), ends);

  const tryCatch = (node: TryCatchStatement, ends: readonly number[]): readonly number[] => {
    const enter = step(node, ends);
    const done = sequence(node.attempt, [enter]);
    const behind = steps.length;
    const handler = step(node, [], 'handler');
    for (let i = enter; i < behind; i++) {
      if (caught[i] === 1) continue;
      caught[i] = 1;
      connect(i, handler);
    }
    caught[enter] = 0;
    return [...done, ...sequence(node.handler, [handler])];
  };

  const one = (node: Statement, ends: readonly number[]): readonly number[] => {
    switch (node.kind) {
      case 'BlockStatement':
        return sequence(node.statements, ends);
      case 'IfStatement': {
        const test = step(node, ends);
        const then = one(node.then, [test]);
        return [...then, ...(node.otherwise === undefined ? [test] : one(node.otherwise, [test]))];
      }
      case 'WhileStatement': {
        const head = step(node, ends);
        const loop: Loop = { head, breaks: [] };
        loops.push(loop);
        for (const end of one(node.body, [head])) connect(end, head);
        loops.pop();
        return [head, ...loop.breaks];
      }
      case 'TryCatchStatement':
        return tryCatch(node, ends);
      case 'BreakStatement':
      case 'ContinueStatement': {
        const at = step(node, ends);
        const loop = loops.at(-1);
        if (loop === undefined) return [at];
        if (node.kind === 'BreakStatement') loop.breaks.push(at);
        else connect(at, loop.head);
        return [];
      }
      case 'ReturnStatement':
      case 'ThrowStatement':
        returns.push(step(node, ends));
        return [];
      case 'GotoStatement':
        jumps.push({ from: step(node, ends), label: node.label.name.toLowerCase() });
        return [];
      case 'LabelStatement': {
        const at = step(node, ends);
        labels.set(node.label.name.toLowerCase(), at);
        return [at];
      }
      case 'WaitForStatement': {
        const at = [step(node, ends)];
        return node.statement === undefined ? at : one(node.statement, at);
      }
      default:
        return [step(node, ends)];
    }
  };

  const open = sequence(body, [step(undefined, [])]);
  const end = step(undefined, [...open, ...returns]);
  for (const { from, label } of jumps) connect(from, labels.get(label) ?? end);
  noteTries(body, covered, handled);
  return { steps, covered, handled };
}

/** How many statements there are, inner ones counted. */
function countOf(body: readonly Statement[]): number {
  let count = 0;
  eachStatement(body, () => void count++);
  return count;
}

/** The statements directly in a statement. */
export function innerStatements(node: Statement): readonly Statement[] {
  switch (node.kind) {
    case 'BlockStatement': return node.statements;
    case 'IfStatement': return node.otherwise === undefined ? [node.then] : [node.then, node.otherwise];
    case 'WhileStatement': return [node.body];
    case 'TryCatchStatement': return [...node.attempt, ...node.handler];
    case 'WaitForStatement': return node.statement === undefined ? [] : [node.statement];
    default: return [];
  }
}

/** Visits statements in the order of the text, outer before inner. */
export function eachStatement(body: readonly Statement[], visit: (node: Statement) => void): void {
  const stack = [...body].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    visit(node);
    const inner = innerStatements(node);
    for (let i = inner.length - 1; i >= 0; i--) stack.push(inner[i] as Statement);
  }
}

function noteTries(body: readonly Statement[], covered: Map<Statement, TryCatchStatement>, handled: Map<Statement, TryCatchStatement>): void {
  // Outer ones come first, so that the innermost is the last to be noted.
  eachStatement(body, (node) => {
    if (node.kind !== 'TryCatchStatement') return;
    eachStatement(node.attempt, (inner) => void covered.set(inner, node));
    eachStatement(node.handler, (inner) => void handled.set(inner, node));
  });
}
