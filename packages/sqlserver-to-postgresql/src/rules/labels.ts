import type { GotoStatement, LabelStatement, Node as SourceNode, Statement } from '@ferry/source-sqlserver';
import { walk } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { PlStatement } from '@ferry/target-postgresql';
import { freshName } from '../lower/routine-state';
import type { RoutineState } from '../lower/routine-state';

/** Statements between two labels; the first part of a list has none. */
export interface Segment {
  readonly label: string | undefined;
  readonly statements: readonly Statement[];
}

interface Span {
  readonly kind: 'loop' | 'block';
  readonly name: string;
  from: number;
  to: number;
}

const labelKey = (state: RoutineState, name: string): string => state.low.binding.index.fold(name);

/** Labels that a GOTO of these nodes names. */
export function gotoTargets(state: RoutineState, nodes: readonly SourceNode[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const node of nodes)
    walk(node, (n) => {
      if (n.kind === 'GotoStatement') found.add(labelKey(state, (n as GotoStatement).label.name));
    });
  return found;
}

function segmentsOf(state: RoutineState, statements: readonly Statement[]): readonly Segment[] {
  const wanted = gotoTargets(state, state.routine.body);
  const segments: { label: string | undefined; statements: Statement[] }[] = [{ label: undefined, statements: [] }];
  for (const statement of statements) {
    const label = statement.kind === 'LabelStatement' ? labelKey(state, (statement as LabelStatement).label.name) : undefined;
    if (label !== undefined && wanted.has(label)) segments.push({ label, statements: [] });
    else segments[segments.length - 1]?.statements.push(statement);
  }
  return segments;
}

/** A BREAK or CONTINUE of a loop around: inside a loop of ours it would leave the wrong one. */
function leavesLoop(nodes: readonly SourceNode[]): boolean {
  let found = false;
  for (const node of nodes)
    walk(node, (n) => {
      if (n.kind === 'WhileStatement') return false;
      if (n.kind === 'BreakStatement' || n.kind === 'ContinueStatement') found = true;
      return true;
    });
  return found;
}

/** Where loops (jumps back) and blocks (jumps forward) begin and end; undefined when they cannot be nested. */
function spansOf(state: RoutineState, segments: readonly Segment[]): readonly Span[] | undefined {
  const targets = segments.map((s) => gotoTargets(state, s.statements));
  const spans: Span[] = [];
  segments.forEach((segment, at) => {
    const { label } = segment;
    if (label === undefined) return;
    const sources = targets.flatMap((t, i) => (t.has(label) ? [i] : []));
    const last = Math.max(-1, ...sources.filter((i) => i >= at));
    const first = Math.min(segments.length, ...sources.filter((i) => i < at));
    if (last >= at) spans.push({ kind: 'loop', name: freshName(state, state.ctx.names.local(label)), from: at, to: last });
    if (first < at) spans.push({ kind: 'block', name: freshName(state, state.ctx.names.local(label)), from: first, to: at - 1 });
  });
  // Grow until every two are nested or apart: a loop may end later, a block may begin earlier.
  for (let changed = true, rounds = 0; changed; rounds++) {
    if (rounds > segments.length * segments.length + 1) return undefined;
    changed = false;
    for (const a of spans)
      for (const b of spans) {
        if (!(a.from < b.from && b.from <= a.to && a.to < b.to)) continue;
        if (a.kind === 'loop') a.to = b.to;
        else if (b.kind === 'block') b.from = a.from;
        else return undefined;
        changed = true;
      }
  }
  return spans;
}

const ends = (body: readonly PlStatement[]): boolean => {
  const last = body[body.length - 1];
  return last !== undefined && (last.kind === 'Return' || last.kind === 'Exit' || last.kind === 'Continue' || (last.kind === 'Raise' && last.level !== 'NOTICE'));
};

type Lower = (statements: readonly Statement[], next: Statement | undefined) => readonly PlStatement[];

/** Jumps that cross: a loop in which every part runs unless the jump goes to one after it. */
function asMachine(state: RoutineState, segments: readonly Segment[], lower: Lower): readonly PlStatement[] {
  const loop = freshName(state, 'jumps');
  const start = freshName(state, 'start_at');
  state.declarations.set(start, { kind: 'DeclareVariable', name: start, type: pg.type('integer') });
  const around = state.jumps;
  state.jumps = new Map([...around, ...segments.flatMap((s, i) => (s.label === undefined ? [] : [[s.label, [pg.assign(start, pg.number(i)), { kind: 'Continue', label: loop }]] as const]))]);
  const parts = segments.map((s, i): readonly PlStatement[] => {
    const body = lower(s.statements, segments[i + 1]?.statements[0]);
    if (body.length === 0) return [];
    return [{ kind: 'If', branches: [{ condition: pg.le(pg.variable(start), pg.number(i)), body }], leadingComments: s.label === undefined ? undefined : [`-- ${s.label}:`] }];
  });
  state.jumps = around;
  return [pg.assign(start, pg.number(0)), { kind: 'Loop', label: loop, body: [...parts.flat(), { kind: 'Exit', label: loop }] }];
}

/**
 * Labels that GOTO jumps to. PL/pgSQL has none, but leaves a block by its name and begins a loop anew by its name: statements before
 * a label that is jumped to from above become a block of that name, those from a label that is jumped to from below a loop. Jumps
 * that cross each other so that neither nests in the other become a loop whose parts are numbered.
 */
export function lowerLabels(state: RoutineState, statements: readonly Statement[], lower: Lower): readonly PlStatement[] | undefined {
  if (!statements.some((s) => s.kind === 'LabelStatement')) return undefined;
  const segments = segmentsOf(state, statements);
  if (segments.length < 2) return undefined;
  const spans = spansOf(state, segments);
  const looping = spans === undefined ? segments : segments.filter((_, i) => spans.some((s) => s.kind === 'loop' && s.from <= i && i <= s.to));
  if (leavesLoop(looping.flatMap((s) => s.statements))) return undefined;
  if (spans === undefined) return asMachine(state, segments, lower);
  const before = state.jumps;
  const write = (from: number, to: number, skip: readonly Span[]): readonly PlStatement[] => {
    const out: PlStatement[] = [];
    for (let i = from; i <= to; i++) {
      const [span] = spans.filter((s) => s.from === i && s.to <= to && !skip.includes(s)).sort((a, b) => b.to - a.to || (a.kind === 'block' ? -1 : 1));
      if (span === undefined) {
        out.push(...lower(segments[i]?.statements ?? [], segments[i + 1]?.statements[0]));
        continue;
      }
      const segment = span.kind === 'loop' ? segments[span.from] : segments[span.to + 1];
      const label = segment?.label ?? '';
      const around = state.jumps;
      state.jumps = new Map([...around, [label, [{ kind: span.kind === 'loop' ? 'Continue' : 'Exit', label: span.name }]]]);
      const body = write(span.from, span.to, [...skip, span]);
      state.jumps = around;
      const whole = body.length === 0 ? [{ kind: 'NullStatement' as const }] : body;
      out.push(span.kind === 'block' ? { kind: 'Block', label: span.name, body: whole } : { kind: 'Loop', label: span.name, body: ends(whole) ? whole : [...whole, { kind: 'Exit', label: span.name }] });
      i = span.to;
    }
    return out;
  };
  const lowered = write(0, segments.length - 1, []);
  state.jumps = before;
  return lowered;
}
